import { explainCode } from '../errors/index.ts'

/** What somebody asks about: read from an argument, or from a pasted block of text or JSON. */
export type Question = {
  /** What the catalogue understands: a number, or a name. */
  code: string | undefined
  /** Ids to look up, the most telling first. */
  ids: { kind: 'request' | 'correlation' | 'unknown'; id: string }[]
  /** The directory in which it happened, where the text says so. */
  tenant: string | undefined
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

// The first that fits wins: `client-request-id` is the correlation, and `request-id` stands inside it.
const labels: [RegExp, 'correlation' | 'request' | 'tenant' | 'other'][] = [
  [/correlation|client[-_ ]?request/i, 'correlation'],
  [/request|trace|sign-?in/i, 'request'],
  [/tenant|directory|tid/i, 'tenant'],
  [/app|client|object|user|resource|oid|policy/i, 'other'],
]

/** Finds codes and ids in whatever was pasted: our error page, an `error_description`, a JSON body, a log line. */
export function parseQuestion(text: string): Question {
  const labelled = [...text.matchAll(guid)].map((match) => ({
    id: match[0].toLowerCase(),
    label: labelOf(text.slice(Math.max(0, match.index - 60), match.index)),
  }))
  const withLabel = (wanted: string) => labelled.filter(({ label }) => label === wanted).map(({ id }) => id)
  const ids = [
    ...withLabel('request').map((id) => ({ kind: 'request' as const, id })),
    ...withLabel('correlation').map((id) => ({ kind: 'correlation' as const, id })),
    ...withLabel('none').map((id) => ({ kind: 'unknown' as const, id })),
  ]
  return {
    code: codeIn(text),
    ids: ids.filter(({ id }, index) => ids.findIndex((other) => other.id === id) === index),
    tenant: withLabel('tenant')[0],
  }
}

/** The words right before an id, back to the value before it. */
function labelOf(before: string): 'correlation' | 'request' | 'tenant' | 'other' | 'none' {
  const words = before.split(/[\n,;{}]|[0-9a-f]{12}["']?\s/i).at(-1) ?? ''
  return labels.find(([pattern]) => pattern.test(words))?.[1] ?? 'none'
}

function codeIn(text: string): string | undefined {
  const numbered = /AADSTS\d{4,8}/i.exec(text)?.[0] ?? /"error_codes"\s*:\s*\[\s*(\d{4,8})/.exec(text)?.[1]
  if (numbered !== undefined) return numbered
  const word = /^Error: (\w+)$/m.exec(text)?.[1] ?? text.trim()
  if (/^\d{4,8}$/.test(word)) return word
  // A name of the catalogue, or an id that is none: the caller says that nothing is known about it.
  return explainCode(word) ? word : undefined
}
