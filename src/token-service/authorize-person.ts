import type { PersonQuestion } from '../access/judge.ts'
import type { Deps } from '../deps.ts'
import { effectiveRoles } from '../directory/effective-roles.ts'
import { role } from '../directory/role-templates.ts'
import type { User } from '../directory/user.ts'
import type { TenantId, UserId } from '../ids.ts'
import type { Account } from '../sign-in/index.ts'

/** Who asks to enter `tenant`: what the session proves, and nothing that the request says. */
export function personOf(account: Account, tenant: TenantId, provenMailbox: string | null): PersonQuestion {
  const { user } = account
  if (account.tenant !== tenant) return { kind: 'fromTenant', homeTenant: account.tenant, homeObject: user.id }
  const isGuest = account.session.methods.includes('otp')
  if (!isGuest) return { kind: 'member', userId: user.id }
  return { kind: 'byEmail', guestId: user.id, address: mailboxOf(user, provenMailbox) }
}

/** The person's object in the tenant, for what is granted to them; null when there is none yet. */
export async function userIdIn(deps: Deps, account: Account, tenant: TenantId): Promise<UserId | null> {
  if (account.tenant === tenant) return account.user.id
  const home = { tenantId: account.tenant, objectId: account.user.id }
  const guest = await deps.store.users.byHome(deps.store.at(tenant), home)
  return guest && guest.deletedAt === null ? guest.id : null
}

const mailboxOf = (user: User, proven: string | null): string =>
  user.home?.kind === 'email' ? user.home.address : (proven ?? user.mail ?? user.userPrincipalName)

const consentAdministrators = [
  role.globalAdministrator,
  role.privilegedRoleAdministrator,
  role.applicationAdministrator,
  role.cloudApplicationAdministrator,
]

/** May this person grant delegated permissions for everybody (sts.md 6.4)? */
export async function mayConsentForAll(deps: Deps, tenant: TenantId, userId: UserId | null): Promise<boolean> {
  if (userId === null) return false
  const roles = await effectiveRoles(deps.store, deps.store.at(tenant), userId)
  return consentAdministrators.some((id) => roles.has(id))
}
