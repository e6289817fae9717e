import { type Application, newServicePrincipal, type ServicePrincipal } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { installedApp } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import type { ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import { snapshot } from '../tenants/snapshot.ts'
import type { ConsentState } from './consent-state.ts'
import { defaultAppRole } from './grant.ts'
import type { ResolvedScopes } from './resolve.ts'

/** Who agreed to what. `forEverybody` is an administrator's consent on behalf of the organization. */
export type ConsentGiven = {
  /** The definition, and the tenant where it lives. */
  client: { application: Application; tenant: TenantId }
  userId: UserId
  forEverybody: boolean
  /** Scope values by the API's service principal. */
  permissions: ReadonlyMap<ServicePrincipalId, readonly string[]>
}

/**
 * What somebody agrees to who accepts the consent page: what is missing, and on the first consent the OpenID scopes,
 * `User.Read` and `offline_access` of Graph as well (sts.md 6.5).
 */
export async function permissionsToGrant(
  deps: Pick<Deps, 'store'>,
  tenant: TenantId,
  resolved: ResolvedScopes,
  state: ConsentState,
): Promise<Map<ServicePrincipalId, string[]>> {
  const permissions = new Map<ServicePrincipalId, string[]>()
  const add = (id: ServicePrincipalId, value: string) => {
    const list = permissions.get(id) ?? []
    if (!list.includes(value)) list.push(value)
    permissions.set(id, list)
  }
  for (const { resource, scope } of state.missing) add(resource.servicePrincipal.id, scope.value)
  if (state.firstConsent) {
    const graph = await installedApp(deps, await snapshot(deps, tenant), firstPartyApps.graph)
    const asked: readonly string[] = [...resolved.oidc, 'User.Read', 'offline_access']
    for (const value of asked) if (graph) add(graph.servicePrincipal.id, value)
  }
  return permissions
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
  for (const [resourceId, values] of given.permissions) {
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
