import { refuse } from '../../errors/index.ts'

export type Token = { at: number } & (
  | { kind: 'word'; text: string }
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number }
  /** Epoch milliseconds. */
  | { kind: 'dateTime'; value: number }
  | { kind: 'guid'; value: string }
  | { kind: 'sign'; text: '(' | ')' | ',' | ':' }
  | { kind: 'end' }
)

const longestFilter = 8000

// Order counts: a date starts like a number, a GUID like either.
const patterns = [
  ['space', /[ \t\r\n]+/y],
  ['string', /'(?:[^']|'')*'/y],
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy],
  ['dateTime', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?(?![\w:-])/iy],
  ['number', /-?\d{1,15}(?:\.\d{1,15})?(?![\w.])/y],
  ['word', /[A-Za-z_@][\w@]*(?:[./]\$?[A-Za-z_][\w]*)*/y],
  ['sign', /[(),:]/y],
] as const

/** Cuts a filter into tokens. Refuses with filterInvalid, naming the place. */
export function tokens(text: string): Token[] {
  if (text.length > longestFilter) refuse('filterInvalid', { reason: `it is longer than ${longestFilter} characters` })
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    const [kind, piece] = next(text, at)
    if (kind !== 'space') found.push(token(kind, piece, at))
    at += piece.length
  }
  found.push({ kind: 'end', at })
  return found
}

function next(text: string, at: number): [(typeof patterns)[number][0], string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) return [kind, match[0]]
  }
  refuse('filterInvalid', { reason: `there is an unexpected character at position ${at}` })
}

function token(kind: Exclude<(typeof patterns)[number][0], 'space'>, piece: string, at: number): Token {
  switch (kind) {
    case 'string':
      return { kind, value: piece.slice(1, -1).replaceAll("''", "'"), at }
    case 'guid':
      return { kind, value: piece.toLowerCase(), at }
    case 'number':
      return { kind, value: Number(piece), at }
    case 'dateTime': {
      const value = parseDateTime(piece)
      if (value === undefined) refuse('filterInvalid', { reason: `there is no such date at position ${at}` })
      return { kind, value, at }
    }
    case 'word':
      return { kind, text: piece, at }
    case 'sign':
      return { kind, text: piece as '(' | ')' | ',' | ':', at }
  }
}

/** Epoch milliseconds of an ISO 8601 date, or date and time with its zone; fractions below a millisecond are cut. */
export function parseDateTime(text: string): number | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2})?(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2}))?$/i.exec(text) ?? undefined
  if (!match) return undefined
  const [, date = '', time = '00:00', seconds = ':00', fraction = '0', zone = 'Z'] = match
  const value = Date.parse(`${date}T${time}${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`)
  // Date.parse rolls the 30th of February over; a date that is not what was written does not exist.
  const exists = new Date(Date.parse(`${date}T00:00:00Z`))
  if (Number.isNaN(value) || Number.isNaN(exists.getTime())) return undefined
  return exists.toISOString().startsWith(date) ? value : undefined
}
