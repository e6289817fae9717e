import type { Application, ServicePrincipal } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { graphPermissions } from '../applications/graph-permissions.ts'
import { type Actor, mayAddCredential, mayManage, type Powers } from '../applications/who-may.ts'
import type { Deps } from '../deps.ts'
import { effectiveRoles } from '../directory/effective-roles.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { type AppId, type ApplicationId, isGuid, type ServicePrincipalId, systemTenant } from '../ids.ts'
import type { Caller } from './caller.ts'
import type { InstalledPrincipal } from './model/service-principal.ts'
import type { GraphRequest, GraphRoute, Permissions } from './route.ts'

/** What the routes of applications and service principals share: permissions, look-up by both keys, and who may. */

export const readApplications = {
  delegated: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  application: [
    'Application.Read.All',
    'Application.ReadWrite.All',
    'Application.ReadWrite.OwnedBy',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
} as const satisfies Permissions
export const writeApplications = {
  delegated: ['Application.ReadWrite.All'],
  application: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
} as const satisfies Permissions

/** The same route under both keys: `/applications/{id}/x` and `/applications(appId={appId})/x`. */
export const underBothKeys = (set: 'applications' | 'servicePrincipals', route: GraphRoute): GraphRoute[] =>
  ['/{id}', '(appId={appId})'].map((key) => ({ ...route, path: `/${set}${key}${route.path}` }))

export const applicationActor = (caller: Caller): Actor => ({
  kind: caller.kind,
  id: caller.user?.id ?? caller.servicePrincipal.id,
  isGuest: caller.user?.userType === 'Guest',
  roles: caller.roles,
  permissions: caller.permissions,
})

/** The app that the path names, by either key; undefined where there is none. */
export async function applicationAt({ deps, params }: GraphRequest, door: Door): Promise<Application | undefined> {
  const { id, appId } = params
  const key = (id ?? appId ?? '').toLowerCase()
  if (!isGuid(key)) return undefined
  return id === undefined
    ? deps.store.applications.byAppId(door, key as AppId)
    : deps.store.applications.find(door, key as ApplicationId)
}

export async function principalAt({ deps, params }: GraphRequest, door: Door): Promise<ServicePrincipal | undefined> {
  const { id, appId } = params
  const key = (id ?? appId ?? '').toLowerCase()
  if (!isGuid(key)) return undefined
  return id === undefined
    ? deps.store.servicePrincipals.byAppId(door, key as AppId)
    : deps.store.servicePrincipals.find(door, key as ServicePrincipalId)
}

const notThere = ({ params }: GraphRequest): never =>
  refuse('resourceNotFound', { id: params.id ?? params.appId ?? '' })

export const findApplication = async (request: GraphRequest, door: Door): Promise<Application> =>
  (await applicationAt(request, door)) ?? notThere(request)

export const findPrincipal = async (request: GraphRequest, door: Door): Promise<ServicePrincipal> =>
  (await principalAt(request, door)) ?? notThere(request)

/** With its definition, read where that lives: the one thing of another tenant that is shown. */
export async function installed(
  { store }: Pick<Deps, 'store'>,
  principal: ServicePrincipal,
): Promise<InstalledPrincipal> {
  const { appId, appOwnerTenant } = principal
  return { principal, application: await store.applications.byAppId(store.at(appOwnerTenant), appId) }
}

export function admitManager(caller: Caller, object: { owners: readonly string[] }): void {
  if (!mayManage(applicationActor(caller), object.owners)) refuse('insufficientPrivileges')
}

const permissionNames = new Map(
  graphPermissions.flatMap(({ name, application }) => (application ? [[application.id, name] as const] : [])),
)

/** What the app may do in this tenant by itself. */
async function powersOf({ store }: Pick<Deps, 'store'>, door: Door, appId: AppId): Promise<Powers> {
  const [principal, graph] = await Promise.all([
    store.servicePrincipals.byAppId(door, appId),
    store.servicePrincipals.byAppId(door, firstPartyApps.graph),
  ])
  if (!principal) return { roles: [], permissions: [] }
  const [roles, assignments] = await Promise.all([
    effectiveRoles(store, door, principal.id),
    store.consent.assignmentsOf(door, [principal.id]),
  ])
  const ofGraph = assignments.filter(({ resourceId }) => resourceId === graph?.id)
  return { roles: [...roles], permissions: ofGraph.flatMap(({ appRoleId }) => permissionNames.get(appRoleId) ?? []) }
}

/** For one who may manage the app: may they also get a way to sign in as it? */
export async function admitNewCredential({ deps, caller }: GraphRequest, door: Door, appId: AppId): Promise<void> {
  if (!mayAddCredential(applicationActor(caller), await powersOf(deps, door, appId))) refuse('credentialNotGrantable')
}

/** Our own apps are the deployment's: a tenant neither changes them nor signs in as them. */
export function admitForeign(principal: ServicePrincipal): void {
  if (principal.appOwnerTenant === systemTenant) refuse('insufficientPrivileges')
}
