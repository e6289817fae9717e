/**
 * The key under which text is compared and sorted: casefolded NFKC, made here because the two databases fold and sort
 * differently. Compared bytewise.
 */
export const fold = (text: string): string =>
  ascii.test(text) ? text.toLowerCase() : text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')

/** Printable ASCII: most text, and its key is the same without the long way. */
const ascii = /^[ -~]*$/

/** The smallest text that sorts after everything that starts with `prefix`, or undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = [...prefix]
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1)
  }
  return undefined
}
