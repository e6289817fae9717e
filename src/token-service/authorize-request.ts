import type { Application } from '../applications/application.ts'
import type { RedirectPlatform } from '../applications/redirect-uris.ts'
import { parseScopes } from '../consent/index.ts'
import { refuse } from '../errors/index.ts'
import type { AppId } from '../ids.ts'

export type ResponseMode = 'query' | 'fragment' | 'form_post'
export type Prompt = 'none' | 'login' | 'consent' | 'select_account'

/** An authorization request whose every part was understood. Kept with the flow, so that no later page can change it. */
export type AuthorizeRequest = {
  version: 1 | 2
  segment: string
  appId: AppId
  /** Did the request name it, or was it chosen from the registered ones? */
  redirectUri: string
  platform: RedirectPlatform
  responseMode: ResponseMode
  state: string | null
  nonce: string | null
  scope: string
  prompt: Prompt | null
  loginHint: string | null
  sid: string | null
  domainHint: string | null
  /** Seconds. */
  maxAge: number | null
  codeChallenge: string | null
  codeChallengeMethod: 'S256' | 'plain' | null
  claims: string | null
  wantsClientInfo: boolean
}

/** The parameters of a request, each once; one without a value counts as absent. */
export type Parameters = ReadonlyMap<string, string>

/** Refuses a repeated parameter with 9000411. `fields` is what the query or form parser made. */
export function parseParameters(fields: unknown): Parameters {
  const parameters = new Map<string, string>()
  if (typeof fields !== 'object' || fields === null) return parameters
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) refuse('parameterRepeated', { parameter: name })
    if (typeof value === 'string' && value !== '') parameters.set(name, value)
  }
  return parameters
}

/** Where an error may be sent once the redirect URI is proven, before the rest was understood. */
export function answerMode(parameters: Parameters): ResponseMode {
  const asked = responseMode(parameters)
  if (asked) return asked
  return /\b(?:id_token|token)\b/.test(parameters.get('response_type') ?? '') ? 'fragment' : 'query'
}

/**
 * Step 7 of sts.md 2.1: everything but tenant, app and redirect URI, which are proven before. What is refused here is
 * sent to the app.
 */
export function parseAuthorizeRequest(
  parameters: Parameters,
  proven: Pick<AuthorizeRequest, 'version' | 'segment' | 'appId' | 'redirectUri' | 'platform'>,
  application: Pick<Application, 'web'>,
): AuthorizeRequest {
  const get = (name: string) => parameters.get(name) ?? null
  checkResponseType(parameters, application)
  if (parameters.has('response_mode') && !responseMode(parameters)) {
    refuse('responseModeUnsupported', { mode: get('response_mode') ?? '' })
  }
  const challenge = parseChallenge(parameters, proven.platform)
  const prompt = parsePrompt(get('prompt'))
  if (prompt === 'select_account' && parameters.has('login_hint')) refuse('hintsConflict')
  return {
    ...proven,
    ...challenge,
    responseMode: answerMode(parameters),
    state: get('state'),
    nonce: get('nonce'),
    scope: parseScopeParameter(parameters, proven.version),
    prompt,
    loginHint: get('login_hint'),
    sid: get('sid'),
    domainHint: get('domain_hint'),
    maxAge: parseMaxAge(get('max_age')),
    claims: parseClaims(get('claims')),
    wantsClientInfo: get('client_info') === '1',
  }
}

const modes: readonly string[] = ['query', 'fragment', 'form_post'] satisfies ResponseMode[]

function responseMode(parameters: Parameters): ResponseMode | undefined {
  const asked = parameters.get('response_mode')
  return asked !== undefined && modes.includes(asked) ? (asked as ResponseMode) : undefined
}

const responseWords = new Set(['code', 'id_token', 'token'])

