import type { Unit } from '../../door.ts'
import type { Refusal } from '../../errors/index.ts'
import type { TenantId } from '../../ids.ts'
import type { Caller } from '../caller.ts'
import type { RedirectKind, SignedInAccount } from '../store.ts'

/** A code or refresh token that was found good: whose it is, and how it is spent. */
export type Begun = {
  /** The caller at the tenant that the token will be for. */
  caller: Caller & { at: NonNullable<Caller['at']> }
  /** The tenant whose door holds the code or the refresh family. */
  holder: TenantId
  kind: RedirectKind
  /** Of the person in the tenant that the token will be for; null when that tenant does not know them. */
  account: Omit<SignedInAccount, 'userId'> & { userId: SignedInAccount['userId'] | null }
  /** What was asked for when the person signed in. */
  firstScope: string
  nonce: string | null
  claims: string | null
  /**
   * Takes what may be taken once; the loser of a race gets the refusal, after the unit has committed what its loss
   * means (a revoked family). `keep`: the person let the app have a refresh token.
   */
  spend(tx: Unit, keep: boolean): Promise<Spent>
}

export type Spent =
  | { refusal: Refusal }
  | { refusal: null; refreshToken: string | null; refreshExpiresAt: number | null }
