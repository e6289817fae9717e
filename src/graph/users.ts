/** People: `/users` and `/me` (graph.md 2.3). What belongs to them is in memberships.ts and sponsors.ts. */
import { decideRevokeSessions, decideUserChange, decideUserCreate, decideUserDelete } from '../directory/may.ts'
import type { User } from '../directory/user.ts'
import { Conflict, type Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { actor, admit, mustSee, targetFacts } from './access.ts'
import { auditOf, changesBetween } from './audit.ts'
import { collection, countOf } from './collection.ts'
import { askableOfUsers, findUser, me, readUser, readUsers, stateOfUser, viewOfUser } from './find-user.ts'
import { userResource } from './model/user.ts'
import { findProperty } from './odata/filter.ts'
import { entity, scalar } from './present.ts'
import {
  created,
  type GraphAnswer,
  type GraphRequest,
  type GraphRoute,
  noContent,
  ok,
  type Permissions,
} from './route.ts'
import {
  applyPassword,
  checkPrincipalName,
  checkUnique,
  conflict,
  createdFrom,
  keepAdministrator,
  parseUserWish,
} from './user-changes.ts'

const list: Permissions = { delegated: readUsers, application: readUsers }
const create: Permissions = {
  delegated: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  application: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
}
const narrowWrites = [
  'User.EnableDisableAccount.All',
  'User-Phone.ReadWrite.All',
  'User-Mail.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.ManageIdentities.All',
] as const
const update: Permissions = {
  delegated: ['User.ReadWrite', 'User.ReadWrite.All', 'Directory.ReadWrite.All', ...narrowWrites],
  application: ['User.ReadWrite.All', 'Directory.ReadWrite.All', ...narrowWrites],
}
const remove: Permissions = {
  delegated: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
  application: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
}
const revoke: Permissions = {
  delegated: ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All', 'User.ReadWrite'],
  application: ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
}

const showUser = (request: GraphRequest, user: User): GraphAnswer =>
  ok(entity(request, userResource, user, viewOfUser(request.caller, user)))

async function updateUser(request: GraphRequest, user: User): Promise<GraphAnswer> {
  const { deps, caller, door, body } = request
  const touched = Object.keys(body).flatMap((key) => findProperty(userResource, key)?.name ?? [])
  admit(decideUserChange(actor(caller), await targetFacts(deps.store, door, user), touched))
  const wish = await parseUserWish(request, user)
  await unique(
    deps.store.write(caller.tenant, async (tx) => {
      const before = await deps.store.users.find(tx, user.id)
      if (!before) refuse('resourceNotFound', { id: user.id })
      const after = await deps.store.users.update(tx, user.id, (old) => ({ ...old, ...wish.properties }))
      await keepsDomain(request, tx, wish.properties.userPrincipalName)
      if (wish.properties.mail !== undefined) await checkUnique(deps, tx, after)
      if (before.accountEnabled && !after.accountEnabled) await closeAccount(request, tx, after)
      await applyPassword(request, tx, after, wish)
      const modified = changesBetween(before, after)
      if (modified.length === 0 && !wish.password) return
      const activity = wish.password ? 'Reset user password' : 'Update user'
      await deps.store.audit.add(tx, auditOf(request, userChange(activity, 'Update', after, modified)))
    }),
  )
  return noContent
}

/** A password was hashed since the name was checked: the domain may have left the tenant meanwhile. */
async function keepsDomain({ deps }: GraphRequest, tx: Unit, name: string | undefined): Promise<void> {
  if (name !== undefined) await checkPrincipalName(deps, tx, name)
}

/** Whoever is shut out has no session left; refresh and Graph look at the account itself. */
async function closeAccount({ deps }: GraphRequest, tx: Unit, user: User): Promise<void> {
  await keepAdministrator(deps, tx, user.id)
  await deps.store.sessions.removeOfUser(tx, user.id)
}

async function deleteUser(request: GraphRequest, user: User): Promise<GraphAnswer> {
  const { deps, caller, door, ctx } = request
  admit(decideUserDelete(actor(caller), await targetFacts(deps.store, door, user)))
  await deps.store.write(caller.tenant, async (tx) => {
    if (!(await deps.store.users.find(tx, user.id))) refuse('resourceNotFound', { id: user.id })
    await closeAccount(request, tx, user)
    const after = await deps.store.users.update(tx, user.id, (old) => ({ ...old, deletedAt: ctx.at }))
    await deps.store.audit.add(tx, auditOf(request, userChange('Delete user', 'Delete', after)))
  })
  return noContent
}

async function revokeSessions(request: GraphRequest, user: User): Promise<GraphAnswer> {
  const { deps, caller, door, ctx } = request
  admit(decideRevokeSessions(actor(caller), await targetFacts(deps.store, door, user)))
  await deps.store.write(caller.tenant, async (tx) => {
    const after = await deps.store.users.update(tx, user.id, (old) => ({ ...old, sessionsValidFrom: ctx.at }))
    await deps.store.sessions.removeOfUser(tx, user.id)
    await deps.store.audit.add(tx, auditOf(request, userChange('Revoke sign-in sessions', 'Update', after)))
  })
  return ok(scalar(request, 'Edm.Boolean', true))
}

async function createUser(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller } = request
  admit(decideUserCreate(actor(caller)))
  const wish = await parseUserWish(request, undefined)
  const user = createdFrom(request, wish)
  await unique(
    deps.store.write(caller.tenant, async (tx) => {
      await keepsDomain(request, tx, user.userPrincipalName)
      await checkUnique(deps, tx, user)
      await deps.store.users.add(tx, user)
      await applyPassword(request, tx, user, wish)
      await deps.store.audit.add(tx, auditOf(request, userChange('Add user', 'Add', user, changesBetween(null, user))))
    }),
  )
  return created(entity(request, userResource, user), `${request.base}/users/${user.id}`)
}

