import { role } from '../directory/role-templates.ts'
import type { User } from '../directory/user.ts'
import { refuse } from '../errors/index.ts'
import { sameAddress } from './address.ts'
import type { InvitingCaller } from './inviter.ts'

/** True for people whose account is elsewhere, whatever their user type. */
const isExternal = (user: Pick<User, 'externalUserState' | 'home' | 'convertedToInternalAt'>): boolean =>
  user.convertedToInternalAt === null && (user.externalUserState !== null || user.home !== null)

/** What inviting an address means for the people who are there already (external-identities.md 2.8). */
export type Plan =
  | { kind: 'create' }
  /** Pending: the same guest, a new link. */
  | { kind: 'resend'; guest: User }
  /** Accepted: nothing to redeem, the link just signs in. */
  | { kind: 'completed'; guest: User }
  | { kind: 'reset'; guest: User }
  /** An internal user becomes a guest of another organization's account. */
  | { kind: 'convert'; user: User }

/** Pure. `found`: users who hold the address as name, mail, other mail or proxy address. Refuses where one is internal. */
export function planFor(address: string, found: readonly User[], ownDomain: boolean): Plan {
  const internal = found.find((user) => !isExternal(user))
  if (internal) {
    return refuse(internal.accountEnabled ? 'invitedUserExists' : 'invitedUserExistsBlocked', { id: internal.id })
  }
  if (ownDomain) refuse('invitedOwnDomain', { domain: address.slice(address.lastIndexOf('@') + 1) })
  // The guest invited by this address, before one who merely has it among other addresses.
  const guest = found.find((user) => sameAddress(user.mail, address)) ?? found[0]
  if (!guest) return { kind: 'create' }
  return guest.externalUserState === 'PendingAcceptance' ? { kind: 'resend', guest } : { kind: 'completed', guest }
}

/** Pure. `found` as above; `targetRoles`: directory roles that the user holds. */
export function planForUser(
  target: User,
  wish: { address: string; reset: boolean },
  caller: InvitingCaller,
  others: { found: readonly User[]; targetRoles: readonly string[]; ownDomain: boolean },
): Plan {
  const { address, reset } = wish
  const external = isExternal(target)
  if (reset || !external) mayChange(caller, external, others.targetRoles)
  if (others.ownDomain) refuse('invitedOwnDomain', { domain: address.slice(address.lastIndexOf('@') + 1) })
  if (others.found.some((user) => user.id !== target.id)) refuse('invitedAddressConflict', { address })
  if (!external) {
    if (!sameAddress(target.mail, address)) mismatch()
    return { kind: 'convert', user: target }
  }
  if (!reset) {
    if (!sameAddress(target.mail, address) && !others.found.some((user) => user.id === target.id)) mismatch()
    return target.externalUserState === 'PendingAcceptance'
      ? { kind: 'resend', guest: target }
      : { kind: 'completed', guest: target }
  }
  if (![target.mail, ...target.otherMails].some((one) => sameAddress(one, address))) mismatch()
  return { kind: 'reset', guest: target }
}

const resetting = [role.helpdeskAdministrator, role.userAdministrator, role.globalAdministrator] as const
const converting = [role.userAdministrator, role.globalAdministrator] as const

/** May this caller reset redemptions at all? The person in question may need a stronger role. */
export const mayReset = (caller: InvitingCaller): boolean =>
  caller.kind === 'application' ? caller.mayInvite : resetting.some((one) => caller.roles.has(one))

/**
 * Who may give a user another account to sign in with. Somebody who holds a directory role is changed by a Global
 * Administrator only: otherwise a lesser role could hand an administrator's object to an account of its own.
 */
function mayChange(caller: InvitingCaller, external: boolean, targetRoles: readonly string[]): void {
  if (targetRoles.length > 0 && (caller.kind === 'application' || !caller.roles.has(role.globalAdministrator))) {
    refuse('redemptionResetForbidden')
  }
  const may =
    caller.kind === 'application'
      ? caller.mayInvite
      : (external ? resetting : converting).some((one) => caller.roles.has(one))
  if (!may) refuse('redemptionResetForbidden')
}

function mismatch(): never {
  return refuse(
    'propertyInvalidBecause',
    {
      property: 'invitedUserEmailAddress',
      resource: 'Invitation',
      reason: "The email you're using to invite this user doesn't match any emails on the user object.",
    },
    { target: 'invitedUserEmailAddress' },
  )
}
