import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../errors/index.ts'
import type { AppId } from '../ids.ts'
import { answerMode, authorizeLink, parseAuthorizeRequest, parseParameters } from './authorize-request.ts'

const proven = {
  version: 2 as 1 | 2,
  segment: 'contoso.example',
  appId: '11111111-1111-4111-8111-111111111111' as AppId,
  redirectUri: 'https://app.example/cb',
  platform: 'web' as 'web' | 'spa' | 'publicClient',
}
const application = (idToken = false, accessToken = false) => ({
  web: {
    redirectUris: [],
    logoutUrl: null,
    homePageUrl: null,
    implicitGrantSettings: { enableIdTokenIssuance: idToken, enableAccessTokenIssuance: accessToken },
  },
})
const good = { response_type: 'code', scope: 'openid' }
const challenge = 'E9Melhoa2OwvFrEGu0nR3mMGWjrSsB7t6r8bwGz1QZk'

type Case = {
  given: string
  fields: Record<string, unknown>
  proven?: Partial<typeof proven>
  app?: ReturnType<typeof application>
  expected: string
}

/** `code S256 query …` or the error's number. */
function outcome({ fields, proven: more, app }: Case): string {
  try {
    const wish = parseAuthorizeRequest(parseParameters(fields), { ...proven, ...more }, app ?? application())
    return [wish.responseMode, wish.prompt, wish.codeChallengeMethod, wish.maxAge]
      .filter((word) => word !== null)
      .join(' ')
  } catch (thrown) {
    if (thrown instanceof Refusal) return `${thrown.entry.oauth} ${thrown.code}`
    throw thrown
  }
}

