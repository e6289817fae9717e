import { refuse } from '../../errors/index.ts'

const known = [
  'select',
  'filter',
  'orderby',
  'top',
  'skip',
  'skiptoken',
  'count',
  'search',
  'expand',
  'format',
  'deltatoken',
] as const
type Option = (typeof known)[number]

/** Query options as the client sent them: decoded, each at most once, none interpreted. */
export type Query = { [Name in Option]?: string } & {
  /** Options that are not of OData (`@odata.id`), by their name as sent. */
  other: Readonly<Record<string, string>>
}

const mostOptions = 50
const longestValue = 12_000

/**
 * `search` is what follows the `?`, undecoded. Names are matched without case and with or without `$` (graph.md 1.1).
 * Refuses with queryOptionInvalid: an option twice, an unknown `$option`, or what is not percent-encoded UTF-8.
 */
export function parseQuery(search: string): Query {
  const query: Query = { other: {} }
  const other: Record<string, string> = Object.create(null)
  const parts = search.split('&').filter((part) => part !== '')
  if (parts.length > mostOptions) refuse('queryOptionInvalid', { option: '*', reason: 'there are too many options' })
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = decode(equals < 0 ? part : part.slice(0, equals), '*')
    const value = decode(equals < 0 ? '' : part.slice(equals + 1), name)
    if (value.length > longestValue) refuse('queryOptionInvalid', { option: name, reason: 'it is too long' })
    const plain = name.replace(/^\$/, '').toLowerCase()
    const option = known.find((one) => one === plain)
    if (option) {
      if (query[option] !== undefined) refuse('queryOptionInvalid', { option: name, reason: 'it is given twice' })
      query[option] = value
    } else if (name.startsWith('$')) {
      refuse('queryOptionInvalid', { option: name, reason: 'there is no such option' })
    } else {
      other[name] = value
    }
  }
  if (query.format !== undefined && !/^(json|application\/json(;.*)?)$/i.test(query.format)) {
    refuse('queryOptionInvalid', { option: '$format', reason: 'only json is served' })
  }
  return { ...query, other }
}

function decode(text: string, option: string): string {
  const decoded = tryDecode(text)
  // PostgreSQL keeps no NUL, so nothing stored can hold one.
  if (decoded === undefined || decoded.includes('\0')) {
    refuse('queryOptionInvalid', { option, reason: 'it is not percent-encoded UTF-8 text' })
  }
  return decoded
}

function tryDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
