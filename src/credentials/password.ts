import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'
import { decideLockout, isLocked, type LockoutState, unlocked } from './lockout.ts'
import type { PasswordRecord } from './store.ts'

/** Longer than any password that can be set: refused without hashing. */
export const longestPassword = 256
/** A name that nobody has is locked like any other; its state is forgotten after this. */
const strangerLife = 30 * 24 * 60 * 60 * 1000

export type PasswordAttempt = { tenant: TenantId; name: string; user: User | undefined; password: string }

/**
 * Checks a password and counts the failure. A name that nobody has takes the same way: one hash, one lockout that looks
 * and behaves the same, so that neither answer nor lock tells whether an account exists.
 * The verdict falls inside the unit of work: of any number of guesses at once, ten are counted and the rest is locked.
 */
export async function checkPassword(deps: Deps, attempt: PasswordAttempt): Promise<'accepted' | 'wrong' | 'locked'> {
  const { tenant, user, password } = attempt
  if (password.length > longestPassword) return 'wrong'
  const door = deps.store.at(tenant)
  const record = user && (await deps.store.passwords.find(door, user.id))
  const place = record ? ofAccount(deps, record) : ofStranger(deps, attempt)
  if (isLocked(await place.read(door), deps.clock.now())) return 'locked'
  const correct = await deps.passwords.verify(password, record?.hash)
  const mark = deps.vault.mac('wrong-password', `${tenant}:${place.key}:${password}`)
  return deps.store.write(tenant, async (tx) => {
    // Replaced while this one was hashed, perhaps because of whoever is typing: it is nobody's password any more.
    if (record && (await deps.store.passwords.find(tx, record.userId))?.hash !== record.hash) return 'wrong'
    const before = await place.read(tx)
    const { verdict, state } = decideLockout(before, { correct, mark, at: deps.clock.now() })
    if (!same(before, state)) await place.write(tx, state)
    return verdict
  })
}

/** A new password: ends the lockout and, by its time, every session and refresh token that an older one opened. */
export async function setPassword(deps: Deps, tx: Unit, userId: PasswordRecord['userId'], hash: string): Promise<void> {
  await deps.store.passwords.put(tx, { userId, hash, changedAt: deps.clock.now(), ...unlocked })
}

type Place = {
  key: string
  read(door: Parameters<Deps['store']['passwords']['find']>[0]): Promise<LockoutState>
  write(tx: Unit, state: LockoutState): Promise<void>
}

const ofAccount = ({ store }: Deps, record: PasswordRecord): Place => ({
  key: record.userId,
  read: async (door) => lockoutOf((await store.passwords.find(door, record.userId)) ?? record),
  async write(tx, state) {
    const now = await store.passwords.find(tx, record.userId)
    if (now) await store.passwords.put(tx, { ...now, ...state })
  },
})

const lockoutOf = ({ failures, lockedUntil, locks, recentWrong }: LockoutState): LockoutState => ({
  failures,
  lockedUntil,
  locks,
  recentWrong,
})

/** Kept among the flows, which are swept when they expire. */
function ofStranger({ store, vault, clock }: Deps, { tenant, name }: PasswordAttempt): Place {
  const key = vault.mac('lockout', `${tenant}:${name.normalize('NFKC').toLowerCase()}`)
  return {
    key,
    async read(door) {
      const found = await store.flows.find(door, key)
      return found && found.expiresAt > clock.now() ? (found.data as LockoutState) : unlocked
    },
    write: (tx, state) =>
      store.flows.put(tx, { id: key, browser: 'lockout', data: state, expiresAt: clock.now() + strangerLife }),
  }
}

const same = (a: LockoutState, b: LockoutState): boolean =>
  a.failures === b.failures &&
  a.lockedUntil === b.lockedUntil &&
  a.locks === b.locks &&
  a.recentWrong.join() === b.recentWrong.join()
