import type { ErrorName } from './catalogue.ts'
import { Refusal } from './refusal.ts'

/** What a renderer must know of the request. `at` in epoch milliseconds; `origin` without a slash at the end. */
export type OAuthContext = {
  traceId: string
  correlationId: string
  at: number
  origin: string
  /** Discovery documents use other error words: sts.md 4.1, 90002. */
  surface?: 'discovery'
}

export type OAuthErrorBody = {
  error: string
  error_description: string
  error_codes: number[]
  timestamp: string
  trace_id: string
  correlation_id: string
  error_uri?: string
  suberror?: string
  claims?: string
}

export type Rendered<Body> = { status: number; headers: Record<string, string>; body: Body }

/** JSON error of the token endpoint and of discovery: sts.md 3.1. Never with WWW-Authenticate (rule 18). */
export function renderOAuth(refusal: Refusal, context: OAuthContext): Rendered<OAuthErrorBody> {
  const { entry } = refusal
  const word = (context.surface === 'discovery' ? entry.discoveryOauth : undefined) ?? oauthWord(refusal)
  return { status: entry.status, headers: retryAfter(refusal), body: oauthBody(refusal, word, context) }
}

/**
 * Parameters of an error redirect from the authorization endpoint, without `state`, which the endpoint adds: sts.md 3.2.
 * Whether a redirect is allowed at all is the endpoint's decision.
 */
export function renderAuthorizeError(refusal: Refusal, context: OAuthContext): Record<string, string> {
  const { error_codes: _, ...body } = oauthBody(refusal, refusal.entry.authorizeOauth ?? oauthWord(refusal), context)
  const { subcode } = refusal.entry
  return subcode ? { ...body, error_subcode: subcode } : body
}

export type GraphContext = { requestId: string; clientRequestId: string; at: number }

export type GraphErrorBody = {
  error: {
    code: string
    message: string
    target?: string
    details?: readonly { code: string; message: string; target?: string }[]
    innerError: { date: string; 'request-id': string; 'client-request-id': string }
  }
}

/** Graph's error body: graph.md 1.5. The WWW-Authenticate header of a 401 is the Graph surface's to add. */
export function renderGraph(refusal: Refusal, context: GraphContext): Rendered<GraphErrorBody> {
  const { entry, extra } = refusal
  return {
    status: entry.status,
    headers: retryAfter(refusal),
    body: {
      error: {
        code: entry.graph ?? graphCodes[entry.status] ?? 'BadRequest',
        message: refusal.message,
        ...(extra.target === undefined ? {} : { target: extra.target }),
        ...(extra.details === undefined ? {} : { details: extra.details }),
        innerError: {
          // Wire: no zone here, unlike everywhere else.
          date: new Date(context.at).toISOString().slice(0, 19),
          'request-id': context.requestId,
          'client-request-id': context.clientRequestId,
        },
      },
    },
  }
}

/** What anything but a Refusal becomes: nothing of the cause reaches the client; the log has it under the trace id. */
const unexpected = (): Refusal => new Refusal('serviceFailed' satisfies ErrorName)

export const asRefusal = (thrown: unknown): Refusal => (thrown instanceof Refusal ? thrown : unexpected())

/** HTTP status of an HTML page: 401 is for API clients, so pages answer 400 instead (sts.md 3.4). */
export const pageStatus = (refusal: Refusal): number => (refusal.entry.status === 401 ? 400 : refusal.entry.status)

/** `AADSTS50020: …` where there is a number, else the sentence alone. */
export const codedSentence = (refusal: Refusal): string =>
  refusal.code === undefined ? refusal.message : `AADSTS${refusal.code}: ${refusal.message}`

/** `2026-01-09 02:02:12Z`: the only form of time that OAuth error bodies use. */
export const errorTimestamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`

function oauthBody(refusal: Refusal, error: string, context: OAuthContext): OAuthErrorBody {
  const timestamp = errorTimestamp(context.at)
  const suberror = refusal.extra.suberror ?? refusal.entry.suberror
  const { claims } = refusal.extra
  return {
    error,
    error_description: `${withoutMatchedWords(codedSentence(refusal))} Trace ID: ${context.traceId} Correlation ID: ${context.correlationId} Timestamp: ${timestamp}`,
    error_codes: refusal.code === undefined ? [] : [refusal.code],
    timestamp,
    trace_id: context.traceId,
    correlation_id: context.correlationId,
    ...(refusal.code === undefined ? {} : { error_uri: `${context.origin}/error?code=${refusal.code}` }),
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  }
}

// MSAL searches descriptions for these words and changes its behaviour; a value from the request may carry them.
const matchedWords = /\b(?:login|interaction|consent)_required|bad_token/gi
const withoutMatchedWords = (text: string): string => text.replaceAll(matchedWords, (word) => word.replace('_', ' '))

const oauthWord = ({ entry }: Refusal): string =>
  entry.oauth ?? (entry.status >= 500 ? 'server_error' : 'invalid_request')

const retryAfter = ({ extra }: Refusal): Record<string, string> =>
  extra.retryAfterSeconds === undefined
    ? {}
    : { 'retry-after': String(Math.max(1, Math.ceil(extra.retryAfterSeconds))) }

/** For entries that were not written for Graph but may pass through it. */
const graphCodes: Record<number, string> = {
  400: 'Request_BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  409: 'Request_MultipleObjectsWithSameKeyValue',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'serviceNotAvailable',
}
