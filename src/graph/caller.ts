import type { ServicePrincipal } from '../applications/application.ts'
import type { GraphPermissionName } from '../applications/graph-permissions.ts'
import type { User } from '../directory/user.ts'
import type { AppId, TenantId } from '../ids.ts'
import type { RequestContext } from '../request-context.ts'
import type { AuthorizationPolicy } from '../tenants/authorization-policy.ts'
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
export type Caller = (Common & { kind: 'delegated'; user: User }) | (Common & { kind: 'application'; user: null })

/** One of these permissions was granted. */
export const holds = (caller: Caller, ...names: GraphPermissionName[]): boolean =>
  names.some((name) => caller.permissions.has(name))
