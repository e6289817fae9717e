import type { Door } from '../door.ts'
import type { Store } from '../store.ts'
import { role } from './role-templates.ts'

/** Whether the tenant would have no Global Administrator who can sign in without this user. Asked inside of the unit that removes her. */
export async function isLastAdministrator(
  { roles, users }: Pick<Store, 'roles' | 'users'>,
  door: Door,
  userId: string,
): Promise<boolean> {
  const holders = await roles.holders(door, role.globalAdministrator)
  if (!holders.some((one) => one.principalId === userId)) return false
  const others = holders.filter((one) => one.principalId !== userId && one.principalKind === 'user')
  const found = await users.many(
    door,
    others.map((one) => one.principalId),
  )
  return !found.some(
    (user) => user.accountEnabled && user.deletedAt === null && user.externalUserState !== 'PendingAcceptance',
  )
}
