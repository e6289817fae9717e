import { reducedUserProperties } from '../directory/guest-access.ts'
import type { User } from '../directory/user.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type UserId } from '../ids.ts'
import { mustSee, see } from './access.ts'
import { type Caller, holds } from './caller.ts'
import type { View } from './present.ts'
import type { GraphRequest, Permissions, StateOf } from './route.ts'

/** Reading people other than oneself. */
export const readUsers = [
  'User.ReadBasic.All',
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
] as const

/** Reading one user: oneself with `User.Read` too. */
export const readUser: Permissions = {
  delegated: ['User.Read', 'User.ReadWrite', ...readUsers],
  application: readUsers,
}

const basicProperties: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
])

/** True for the caller's own record. */
export const isOwn = (caller: Caller, user: Pick<User, 'id'>): boolean => caller.user?.id === user.id

/**
 * What the caller may see of a user: scope and guest level both limit. For somebody whom the caller may not read at
 * all: type and id only, as in the members of a group.
 */
export function viewOfUser(caller: Caller, user: Pick<User, 'id'>): View {
  if (isOwn(caller, user)) return {}
  const answer = holds(caller, ...readUsers) ? see(caller, 'readOtherUser') : 'no'
  if (answer === 'no') return { visible: idOnly }
  const limits = [
    ...(answer === 'reduced' ? [reducedUserProperties] : []),
    ...(onlyBasic(caller) ? [basicProperties] : []),
  ]
  if (limits.length === 0) return {}
  const [first, ...others] = limits
  return { visible: new Set([...(first ?? [])].filter((name) => others.every((limit) => limit.has(name)))) }
}

export const idOnly: ReadonlySet<string> = new Set(['id'])

const onlyBasic = (caller: Caller): boolean =>
  !holds(caller, 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All')

/** What a caller who sees only some properties of users may filter and sort by: nothing else, or lists become oracles. */
export const askableOfUsers = (caller: Caller): ReadonlySet<string> | undefined =>
  onlyBasic(caller) ? basicProperties : undefined

/**
 * The user that a path names by object id or user principal name, if the caller may see her. `insufficientPrivileges`
 * comes before any look, so that a refusal never tells whether somebody exists; `resourceNotFound` for an unknown id,
 * another tenant's id and a deleted user alike.
 */
export async function findUser({ deps, caller }: GraphRequest, door: Door, key: string): Promise<User> {
  const own = caller.user
  if (own && sameKey(own, key)) return own
  if (!holds(caller, ...otherUserPermissions)) refuse('insufficientPrivileges')
  mustSee(caller, isGuid(key) ? 'readOtherUser' : 'readOtherUserByName')
  const found = isGuid(key)
    ? await deps.store.users.find(door, key.toLowerCase() as UserId)
    : await deps.store.users.byUserPrincipalName(door, key)
  return found ?? refuse('resourceNotFound', { id: key })
}

/** Whom the path names, or the caller herself where it is `/me`; whoever may not see her is refused by the route. */
export const stateOfUser: StateOf = async ({ deps, caller, params }, door) => {
  const key = params.id ?? caller.user?.id
  if (key === undefined) return undefined
  return isGuid(key)
    ? deps.store.users.find(door, key.toLowerCase() as UserId)
    : deps.store.users.byUserPrincipalName(door, key)
}

/** Narrow write permissions find their target too; what they read of it is decided by `viewOfUser`. */
const otherUserPermissions = [
  ...readUsers,
  'User.EnableDisableAccount.All',
  'User-Phone.ReadWrite.All',
  'User-Mail.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.ManageIdentities.All',
  'User.DeleteRestore.All',
  'User.RevokeSessions.All',
] as const

const sameKey = (user: User, key: string): boolean =>
  user.id === key.toLowerCase() || user.userPrincipalName.toLowerCase() === key.toLowerCase()

/**
 * The person behind a delegated token, who granted one of `permissions` to the app. For routes that take any token:
 * `/me` has no meaning for an application, whatever it was granted (graph.md 2.3).
 */
export function me({ caller }: GraphRequest, permissions: Permissions): User {
  if (caller.kind === 'application') {
    refuse('badRequest', { reason: '/me request is only valid with delegated authentication flow.' })
  }
  if (permissions !== 'signedIn' && !holds(caller, ...permissions.delegated)) refuse('insufficientPrivileges')
  return caller.user
}
