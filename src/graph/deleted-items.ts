/** What was deleted and can be restored for 30 days (graph.md 2.5). */

import type { Application } from '../applications/application.ts'
import type { Group } from '../directory/group.ts'
import { decideGroupChange, decideUserDelete } from '../directory/may.ts'
import { restorableFor } from '../directory/retention.ts'
import type { User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { type ApplicationId, type GroupId, isGuid, type UserId } from '../ids.ts'
import { actor, admit, mustSee, targetFacts } from './access.ts'
import { admitUnique, applicationChange } from './applications.ts'
import { auditOf } from './audit.ts'
import { holds } from './caller.ts'
import { collection } from './collection.ts'
import { admitManager, readApplications, writeApplications } from './find-application.ts'
import { applicationResource } from './model/application.ts'
import { groupResource } from './model/group.ts'
import { userResource } from './model/user.ts'
import { entity } from './present.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, noContent, ok, type Permissions } from './route.ts'
import { checkUnique } from './user-changes.ts'
import { unique, userChange } from './users.ts'

const userReads = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'] as const
const groupReads = ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'] as const
const userWrites = ['User.DeleteRestore.All', 'User.ReadWrite.All'] as const
const groupWrites = ['Group.ReadWrite.All', 'Directory.ReadWrite.All'] as const
const both = (names: Exclude<Permissions, 'signedIn'>['application']): Permissions => ({
  delegated: names,
  application: names,
})

const applicationReads = readApplications.delegated
const applicationWrites = ['Application.ReadWrite.All'] as const

type Named = Exclude<Permissions, 'signedIn'>
const withApplications = (names: Named['application'], of: Named): Permissions => ({
  delegated: [...names, ...of.delegated],
  application: [...names, ...of.application],
})

type Deleted =
  | { kind: 'user'; object: User }
  | { kind: 'group'; object: Group }
  | { kind: 'application'; object: Application }

/** A deleted object that is still within its 30 days. */
async function find(request: GraphRequest): Promise<Deleted> {
  const { deps, caller, door, params, ctx } = request
  const id = (params.id ?? '').toLowerCase()
  const alive = (deletedAt: number | null) => deletedAt !== null && deletedAt > ctx.at - restorableFor
  if (isGuid(id) && holds(caller, ...applicationReads, 'Application.ReadWrite.OwnedBy')) {
    const application = await deps.store.applications.findEvenDeleted(door, id as ApplicationId)
    if (application && alive(application.deletedAt)) {
      mustSee(caller, 'readApplication')
      return { kind: 'application', object: application }
    }
  }
  mustSee(caller, 'readDeletedUsers')
  if (isGuid(id) && holds(caller, ...userReads, 'User.DeleteRestore.All')) {
    const user = await deps.store.users.findEvenDeleted(door, id as UserId)
    if (user && alive(user.deletedAt)) return { kind: 'user', object: user }
  }
  if (isGuid(id) && holds(caller, ...groupReads)) {
    const group = await deps.store.groups.findEvenDeleted(door, id as GroupId)
    if (group && alive(group.deletedAt)) return { kind: 'group', object: group }
  }
  return refuse('resourceNotFound', { id: params.id ?? '' })
}

async function admitWrite(request: GraphRequest, item: Deleted): Promise<void> {
  const { deps, caller, door } = request
  if (item.kind === 'application') {
    if (!holds(caller, ...applicationWrites, 'Application.ReadWrite.OwnedBy')) refuse('insufficientPrivileges')
    admitManager(caller, item.object)
  } else if (item.kind === 'user') {
    admit(decideUserDelete(actor(caller), await targetFacts(deps.store, door, item.object)))
  } else {
    const facts = { isAssignableToRole: item.object.isAssignableToRole, isOwner: false }
    admit(decideGroupChange(actor(caller), facts, 'delete'))
  }
}

/** Of a restore and a purge at once, the first one counts. */
async function stillDeleted({ deps, params }: GraphRequest, tx: Unit, { kind, object }: Deleted): Promise<void> {
  const { users, groups, applications } = deps.store
  const now =
    kind === 'user'
      ? await users.findEvenDeleted(tx, object.id)
      : kind === 'group'
        ? await groups.findEvenDeleted(tx, object.id)
        : await applications.findEvenDeleted(tx, object.id)
  if (!now?.deletedAt) refuse('resourceNotFound', { id: params.id ?? '' })
}

/** A domain that was removed can be another tenant's by now, and a sign-in name in it somebody else's. */
async function keepsDomain({ deps }: GraphRequest, tx: Unit, { userPrincipalName: name }: User): Promise<void> {
  const domain = name.slice(name.lastIndexOf('@') + 1).toLowerCase()
  const verified = (await deps.store.tenants.domains(tx)).some((one) => one.verifiedAt !== null && one.name === domain)
  if (!verified)
    refuse('badRequest', { reason: `The domain of ${name} is not verified in this organization any more.` })
}

async function restore(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller } = request
  const item = await find(request)
  await admitWrite(request, item)
  return deps.store.write(caller.tenant, async (tx) => {
    await stillDeleted(request, tx, item)
    if (item.kind === 'application') {
      const application = await restoreApplication(request, tx, item.object)
      return ok(entity(request, applicationResource, application, { context: 'directoryObjects', typed: true }))
    }
    if (item.kind === 'group') {
      const group = await deps.store.groups.update(tx, item.object.id, (old) => ({ ...old, deletedAt: null }))
      await deps.store.audit.add(tx, auditOf(request, groupChange('Restore group', 'Update', group)))
      return ok(entity(request, groupResource, group, { context: 'directoryObjects', typed: true }))
    }
    if (item.object.home === null && item.object.externalUserState === null) await keepsDomain(request, tx, item.object)
    const user = await unique(deps.store.users.update(tx, item.object.id, (old) => ({ ...old, deletedAt: null })))
    await checkUnique(deps, tx, user)
    await deps.store.audit.add(tx, auditOf(request, userChange('Restore user', 'Update', user)))
    return ok(entity(request, userResource, user, { context: 'directoryObjects', typed: true }))
  })
}

