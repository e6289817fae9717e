import { guestUserRole } from '../tenants/authorization-policy.ts'
import type { TenantKind } from '../tenants/tenant.ts'
import { roleTemplate } from './role-templates.ts'
import type { UserType } from './user.ts'

/**
 * How much of the directory somebody sees. `everything`: by a role, or an application by its permissions; `member`:
 * what every member sees; `limited` and `restricted`: the two lower guest levels; `self`: nobody else (members where
 * reading other users is off, customers of an external tenant).
 */
type ReadLevel = 'everything' | 'member' | 'limited' | 'restricted' | 'self'

/** Roles add to the guest level: some let their holder read users only. */
export type Sight = { users: ReadLevel; directory: ReadLevel }

export type SightFacts = {
  userType: UserType
  /** Template ids. */
  roles: ReadonlySet<string>
  guestUserRoleId: string
  allowedToReadOtherUsers: boolean
  tenantKind: TenantKind
}

export const sightOfApplication: Sight = { users: 'everything', directory: 'everything' }

/** Pure. A member, even an external one, is never held to the guest level (graph.md 4). */
export function sightOf(facts: SightFacts): Sight {
  const reads = [...facts.roles].map((id) => roleTemplate(id)?.reads ?? 'nothing')
  if (reads.includes('directory')) return { users: 'everything', directory: 'everything' }
  const base = levelWithoutRoles(facts)
  return reads.includes('users') ? { ...base, users: 'everything' } : base
}

function levelWithoutRoles({ userType, guestUserRoleId, allowedToReadOtherUsers, tenantKind }: SightFacts): Sight {
  // Customers see themselves and nothing else, whatever the guest level (external-identities.md 4.4).
  if (tenantKind === 'external') return { users: 'self', directory: 'self' }
  if (userType === 'Guest') {
    const level = guestLevels[guestUserRoleId] ?? 'restricted'
    if (level !== 'member') return { users: level, directory: level }
  }
  return { users: allowedToReadOtherUsers ? 'member' : 'self', directory: 'member' }
}

const guestLevels: Record<string, ReadLevel> = {
  [guestUserRole.sameAsMembers]: 'member',
  [guestUserRole.limited]: 'limited',
  [guestUserRole.restricted]: 'restricted',
}

/**
 * What an answer may hold. `reduced`: the few properties by which people recognize each other; `idsOnly`: type and id;
 * `nonHidden`: where the membership is not hidden, or one's own groups; `byNameOrId`: only when the filter names it;
 * `joinedIdsOnly`: one's own groups, their ids; `nameOnly`: the name and the domains.
 */
export type SightAnswer =
  | 'yes'
  | 'no'
  | 'reduced'
  | 'idsOnly'
  | 'nonHidden'
  | 'byNameOrId'
  | 'joinedIdsOnly'
  | 'nameOnly'
  | 'byIdOnly'

type Row = Record<ReadLevel, SightAnswer>

const row = (
  everything: SightAnswer,
  member: SightAnswer,
  limited: SightAnswer,
  restricted: SightAnswer,
  self: SightAnswer,
): Row => ({ everything, member, limited, restricted, self })

/** The matrix of graph.md 4 and external-identities.md 4.2; `users` rows are asked with `Sight.users`. */
const sightTable = {
  //                            everything  member       limited       restricted       self
  listUsers: row('yes', 'yes', 'no', 'no', 'no'),
  readOtherUser: row('yes', 'yes', 'reduced', 'no', 'no'),
  // design.md 8: limited guests read another user by object id only.
  readOtherUserByName: row('yes', 'yes', 'no', 'no', 'no'),
  readOtherUsersGroups: row('yes', 'yes', 'no', 'no', 'no'),
  readOtherUsersSponsors: row('yes', 'yes', 'no', 'no', 'no'),
  readDeletedUsers: row('yes', 'no', 'no', 'no', 'no'),
  readOwnGroups: row('yes', 'yes', 'yes', 'idsOnly', 'no'),
  listGroups: row('yes', 'yes', 'byNameOrId', 'no', 'no'),
  readGroup: row('yes', 'yes', 'nonHidden', 'joinedIdsOnly', 'no'),
  // Hidden membership is seen by those who belong to the group, its owners, and roles.
  readGroupMembers: row('yes', 'nonHidden', 'nonHidden', 'no', 'no'),
  readRoles: row('yes', 'yes', 'no', 'no', 'no'),
  listApplications: row('yes', 'yes', 'yes', 'no', 'no'),
  readApplication: row('yes', 'yes', 'yes', 'byIdOnly', 'byIdOnly'),
  readOrganization: row('yes', 'yes', 'nameOnly', 'nameOnly', 'nameOnly'),
  listDomains: row('yes', 'yes', 'yes', 'yes', 'yes'),
} as const satisfies Record<string, Row>

export type SightQuestion = keyof typeof sightTable

const aboutUsers: ReadonlySet<SightQuestion> = new Set([
  'listUsers',
  'readOtherUser',
  'readOtherUserByName',
  'readOtherUsersGroups',
  'readOtherUsersSponsors',
  'readDeletedUsers',
])

export const maySee = (sight: Sight, question: SightQuestion): SightAnswer =>
  sightTable[question][aboutUsers.has(question) ? sight.users : sight.directory]

/** What a limited guest sees of somebody else; the rest is null (graph.md 4). */
export const reducedUserProperties: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'mail',
  'userPrincipalName',
  'userType',
])
