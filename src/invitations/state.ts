import type { User } from '../directory/user.ts'
import type { Invitation } from './invitation.ts'

/**
 * What a link means at a moment. `dead`: nothing may be told about it (revoked, or its guest is gone). `accepted`: the
 * link has become a way back.
 */
export type LinkState = 'open' | 'accepted' | 'expired' | 'superseded' | 'dead'

type Guest = Pick<User, 'externalUserState' | 'deletedAt'>

/** Pure. Expiry follows from the clock alone: nothing has to run in the background for a link to end. */
export function linkState(
  invitation: Pick<Invitation, 'state' | 'expiresAt'>,
  guest: Guest | undefined,
  at: number,
): LinkState {
  if (!guest || guest.deletedAt !== null || invitation.state === 'revoked') return 'dead'
  if (invitation.state === 'superseded') return 'superseded'
  // One of several links that were handed out without mail: the guest accepted by another one.
  if (guest.externalUserState === 'Accepted') return 'accepted'
  if (invitation.state === 'redeemed') return 'dead'
  return invitation.expiresAt !== null && invitation.expiresAt <= at ? 'expired' : 'open'
}

const hour = 60 * 60_000
const day = 24 * hour
/** How long after its end a link may still ask for a successor (design.md 8, New links). */
export const renewableFor = 30 * day
const renewableEvery = hour

export type RenewalVerdict = 'send' | 'tooSoon' | 'tooLate' | 'no'

/** Pure. `renewals` are the times of earlier new links of the same guest. */
export function decideRenewal(
  state: LinkState,
  invitation: Pick<Invitation, 'expiresAt' | 'changedAt'>,
  renewals: readonly number[],
  at: number,
): RenewalVerdict {
  if (state !== 'expired' && state !== 'superseded') return 'no'
  const ended =
    invitation.expiresAt !== null && invitation.expiresAt <= at ? invitation.expiresAt : invitation.changedAt
  if (at - ended > renewableFor) return 'tooLate'
  return renewals.some((time) => at - time < renewableEvery) ? 'tooSoon' : 'send'
}

/** Days in the tenant's setting → the moment a link made at `at` ends; null is never. */
export const expiryOf = (days: number | null, at: number): number | null => (days === null ? null : at + days * day)
