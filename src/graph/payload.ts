import { refuse } from '../errors/index.ts'
import type { Json, JsonObject } from './route.ts'

const deepest = 32

/**
 * The JSON object of a request. `expected: 'optional'` takes an empty body for `{}`. Refuses with bodyEmpty,
 * bodyUnreadable, unsupportedMediaType, badRequest. Text that no store can keep (NUL, half of a surrogate pair) and deep
 * nesting are refused here, once.
 */
export function readPayload(
  payload: unknown,
  contentType: string | undefined,
  expected: 'object' | 'optional',
): JsonObject {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.alloc(0)
  if (bytes.length === 0) {
    if (expected === 'optional') return {}
    refuse('bodyEmpty')
  }
  const [media = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  if (media.trim() === '') refuse('bodyUnreadable')
  if (!/^application\/([\w.-]+\+)?json$/.test(media.trim())) {
    refuse('unsupportedMediaType', { expected: 'application/json' })
  }
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([\w-]+)"?\s*$/.exec(one)?.[1]).find((one) => one)
  if (charset !== undefined && !/^utf-?8$/.test(charset)) {
    refuse('unsupportedMediaType', { expected: 'application/json in UTF-8' })
  }
  const text = decode(bytes)
  const body = parse(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) refuse('bodyUnreadable')
  for (const [name, value] of Object.entries(body)) check(name, value, 1)
  refuseDoubled(text)
  return body
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    refuse('bodyUnreadable')
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    refuse('bodyUnreadable')
  }
}

/** `name`: the property of the body that the value is in. */
function check(name: string, value: Json, depth: number): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) {
      refuse('badRequest', { reason: `The property '${name}' holds characters that cannot be stored.` })
    }
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth >= deepest) refuse('badRequest', { reason: `The body is nested more than ${deepest} levels deep.` })
  for (const one of Array.isArray(value) ? value : Object.values(value)) check(name, one, depth + 1)
}

/**
 * OData takes each property once; `JSON.parse` would silently keep the last. `text` is JSON that was parsed, so its
 * strings and brackets are all that must be told apart.
 */
function refuseDoubled(text: string): void {
  const open: (Set<string> | null)[] = []
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (key !== undefined) {
      const name = JSON.parse(key) as string
      const seen = open.at(-1)
      if (seen?.has(name)) refuse('badRequest', { reason: `The property '${name}' is given twice.` })
      seen?.add(name)
    } else if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
  }
}

export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
