import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId, TenantId, UserId } from '../ids.ts'
import { openVault } from '../vault.ts'
import { decideRefresh, idleLife, lifeOfSpa, overlap } from './refresh-rotation.ts'
import { readRefreshToken, writeRefreshToken } from './refresh-token.ts'
import type { RedirectKind, RefreshFamily } from './store.ts'

const deps = { vault: openVault(Buffer.alloc(32, 1)) }
const name = {
  tenant: '11111111-1111-4111-8111-111111111111' as TenantId,
  familyId: 'abcdef01-2345-4678-89ab-cdef01234567',
  number: 7,
}

test('a refresh token is read back as it was written, and written alike each time', () => {
  const text = writeRefreshToken(deps, name)
  assert.deepEqual(readRefreshToken(deps, text), name)
  assert.equal(writeRefreshToken(deps, name), text)
  assert.notEqual(writeRefreshToken(deps, { ...name, number: 8 }), text)
})

test('no refresh token with any one character changed, cut or added is read', () => {
  const text = writeRefreshToken(deps, name)
  for (let at = 0; at < text.length; at += 1) {
    for (const other of ['A', 'B', '_', '.']) {
      if (text[at] === other) continue
      assert.equal(readRefreshToken(deps, text.slice(0, at) + other + text.slice(at + 1)), undefined)
    }
    assert.equal(readRefreshToken(deps, text.slice(0, at)), undefined)
  }
  assert.equal(readRefreshToken(deps, `${text}A`), undefined)
  assert.equal(readRefreshToken({ vault: openVault(Buffer.alloc(32, 2)) }, text), undefined)
})

const day = 86_400_000
const family = (kind: RedirectKind, given: Partial<RefreshFamily> = {}): RefreshFamily => ({
  id: name.familyId,
  appId: 'app' as AppId,
  kind,
  account: { userId: 'user' as UserId, home: null, sessionId: 's', methods: ['pwd'], authenticatedAt: 0 },
  scope: 'openid',
  issuedAt: 0,
  lastUsedAt: 0,
  expiresAt: kind === 'spa' ? lifeOfSpa : idleLife,
  number: 0,
  supersededAt: [],
  revokedAt: null,
  ...given,
})

const cases: { given: string; family: RefreshFamily; number: number; at: number; expect: string }[] = [
  { given: 'the first of a public client', family: family('publicClient'), number: 0, at: 5, expect: 'accept 1' },
  { given: 'the first of a confidential client', family: family('web'), number: 0, at: 5, expect: 'accept 0' },
  {
    given: 'the newest',
    family: family('spa', { number: 3, supersededAt: [1, 2, 3] }),
    number: 3,
    at: 9,
    expect: 'accept 4',
  },
  {
    given: 'the one before, within the overlap',
    family: family('spa', { number: 1, supersededAt: [100] }),
    number: 0,
    at: 100 + overlap,
    expect: 'accept 1',
  },
  {
    given: 'the one before, after the overlap',
    family: family('spa', { number: 1, supersededAt: [100] }),
    number: 0,
    at: 101 + overlap,
    expect: 'revoke 70000 bad_token',
  },
  {
    given: 'two before, both replaced a moment ago',
    family: family('publicClient', { number: 2, supersededAt: [100, 120] }),
    number: 0,
    at: 130,
    expect: 'accept 2',
  },
  {
    given: 'two before, replaced long ago, while the one before is fresh',
    family: family('publicClient', { number: 2, supersededAt: [100, 100 + day] }),
    number: 0,
    at: 101 + day,
    expect: 'revoke 70000 bad_token',
  },
  {
    given: 'one that the list has forgotten',
    family: family('publicClient', { number: 90, supersededAt: [100, 100] }),
    number: 3,
    at: 101,
    expect: 'revoke 70000 bad_token',
  },
  {
    given: 'a newer one than the store knows of',
    family: family('spa', { number: 1, supersededAt: [1] }),
    number: 4,
    at: 9,
    expect: 'accept 5',
  },
  {
    given: 'one of a revoked family',
    family: family('web', { revokedAt: 3 }),
    number: 0,
    at: 9,
    expect: 'refuse 70000 bad_token',
  },
  {
    given: 'one idle for 90 days',
    family: family('web'),
    number: 0,
    at: idleLife,
    expect: 'refuse 700082 token_expired',
  },
  {
    given: 'one of a single-page app after a day',
    family: family('spa'),
    number: 0,
    at: lifeOfSpa,
    expect: 'refuse 700084 token_expired',
  },
]
for (const { given, family: before, number, at, expect } of cases) {
  test(`a refresh token: ${given}`, () => {
    const verdict = decideRefresh(before, number, at)
    const refused =
      verdict.kind !== 'accept' &&
      `${verdict.refusal.code} ${verdict.refusal.extra.suberror ?? verdict.refusal.entry.suberror}`
    assert.equal(`${verdict.kind} ${verdict.kind === 'accept' ? verdict.number : refused}`, expect)
  })
}

test('use keeps a family alive for 90 days more, but that of a single-page app keeps its first expiry', () => {
  const later = 10 * 3600_000
  const web = decideRefresh(family('web'), 0, later)
  const spa = decideRefresh(family('spa'), 0, later)
  assert.ok(web.kind === 'accept' && spa.kind === 'accept')
  assert.equal(web.family.expiresAt, later + idleLife)
  assert.equal(spa.family.expiresAt, lifeOfSpa)
})