function checkResponseType(parameters: Parameters, { web }: Pick<Application, 'web'>): void {
  const asked = parameters.get('response_type') ?? refuse('parameterMissing', { parameter: 'response_type' })
  const words = asked.split(' ').filter((word) => word !== '')
  if (words.some((word) => !responseWords.has(word)) || new Set(words).size !== words.length) {
    refuse('responseTypeUnsupported', { reason: `'${asked}' is unknown` })
  }
  if (words.length === 1 && words[0] === 'code') return
  const { enableAccessTokenIssuance, enableIdTokenIssuance } = web.implicitGrantSettings
  if (words.includes('token') && !enableAccessTokenIssuance) refuse('implicitTokenNotEnabled')
  if (words.includes('id_token') && !enableIdTokenIssuance) refuse('implicitIdTokenNotEnabled')
  if (parameters.get('response_mode') === 'query') refuse('responseModeUnsupported', { mode: 'query' })
  refuse('responseTypeUnsupported', { reason: `'${asked}' is not offered, only 'code' is` })
}

function parseChallenge(
  parameters: Parameters,
  platform: RedirectPlatform,
): Pick<AuthorizeRequest, 'codeChallenge' | 'codeChallengeMethod'> {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (method !== undefined && method !== 'S256' && method !== 'plain') refuse('challengeMethod', { method })
  if (challenge === undefined) {
    if (method !== undefined) refuse('challengeMissing')
    if (platform === 'spa') refuse('pkceRequired')
    return { codeChallenge: null, codeChallengeMethod: null }
  }
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(challenge)) refuse('challengeSize')
  return { codeChallenge: challenge, codeChallengeMethod: method ?? 'plain' }
}

const prompts: readonly string[] = ['none', 'login', 'consent', 'select_account'] satisfies Prompt[]

function parsePrompt(asked: string | null): Prompt | null {
  if (asked === null) return null
  // `create` and `admin_consent` are words of the wire whose pages are not offered here.
  return prompts.includes(asked) ? (asked as Prompt) : refuse('parameterUnsupported', { parameter: 'prompt' })
}

function parseScopeParameter(parameters: Parameters, version: 1 | 2): string {
  const resource = parameters.get('resource')
  const scope = parameters.get('scope')
  if (version === 1) {
    const text = [scope ?? 'openid', resource === undefined ? '' : `${resource}/.default`].join(' ').trim()
    parseScopes(text)
    return text
  }
  if (resource !== undefined) refuse('resourceParameterOnV2')
  const asked = scope ?? refuse('parameterMissing', { parameter: 'scope' })
  parseScopes(asked)
  return asked
}

function parseMaxAge(asked: string | null): number | null {
  if (asked === null) return null
  return /^\d{1,9}$/.test(asked) ? Number(asked) : refuse('parameterUnsupported', { parameter: 'max_age' })
}

function parseClaims(asked: string | null): string | null {
  if (asked === null) return null
  try {
    const parsed: unknown = JSON.parse(asked)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return asked
  } catch {
    // Refused below, as is JSON that is no object.
  }
  return refuse('requestMalformed', { reason: "The parameter 'claims' is not a JSON object." })
}

/** The same request as a link: for "use another account". */
export function authorizeLink(request: AuthorizeRequest, changes: { prompt: Prompt; loginHint?: null }): string {
  const { prompt } = changes
  const loginHint = changes.loginHint === null ? null : request.loginHint
  const parameters = new URLSearchParams()
  const add = (name: string, value: string | number | null) => {
    if (value !== null) parameters.set(name, String(value))
  }
  add('client_id', request.appId)
  add('response_type', 'code')
  add('redirect_uri', request.redirectUri)
  add('response_mode', request.responseMode)
  add('scope', request.scope)
  add('state', request.state)
  add('nonce', request.nonce)
  add('code_challenge', request.codeChallenge)
  add('code_challenge_method', request.codeChallengeMethod)
  add('claims', request.claims)
  add('client_info', request.wantsClientInfo ? 1 : null)
  add('prompt', prompt)
  add('login_hint', loginHint)
  const path = request.version === 1 ? 'oauth2/authorize' : 'oauth2/v2.0/authorize'
  return `/${request.segment}/${path}?${parameters}`
}
