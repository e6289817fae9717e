import { admit, decide } from '../../access/index.ts'
import { type InstalledApp, installedApp, installedResource } from '../../applications/installed.ts'
import { isDefaultScope, parseScopes } from '../../consent/index.ts'
import type { Deps } from '../../deps.ts'
import { refuse } from '../../errors/index.ts'
import { type AppId, isGuid } from '../../ids.ts'
import type { Snapshot } from '../../tenants/snapshot.ts'
import { type Attempt, recordAppSignIn } from '../attempt.ts'
import { type Caller, isMultiTenant } from '../caller.ts'
import { accessTokenVersion, appTokenClaims, audienceOf } from '../claims/access-token.ts'
import { type Authentication, authenticationClass } from '../client-authentication/index.ts'
import { required } from '../form.ts'
import { accessTokenLife, signToken, tokenId } from '../sign.ts'
import type { TokenRequest } from '../token-request.ts'
import { asV1, type TokenResponse } from '../token-response.ts'

/**
 * An app signs in as itself (sts.md 2.6). The busiest path there is: one read of the change number, everything else
 * from the snapshot, one signature, one buffered log row.
 */
export async function clientCredentials(
  deps: Deps,
  request: TokenRequest,
  caller: Caller,
  authentication: Authentication,
  attempt: Attempt,
): Promise<TokenResponse> {
  // An app's id is no secret: a public client can stand for people only, who sign in themselves.
  if (authentication.method === 'none') refuse('credentialMissing')
  const { at, servicePrincipal, application, owner } = caller
  const name = resourceName(request)
  if (!at || !servicePrincipal) refuse('tenantMissing')
  const audience = await resourceOf(deps, at.view, name)
  const resource = { appId: audience.application.appId, displayName: audience.servicePrincipal.displayName }
  attempt.resource = resource
  const { roles, isAssigned } = await rolesAt(deps, at.view, servicePrincipal.id, audience)
  const decision = decide({
    stage: 'clientCredentials',
    at: request.ctx.at,
    resourceTenant: {
      id: at.tenant,
      displayName: at.record.displayName,
      suspended: at.record.suspendedAt !== null,
    },
    application: {
      appId: application.appId,
      displayName: application.displayName,
      openToTenant: owner === at.tenant || isMultiTenant(application),
      servicePrincipal: {
        id: servicePrincipal.id,
        enabled: servicePrincipal.accountEnabled,
        assignmentRequired: servicePrincipal.appRoleAssignmentRequired,
      },
      resourceAppIds: [audience.application.appId],
      families: [],
    },
    resource: {
      ...resource,
      appId: audience.application.appId,
      assignmentRequired: audience.servicePrincipal.appRoleAssignmentRequired,
      roleHeld: isAssigned,
    },
  })
  admit(decision)
  const lifeSeconds = accessTokenLife(deps)
  const named = { ...audience, requestedAs: name }
  const claims = appTokenClaims({
    at: request.ctx.at,
    lifeSeconds,
    origin: request.origin,
    tenant: at.tenant,
    audience: named,
    client: application,
    clientClass: authentication.method === 'certificate' ? authenticationClass.certificate : authenticationClass.secret,
    uti: tokenId(request.ctx.traceId),
    principalId: servicePrincipal.id,
    roles,
  })
  const token = await signToken(deps, at.view, claims, accessTokenVersion(audience))
  recordAppSignIn(deps, request, { caller, tenant: at.tenant, resource, decision })
  const response: TokenResponse = {
    token_type: 'Bearer',
    expires_in: lifeSeconds - 1,
    ext_expires_in: lifeSeconds - 1,
    access_token: token,
  }
  const { exp, nbf } = claims as { exp: number; nbf: number }
  return request.version === 2 ? response : asV1(response, { exp, nbf, aud: audienceOf(named) })
}

/** The one API of the request. OpenID scopes are ignored: MSAL Go sends them here too (sts.md 0, rule 12). */
function resourceName({ version, form }: TokenRequest): string {
  if (version === 1) return required(form, 'resource')
  const text = required(form, 'scope')
  const [word, ...more] = parseScopes(text).flatMap((one) => (one.kind === 'permission' ? [one] : []))
  if (!word || more.length > 0 || word.resource === null || !isDefaultScope(word.value)) {
    refuse('scopeNotDefault', { scope: text })
  }
  return word.resource
}

async function resourceOf(deps: Deps, view: Snapshot, name: string): Promise<InstalledApp> {
  const found = isGuid(name)
    ? await installedApp(deps, view, name.toLowerCase() as AppId)
    : await installedResource(deps, view, name)
  if (!found) refuse('resourcePrincipalMissing', { resource: name, tenant: view.tenant })
  if (!found.servicePrincipal.accountEnabled) refuse('resourceDisabled', { resource: name })
  return found
}

async function rolesAt(
  deps: Deps,
  view: Snapshot,
  principalId: string,
  { application, servicePrincipal }: InstalledApp,
) {
  const assignments = await view.once(`assignments:${principalId}`, (door) =>
    deps.store.consent.assignmentsOf(door, [principalId]),
  )
  const held = assignments.filter(({ resourceId }) => resourceId === servicePrincipal.id)
  const ids = new Set(held.map(({ appRoleId }) => appRoleId))
  const roles = application.appRoles.flatMap(({ id, value, isEnabled }) =>
    isEnabled && value && ids.has(id) ? [value] : [],
  )
  return { roles, isAssigned: held.length > 0 }
}
