import type { Application, ServicePrincipal } from '../applications/application.ts'
import { firstPartyApps, graphResourceNames } from '../applications/first-party.ts'
import { type GraphPermissionName, graphPermissions } from '../applications/graph-permissions.ts'
import type { Deps } from '../deps.ts'
import { effectiveRoles } from '../directory/effective-roles.ts'
import { role } from '../directory/role-templates.ts'
import { isTokenStillGood } from '../directory/token-cut-off.ts'
import type { User } from '../directory/user.ts'
import { refuse } from '../errors/index.ts'
import { type AppId, isGuid, systemTenant, type TenantId, type UserId } from '../ids.ts'
import type { RequestContext } from '../request-context.ts'
import {
  type AuthorizationPolicy,
  authorizationPolicyKind,
  defaultAuthorizationPolicy,
} from '../tenants/authorization-policy.ts'
import { verifyJwt } from '../tenants/keys.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import type { Tenant } from '../tenants/tenant.ts'

type Common = {
  tenant: TenantId
  tenantFacts: Tenant
  authorizationPolicy: AuthorizationPolicy
  clientAppId: AppId
  /** Of the calling application, in this tenant. */
  servicePrincipal: ServicePrincipal
  /** Template ids, read from the store at this request: of the user, or of the application itself. */
  roles: ReadonlySet<string>
  /** What the token says and the directory still grants: delegated scopes, or application permissions. */
  permissions: ReadonlySet<string>
  ctx: RequestContext
}

/** Who calls, as the directory knows them at this request. The token only limits; it gives nothing by itself. */
export type Caller =
  /** `sessionId`: the browser session that the token came from, which may have ended. */
  | (Common & { kind: 'delegated'; user: User; sessionId: string | null })
  | (Common & { kind: 'application'; user: null })

/** One of these permissions was granted. */
export const holds = (caller: Caller, ...names: GraphPermissionName[]): boolean =>
  names.some((name) => caller.permissions.has(name))

/** The caller holds one of these roles, or is Global Administrator. */
export const hasRole = (caller: Caller, ...roles: string[]): boolean =>
  caller.roles.has(role.globalAdministrator) || roles.some((one) => caller.roles.has(one))

/** As `hasRole`, for reads: Global Reader reads everything. */
export const hasReadingRole = (caller: Caller, ...roles: string[]): boolean =>
  hasRole(caller, role.globalReader, ...roles)

/**
 * The caller behind a bearer token. Refuses with the 401s of graph.md 1.5; with `callerUnknown` (403) when the calling
 * app has no service principal, or a disabled one.
 */
export async function loadCaller(deps: Deps, authorization: string | undefined, ctx: RequestContext): Promise<Caller> {
  const token = bearerToken(authorization)
  const audience = [firstPartyApps.graph as string, ...graphResourceNames(deps.config)]
  const { tenant, claims } = await verifyJwt(deps, token, { audience })
  const view = await snapshot(deps, tenant)
  const [tenantFacts, authorizationPolicy] = await Promise.all([
    view.once('graph:tenant', (door) => deps.store.tenants.get(door)),
    view.once('graph:authorizationPolicy', (door) =>
      deps.store.policies.get<AuthorizationPolicy>(door, authorizationPolicyKind),
    ),
  ])
  if (!tenantFacts || tenantFacts.suspendedAt !== null) refuse('accessTokenRevoked')
  const clientAppId = textClaim(claims, 'appid') ?? textClaim(claims, 'azp')
  if (!clientAppId || !isGuid(clientAppId)) refuse('accessTokenMalformed')
  const servicePrincipal = await servicePrincipalOf(deps, view, clientAppId.toLowerCase() as AppId)
  if (!servicePrincipal?.accountEnabled) refuse('callerUnknown')
  const common = {
    tenant,
    tenantFacts,
    authorizationPolicy: authorizationPolicy ?? defaultAuthorizationPolicy,
    clientAppId: servicePrincipal.appId,
    servicePrincipal,
    ctx,
  }
  const objectId = textClaim(claims, 'oid')
  if (!objectId) refuse('accessTokenMalformed')
  const scp = textClaim(claims, 'scp')
  // An app's own token has no `scp` and names the service principal as its object (sts.md 5.3).
  if (scp === undefined) {
    if (objectId !== servicePrincipal.id) refuse('accessTokenRevoked')
    const [roles, granted] = await Promise.all([
      effectiveRoles(deps.store, view.door, servicePrincipal.id),
      applicationPermissions(deps, view, servicePrincipal),
    ])
    const permissions = intersection(listClaim(claims, 'roles'), granted)
    return { ...common, kind: 'application', user: null, roles, permissions }
  }
  const [user, roles, granted] = await Promise.all([
    deps.store.users.find(view.door, objectId as UserId),
    effectiveRoles(deps.store, view.door, objectId),
    delegatedPermissions(deps, view, servicePrincipal, objectId),
  ])
  if (!user || !(await isTokenStillGood(deps.store, user, claims))) refuse('accessTokenRevoked')
  const permissions = intersection(scp.split(' '), granted)
  return { ...common, kind: 'delegated', user, sessionId: textClaim(claims, 'sid') ?? null, roles, permissions }
}

