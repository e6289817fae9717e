import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TenantId, UserId } from '../ids.ts'
import { openVault } from '../vault.ts'
import { isOwnOrigin } from './csrf.ts'
import { loginHintOf, readLoginHint } from './login-hint.ts'
import { parseSignInName } from './realm.ts'
import { isAlive } from './sessions.ts'

const session = { expiresAt: 1000, authenticatedAt: 100, methods: ['pwd'] }
const facts = { now: 500, validFrom: 50, password: { changedAt: 50 } }
const lives = [
  { given: 'a session in its time', session, facts, expected: true },
  { given: 'a session at its end', session, facts: { ...facts, now: 1000 }, expected: false },
  { given: 'a session older than the revocation', session, facts: { ...facts, validFrom: 101 }, expected: false },
  {
    given: 'a session older than the password',
    session,
    facts: { ...facts, password: { changedAt: 101 } },
    expected: false,
  },
  { given: 'a session whose password is gone', session, facts: { ...facts, password: undefined }, expected: false },
  {
    given: 'a session by code',
    session: { ...session, methods: ['otp'] },
    facts: { ...facts, password: undefined },
    expected: true,
  },
]
for (const c of lives) {
  test(`${c.given} is ${c.expected ? 'alive' : 'over'}`, () => assert.equal(isAlive(c.session, c.facts), c.expected))
}

const names = [
  { given: ' Ann@Contoso.Example ', expected: 'contoso.example' },
  { given: 'ann@contoso.example', expected: 'contoso.example' },
  { given: 'ann#ext#@contoso.example', expected: 'contoso.example' },
  { given: 'ann', expected: undefined },
  { given: '@contoso.example', expected: undefined },
  { given: 'ann@', expected: undefined },
  { given: 'a@b@contoso.example', expected: undefined },
  { given: 'ann smith@contoso.example', expected: undefined },
  { given: 'ann@contoso.example\r\nBcc: x', expected: undefined },
  { given: '<ann@contoso.example>', expected: undefined },
  { given: `${'a'.repeat(201)}@contoso.example`, expected: undefined },
  { given: '', expected: undefined },
]
for (const c of names) {
  test(`the sign-in name ${JSON.stringify(c.given).slice(0, 60)}`, () =>
    assert.equal(parseSignInName(c.given)?.domain, c.expected))
}

const config = { origin: 'https://localhost:8443' } as Parameters<typeof isOwnOrigin>[0]
const origins = [
  { given: { origin: 'https://localhost:8443' }, expected: true },
  { given: { origin: 'https://localhost:8444' }, expected: false },
  { given: { origin: 'http://localhost:8443' }, expected: false },
  { given: { origin: 'https://evil.example' }, expected: false },
  { given: { origin: 'https://localhost:8443.evil.example' }, expected: false },
  { given: { origin: 'null' }, expected: false },
  { given: {}, expected: false },
  { given: { referer: 'https://localhost:8443/x/sign-in' }, expected: true },
  { given: { referer: 'https://evil.example/https://localhost:8443/' }, expected: false },
  { given: { origin: 'https://evil.example', referer: 'https://localhost:8443/' }, expected: false },
]
for (const c of origins) {
  test(`a form from ${JSON.stringify(c.given)}`, () =>
    assert.equal(isOwnOrigin(config, { headers: { host: 'localhost:8443', ...c.given } }), c.expected))
}

test('an opaque login hint names its account, and a changed one names nobody', () => {
  const vault = openVault(Buffer.alloc(32, 1))
  const account = {
    tenant: 'c0a70500-0000-4000-8000-000000000001' as TenantId,
    userId: '11111111-2222-4333-8444-555555555555' as UserId,
  }
  const hint = loginHintOf({ vault }, account)
  assert.deepEqual(readLoginHint({ vault }, hint), account)
  assert.equal(readLoginHint({ vault }, `${hint.slice(0, -1)}_`), undefined)
  assert.equal(readLoginHint({ vault }, hint.replace('O.w', 'O.x')), undefined)
  assert.equal(readLoginHint({ vault: openVault(Buffer.alloc(32, 2)) }, hint), undefined)
  assert.equal(readLoginHint({ vault }, 'ann@contoso.example'), undefined)
})
