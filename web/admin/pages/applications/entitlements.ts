/** Scopes and app roles: what others may hold is switched off before it changes or goes (Graph refuses it otherwise). */
type Entitlement = { id: string; isEnabled: boolean }

/** The list with those switched off that `next` changes or leaves out; null when none of them is on. */
export function switchedOff<T extends Entitlement>(now: readonly T[], next: readonly T[]): T[] | null {
  const touched = now.filter((one) => {
    if (!one.isEnabled) return false
    const later = next.find(({ id }) => id === one.id)
    if (!later) return true
    return later.isEnabled && JSON.stringify(sorted(later)) !== JSON.stringify(sorted(one))
  })
  if (touched.length === 0) return null
  return now.map((one) => (touched.includes(one) ? { ...one, isEnabled: false } : one))
}

const sorted = (one: object) => Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** `list` with `one` in the place of what has its id, or at its end. */
export const withOne = <T extends { id: string }>(list: readonly T[], one: T): T[] =>
  list.some(({ id }) => id === one.id) ? list.map((old) => (old.id === one.id ? one : old)) : [...list, one]

export const without = <T extends { id: string }>(list: readonly T[], id: string): T[] =>
  list.filter((one) => one.id !== id)
