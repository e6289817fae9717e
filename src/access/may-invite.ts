import { role } from '../directory/role-templates.ts'
import type { AllowInvitesFrom } from '../tenants/authorization-policy.ts'
import { guestUserRole } from '../tenants/authorization-policy.ts'
import type { InviterFacts } from './facts.ts'

/** Roles that carry the permission to invite. The last two are the vendor's hidden partner support roles. */
const inviting: readonly string[] = [
  role.globalAdministrator,
  role.userAdministrator,
  role.guestInviter,
  role.directoryWriters,
  '4ba39ca4-527c-499a-b93d-d9b492c50246',
  'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8',
]
const makingMembers: readonly string[] = inviting.filter((one) => one !== role.guestInviter)

const holds = (held: readonly string[], wanted: readonly string[]): boolean => held.some((one) => wanted.includes(one))

/** external-identities.md 2.2, as design.md 4 and 8 settle it: `none` means nobody, and restricted guests never invite. */
export function mayInvite(level: AllowInvitesFrom, inviter: InviterFacts): boolean {
  if (level === 'none') return false
  if (inviter.kind === 'application') return inviter.mayInvite || holds(inviter.roles, inviting)
  const guest = inviter.userType === 'Guest'
  // Before roles: "never" is said without exception.
  if (guest && inviter.guestUserRoleId === guestUserRole.restricted) return false
  if (holds(inviter.roles, inviting)) return true
  if (level === 'adminsAndGuestInviters') return false
  if (level === 'everyone') return true
  return !guest || inviter.guestUserRoleId === guestUserRole.sameAsMembers
}

/** Inviting somebody as a member is for administrators; the Guest Inviter role is not enough. */
export const mayInviteMembers = (inviter: InviterFacts): boolean =>
  holds(inviter.roles, makingMembers) || (inviter.kind === 'application' && inviter.mayInvite)
