import type { Application, PermissionScope, ServicePrincipal } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { type InstalledApp, installedApp } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import type { TenantId, UserId } from '../ids.ts'
import { type AuthorizationPolicy, authorizationPolicyKind } from '../tenants/authorization-policy.ts'
import { tenantIn } from '../tenants/lookups.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import type { DelegatedGrant } from './grant.ts'
import type { ResolvedScopes, ScopeResource } from './resolve.ts'

/** A permission that is asked for and not granted yet. */
export type MissingPermission = {
  resource: InstalledApp
  scope: PermissionScope
  /** Only an administrator can grant it: by its type, or because people may not consent here at all. */
  adminOnly: boolean
}

export type ConsentState = {
  /** Everything that is granted to the client at the first API: what the token's `scp` holds (sts.md 6.2). */
  granted: string[]
  missing: MissingPermission[]
  /** Nobody has consented to anything yet: OpenID scopes are asked about as well (sts.md 6.5). */
  firstConsent: boolean
}

/** What is known before anything is decided. `grants`: for everybody and for this person, of this client. */
export type ConsentFacts = {
  client: { application: Application; servicePrincipal: ServicePrincipal | null }
  resolved: ResolvedScopes
  grants: readonly DelegatedGrant[]
  /** APIs that the client lists, for `.default`. */
  listed: readonly InstalledApp[]
  /** Graph, where OpenID scopes are recorded. */
  graph: InstalledApp | undefined
  peopleMayConsent: boolean
}

/**
 * Loads and decides in one step. `client.servicePrincipal` is null while the tenant has never seen a multi-tenant app.
 * Refuses with resourceNotListed when `.default` names an API that the app neither lists nor was ever granted.
 */
export async function consentState(
  deps: Pick<Deps, 'store'>,
  tenant: TenantId,
  client: ConsentFacts['client'],
  resolved: ResolvedScopes,
  userId: UserId | null,
  view?: Snapshot,
): Promise<ConsentState> {
  return decideConsent(await loadConsentFacts(deps, tenant, client, resolved, userId, view))
}

async function loadConsentFacts(
  deps: Pick<Deps, 'store'>,
  tenant: TenantId,
  client: ConsentFacts['client'],
  resolved: ResolvedScopes,
  userId: UserId | null,
  view?: Snapshot,
): Promise<ConsentFacts> {
  const at = view ?? (await snapshot(deps, tenant))
  const { servicePrincipal, application } = client
  const [grants, listed, graph, peopleMayConsent] = await Promise.all([
    servicePrincipal && userId
      ? at.once(`grants:${servicePrincipal.id}:${userId}`, (door) =>
          deps.store.consent.grantsFor(door, servicePrincipal.id, userId),
        )
      : [],
    resolved.isDefault ? listedApis(deps, at, application) : [],
    installedApp(deps, at, firstPartyApps.graph),
    mayPeopleConsent(deps, at),
  ])
  return { client, resolved, grants, listed, graph, peopleMayConsent }
}

async function listedApis(deps: Pick<Deps, 'store'>, view: Snapshot, client: Application): Promise<InstalledApp[]> {
  const ids = [...new Set(client.requiredResourceAccess.map(({ resourceAppId }) => resourceAppId))]
  const found = await Promise.all(ids.map((appId) => installedApp(deps, view, appId)))
  return found.filter((app) => app !== undefined)
}

/** Customers of an external tenant never consent; elsewhere the authorization policy says (sts.md 6.4). */
async function mayPeopleConsent(deps: Pick<Deps, 'store'>, view: Snapshot): Promise<boolean> {
  if ((await tenantIn(deps, view))?.kind === 'external') return false
  const policy = await view.once<AuthorizationPolicy | undefined>('policy:authorization', (door) =>
    deps.store.policies.get<AuthorizationPolicy>(door, authorizationPolicyKind),
  )
  const policies = policy?.defaultUserRolePermissions.permissionGrantPoliciesAssigned
  return policies === undefined || policies.some((name) => name.startsWith('ManagePermissionGrantsForSelf.'))
}

/** Pure. */
export function decideConsent(facts: ConsentFacts): ConsentState {
  const { resolved } = facts
  const apis = [resolved.resource, ...resolved.others].filter((api) => api !== null)
  const isAnythingGranted =
    facts.grants.length > 0 || apis.some((api) => preAuthorized(api, facts.client.application).length > 0)
  const missing = apis.flatMap((api) => missingAt(api, facts))
  const oidc = isAnythingGranted || facts.client.application.appId === resolved.resource?.application.appId
  if (!oidc && facts.graph) missing.push(...missingOidc(facts.graph, facts))
  const granted = resolved.resource
    ? grantedAt(resolved.resource, facts)
    : facts.graph
      ? grantedAt(facts.graph, facts)
      : []
  return { granted, missing: withoutRepeats(missing), firstConsent: !isAnythingGranted }
}

