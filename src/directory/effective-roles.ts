import type { Door } from '../door.ts'
import type { Store } from '../store.ts'

/** Template ids of the roles that a user or service principal holds, directly or through role-assignable groups. */
export async function effectiveRoles(
  store: Pick<Store, 'roles' | 'groups'>,
  door: Door,
  principalId: string,
): Promise<Set<string>> {
  const [direct, groups] = await Promise.all([
    store.roles.of(door, principalId),
    store.groups.groupsOf(door, principalId),
  ])
  const assignable = groups.filter((group) => group.isAssignableToRole && group.deletedAt === null)
  const through = await Promise.all(assignable.map((group) => store.roles.of(door, group.id)))
  return new Set([...direct, ...through.flat()])
}
