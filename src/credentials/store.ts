import type { Door, Unit } from '../door.ts'
import type { UserId } from '../ids.ts'

/** A password and the state of its smart lockout. */
export type PasswordRecord = {
  userId: UserId
  /** argon2id in PHC form. */
  hash: string
  changedAt: number
  failures: number
  lockedUntil: number | null
  /** How often it was locked in a row: the lock doubles. */
  locks: number
  /** HMACs of the last three wrong passwords: repeating one is not counted. */
  recentWrong: string[]
}

export type PasswordStore = {
  find(door: Door, userId: UserId): Promise<PasswordRecord | undefined>
  put(tx: Unit, record: PasswordRecord): Promise<void>
  remove(tx: Unit, userId: UserId): Promise<void>
}

export type OneTimeCode = {
  /** What it proves: `redeem:<address key>`, `sign-in:<address key>`. One live code per key. */
  key: string
  mac: string
  sentAt: number
  expiresAt: number
  wrongTries: number
}

export type OneTimeCodeStore = {
  find(door: Door, key: string): Promise<OneTimeCode | undefined>
  /** Replaces an earlier code for the key, which is void from then on. */
  put(tx: Unit, code: OneTimeCode): Promise<void>
  remove(tx: Unit, key: string): Promise<void>
}
