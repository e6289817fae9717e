import type { Application, ServicePrincipal } from '../applications/application.ts'
import { installedApp } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { type AppId, isGuid, type TenantId } from '../ids.ts'
import { resolveSegment, type Segment } from '../tenants/segment.ts'
import type { Snapshot } from '../tenants/snapshot.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { claimedClient } from './client-authentication/assertion.ts'
import type { TokenRequest } from './token-request.ts'

/** The app that asks, and where it asks. `servicePrincipal` null: the tenant has never seen this multi-tenant app. */
export type Caller = {
  application: Application
  servicePrincipal: ServicePrincipal | null
  /** Where the definition lives. */
  owner: TenantId
  /** Null at `common` and `organizations`, where the code or refresh token says which tenant is meant. */
  at: { tenant: TenantId; view: Snapshot; record: Tenant } | null
}

/** Step 2 of sts.md 2.2. */
export const findTenant = (deps: Pick<Deps, 'store'>, request: TokenRequest): Promise<Segment> =>
  resolveSegment(deps, request.segment)

/** Steps 4 to 6. */
export async function findCaller(deps: Pick<Deps, 'store'>, request: TokenRequest, segment: Segment): Promise<Caller> {
  const appId = clientIdOf(request)
  if (segment.kind === 'consumers') refuse('appAtConsumersEndpoint', { appId })
  return callerAt(deps, segment, appId, request.form.get('grant_type') === 'client_credentials')
}

/** The app at one tenant, for a code or refresh token that came by `common`. */
export async function callerAt(
  deps: Pick<Deps, 'store'>,
  segment: Exclude<Segment, { kind: 'consumers' }>,
  appId: AppId,
  isAppOnly: boolean,
): Promise<Caller> {
  if (segment.kind !== 'tenant') {
    if (isAppOnly) refuse('tenantMissing')
    const found = await deps.store.across.application(appId)
    if (!found) refuse('appUnknown', { appId, tenant: segment.kind })
    const { application, tenant: owner } = found
    if (!isMultiTenant(application)) refuse('appAtCommonEndpoint', { appId, appName: application.displayName })
    return { application, servicePrincipal: null, owner, at: null }
  }
  const at = { tenant: segment.tenant, view: segment.view, record: segment.record }
  const installed = await installedApp(deps, segment.view, appId)
  if (installed) {
    const { application, servicePrincipal } = installed
    if (!servicePrincipal.accountEnabled) refuse('appDisabled', { appId, appName: application.displayName })
    return { application, servicePrincipal, owner: servicePrincipal.appOwnerTenant, at }
  }
  const found = await deps.store.across.application(appId)
  // A single-tenant app of another tenant does not exist here: nobody learns more.
  if (!found || (found.tenant !== segment.tenant && !isMultiTenant(found.application))) {
    refuse('appUnknown', { appId, tenant: segment.tenant })
  }
  if (isAppOnly) refuse('servicePrincipalMissing', { appId, tenant: segment.tenant })
  return { application: found.application, servicePrincipal: null, owner: found.tenant, at }
}

export const isMultiTenant = ({ signInAudience }: Application): boolean =>
  signInAudience === 'AzureADMultipleOrgs' || signInAudience === 'AzureADandPersonalMicrosoftAccount'

/** From the body, the Basic header, or the assertion's subject; two that differ are no request at all. */
function clientIdOf({ form, basic }: TokenRequest): AppId {
  const fromBody = form.get('client_id')
  const given = fromBody ?? basic?.clientId ?? claimedClient(form.get('client_assertion') ?? '')
  if (given === undefined) refuse('parameterMissing', { parameter: 'client_id' })
  if (basic && basic.clientId.toLowerCase() !== given.toLowerCase()) {
    refuse('requestMalformed', { reason: 'The Authorization header names another client_id than the body.' })
  }
  if (!isGuid(given)) refuse('appUnknown', { appId: given, tenant: 'of this request' })
  return given.toLowerCase() as AppId
}
