import { type Application, newServicePrincipal, type ServicePrincipal } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { installedApp } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import type { ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import { snapshot } from '../tenants/snapshot.ts'
import type { ConsentState, MissingPermission } from './consent-state.ts'
import { defaultAppRole } from './grant.ts'
import type { ResolvedScopes } from './resolve.ts'

/** Who agreed to what. `forEverybody` is an administrator's consent on behalf of the organization. */
export type ConsentGiven = {
  /** The definition, and the tenant where it lives. */
  client: { application: Application; tenant: TenantId }
  userId: UserId
  forEverybody: boolean
  permissions: readonly MissingPermission[]
}

/**
 * What somebody agrees to who accepts the consent page, and so what the page lists: what is missing, and on the first
 * consent the OpenID scopes, `User.Read` and `offline_access` of Graph as well (sts.md 6.5).
 */
export async function permissionsToGrant(
  deps: Pick<Deps, 'store'>,
  tenant: TenantId,
  resolved: ResolvedScopes,
  state: ConsentState,
): Promise<MissingPermission[]> {
  if (!state.firstConsent) return state.missing
  const resource = await installedApp(deps, await snapshot(deps, tenant), firstPartyApps.graph)
  if (!resource) return state.missing
  const graph = resource.servicePrincipal.id
  const listed = new Set(
    state.missing.flatMap((one) => (one.resource.servicePrincipal.id === graph ? one.scope.value : [])),
  )
  const added = ['User.Read', ...resolved.oidc, 'offline_access'].filter((value) => !listed.has(value))
  const scopes = resource.application.api.oauth2PermissionScopes.filter(({ value }) => added.includes(value))
  return [...state.missing, ...scopes.map((scope) => ({ resource, scope, adminOnly: false }))]
}

/**
 * Records a consent (sts.md 6.5): the app's service principal if the tenant has none yet, one grant for each API, and
 * the assignment that lists the app among the person's apps. The caller writes the audit entry in the same unit.
 */
export async function grantConsent(
  tx: Unit,
  deps: Pick<Deps, 'store' | 'clock' | 'random'>,
  given: ConsentGiven,
): Promise<ServicePrincipal> {
  const { consent } = deps.store
  const at = deps.clock.now()
  const principal = await ensureServicePrincipal(tx, deps, given.client)
  const consentType = given.forEverybody ? 'AllPrincipals' : 'Principal'
  const principalId = given.forEverybody ? null : given.userId
  const known = await consent.grantsFor(tx, principal.id, given.userId)
  for (const [resourceId, values] of byResource(given.permissions)) {
    const old = known.find((grant) => grant.resourceId === resourceId && grant.consentType === consentType)
    await consent.putGrant(tx, {
      id: old?.id ?? deps.random.token(),
      clientId: principal.id,
      resourceId,
      consentType,
      principalId,
      scope: merged(old?.scope ?? '', values),
      createdAt: old?.createdAt ?? at,
    })
  }
  if (!given.forEverybody) {
    await consent.addAssignment(tx, {
      id: deps.random.token(),
      principalId: given.userId,
      principalKind: 'User',
      resourceId: principal.id,
      appRoleId: defaultAppRole,
      createdAt: at,
    })
  }
  return principal
}

function merged(scope: string, values: readonly string[]): string {
  const words = scope.split(' ').filter((word) => word !== '')
  const seen = new Set(words.map((word) => word.toLowerCase()))
  return [...words, ...values.filter((value) => !seen.has(value.toLowerCase()))].join(' ')
}

async function ensureServicePrincipal(
  tx: Unit,
  { store, clock, random }: Pick<Deps, 'store' | 'clock' | 'random'>,
  { application, tenant }: ConsentGiven['client'],
): Promise<ServicePrincipal> {
  const known = await store.servicePrincipals.byAppId(tx, application.appId)
  if (known) return known
  const principal = newServicePrincipal({
    id: random.uuid() as ServicePrincipalId,
    appId: application.appId,
    appOwnerTenant: tenant,
    displayName: application.displayName,
    servicePrincipalNames: [application.appId, ...application.identifierUris],
    createdAt: clock.now(),
  })
  await store.servicePrincipals.add(tx, principal)
  return principal
}

/** Scope values by the API's service principal. */
function byResource(permissions: readonly MissingPermission[]): Map<ServicePrincipalId, string[]> {
  const all = Map.groupBy(permissions, ({ resource }) => resource.servicePrincipal.id)
  return new Map([...all].map(([id, ofApi]) => [id, ofApi.map(({ scope }) => scope.value)]))
}