function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(.*)$/i.exec(authorization?.trim() ?? '') ?? []
  if (!token) refuse('accessTokenEmpty')
  return token
}

const servicePrincipalOf = (deps: Deps, view: Snapshot, appId: AppId): Promise<ServicePrincipal | undefined> =>
  view.once(`graph:servicePrincipal:${appId}`, (door) => deps.store.servicePrincipals.byAppId(door, appId))

const applicationRoleNames = new Map(
  graphPermissions.flatMap(({ name, application }) => (application ? [[application.id, name] as const] : [])),
)

async function applicationPermissions(deps: Deps, view: Snapshot, client: ServicePrincipal): Promise<Set<string>> {
  const [graph, assignments] = await Promise.all([
    servicePrincipalOf(deps, view, firstPartyApps.graph),
    view.once(`graph:assignmentsOf:${client.id}`, (door) => deps.store.consent.assignmentsOf(door, [client.id])),
  ])
  const names = assignments
    .filter((one) => one.resourceId === graph?.id)
    .map((one) => applicationRoleNames.get(one.appRoleId))
  return new Set(names.filter((name) => name !== undefined))
}

async function delegatedPermissions(
  deps: Deps,
  view: Snapshot,
  client: ServicePrincipal,
  userId: string,
): Promise<Set<string>> {
  const [graph, grants, preauthorized] = await Promise.all([
    servicePrincipalOf(deps, view, firstPartyApps.graph),
    view.once(`graph:grantsOfClient:${client.id}`, (door) => deps.store.consent.grantsOfClient(door, client.id)),
    preauthorizedScopes(deps, client.appId),
  ])
  const scopes = grants
    .filter((one) => one.resourceId === graph?.id)
    .filter((one) => one.consentType === 'AllPrincipals' || one.principalId === userId)
    .flatMap((one) => one.scope.split(' '))
  return new Set([...scopes, ...preauthorized])
}

/** Our own pages need no consent: what they are preauthorized for stands in the definition of Graph. */
async function preauthorizedScopes(deps: Deps, client: AppId): Promise<string[]> {
  const view = await snapshot(deps, systemTenant)
  const graph: Application | undefined = await view.once(`graph:application:${firstPartyApps.graph}`, (door) =>
    deps.store.applications.byAppId(door, firstPartyApps.graph),
  )
  const ids = graph?.api.preAuthorizedApplications.find((one) => one.appId === client)?.delegatedPermissionIds ?? []
  const scopes = graph?.api.oauth2PermissionScopes ?? []
  return scopes.filter((scope) => ids.includes(scope.id)).map((scope) => scope.value)
}

const intersection = (said: readonly string[], granted: ReadonlySet<string>): Set<string> =>
  new Set(said.filter((one) => granted.has(one)))

const textClaim = (claims: Record<string, unknown>, name: string): string | undefined => {
  const value = claims[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

const listClaim = (claims: Record<string, unknown>, name: string): string[] => {
  const value = claims[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
