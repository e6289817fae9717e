/** State of the smart lockout of one name. Times in epoch milliseconds. */
export type LockoutState = {
  failures: number
  lockedUntil: number | null
  /** Locks in a row: each is twice as long. */
  locks: number
  /** Marks (HMACs) of the last wrong passwords: a stale password in some device does not lock its owner out. */
  recentWrong: string[]
}

export const unlocked: LockoutState = { failures: 0, lockedUntil: null, locks: 0, recentWrong: [] }

const lockoutRules = {
  failuresToLock: 10,
  firstLock: 60_000,
  longestLock: 24 * 60 * 60 * 1000,
  rememberedWrong: 3,
} as const

export type Attempt = { correct: boolean; mark: string; at: number }
export type LockoutVerdict = { verdict: 'accepted' | 'wrong' | 'locked'; state: LockoutState }

/** While it is locked, not even the right password is tried. */
export const isLocked = (state: Pick<LockoutState, 'lockedUntil'>, at: number): boolean =>
  state.lockedUntil !== null && at < state.lockedUntil

/**
 * Pure. Ten wrong passwords lock the name for a minute; the next ten for two, and so on. The last three wrong passwords
 * are not counted again. The right password forgets everything.
 */
export function decideLockout(state: LockoutState, { correct, mark, at }: Attempt): LockoutVerdict {
  if (isLocked(state, at)) return { verdict: 'locked', state }
  if (correct) return { verdict: 'accepted', state: unlocked }
  if (state.recentWrong.includes(mark)) return { verdict: 'wrong', state }
  const recentWrong = [...state.recentWrong, mark].slice(-lockoutRules.rememberedWrong)
  const failures = state.failures + 1
  if (failures < lockoutRules.failuresToLock) {
    return { verdict: 'wrong', state: { ...state, failures, lockedUntil: null, recentWrong } }
  }
  const life = Math.min(lockoutRules.firstLock * 2 ** Math.min(state.locks, 20), lockoutRules.longestLock)
  const locked = { failures: 0, lockedUntil: at + life, locks: state.locks + 1, recentWrong }
  return { verdict: 'locked', state: locked }
}