/** The state in the shape that the access decision takes. */
export const consentAnswer = ({ missing }: ConsentState) =>
  missing.length === 0
    ? { granted: true as const }
    : {
        granted: false as const,
        missing: missing.map(({ scope }) => scope.value),
        adminOnly: missing.some(({ adminOnly }) => adminOnly),
      }

/** Scope values granted to the client at one API, by record or because the API trusts the client. */
function grantedAt(api: InstalledApp, { client, grants, resolved }: ConsentFacts): string[] {
  const recorded = grants
    .filter(({ resourceId }) => resourceId === api.servicePrincipal.id)
    .flatMap(({ scope }) => scope.split(' '))
  const trusted = preAuthorized(api, client.application)
  const named = new Set([...recorded, ...trusted].map((value) => value.toLowerCase()))
  // An app needs nobody's permission to call itself.
  const isSelf = api.application.appId === client.application.appId
  if (isSelf) for (const { value } of resolved.requested) named.add(value.toLowerCase())
  const own = isSelf && resolved.isDefault
  return enabledScopes(api.application)
    .filter(({ name }) => own || named.has(name))
    .map(({ value }) => value)
}

const scopesOf = new WeakMap<Application, { value: string; name: string }[]>()

/** `name` compares: in lower case. Made once for each definition (they are shared and never altered): Graph has hundreds. */
function enabledScopes(application: Application): { value: string; name: string }[] {
  const known = scopesOf.get(application)
  if (known) return known
  const enabled = application.api.oauth2PermissionScopes.filter(({ isEnabled }) => isEnabled)
  const made = enabled.map(({ value }) => ({ value, name: value.toLowerCase() }))
  scopesOf.set(application, made)
  return made
}

function preAuthorized(api: InstalledApp, client: Application): string[] {
  const { preAuthorizedApplications, oauth2PermissionScopes } = api.application.api
  const ids = preAuthorizedApplications.find(({ appId }) => appId === client.appId)?.delegatedPermissionIds ?? []
  return oauth2PermissionScopes.filter(({ id }) => ids.includes(id)).map(({ value }) => value)
}

function missingAt(api: ScopeResource, facts: ConsentFacts): MissingPermission[] {
  const granted = grantedAt(api, facts)
  if (!api.isDefault) {
    return api.requested
      .filter(({ value }) => !granted.includes(value))
      .flatMap(({ value }) => api.application.api.oauth2PermissionScopes.filter((scope) => scope.value === value))
      .map((scope) => missingPermission(api, scope, facts))
  }
  const isSelf = api.application.appId === facts.client.application.appId
  if (granted.length > 0 || isSelf) return []
  return missingOfList(api, facts)
}

/** `.default` with nothing granted yet asks for the app's whole list, all APIs (sts.md 6.3). */
function missingOfList(api: ScopeResource, facts: ConsentFacts): MissingPermission[] {
  const { application } = facts.client
  const list = application.requiredResourceAccess
  if (!list.some(({ resourceAppId }) => resourceAppId === api.application.appId)) {
    refuse('resourceNotListed', {
      appId: application.appId,
      appName: application.displayName,
      resource: api.requestedAs ?? api.servicePrincipal.displayName,
      valid: list.map(({ resourceAppId }) => resourceAppId).join(', ') || 'none',
    })
  }
  return list.flatMap(({ resourceAppId, resourceAccess }) => {
    const listed = facts.listed.find((app) => app.application.appId === resourceAppId)
    if (!listed) return []
    const granted = grantedAt(listed, facts)
    const ids = resourceAccess.filter(({ type }) => type === 'Scope').map(({ id }) => id)
    return listed.application.api.oauth2PermissionScopes
      .filter(({ id, value, isEnabled }) => isEnabled && ids.includes(id) && !granted.includes(value))
      .map((scope) => missingPermission(listed, scope, facts))
  })
}

function missingOidc(graph: InstalledApp, facts: ConsentFacts): MissingPermission[] {
  const asked: readonly string[] = facts.resolved.oidc
  return graph.application.api.oauth2PermissionScopes
    .filter(({ value }) => asked.includes(value))
    .map((scope) => missingPermission(graph, scope, facts))
}

const missingPermission = (
  resource: InstalledApp,
  scope: PermissionScope,
  { peopleMayConsent }: ConsentFacts,
): MissingPermission => ({ resource, scope, adminOnly: scope.type === 'Admin' || !peopleMayConsent })

function withoutRepeats(missing: MissingPermission[]): MissingPermission[] {
  const seen = new Set<string>()
  return missing.filter(({ resource, scope }) => {
    const key = `${resource.servicePrincipal.id} ${scope.id}`
    return !seen.has(key) && seen.add(key)
  })
}
