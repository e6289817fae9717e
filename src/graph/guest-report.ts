import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { mustSee } from './access.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

/** `GET /gatehouse/v1/reports/guests?tenantId=`: how many people of another organization a directory has. */

const permissions: Permissions = {
  delegated: ['Directory.Read.All', 'Directory.ReadWrite.All'],
  application: ['Directory.Read.All', 'Directory.ReadWrite.All'],
}

/**
 * By the home account and, for whoever has none yet, by all domains that the organization has proven: they are counted,
 * not told. An organization that is not there has no people here.
 */
async function report({ deps, door, caller, query }: GraphRequest): Promise<GraphAnswer> {
  if (mustSee(caller, 'listUsers') !== 'yes') refuse('insufficientPrivileges')
  const asked = query.other.tenantId ?? ''
  if (!isGuid(asked)) refuse('queryOptionInvalid', { option: 'tenantId', reason: 'it is the id of a tenant' })
  const tenantId = asked.toLowerCase() as TenantId
  const domains = await deps.store.tenants.domains(deps.store.at(tenantId))
  const verified = domains.filter(({ verifiedAt }) => verifiedAt !== null).map(({ name }) => name)
  const { accepted, pending } = await deps.store.reports.guestsFrom(door, { tenantId, domains: verified })
  return ok({ tenantId, guests: accepted + pending, accepted, pending })
}

export const guestReportRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: '/reports/guests', at: ['gatehouse/v1'], permissions, handle: report },
]
