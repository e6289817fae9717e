/** One line of the table. */
export type Figure = {
  /** What `--only` calls it. Several lines may share a name. */
  name: string
  title: string
  value: number
  unit: Unit
  /** What the same cores did in the same run. */
  limit?: { title: string; value: number; unit?: Unit }
  goal?: Goal
  /** Said below the table. */
  note?: string
  /** For `--json` only: latencies, processor time, rounds. */
  details?: Record<string, unknown>
}

export type Unit = '/s' | 'µs' | 'ms' | 's' | 'kB' | 'MB' | 'requests'

export type Goal =
  /** Of the limit. */
  | { kind: 'ratioAtLeast' | 'ratioAtMost'; bound: number }
  /** Equal to the limit, give or take this share of it. */
  | { kind: 'ratioNear'; bound: number }
  /** In the figure's own unit. */
  | { kind: 'below'; bound: number }

export type Verdict = { ratio: number | null; met: boolean | null }

/** Pure. `ratio` null: nothing to compare with. `met` null: no goal was set for it. */
export function verdict({ value, limit, goal }: Pick<Figure, 'value' | 'limit' | 'goal'>): Verdict {
  const ratio = limit ? value / limit.value : null
  if (!goal) return { ratio, met: null }
  if (goal.kind === 'below') return { ratio, met: value < goal.bound }
  if (ratio === null) throw new Error('a goal for a ratio needs a limit')
  return { ratio, met: isMet(ratio, goal) }
}

function isMet(ratio: number, { kind, bound }: Exclude<Goal, { kind: 'below' }>): boolean {
  switch (kind) {
    case 'ratioAtLeast':
      return ratio >= bound
    case 'ratioAtMost':
      return ratio <= bound
    case 'ratioNear':
      return Math.abs(ratio - 1) <= bound
  }
}
