import type { Application, OptionalClaim } from '../../applications/application.ts'
import { refuse } from '../../errors/index.ts'

/** The `claims` parameter: which claims the request itself wants, by token (sts.md 2.11). Unknown ones are ignored. */
export type AskedClaims = { idToken: ReadonlySet<string>; accessToken: ReadonlySet<string> }

export const nothingAsked: AskedClaims = { idToken: new Set(), accessToken: new Set() }

/** Refuses (9002313) what is not a JSON object. */
export function parseClaims(text: string | null | undefined): AskedClaims {
  if (text === null || text === undefined) return nothingAsked
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = undefined
  }
  if (!isObject(parsed)) refuse('requestMalformed', { reason: "The parameter 'claims' is not a JSON object." })
  return { idToken: namesIn(parsed.id_token), accessToken: namesIn(parsed.access_token) }
}

const namesIn = (value: unknown): Set<string> => new Set(isObject(value) ? Object.keys(value) : [])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Optional claims of the app that a token is for, by name (sts.md 5.5). */
export function optionalClaims(application: Application, token: 'idToken' | 'accessToken'): Map<string, OptionalClaim> {
  return new Map((application.optionalClaims?.[token] ?? []).map((claim) => [claim.name.toLowerCase(), claim]))
}
