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
  const body = parse(bytes)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) refuse('bodyUnreadable')
  check(body, 0)
  return body
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Buffer): Json {
  try {
    return JSON.parse(utf8.decode(bytes)) as Json
  } catch {
    refuse('bodyUnreadable')
  }
}

function check(value: Json, depth: number): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) refuse('badRequest', { reason: 'The body holds characters that cannot be stored.' })
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth >= deepest) refuse('badRequest', { reason: `The body is nested more than ${deepest} levels deep.` })
  for (const one of Array.isArray(value) ? value : Object.values(value)) check(one, depth + 1)
}

export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
