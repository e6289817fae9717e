import { parse } from 'node:querystring'
import { refuse } from '../errors/index.ts'

/** The parameters of a form, each once. A parameter without a value counts as absent (RFC 6749, 3.2). */
export type Form = ReadonlyMap<string, string>

const formType = 'application/x-www-form-urlencoded'
const mostParameters = 200

/**
 * Any other content type than a form, or another character set than UTF-8, reads as a form without parameters, so that
 * the first parameter that is needed is the one reported missing (sts.md 1.2).
 */
export function parseForm(contentType: string | undefined, body: Uint8Array): Form {
  if (!isForm(contentType)) return new Map()
  // Twice as fast as URLSearchParams, on the busiest path there is; it answers a list for a repeated name.
  const parsed = parse(utf8(body), '&', '=', { maxKeys: mostParameters + 1 })
  const names = Object.keys(parsed)
  if (names.length > mostParameters) refuse('requestMalformed', { reason: 'It has too many parameters.' })
  const form = new Map<string, string>()
  for (const name of names) {
    const value = parsed[name]
    if (Array.isArray(value)) refuse('parameterRepeated', { parameter: name })
    if (value) form.set(name, value)
  }
  return form
}

function isForm(contentType: string | undefined): boolean {
  if (contentType === formType) return true
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length)
  return type === formType && (charset === undefined || /^"?utf-?8"?$/.test(charset))
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function utf8(body: Uint8Array): string {
  try {
    return decoder.decode(body)
  } catch {
    refuse('requestMalformed', { reason: 'The body is not UTF-8.' })
  }
}

/** The value, or 900144 with its name. */
export const required = (form: Form, name: string): string =>
  form.get(name) ?? refuse('parameterMissing', { parameter: name })
