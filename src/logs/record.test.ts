import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisionError } from '../access/decision.ts'
import { catalogue, type ErrorName, entryOf, explainLogged, Refusal } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import { interruptedCodes } from '../reports/interrupted.ts'
import { type SignInRecord, signInRows } from './record.ts'

const tenant = 'f0000000-0000-4000-8000-000000000001' as TenantId
const names = Object.keys(catalogue) as ErrorName[]

const rowOf = (ending: Pick<SignInRecord, 'error' | 'interrupt' | 'judgement'>) =>
  signInRows({
    ctx: { traceId: 't-1', correlationId: 'c-1', at: 0, ip: '127.0.0.1', userAgent: null },
    resourceTenant: tenant,
    client: { appId: 'a-1', displayName: 'Portal' },
    grant: 'interactive',
    isInteractive: true,
    ...ending,
  }).resource
const refused = (name: ErrorName) => rowOf({ error: new Refusal(name) })
const denied = (name: ErrorName) =>
  rowOf({
    judgement: {
      decision: { outcome: 'deny', error: decisionError(name, {}), side: 'resource', trace: [], further: [] },
      user: null,
      home: null,
    },
  })

test('whatever refuses a sign-in, the log never shows it under 0, which is success', () => {
  for (const name of names) {
    for (const row of [refused(name), denied(name)]) {
      assert.ok(row.errorCode > 0, name)
      assert.equal(row.outcome, 'deny', name)
      assert.equal(row.errorName, entryOf(name).name)
    }
  }
  const { errorCode, errorName, outcome } = rowOf({})
  assert.deepEqual([errorCode, errorName, outcome], [0, null, 'allow'])
})

const cases: { given: string; error: ErrorName; code: number }[] = [
  { given: 'a wrong password', error: 'wrongPassword', code: 50126 },
  { given: 'a locked account', error: 'accountLocked', code: 50053 },
  { given: 'a wrong one-time code', error: 'oneTimeCodeWrong', code: 50181 },
  { given: 'a declined consent', error: 'consentDeclined', code: 65004 },
  { given: 'a declined invitation', error: 'invitationDeclined', code: 65004 },
  { given: 'a cancelled sign-in', error: 'signInCancelled', code: 65004 },
  { given: 'an invitation that expired before an open page', error: 'invitationExpired', code: 50014 },
  { given: 'a guest deleted before an open page', error: 'linkNotFound', code: 50020 },
  { given: 'too many one-time codes', error: 'oneTimeCodesTooMany', code: 50053 },
  { given: 'a domain that may not be invited', error: 'invitedDomainBlocked', code: 500208 },
  { given: 'an account that is another guest already', error: 'accountAlreadyGuest', code: 1003037 },
  { given: 'a client with two credentials', error: 'credentialTwice', code: 9002313 },
  { given: 'something that nobody has chosen a number for', error: 'pageNotFound', code: 50000 },
]
for (const { given, error, code } of cases) {
  test(`${given} is logged under ${code} and explained by its own name`, () => {
    const row = refused(error)
    assert.equal(row.errorCode, code)
    assert.equal(explainLogged(row.errorCode, row.errorName)?.error, error)
  })
}

test('what a person is asked before the sign-in goes on is neither a success nor a refusal', () => {
  for (const name of ['staySignedInAsked', 'consentMissing', 'guestPending', 'passwordExpired'] as const) {
    const { errorCode, errorName, outcome } = rowOf({ interrupt: new Refusal(name) })
    assert.deepEqual([errorCode, errorName, outcome], [catalogue[name].aadsts, entryOf(name).name, 'require'])
    assert.ok(interruptedCodes.has(errorCode), name)
  }
})

test('a row whose name the catalogue does not know is explained by its number', () => {
  assert.equal(explainLogged(65004, 'OfAnotherVersion')?.error, 'consentDeclined')
  assert.equal(explainLogged(500208, 'OfAnotherVersion')?.error, 'invitedDomainBlocked')
  assert.equal(explainLogged(50126, null)?.error, 'wrongPassword')
  assert.equal(explainLogged(7, 'OfAnotherVersion'), undefined)
})
