import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import type { Condition } from '../paging.ts'
import { parseDomainName } from '../tenants/domain-names.ts'
import { mustSee } from './access.ts'
import { collection } from './collection.ts'
import { askableOfUsers, viewOfUser } from './find-user.ts'
import { userResource } from './model/user.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

/** How many people of another organization a directory has, and who they are: both by the same rule. */

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
  const domains = await provenBy(deps, tenantId)
  const { accepted, pending } = await deps.store.reports.guestsFrom(door, { tenantId, domains })
  return ok({ tenantId, guests: accepted + pending, accepted, pending })
}

async function provenBy(deps: GraphRequest['deps'], tenantId: TenantId): Promise<string[]> {
  const domains = await deps.store.tenants.domains(deps.store.at(tenantId))
  return domains.filter(({ verifiedAt }) => verifiedAt !== null).map(({ name }) => name)
}

/** The same people as a list of users, asked as `/users` is. By the organization's id, or by any domain of it. */
async function people(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, door, params } = request
  mustSee(caller, 'listUsers')
  const asked = params.organization ?? ''
  const domain = isGuid(asked) ? undefined : parseDomainName(asked)
  if (domain === undefined && !isGuid(asked)) {
    refuse('badRequest', { reason: `Neither the id of an organization nor a domain: '${asked.slice(0, 253)}'.` })
  }
  const tenantId =
    domain === undefined ? (asked.toLowerCase() as TenantId) : await deps.store.across.tenantOfDomain(domain)
  return collection(request, userResource, (query) => deps.store.users.page(door, query), {
    context: 'users',
    where: tenantId === undefined ? nobody : comeFrom(tenantId, await provenBy(deps, tenantId)),
    view: (user) => viewOfUser(caller, user),
    askable: askableOfUsers(caller),
  })
}

const nobody: Condition = { op: 'or', of: [] }

/** As `reports.guestsFrom` counts them. */
const comeFrom = (tenantId: TenantId, domains: readonly string[]): Condition => ({
  op: 'or',
  of: [
    { op: 'eq', column: 'homeTenantId', value: tenantId },
    {
      op: 'and',
      of: [
        { op: 'eq', column: 'homeTenantId', value: null },
        { op: 'ne', column: 'externalUserState', value: null },
        { op: 'or', of: domains.map((name): Condition => ({ op: 'endsWith', column: 'mail', value: `@${name}` })) },
      ],
    },
  ],
})

export const guestReportRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: '/reports/guests', at: ['gatehouse/v1'], permissions, handle: report },
  { method: 'GET', path: '/organizations/{organization}/guests', at: ['gatehouse/v1'], permissions, handle: people },
]
