/** Groups (graph.md 2.4). Their members and owners are in group-members.ts. */
import type { Group } from '../directory/group.ts'
import { decideGroupChange, decideGroupCreate } from '../directory/may.ts'
import { refuse } from '../errors/index.ts'
import type { GroupId } from '../ids.ts'
import { actor, admit, mustSee } from './access.ts'
import { auditOf, changesBetween } from './audit.ts'
import { parseBody } from './body.ts'
import { holds } from './caller.ts'
import { collection, countOf } from './collection.ts'
import { idOfReference } from './directory-object.ts'
import { findGroup, isOwner, readGroups } from './find-group.ts'
import { addMembers, addOwners } from './group-members.ts'
import { groupResource } from './model/group.ts'
import { type Filter, parseFilter } from './odata/filter-syntax.ts'
import { entity } from './present.ts'
import {
  created,
  type GraphAnswer,
  type GraphRequest,
  type GraphRoute,
  noContent,
  ok,
  type Permissions,
  type StateOf,
} from './route.ts'

const write: Permissions = {
  delegated: ['Group.ReadWrite.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  application: ['Group.ReadWrite.All', 'Directory.ReadWrite.All', 'Group.Create', 'RoleManagement.ReadWrite.Directory'],
}
const change: Permissions = {
  delegated: write.delegated,
  application: ['Group.ReadWrite.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
}

/** Limited guests may look a group up by its name or id, and may not enumerate (graph.md 4). */
function admitList(request: GraphRequest): void {
  if (mustSee(request.caller, 'listGroups') === 'yes') return
  const { filter, search } = request.query
  if (filter === undefined || search !== undefined || !namesOne(parseFilter(filter))) refuse('insufficientPrivileges')
}

const namesOne = (filter: Filter): boolean =>
  filter.kind === 'compare' &&
  filter.op === 'eq' &&
  filter.value.type !== 'null' &&
  ['displayname', 'id'].includes(filter.path.toLowerCase())

async function createGroup(request: GraphRequest): Promise<GraphAnswer> {
  const { deps, caller, ctx } = request
  const asked = request.body.isAssignableToRole === true
  const { defaultUserRolePermissions } = caller.authorizationPolicy
  const membersMay = defaultUserRolePermissions.allowedToCreateSecurityGroups
  admit(decideGroupCreate(actor(caller), { isAssignableToRole: asked }, membersMay))
  const { values, binds } = parseBody(groupResource, request.body, 'create', ['members', 'owners'])
  const group = newGroup(request, values as Partial<Group>)
  const owners = (binds.owners ?? []).map(idOfReference)
  const members = (binds.members ?? []).map(idOfReference)
  // Whoever makes a group by herself owns it; administrators make them for others.
  const owner = caller.user && owners.length === 0 && !holds(caller, 'Directory.ReadWrite.All') ? [caller.user.id] : []
  await deps.store.write(caller.tenant, async (tx) => {
    await deps.store.groups.add(tx, { ...group, owners: owner, createdAt: ctx.at })
    await addOwners(request, tx, group, owners)
    await addMembers(request, tx, group, members)
    const targets = [{ id: group.id, type: 'Group', displayName: group.displayName }]
    const modified = changesBetween(null, group)
    const entry = { activity: 'Add group', category: 'GroupManagement', operation: 'Add' as const, targets, modified }
    await deps.store.audit.add(tx, auditOf(request, entry))
  })
  return created(entity(request, groupResource, group), `${request.base}/groups/${group.id}`)
}

function newGroup({ deps, ctx }: GraphRequest, values: Partial<Group>): Group {
  const groupTypes = values.groupTypes ?? []
  const group: Group = {
    id: deps.random.uuid() as GroupId,
    displayName: values.displayName ?? '',
    description: values.description || null,
    mailNickname: values.mailNickname ?? '',
    mailEnabled: values.mailEnabled ?? false,
    securityEnabled: values.securityEnabled ?? false,
    mail: null,
    groupTypes,
    visibility: values.visibility ?? (groupTypes.includes('Unified') ? 'Public' : null),
    isAssignableToRole: values.isAssignableToRole ?? false,
    owners: [],
    createdAt: ctx.at,
    deletedAt: null,
  }
  checkGroup(group)
  const unknown = groupTypes.find((type) => type !== 'Unified')
  if (unknown !== undefined) invalid('groupTypes', 'It holds Unified or nothing: dynamic membership is not served.')
  if (group.visibility === 'HiddenMembership' && !groupTypes.includes('Unified')) {
    invalid('visibility', 'Only a Unified group can hide its members.')
  }
  if (group.isAssignableToRole) {
    if (!group.securityEnabled) invalid('isAssignableToRole', 'Such a group is securityEnabled.')
    return { ...group, visibility: 'Private' }
  }
  return group
}

function checkGroup(group: Group): void {
  if (group.displayName.trim() === '') invalid('displayName', 'It is empty.')
  if (!/^[!-~]+$/.test(group.mailNickname) || /[@()\\[\]";:.<>,\s]/.test(group.mailNickname)) {
    invalid('mailNickname', 'It holds characters that are not allowed.')
  }
  const unified = group.groupTypes.includes('Unified')
  if (group.mailEnabled !== unified) invalid('mailEnabled', 'It is true for a Unified group and for no other.')
  if (!group.mailEnabled && !group.securityEnabled)
    invalid('securityEnabled', 'It is true unless the group is Unified.')
}

function invalid(property: string, reason: string): never {
  refuse('propertyInvalidBecause', { property, resource: 'Group', reason })
}

async function updateGroup(request: GraphRequest, group: Group): Promise<GraphAnswer> {
  const { deps, caller, body } = request
  const facts = { isAssignableToRole: group.isAssignableToRole, isOwner: isOwner(caller, group) }
  const onlyMembers = Object.keys(body).every((key) => key.toLowerCase() === 'members@odata.bind')
  admit(decideGroupChange(actor(caller), facts, onlyMembers ? 'members' : 'update'))
  const { values, binds } = parseBody(groupResource, body, 'update', ['members'])
  if (values.visibility === 'HiddenMembership' && group.visibility !== 'HiddenMembership') {
    invalid('visibility', 'Members can only be hidden when the group is made.')
  }
  if (values.visibility !== undefined && group.isAssignableToRole) invalid('visibility', 'This group stays Private.')
  const members = (binds.members ?? []).map(idOfReference)
  if (members.length > 0) admit(decideGroupChange(actor(caller), facts, 'members'))
  await deps.store.write(caller.tenant, async (tx) => {
    const before = await deps.store.groups.find(tx, group.id)
    if (!before) refuse('resourceNotFound', { id: group.id })
    const changed = { ...before, ...(values as Partial<Group>) }
    const after = { ...changed, description: changed.description || null }
    checkGroup(after)
    const modified = changesBetween(before, after)
    await addMembers(request, tx, group, members)
    if (modified.length === 0) return
    await deps.store.groups.update(tx, group.id, () => after)
    const targets = [{ id: group.id, type: 'Group', displayName: after.displayName }]
    const entry = {
      activity: 'Update group',
      category: 'GroupManagement',
      operation: 'Update' as const,
      targets,
      modified,
    }
    await deps.store.audit.add(tx, auditOf(request, entry))
  })
  return noContent
}

/** A Unified group can be restored for 30 days; a security group is gone at once (graph.md 2.4). */
async function deleteGroup(request: GraphRequest, group: Group): Promise<GraphAnswer> {
  const { deps, caller, ctx } = request
  const facts = { isAssignableToRole: group.isAssignableToRole, isOwner: isOwner(caller, group) }
  admit(decideGroupChange(actor(caller), facts, 'delete'))
  await deps.store.write(caller.tenant, async (tx) => {
    if (!(await deps.store.groups.find(tx, group.id))) refuse('resourceNotFound', { id: group.id })
    if (group.groupTypes.includes('Unified')) {
      await deps.store.groups.update(tx, group.id, (old) => ({ ...old, deletedAt: ctx.at }))
    } else {
      await deps.store.groups.purge(tx, group.id)
    }
    const targets = [{ id: group.id, type: 'Group', displayName: group.displayName }]
    const entry = { activity: 'Delete group', category: 'GroupManagement', operation: 'Delete' as const, targets }
    await deps.store.audit.add(tx, auditOf(request, entry))
  })
  return noContent
}

const named = async (request: GraphRequest): Promise<Group> =>
  (await findGroup(request, request.door, request.params.id ?? '')).group

const state: StateOf = async ({ deps, params }, door) =>
  deps.store.groups.find(door, (params.id ?? '').toLowerCase() as GroupId)

export const groupRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/groups',
    permissions: readGroups,
    async handle(request) {
      admitList(request)
      return collection(request, groupResource, (query) => request.deps.store.groups.page(request.door, query))
    },
  },
  {
    method: 'GET',
    path: '/groups/$count',
    permissions: readGroups,
    async handle(request) {
      admitList(request)
      return countOf(request, groupResource, (query) => request.deps.store.groups.page(request.door, query))
    },
  },
  { method: 'POST', path: '/groups', permissions: write, handle: createGroup },
  {
    method: 'GET',
    path: '/groups/{id}',
    state,
    permissions: readGroups,
    async handle(request) {
      const { group, view } = await findGroup(request, request.door, request.params.id ?? '')
      return ok(entity(request, groupResource, group, view))
    },
  },
  {
    method: 'PATCH',
    path: '/groups/{id}',
    state,
    permissions: {
      delegated: [...change.delegated, 'GroupMember.ReadWrite.All'],
      application: [...change.application, 'GroupMember.ReadWrite.All'],
    },
    handle: async (request) => updateGroup(request, await named(request)),
  },
  {
    method: 'DELETE',
    path: '/groups/{id}',
    state,
    permissions: change,
    handle: async (request) => deleteGroup(request, await named(request)),
  },
]
