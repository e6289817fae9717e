import type { Group } from '../directory/group.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import { type GroupId, isGuid } from '../ids.ts'
import { mustSee, see } from './access.ts'
import { type Caller, holds } from './caller.ts'
import { idOnly } from './find-user.ts'
import type { View } from './present.ts'
import type { GraphRequest, Permissions } from './route.ts'

const readNames = [
  'GroupMember.Read.All',
  'Group.ReadBasic.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
] as const
export const readGroups: Exclude<Permissions, 'signedIn'> = { delegated: readNames, application: readNames }

export const isOwner = (caller: Caller, group: Group): boolean =>
  group.owners.includes(caller.user?.id ?? caller.servicePrincipal.id)

async function isMember({ deps, caller, door }: GraphRequest, group: Group): Promise<boolean> {
  if (!caller.user) return false
  return (await deps.store.groups.transitiveGroupIds(door, caller.user.id)).includes(group.id)
}

const isHidden = (group: Group): boolean => group.visibility === 'HiddenMembership'

/** What the caller sees of a group that came up in a list. */
export async function viewOfGroup(request: GraphRequest, group: Group): Promise<View> {
  const { caller } = request
  if (isOwner(caller, group)) return {}
  if (!holds(caller, ...readNames)) return { visible: idOnly }
  const answer = see(caller, 'readGroup')
  if (answer === 'yes') return {}
  if (answer === 'nonHidden' && (!isHidden(group) || (await isMember(request, group)))) return {}
  return { visible: idOnly }
}

/**
 * The group that a path names, and what the caller sees of it. `insufficientPrivileges` where the level forbids,
 * before any look where it forbids all groups; `resourceNotFound` for unknown ids, those of other tenants, and hidden
 * groups.
 */
export async function findGroup(request: GraphRequest, door: Door, key: string): Promise<{ group: Group; view: View }> {
  const answer = mustSee(request.caller, 'readGroup')
  const group = isGuid(key) ? await request.deps.store.groups.find(door, key.toLowerCase() as GroupId) : undefined
  if (group && isOwner(request.caller, group)) return { group, view: {} }
  switch (answer) {
    case 'yes':
      return group ? { group, view: {} } : refuse('resourceNotFound', { id: key })
    case 'nonHidden':
      if (group && (!isHidden(group) || (await isMember(request, group)))) return { group, view: {} }
      return refuse('resourceNotFound', { id: key })
    default:
      // Whoever sees only joined groups learns nothing of others, not even that they do not exist.
      if (group && (await isMember(request, group))) return { group, view: { visible: idOnly } }
      return refuse('insufficientPrivileges')
  }
}

/** Refuses where the members or owners of the group are hidden from the caller. */
export async function mustSeeMembers(request: GraphRequest, group: Group): Promise<void> {
  const { caller } = request
  if (isOwner(caller, group)) return
  const answer = mustSee(caller, 'readGroupMembers')
  if (answer === 'yes' || !isHidden(group)) return
  if (!(await isMember(request, group))) refuse('insufficientPrivileges')
}
