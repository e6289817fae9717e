import { refuse } from '../errors/index.ts'
import { isGuid, systemTenant, type TenantId } from '../ids.ts'
import { parseDomainName } from '../tenants/domain-names.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

/** Another organization by its id or domain, before it becomes a partner: graph.md 2.10. */

const permissions: Permissions = {
  delegated: ['CrossTenantInformation.ReadBasic.All'],
  application: ['CrossTenantInformation.ReadBasic.All'],
}

/** Whoever belongs here may look around; a guest has no business with our partners. */
function admitReader({ caller }: GraphRequest): void {
  if (caller.kind === 'delegated' && caller.user.userType === 'Guest') refuse('insufficientPrivileges')
}

/** The same answer for an organization that is not there and for a name that nobody has proven. */
async function tellOf(request: GraphRequest, tenantId: TenantId | undefined, asked: string): Promise<GraphAnswer> {
  const { deps, base } = request
  const door = deps.store.at(tenantId ?? systemTenant)
  const tenant = tenantId === undefined || tenantId === systemTenant ? undefined : await deps.store.tenants.get(door)
  if (!tenant) return refuse('resourceNotFound', { id: asked })
  const domains = await deps.store.tenants.domains(door)
  return ok({
    '@odata.context': `${base}/$metadata#microsoft.graph.tenantInformation`,
    tenantId: tenant.id,
    federationBrandName: null,
    displayName: tenant.displayName,
    defaultDomainName: domains.find(({ isDefault }) => isDefault)?.name ?? tenant.initialDomain,
  })
}

export const tenantInformationRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/tenantRelationships/findTenantInformationByTenantId(tenantId={tenantId})',
    permissions,
    async handle(request) {
      admitReader(request)
      const { tenantId = '' } = request.params
      if (!isGuid(tenantId)) refuse('idInvalid', { id: tenantId })
      return tellOf(request, tenantId.toLowerCase() as TenantId, tenantId)
    },
  },
  {
    method: 'GET',
    path: '/tenantRelationships/findTenantInformationByDomainName(domainName={domainName})',
    permissions,
    async handle(request) {
      admitReader(request)
      const { domainName = '' } = request.params
      const name = parseDomainName(domainName)
      if (name === undefined) refuse('badRequest', { reason: `'${domainName.slice(0, 253)}' is not a domain name.` })
      return tellOf(request, await request.deps.store.across.tenantOfDomain(name), domainName)
    },
  },
]
