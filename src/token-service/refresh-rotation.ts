import { errorTimestamp, type Refusal, refusal } from '../errors/index.ts'
import type { RedirectKind, RefreshFamily } from './store.ts'

const second = 1000
const day = 24 * 3600 * second
/** Parallel tabs: so long a replaced token still gets the newest one. */
export const overlap = 30 * second
/** Not extended by use, and so the same for all successors (sts.md 7.1). */
export const lifeOfSpa = day
/** Counted from the last use. */
export const idleLife = 90 * day
/** A client that rotates more often than this within the overlap is not two tabs. */
const rememberedRotations = 32

export const expiryOf = (kind: RedirectKind, issuedAt: number, usedAt: number): number =>
  kind === 'spa' ? issuedAt + lifeOfSpa : usedAt + idleLife

/**
 * Public clients and single-page apps rotate (RFC 9700, 4.14.2); the refresh token of a confidential client is bound to
 * its credential and stays as it is, as in the original.
 */
const rotates = (kind: RedirectKind): boolean => kind !== 'web'

export type RefreshVerdict =
  /** `number` of the token to answer with, and the family as it must be afterwards. */
  | { kind: 'accept'; number: number; family: RefreshFamily }
  | { kind: 'refuse'; refusal: Refusal }
  /** A replaced token came back: somebody else has it. */
  | { kind: 'revoke'; refusal: Refusal; family: RefreshFamily }

/** Pure: what the use of token `number` of a family means at `at`. */
export function decideRefresh(family: RefreshFamily, number: number, at: number): RefreshVerdict {
  if (family.revokedAt !== null) return { kind: 'refuse', refusal: unusable() }
  if (family.expiresAt <= at) return { kind: 'refuse', refusal: expired(family, at) }
  const used = { ...family, lastUsedAt: at, expiresAt: expiryOf(family.kind, family.issuedAt, at) }
  if (!rotates(family.kind)) return { kind: 'accept', number: family.number, family: used }
  // A number above the newest is ours as well: the store is an older copy than what clients hold.
  if (number >= family.number) {
    const supersededAt = [...family.supersededAt, at].slice(-rememberedRotations)
    return { kind: 'accept', number: number + 1, family: { ...used, number: number + 1, supersededAt } }
  }
  const replacedAt = family.supersededAt.at(number - family.number)
  if (replacedAt !== undefined && at - replacedAt <= overlap) {
    return { kind: 'accept', number: family.number, family: used }
  }
  return { kind: 'revoke', refusal: unusable(), family: { ...family, revokedAt: at } }
}

/** One answer for revoked, replayed and unknown: it tells a thief nothing. */
export const unusable = (): Refusal =>
  refusal('grantInvalid', { parameter: 'refresh_token' }, { suberror: 'bad_token' })

function expired(family: RefreshFamily, at: number): Refusal {
  const issued = errorTimestamp(family.issuedAt)
  if (family.kind === 'spa') return refusal('refreshTokenSpaOver', { issued, life: '1.00:00:00' })
  return refusal('refreshTokenIdle', { issued, idle: `${Math.floor((at - family.lastUsedAt) / day)}.00:00:00` })
}
