/** Members and owners of groups (graph.md 1.10, 2.4). */
import type { Group, MemberKind } from '../directory/group.ts'
import { decideGroupChange } from '../directory/may.ts'
import type { Door, Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { GroupId } from '../ids.ts'
import { actor, admit } from './access.ts'
import { auditOf } from './audit.ts'
import { type DirectoryObject, findObject, idOfReference, kindOfCast } from './directory-object.ts'
import { findGroup, isOwner, mustSeeMembers, readGroups } from './find-group.ts'
import { type GraphAnswer, type GraphRequest, type GraphRoute, noContent, type Permissions } from './route.ts'
import { countOfObjects, listObjects, type ObjectSource } from './typed-list.ts'

const readMembers: Permissions = {
  delegated: ['GroupMember.ReadBasic.All', ...readGroups.delegated],
  application: ['GroupMember.ReadBasic.All', ...readGroups.application],
}
const writeMembers: Permissions = {
  delegated: [
    'GroupMember.ReadWrite.All',
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
    'RoleManagement.ReadWrite.Directory',
  ],
  application: [
    'GroupMember.ReadWrite.All',
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
    'RoleManagement.ReadWrite.Directory',
  ],
}
const writeOwners: Permissions = {
  delegated: ['Group.ReadWrite.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  application: ['Group.ReadWrite.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
}

const mostOwners = 100

/** In the unit. Refuses what is unknown, there already, or cannot be a member; all or nothing. */
export async function addMembers(request: GraphRequest, tx: Unit, group: Group, ids: readonly string[]): Promise<void> {
  const { deps, ctx } = request
  for (const id of ids) {
    const member = (await findObject(request, tx, id)) ?? refuse('resourceNotFound', { id })
    const memberKind = memberKindOf(group, member)
    if (member.kind === 'group') await refuseCircle(request, tx, group, member.object.id)
    const added = await deps.store.groups.addMember(tx, {
      groupId: group.id,
      memberId: id,
      memberKind,
      addedAt: ctx.at,
    })
    if (!added) refuse('referenceExists', { property: 'members' })
    await audit(request, tx, 'Add member to group', 'Assign', group, member)
  }
}

function memberKindOf(group: Group, { kind, object }: DirectoryObject): MemberKind {
  const unified = group.groupTypes.includes('Unified')
  if (kind === 'directoryRole' || (unified && kind !== 'user')) {
    refuse('badRequest', { reason: `Unsupported resource type '${kind}' for operation 'Create'.` })
  }
  if (kind === 'group') {
    // A group in a role-assignable group would let its owners hand out the role.
    if (group.isAssignableToRole)
      refuse('badRequest', { reason: 'Groups cannot be members of a role-assignable group.' })
    // A Unified group can be deleted and restored, and must not lead anywhere in between.
    if (!object.securityEnabled || object.groupTypes.includes('Unified')) {
      refuse('badRequest', { reason: 'Only security groups can be members of a group.' })
    }
  }
  return kind
}

/** Groups in groups end somewhere: none becomes a member of itself, through whatever others. */
async function refuseCircle({ deps }: GraphRequest, tx: Unit, group: Group, member: GroupId): Promise<void> {
  const above = await deps.store.groups.transitiveGroupIds(tx, group.id)
  if (member === group.id || above.includes(member)) {
    refuse('badRequest', { reason: 'A group cannot be a member of itself, directly or through other groups.' })
  }
}

export async function addOwners(request: GraphRequest, tx: Unit, group: Group, ids: readonly string[]): Promise<void> {
  const { deps } = request
  for (const id of ids) {
    const owner = (await findObject(request, tx, id)) ?? refuse('resourceNotFound', { id })
    if (owner.kind !== 'user' && owner.kind !== 'servicePrincipal') {
      refuse('badRequest', { reason: `Unsupported resource type '${owner.kind}' for operation 'Create'.` })
    }
    const before = await deps.store.groups.find(tx, group.id)
    if (before?.owners.includes(id)) refuse('referenceExists', { property: 'owners' })
    if ((before?.owners.length ?? 0) >= mostOwners) {
      refuse('badRequest', { reason: `A group has at most ${mostOwners} owners.` })
    }
    await deps.store.groups.update(tx, group.id, (old) => ({ ...old, owners: [...old.owners, id] }))
    await audit(request, tx, 'Add owner to group', 'Assign', group, owner)
  }
}

async function removeMember(request: GraphRequest, group: Group, id: string): Promise<GraphAnswer> {
  const { deps, caller } = request
  admitChange(request, group, 'members')
  await deps.store.write(caller.tenant, async (tx) => {
    const member = await findObject(request, tx, id)
    const removed = member && (await deps.store.groups.removeMember(tx, group.id, member.object.id))
    if (!member || !removed) refuse('resourceNotFound', { id })
    await audit(request, tx, 'Remove member from group', 'Unassign', group, member)
  })
  return noContent
}

async function removeOwner(request: GraphRequest, group: Group, id: string): Promise<GraphAnswer> {
  const { deps, caller } = request
  admitChange(request, group, 'owners')
  await deps.store.write(caller.tenant, async (tx) => {
    const owner = await findObject(request, tx, id)
    const before = await deps.store.groups.find(tx, group.id)
    if (!owner || !before?.owners.includes(owner.object.id)) refuse('resourceNotFound', { id })
    if (group.groupTypes.includes('Unified') && before.owners.length === 1) {
      refuse('badRequest', {
        reason: 'The group must have at least one owner, hence this owner cannot be removed.',
      })
    }
    const owners = before.owners.filter((one) => one !== owner.object.id)
    await deps.store.groups.update(tx, group.id, (old) => ({ ...old, owners }))
    await audit(request, tx, 'Remove owner from group', 'Unassign', group, owner)
  })
  return noContent
}

function admitChange({ caller }: GraphRequest, group: Group, what: 'members' | 'owners'): void {
  const facts = { isAssignableToRole: group.isAssignableToRole, isOwner: isOwner(caller, group) }
  admit(decideGroupChange(actor(caller), facts, what))
}

async function audit(
  request: GraphRequest,
  tx: Unit,
  activity: string,
  operation: 'Assign' | 'Unassign',
  group: Group,
  { kind, object }: DirectoryObject,
): Promise<void> {
  const type = { user: 'User', group: 'Group', servicePrincipal: 'ServicePrincipal', directoryRole: 'Role' }[kind]
  const targets = [
    { id: object.id, type, displayName: object.displayName },
    { id: group.id, type: 'Group', displayName: group.displayName },
  ]
  await request.deps.store.audit.add(
    tx,
    auditOf(request, { activity, category: 'GroupManagement', operation, targets }),
  )
}

const named = async (request: GraphRequest): Promise<Group> =>
  (await findGroup(request, request.door, request.params.id ?? '')).group

async function visible(request: GraphRequest): Promise<Group> {
  const group = await named(request)
  await mustSeeMembers(request, group)
  return group
}

const membersOf = (request: GraphRequest, group: Group): ObjectSource => ({
  ids: async (after, top) =>
    (await request.deps.store.groups.members(request.door, group.id, { top, after })).map((one) => one.memberId),
})

/** Everybody who belongs to the group, through groups in it. Bounded, as groups in groups can hold everybody. */
async function transitiveIds({ deps }: GraphRequest, door: Door, group: Group): Promise<string[]> {
  const seen = new Set<string>()
  const waiting: GroupId[] = [group.id]
  for (let id = waiting.pop(); id; id = waiting.pop()) {
    for (let after: string | undefined; ; ) {
      const some = await deps.store.groups.members(door, id, { top: 1000, after })
      for (const one of some) {
        if (seen.has(one.memberId)) continue
        seen.add(one.memberId)
        if (one.memberKind === 'group') waiting.push(one.memberId as GroupId)
      }
      if (seen.size > mostTransitive) refuse('badRequest', { reason: 'The group has too many members for this list.' })
      if (some.length < 1000) break
      after = some.at(-1)?.memberId
    }
  }
  seen.delete(group.id)
  return [...seen].toSorted()
}

const mostTransitive = 20_000

const listed = (ids: readonly string[]): ObjectSource => ({
  ids: async (after, top) => ids.filter((id) => after === undefined || id > after).slice(0, top),
})

type Relation = { path: string; source: (request: GraphRequest, group: Group) => Promise<ObjectSource> }

const relations: readonly Relation[] = [
  { path: 'members', source: async (request, group) => membersOf(request, group) },
  { path: 'owners', source: async (_, group) => listed(group.owners.toSorted()) },
  {
    path: 'transitiveMembers',
    source: async (request, group) => listed(await transitiveIds(request, request.door, group)),
  },
]

const readRoutes: readonly GraphRoute[] = relations.flatMap(({ path, source }): GraphRoute[] => [
  {
    method: 'GET',
    path: `/groups/{id}/${path}`,
    permissions: readMembers,
    handle: async (request) => listObjects(request, await source(request, await visible(request))),
  },
  {
    method: 'GET',
    path: `/groups/{id}/${path}/$count`,
    permissions: readMembers,
    handle: async (request) => countOfObjects(request, await source(request, await visible(request))),
  },
  {
    method: 'GET',
    path: `/groups/{id}/${path}/$ref`,
    permissions: readMembers,
    handle: async (request) => listObjects(request, await source(request, await visible(request)), { refs: true }),
  },
  {
    method: 'GET',
    path: `/groups/{id}/${path}/microsoft.graph.{cast}`,
    permissions: readMembers,
    async handle(request) {
      const kind = kindOfCast(request.params.cast ?? '')
      return listObjects(request, await source(request, await visible(request)), { kind })
    },
  },
])

export const groupMemberRoutes: readonly GraphRoute[] = [
  ...readRoutes,
  {
    method: 'POST',
    path: '/groups/{id}/members/$ref',
    permissions: writeMembers,
    async handle(request) {
      const group = await named(request)
      admitChange(request, group, 'members')
      const id = idOfReference(request.body['@odata.id'])
      await request.deps.store.write(request.caller.tenant, (tx) => addMembers(request, tx, group, [id]))
      return noContent
    },
  },
  {
    method: 'POST',
    path: '/groups/{id}/owners/$ref',
    permissions: writeOwners,
    async handle(request) {
      const group = await named(request)
      admitChange(request, group, 'owners')
      const id = idOfReference(request.body['@odata.id'])
      await request.deps.store.write(request.caller.tenant, (tx) => addOwners(request, tx, group, [id]))
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: '/groups/{id}/members/{member}/$ref',
    permissions: writeMembers,
    handle: async (request) => removeMember(request, await named(request), request.params.member ?? ''),
  },
  {
    method: 'DELETE',
    path: '/groups/{id}/owners/{owner}/$ref',
    permissions: writeOwners,
    handle: async (request) => removeOwner(request, await named(request), request.params.owner ?? ''),
  },
  {
    method: 'DELETE',
    path: '/groups/{id}/members/$ref',
    permissions: writeMembers,
    handle: async (request) =>
      removeMember(request, await named(request), idOfReference(request.query.other['@odata.id'])),
  },
  {
    method: 'DELETE',
    path: '/groups/{id}/owners/$ref',
    permissions: writeOwners,
    handle: async (request) =>
      removeOwner(request, await named(request), idOfReference(request.query.other['@odata.id'])),
  },
]
