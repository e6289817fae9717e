/** Time is a dependency: the demo and the tests move it. Milliseconds since the epoch. */
export type Clock = { now(): number }

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that the demo's operator can shift, freeze and reset. `offset` counts in milliseconds. */
export type MovableClock = Clock & {
  shift(byMilliseconds: number): void
  freeze(at: number): void
  reset(): void
  state(): { now: number; frozen: boolean; offset: number }
}

export function movableClock(base: Clock = systemClock): MovableClock {
  let offset = 0
  let frozenAt: number | undefined
  const now = () => frozenAt ?? base.now() + offset
  return {
    now,
    shift(by) {
      if (frozenAt === undefined) offset += by
      else frozenAt += by
    },
    freeze(at) {
      frozenAt = at
    },
    reset() {
      offset = 0
      frozenAt = undefined
    },
    state: () => ({ now: now(), frozen: frozenAt !== undefined, offset }),
  }
}

/** `2026-01-31T09:05:00Z`: the form of directory objects on Graph (whole seconds). */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