/** With the service principal that went with it (graph.md 2.8), unless the tenant has another one by now. */
async function restoreApplication(request: GraphRequest, tx: Unit, { id }: Application): Promise<Application> {
  const { applications, servicePrincipals, audit } = request.deps.store
  const before = (await applications.findEvenDeleted(tx, id)) ?? refuse('resourceNotFound', { id })
  await admitUnique(request, tx, before)
  const application = await applications.update(tx, id, (old) => ({ ...old, deletedAt: null }))
  if (!(await servicePrincipals.byAppId(tx, application.appId))) {
    const where = { op: 'eq', column: 'appId', value: application.appId } as const
    const { items } = await servicePrincipals.page(tx, { where, top: 100, deleted: true })
    const principal = items.find(({ deletedAt }) => deletedAt === before.deletedAt)
    if (principal) await servicePrincipals.update(tx, principal.id, (old) => ({ ...old, deletedAt: null }))
  }
  await audit.add(tx, auditOf(request, applicationChange('Restore application', 'Update', application)))
  return application
}

async function purgeApplication(request: GraphRequest, tx: Unit, application: Application): Promise<void> {
  const { applications, servicePrincipals, audit } = request.deps.store
  await applications.purge(tx, application.id)
  const where = { op: 'eq', column: 'appId', value: application.appId } as const
  const { items } = await servicePrincipals.page(tx, { where, top: 100, deleted: true })
  for (const principal of items) {
    if (principal.deletedAt === application.deletedAt) await servicePrincipals.purge(tx, principal.id)
  }
  await audit.add(tx, auditOf(request, applicationChange('Hard delete application', 'Delete', application)))
}

async function purge(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller } = request
  const item = await find(request)
  await admitWrite(request, item)
  await deps.store.write(caller.tenant, async (tx) => {
    await stillDeleted(request, tx, item)
    if (item.kind === 'application') {
      await purgeApplication(request, tx, item.object)
    } else if (item.kind === 'user') {
      await deps.store.users.purge(tx, item.object.id)
      await deps.store.audit.add(tx, auditOf(request, userChange('Hard delete user', 'Delete', item.object)))
    } else {
      await deps.store.groups.purge(tx, item.object.id)
      await deps.store.audit.add(tx, auditOf(request, groupChange('Hard delete group', 'Delete', item.object)))
    }
  })
  return noContent
}

const groupChange = (
  activity: string,
  operation: 'Update' | 'Delete',
  group: Group,
): Parameters<typeof auditOf>[1] => ({
  activity,
  category: 'GroupManagement',
  operation,
  targets: [{ id: group.id, type: 'Group', displayName: group.displayName }],
})

/** Kept longer than 30 days only until the next sweep; not shown any more. */
const notTooOld = (request: GraphRequest) =>
  ({ op: 'gt', column: 'deletedAt', value: request.ctx.at - restorableFor }) as const

export const deletedItemRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.user',
    permissions: both([...userReads, 'User.DeleteRestore.All']),
    async handle(request) {
      mustSee(request.caller, 'readDeletedUsers')
      return collection(
        request,
        userResource,
        (query) => request.deps.store.users.page(request.door, { ...query, deleted: true }),
        { where: notTooOld(request), context: 'directoryObjects/microsoft.graph.user' },
      )
    },
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.group',
    permissions: both(groupReads),
    async handle(request) {
      mustSee(request.caller, 'readDeletedUsers')
      return collection(
        request,
        groupResource,
        (query) => request.deps.store.groups.page(request.door, { ...query, deleted: true }),
        { where: notTooOld(request), context: 'directoryObjects/microsoft.graph.group' },
      )
    },
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.application',
    permissions: readApplications,
    async handle(request) {
      mustSee(request.caller, 'listApplications')
      return collection(
        request,
        applicationResource,
        (query) => request.deps.store.applications.page(request.door, { ...query, deleted: true }),
        { where: notTooOld(request), context: 'directoryObjects/microsoft.graph.application' },
      )
    },
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/{id}',
    permissions: withApplications([...userReads, ...groupReads, 'User.DeleteRestore.All'], readApplications),
    async handle(request) {
      const item = await find(request)
      const options = { context: 'directoryObjects', typed: true }
      if (item.kind === 'application') return ok(entity(request, applicationResource, item.object, options))
      return ok(
        item.kind === 'user'
          ? entity(request, userResource, item.object, options)
          : entity(request, groupResource, item.object, options),
      )
    },
  },
  {
    method: 'POST',
    path: '/directory/deletedItems/{id}/restore',
    body: 'optional',
    permissions: withApplications([...userWrites, ...groupWrites], writeApplications),
    handle: restore,
  },
  {
    method: 'DELETE',
    path: '/directory/deletedItems/{id}',
    permissions: withApplications([...userWrites, ...groupWrites], writeApplications),
    handle: purge,
  },
]