/** What the database found twice, as Graph says it. */
export async function unique<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Conflict) conflict(error.what)
    throw error
  }
}

export const userChange = (
  activity: string,
  operation: Parameters<typeof auditOf>[1]['operation'],
  user: User,
  modified: ReturnType<typeof changesBetween> = [],
): Parameters<typeof auditOf>[1] => ({
  activity,
  category: 'UserManagement',
  operation,
  targets: [{ id: user.id, displayName: user.displayName, type: 'User', userPrincipalName: user.userPrincipalName }],
  modified,
})

const named = (request: GraphRequest): Promise<User> => findUser(request, request.door, request.params.id ?? '')

export const userRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/me',
    state: stateOfUser,
    permissions: 'signedIn',
    handle: async (request) => showUser(request, me(request, readUser)),
  },
  {
    method: 'PATCH',
    path: '/me',
    state: stateOfUser,
    permissions: 'signedIn',
    handle: async (request) => updateUser(request, me(request, update)),
  },
  {
    method: 'POST',
    path: '/me/revokeSignInSessions',
    body: 'optional',
    permissions: 'signedIn',
    handle: async (request) => revokeSessions(request, me(request, revoke)),
  },
  {
    method: 'GET',
    path: '/users',
    permissions: list,
    async handle(request) {
      mustSee(request.caller, 'listUsers')
      return collection(request, userResource, (query) => request.deps.store.users.page(request.door, query), {
        view: (user) => viewOfUser(request.caller, user),
        askable: askableOfUsers(request.caller),
      })
    },
  },
  {
    method: 'GET',
    path: '/users/$count',
    permissions: list,
    async handle(request) {
      mustSee(request.caller, 'listUsers')
      return countOf(request, userResource, (query) => request.deps.store.users.page(request.door, query), {
        askable: askableOfUsers(request.caller),
      })
    },
  },
  { method: 'POST', path: '/users', permissions: create, handle: createUser },
  {
    method: 'GET',
    path: '/users/{id}',
    state: stateOfUser,
    permissions: readUser,
    handle: async (request) => showUser(request, await named(request)),
  },
  {
    method: 'PATCH',
    path: '/users/{id}',
    state: stateOfUser,
    permissions: update,
    handle: async (request) => updateUser(request, await named(request)),
  },
  {
    method: 'DELETE',
    path: '/users/{id}',
    state: stateOfUser,
    permissions: remove,
    handle: async (request) => deleteUser(request, await named(request)),
  },
  {
    method: 'POST',
    path: '/users/{id}/revokeSignInSessions',
    body: 'optional',
    permissions: revoke,
    handle: async (request) => revokeSessions(request, await named(request)),
  },
]
