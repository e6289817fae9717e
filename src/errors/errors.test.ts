import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  asRefusal,
  catalogue,
  type ErrorName,
  entryOf,
  explainCode,
  pageStatus,
  Refusal,
  refusal,
  refuse,
  renderAuthorizeError,
  renderGraph,
  renderOAuth,
  topics,
} from './index.ts'

const names = Object.keys(catalogue) as ErrorName[]
const context = {
  traceId: 't-1',
  correlationId: 'c-1',
  at: Date.UTC(2026, 0, 9, 2, 2, 12),
  origin: 'https://gate.test',
}

test('every number stands in the catalogue once, and every topic keeps its own names', () => {
  const codes = names.flatMap((name) => entryOf(name).aadsts ?? [])
  assert.deepEqual(codes, [...new Set(codes)])
  const counted = Object.values(topics).reduce((sum, topic) => sum + Object.keys(topic).length, 0)
  assert.equal(counted, names.length)
})

test('no sentence holds a number of an error, or a word that MSAL searches descriptions for', () => {
  const codes = names.flatMap((name) => entryOf(name).aadsts ?? [])
  for (const name of names) {
    const { says } = entryOf(name)
    assert.doesNotMatch(says, /AADSTS|login_required|interaction_required|consent_required|bad_token/i, name)
    for (const number of says.match(/\d{5,}/g) ?? []) assert.ok(!codes.includes(Number(number)), `${name}: ${number}`)
  }
})

test('every entry with a number has an OAuth word, a cause and a fix; see-also numbers exist', () => {
  for (const name of names) {
    const entry = entryOf(name)
    if (entry.aadsts !== undefined) assert.ok(entry.oauth, name)
    assert.ok(entry.cause.length > 10 && entry.fix.length > 5, name)
    for (const { code } of entry.seeAlso ?? []) assert.ok(explainCode(String(code)), `${name} → ${code}`)
  }
})

test('the token endpoint gets the whole error body', () => {
  const { status, body } = renderOAuth(refusal('consentMissing', { appId: 'a-1', appName: 'Portal' }), context)
  assert.equal(status, 400)
  assert.deepEqual(body, {
    error: 'invalid_grant',
    error_description:
      "AADSTS65001: Neither user nor administrator has consented to application 'a-1' named 'Portal'. Send an interactive request for this user and resource. Trace ID: t-1 Correlation ID: c-1 Timestamp: 2026-01-09 02:02:12Z",
    error_codes: [65001],
    timestamp: '2026-01-09 02:02:12Z',
    trace_id: 't-1',
    correlation_id: 'c-1',
    error_uri: 'https://gate.test/error?code=65001',
    suberror: 'consent_required',
  })
})

test('an error without a number has no error_uri and no AADSTS text', () => {
  const { status, headers, body } = renderOAuth(refusal('tooManyRequests', {}, { retryAfterSeconds: 2.1 }), context)
  assert.deepEqual([status, headers, body.error_uri, body.error_codes], [429, { 'retry-after': '3' }, undefined, []])
  assert.doesNotMatch(body.error_description, /AADSTS/)
})

test('authorize, discovery and token give the same error its own word', () => {
  assert.equal(renderAuthorizeError(refusal('noSession'), context).error, 'login_required')
  assert.equal(renderOAuth(refusal('noSession'), context).body.error, 'invalid_grant')
  const unknown = refusal('tenantNotFound', { tenant: 'x' })
  assert.equal(renderOAuth(unknown, { ...context, surface: 'discovery' }).body.error, 'invalid_tenant')
  assert.equal(renderOAuth(unknown, context).body.error, 'invalid_request')
  assert.equal(renderAuthorizeError(refusal('signInCancelled'), context).error_subcode, 'cancel')
})

test('Graph gets its own code, no zone in the date, and details', () => {
  const details = [{ code: 'ObjectConflict', message: 'taken', target: 'userPrincipalName' }]
  const ids = { requestId: 'r-1', clientRequestId: 'q-1', at: context.at }
  const { status, body } = renderGraph(refusal('propertyConflict', { property: 'userPrincipalName' }, { details }), ids)
  assert.equal(status, 400)
  assert.deepEqual(body, {
    error: {
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property userPrincipalName already exists.',
      details,
      innerError: { date: '2026-01-09T02:02:12', 'request-id': 'r-1', 'client-request-id': 'q-1' },
    },
  })
})

test('values of a request cannot forge lines, words that clients match, or further placeholders', () => {
  const evil = refusal('grantTypeUnsupported', {
    grant: `a\r\nSet-Cookie: x\u202e{limit} bad_token login_required ${'y'.repeat(5000)}`,
  })
  const { body } = renderOAuth(evil, context)
  assert.doesNotMatch(body.error_description, /[\r\n\u202e]|bad_token|login_required/)
  assert.match(body.error_description, /\{limit\}/)
  assert.ok(body.error_description.length < 500)
  assert.doesNotThrow(
    () => refusal('grantTypeUnsupported', { grant: '\ud800' }).message.isWellFormed() || assert.fail(),
  )
})

test('what is thrown but is no refusal becomes a 500 that tells only the trace id', () => {
  const { status, body } = renderOAuth(asRefusal(new Error('password=hunter2')), context)
  assert.equal(status, 500)
  assert.equal(body.error, 'server_error')
  assert.doesNotMatch(JSON.stringify(body), /hunter2/)
  assert.match(body.error_description, /Trace ID: t-1/)
})

test('refuse throws a Refusal, and pages never answer 401', () => {
  assert.throws(
    () => refuse('secretWrong', { appId: 'a-1' }),
    (thrown) =>
      thrown instanceof Refusal && thrown.code === 7000215 && thrown.entry.status === 401 && pageStatus(thrown) === 400,
  )
})

for (const text of [
  '500213',
  'AADSTS500213',
  ' aadsts500213: some pasted text Trace ID: x',
  'inboundPolicyBlocks',
  'NotAllowedByInboundPolicyTenant',
])
  test(`explain understands "${text.trim().slice(0, 30)}"`, () => assert.equal(explainCode(text)?.code, 500213))

test('explain leads from 900432 and 500133 to what their readers look for, and knows nothing of nonsense', () => {
  assert.deepEqual(
    explainCode('900432')?.seeAlso.map(({ code }) => code),
    [500212, 500213],
  )
  assert.match(`${explainCode('500133')?.fix}`, /clock skew/)
  for (const nonsense of ['', '1', 'AADSTS', '99999', 'constructor', '__proto__'])
    assert.equal(explainCode(nonsense), undefined)
})
