import type { Application } from '../applications/application.ts'
import { role } from '../directory/role-templates.ts'
import type { User } from '../directory/user.ts'
import { refuse } from '../errors/index.ts'
import type { GroupId } from '../ids.ts'
import { recommend } from '../reports/recommendations.ts'
import { summarizePeople } from '../reports/summary.ts'
import { hasReadingRole } from './caller.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

/** `GET /gatehouse/v1/recommendations`: what an admin should put right, each with its page and its fix. */

const permissions: Permissions = {
  delegated: ['Directory.Read.All', 'Directory.ReadWrite.All'],
  application: ['Directory.Read.All', 'Directory.ReadWrite.All'],
}
const readers = [
  role.securityReader,
  role.securityOperator,
  role.securityAdministrator,
  role.reportsReader,
  role.userAdministrator,
  role.applicationAdministrator,
  role.cloudApplicationAdministrator,
  role.privilegedRoleAdministrator,
  role.externalIdentityProviderAdministrator,
]

const day = 86_400_000
const pendingDays = 14
const endingWithin = 30 * day
/** Apps and members of a group that are looked at. */
const most = 1000

/** Weak spots are for those who put them right. */
function admitReader({ caller }: GraphRequest): void {
  if (caller.kind === 'delegated' && !hasReadingRole(caller, ...readers)) refuse('insufficientPrivileges')
}

/** People who hold roles and can sign in, through groups too. */
async function administrators({ deps, door }: GraphRequest): Promise<{ user: User; roles: Set<string> }[]> {
  const { roles, groups, users } = deps.store
  const held = new Map<string, Set<string>>()
  const give = (id: string, template: string) => held.set(id, (held.get(id) ?? new Set()).add(template))
  for (const { principalId, principalKind, roleTemplateId } of await roles.all(door)) {
    if (principalKind === 'user') give(principalId, roleTemplateId)
    if (principalKind !== 'group') continue
    for (const { memberId } of await groups.members(door, principalId as GroupId, { top: most })) {
      give(memberId, roleTemplateId)
    }
  }
  const found = await users.many(door, [...held.keys()])
  return found
    .filter((user) => user.accountEnabled && user.deletedAt === null)
    .map((user) => ({ user, roles: held.get(user.id) ?? new Set() }))
}

function endings(applications: readonly Application[], at: number) {
  const ends = ({ passwordCredentials, keyCredentials }: Application) =>
    [...passwordCredentials, ...keyCredentials].map(({ endAt }) => endAt)
  return {
    expired: applications.filter((one) => ends(one).some((end) => end <= at)).length,
    expiring: applications.filter((one) => ends(one).some((end) => end > at && end <= at + endingWithin)).length,
  }
}

async function recommendations(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, door, ctx, caller } = request
  admitReader(request)
  const { reports } = deps.store
  const [counts, invitations, pendingLong, ending, admins] = await Promise.all([
    reports.people(door),
    reports.invitations(door, ctx.at, ctx.at),
    reports.pendingSince(door, ctx.at - pendingDays * day),
    reports.applicationsEnding(door, ctx.at + endingWithin, most),
    administrators(request),
  ])
  const value = recommend({
    guests: summarizePeople(counts).guestStates,
    pendingLong,
    pendingDays,
    expiredInvitations: invitations.expired,
    secrets: endings(ending, ctx.at),
    globalAdministrators: admins.filter(({ roles }) => roles.has(role.globalAdministrator)).length,
    guestAdministrators: admins.filter(({ user }) => user.userType === 'Guest').length,
    everyoneInvites: caller.authorizationPolicy.allowInvitesFrom === 'everyone',
  })
  return ok({ value })
}

export const recommendationRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: '/recommendations', at: ['gatehouse/v1'], permissions, handle: recommendations },
]
