import { isDeepStrictEqual } from 'node:util'
import { refuse } from '../errors/index.ts'
import type { Application } from './application.ts'

type Entitlement = { id: string; value: string | null; isEnabled: boolean }

/**
 * Scopes and app roles that others may hold: an enabled one neither vanishes nor changes. It is switched off first, so
 * that nobody loses or gains a permission by an edit that looked harmless (graph.md 2.7).
 */
export function admitEntitlementChange(before: Application, after: Application): void {
  for (const [old, now] of [
    [before.api.oauth2PermissionScopes, after.api.oauth2PermissionScopes],
    [before.appRoles, after.appRoles],
  ] as [readonly Entitlement[], readonly Entitlement[]][]) {
    for (const one of old) {
      if (!one.isEnabled) continue
      const same = now.find(({ id }) => id === one.id)
      const switchedOff = same?.isEnabled === false
      if (!switchedOff && !isDeepStrictEqual(one, same)) refuse('permissionStillEnabled')
    }
  }
}

/** Why the scopes and roles of an app do not fit together, or undefined. */
export function entitlementProblem(
  app: Pick<Application, 'api' | 'appRoles'>,
): { property: string; reason: string } | undefined {
  const scopes = app.api.oauth2PermissionScopes
  if (scopes.length > 100) return { property: 'api', reason: 'An app has at most 100 scopes.' }
  const twice = (values: (string | null)[]) =>
    values.find((value, at) => value !== null && values.findIndex((other) => equal(other, value)) !== at)
  const scopeValue = twice(scopes.map(({ value }) => value))
  if (scopeValue) return { property: 'api', reason: `Two scopes have the value '${scopeValue}'.` }
  const roleValue = twice(app.appRoles.map(({ value }) => value))
  if (roleValue) return { property: 'appRoles', reason: `Two app roles have the value '${roleValue}'.` }
  // One id may name a scope and a role of the same value: then they are one permission in two forms.
  const scopeIds = scopes.map(({ id }) => id)
  const roleIds = app.appRoles.map(({ id }) => id)
  if (twice(scopeIds)) return { property: 'api', reason: 'Two scopes have the same id.' }
  if (twice(roleIds)) return { property: 'appRoles', reason: 'Two app roles have the same id.' }
  const clash = scopes.find(({ id, value }) => app.appRoles.some((role) => role.id === id && role.value !== value))
  if (clash) return { property: 'appRoles', reason: `An app role and a scope share the id ${clash.id}.` }
  const known = new Set(scopeIds)
  const unknown = app.api.preAuthorizedApplications
    .flatMap(({ delegatedPermissionIds }) => delegatedPermissionIds)
    .find((id) => !known.has(id))
  if (unknown) return { property: 'api', reason: `No scope has the id ${unknown} that an app is pre-authorized for.` }
  return undefined
}

const equal = (a: string | null, b: string | null) => a?.toLowerCase() === b?.toLowerCase()
