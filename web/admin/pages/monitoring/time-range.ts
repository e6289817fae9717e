/** Filters by time that both logs have: `range`, and `from` and `to` (days) of a custom one. */
export type TimeFilter = { range?: string; from?: string; to?: string }

const hour = 3_600_000
const lengths: Record<string, number> = { '24h': 24 * hour, '7d': 7 * 24 * hour, '30d': 30 * 24 * hour }

/** The conditions of `$filter` on `property`. `usual`: the range when none is chosen; `all` is no condition. */
export function timeConditions(property: string, filter: TimeFilter, usual: string, now: number): string[] {
  const range = filter.range ?? usual
  if (range === 'custom') {
    const from = startOfDay(filter.from)
    const to = startOfDay(filter.to, 1)
    return [...(from === null ? [] : [`${property} ge ${from}`]), ...(to === null ? [] : [`${property} lt ${to}`])]
  }
  const length = lengths[range]
  return length === undefined ? [] : [`${property} ge ${new Date(now - length).toISOString()}`]
}

/** The person's own midnight, so that a day is the day that their clock shows. Null for what is no day. */
function startOfDay(day: string | undefined, later = 0): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (!year || !month || !date) return null
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** A custom range that ends before it begins finds nothing, which should be said. */
export const isBackwards = ({ range, from, to }: TimeFilter): boolean =>
  range === 'custom' && from !== undefined && to !== undefined && from > to
