const letters = 'abcdefghjkmnpqrstuvwxyz'
const sets = [letters, letters.toUpperCase(), '23456789', '#%+-=?@_']
const length = 16

/** A password for a start: of every kind of sign, without those that are mistaken for one another. */
export function startPassword(): string {
  const all = sets.join('')
  const signs = [...sets, ...Array.from({ length: length - sets.length }, () => all)].map(pick)
  // The first four are of known kinds: shuffled, so that their places are not known.
  for (let last = signs.length - 1; last > 0; last--) {
    const other = below(last + 1)
    const [a = '', b = ''] = [signs[last], signs[other]]
    signs[last] = b
    signs[other] = a
  }
  return signs.join('')
}

const pick = (set: string): string => set.charAt(below(set.length))

/** Even chances: what would favour small numbers is drawn again. */
function below(limit: number): number {
  const most = Math.floor(2 ** 32 / limit) * limit
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < most) return drawn % limit
  }
}