const cases: Case[] = [
  { given: 'the least there can be', fields: good, expected: 'query' },
  { given: 'no response_type', fields: { scope: 'openid' }, expected: 'invalid_request 900144' },
  { given: 'an empty response_type', fields: { ...good, response_type: '' }, expected: 'invalid_request 900144' },
  {
    given: 'an unknown response_type',
    fields: { ...good, response_type: 'kode' },
    expected: 'unsupported_response_type 70005',
  },
  { given: 'code twice', fields: { ...good, response_type: 'code code' }, expected: 'unsupported_response_type 70005' },
  {
    given: 'response_type none',
    fields: { ...good, response_type: 'none' },
    expected: 'unsupported_response_type 70005',
  },
  {
    given: 'id_token, not enabled',
    fields: { ...good, response_type: 'id_token' },
    expected: 'unsupported_response_type 700054',
  },
  {
    given: 'token, not enabled',
    fields: { ...good, response_type: 'token' },
    expected: 'unsupported_response_type 700051',
  },
  {
    given: 'code id_token, not enabled',
    fields: { ...good, response_type: 'code id_token' },
    expected: 'unsupported_response_type 700054',
  },
  {
    given: 'id_token, enabled but not built',
    fields: { ...good, response_type: 'id_token' },
    app: application(true),
    expected: 'unsupported_response_type 70005',
  },
  {
    given: 'id_token in the query',
    fields: { ...good, response_type: 'id_token', response_mode: 'query' },
    app: application(true),
    expected: 'invalid_request 70007',
  },
  { given: 'fragment', fields: { ...good, response_mode: 'fragment' }, expected: 'fragment' },
  { given: 'form_post', fields: { ...good, response_mode: 'form_post' }, expected: 'form_post' },
  { given: 'web_message', fields: { ...good, response_mode: 'web_message' }, expected: 'invalid_request 70007' },
  { given: 'a mode in another case', fields: { ...good, response_mode: 'Query' }, expected: 'invalid_request 70007' },
  { given: 'no scope', fields: { response_type: 'code' }, expected: 'invalid_request 900144' },
  {
    given: 'a scope with a control character',
    fields: { ...good, scope: 'openid\u0001' },
    expected: 'invalid_scope 70011',
  },
  {
    given: 'resource at v2',
    fields: { ...good, resource: 'https://graph.microsoft.com' },
    expected: 'invalid_request 901002',
  },
  {
    given: 'resource at v1',
    fields: { response_type: 'code', resource: 'https://x' },
    proven: { version: 1 },
    expected: 'query',
  },
  { given: 'nothing but the type at v1', fields: { response_type: 'code' }, proven: { version: 1 }, expected: 'query' },
  { given: 'prompt none', fields: { ...good, prompt: 'none' }, expected: 'query none' },
  { given: 'prompt login', fields: { ...good, prompt: 'login' }, expected: 'query login' },
  { given: 'two prompts', fields: { ...good, prompt: 'login consent' }, expected: 'invalid_request 90023' },
  { given: 'an unknown prompt', fields: { ...good, prompt: 'attempt_none' }, expected: 'invalid_request 90023' },
  { given: 'prompt create', fields: { ...good, prompt: 'create' }, expected: 'invalid_request 90023' },
  {
    given: 'select_account with a hint',
    fields: { ...good, prompt: 'select_account', login_hint: 'a@b.example' },
    expected: 'invalid_request 90005',
  },
  { given: 'max_age 0', fields: { ...good, max_age: '0' }, expected: 'query 0' },
  { given: 'max_age -1', fields: { ...good, max_age: '-1' }, expected: 'invalid_request 90023' },
  { given: 'max_age as words', fields: { ...good, max_age: 'soon' }, expected: 'invalid_request 90023' },
  { given: 'claims', fields: { ...good, claims: '{"id_token":{}}' }, expected: 'query' },
  { given: 'claims that are no JSON', fields: { ...good, claims: '{' }, expected: 'invalid_request 9002313' },
  { given: 'claims that are a list', fields: { ...good, claims: '[]' }, expected: 'invalid_request 9002313' },
  {
    given: 'PKCE',
    fields: { ...good, code_challenge: challenge, code_challenge_method: 'S256' },
    expected: 'query S256',
  },
  { given: 'PKCE without a method', fields: { ...good, code_challenge: challenge }, expected: 'query plain' },
  {
    given: 'a method without a challenge',
    fields: { ...good, code_challenge_method: 'S256' },
    expected: 'invalid_request 50147',
  },
  { given: 'a short challenge', fields: { ...good, code_challenge: 'short' }, expected: 'invalid_request 501491' },
  {
    given: 'a long challenge',
    fields: { ...good, code_challenge: 'a'.repeat(129) },
    expected: 'invalid_request 501491',
  },
  {
    given: 'a challenge with other characters',
    fields: { ...good, code_challenge: `${challenge}=` },
    expected: 'invalid_request 501491',
  },
  {
    given: 'another method',
    fields: { ...good, code_challenge: challenge, code_challenge_method: 's256' },
    expected: 'invalid_request 50148',
  },
  {
    given: 'a single-page app without PKCE',
    fields: good,
    proven: { platform: 'spa' },
    expected: 'invalid_request 9002325',
  },
  { given: 'a parameter twice', fields: { ...good, state: ['a', 'b'] }, expected: 'invalid_request 9000411' },
  {
    given: 'unknown parameters',
    fields: { ...good, 'x-client-SKU': 'x', nopa: '1', constructor: 'x' },
    expected: 'query',
  },
]
for (const c of cases) test(`an authorization request with ${c.given}`, () => assert.equal(outcome(c), c.expected))

const modes = [
  { given: {}, expected: 'query' },
  { given: { response_type: 'id_token' }, expected: 'fragment' },
  { given: { response_type: 'code token' }, expected: 'fragment' },
  { given: { response_type: 'id_token', response_mode: 'form_post' }, expected: 'form_post' },
  { given: { response_mode: 'bad' }, expected: 'query' },
]
for (const c of modes) {
  test(`an error for ${JSON.stringify(c.given)} goes by ${c.expected}`, () =>
    assert.equal(answerMode(parseParameters(c.given)), c.expected))
}

test('the link to another account repeats the request without its hint', () => {
  const wish = parseAuthorizeRequest(
    parseParameters({ ...good, state: 'a&b=c', nonce: 'n', login_hint: 'x@y.example', max_age: '5' }),
    proven,
    application(),
  )
  const link = new URL(authorizeLink(wish, { prompt: 'select_account', loginHint: null }), 'https://h.example')
  assert.equal(link.pathname, '/contoso.example/oauth2/v2.0/authorize')
  assert.deepEqual(Object.fromEntries(link.searchParams), {
    client_id: proven.appId,
    response_type: 'code',
    redirect_uri: proven.redirectUri,
    response_mode: 'query',
    scope: 'openid',
    state: 'a&b=c',
    nonce: 'n',
    prompt: 'select_account',
  })
})
