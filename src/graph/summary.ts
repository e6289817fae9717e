import { refuse } from '../errors/index.ts'
import { summarizePeople } from '../reports/summary.ts'
import { mustSee } from './access.ts'
import { organizationNames } from './organization-names.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

/** `GET /gatehouse/v1/summary`: the numbers of the admin center's first page. Of no interest to the public Graph. */

const permissions: Permissions = {
  delegated: ['Directory.Read.All', 'Directory.ReadWrite.All'],
  application: ['Directory.Read.All', 'Directory.ReadWrite.All'],
}
const week = 7 * 86_400_000

/** Who may list everybody may count them. */
async function summary(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, door, ctx, caller } = request
  if (mustSee(caller, 'listUsers') !== 'yes') refuse('insufficientPrivileges')
  const { reports } = deps.store
  const [counts, objects, invitations] = await Promise.all([
    reports.people(door),
    reports.objects(door),
    reports.invitations(door, ctx.at, ctx.at + week),
  ])
  const { organizations, otherOrganizations, guestStates, ...people } = summarizePeople(counts)
  const names = await organizationNames(
    deps,
    organizations.map(({ tenantId }) => tenantId),
  )
  return ok({
    people: { ...people, deleted: objects.deletedUsers },
    guests: {
      ...guestStates,
      organizations: organizations.map(({ tenantId, domain, guests }) => ({
        tenantId,
        displayName: (tenantId && names.get(tenantId)?.displayName) ?? null,
        domain: domain ?? (tenantId && names.get(tenantId)?.domain) ?? null,
        guests,
      })),
      otherOrganizations,
    },
    groups: objects.groups,
    applications: objects.applications,
    enterpriseApplications: objects.servicePrincipals,
    invitations: { pending: invitations.pending, expiringIn7Days: invitations.expiring, expired: invitations.expired },
  })
}

export const summaryRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: '/summary', at: ['gatehouse/v1'], permissions, handle: summary },
]
