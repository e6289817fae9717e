import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TenantId } from '../ids.ts'
import { chooseStart, type StartFacts } from './authorize-start.ts'

const contoso = 'c' as TenantId
const fabrikam = 'f' as TenantId
const a = { sid: 'a', home: contoso, hinted: false }
const b = { sid: 'b', home: fabrikam, hinted: false }
const nobody: StartFacts['candidates'] = []

type Case = {
  given: string
  request?: Partial<StartFacts['request']>
  candidates?: StartFacts['candidates']
  hintedTenant?: TenantId
  expected: string
}
const cases: Case[] = [
  { given: 'no session', expected: 'identify' },
  { given: 'one session', candidates: [a], expected: 'use a' },
  { given: 'two sessions', candidates: [a, b], expected: 'pick' },
  {
    given: 'a hint to one of two',
    request: { loginHint: 'b' },
    candidates: [a, { ...b, hinted: true }],
    expected: 'use b',
  },
  { given: 'a hint to nobody here', request: { loginHint: 'x' }, candidates: [a], expected: 'identify' },
  { given: 'a domain hint to one of two', candidates: [a, b], hintedTenant: fabrikam, expected: 'use b' },
  { given: 'a domain hint to none', candidates: [a], hintedTenant: fabrikam, expected: 'identify' },
  { given: 'a session id', request: { sid: 'b' }, candidates: [a, b], expected: 'use b' },
  { given: 'a session id of somebody else', request: { sid: 'x' }, candidates: [a], expected: 'use a' },
  { given: 'select_account, one session', request: { prompt: 'select_account' }, candidates: [a], expected: 'pick' },
  { given: 'select_account, no session', request: { prompt: 'select_account' }, expected: 'identify' },
  { given: 'login, one session', request: { prompt: 'login' }, candidates: [a], expected: 'identify' },
  {
    given: 'login with a hint',
    request: { prompt: 'login', loginHint: 'a' },
    candidates: [{ ...a, hinted: true }],
    expected: 'identify',
  },
  { given: 'consent, one session', request: { prompt: 'consent' }, candidates: [a], expected: 'use a' },
  { given: 'none, no session', request: { prompt: 'none' }, expected: 'noSession' },
  { given: 'none, one session', request: { prompt: 'none' }, candidates: [a], expected: 'use a' },
  { given: 'none, two sessions', request: { prompt: 'none' }, candidates: [a, b], expected: 'sessionChoiceNeeded' },
  {
    given: 'none, a hint to one of two',
    request: { prompt: 'none', loginHint: 'b' },
    candidates: [a, { ...b, hinted: true }],
    expected: 'use b',
  },
  {
    given: 'none, a hint to nobody here',
    request: { prompt: 'none', loginHint: 'x' },
    candidates: [a],
    expected: 'noSession',
  },
  {
    given: 'none, an unknown session id',
    request: { prompt: 'none', sid: 'x' },
    candidates: [a],
    expected: 'sessionUnknown',
  },
  { given: 'none, a session id', request: { prompt: 'none', sid: 'b' }, candidates: [a, b], expected: 'use b' },
  {
    given: 'none, a session id against a hint',
    request: { prompt: 'none', sid: 'b', loginHint: 'a' },
    candidates: [{ ...a, hinted: true }, b],
    expected: 'sessionMismatch',
  },
  {
    given: 'none, a domain hint to one of two',
    request: { prompt: 'none' },
    candidates: [a, b],
    hintedTenant: fabrikam,
    expected: 'use b',
  },
  {
    given: 'none, a domain hint to none',
    request: { prompt: 'none' },
    candidates: [a],
    hintedTenant: fabrikam,
    expected: 'sessionOfOtherTenant',
  },
]
for (const c of cases) {
  test(`a sign-in begins, with ${c.given}`, () => {
    const request = { prompt: null, loginHint: null, sid: null, ...c.request }
    const start = chooseStart({ request, candidates: c.candidates ?? nobody, hintedTenant: c.hintedTenant ?? null })
    const said = start.kind === 'use' ? `use ${start.sid}` : start.kind === 'refuse' ? start.error : start.kind
    assert.equal(said, c.expected)
  })
}
