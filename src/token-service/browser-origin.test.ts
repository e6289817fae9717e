import assert from 'node:assert/strict'
import test from 'node:test'
import { Refusal } from '../errors/index.ts'
import { checkRedeemer, isSpaOrigin } from './browser-origin.ts'
import { checkVerifier } from './pkce.ts'
import type { AuthorizationCode, RedirectKind } from './store.ts'

const app = {
  spa: { redirectUris: ['https://app.example/cb', 'http://localhost/spa', 'https://app.example:8443/x', 'myapp://cb'] },
}
const origins: [string, boolean][] = [
  ['https://app.example', true],
  ['https://app.example:8443', true],
  ['https://app.example:9', false],
  ['http://app.example', false],
  ['http://localhost', true],
  ['http://localhost:3000', true],
  ['https://localhost:3000', false],
  ['http://127.0.0.1:3000', false],
  ['https://app.example.evil.example', false],
  ['https://app.example/', false],
  ['https://user@app.example', false],
  ['null', false],
  ['myapp://cb', false],
  ['', false],
]
for (const [origin, expected] of origins) {
  test(`a page of '${origin}' ${expected ? 'may' : 'may not'} redeem`, () => {
    assert.equal(isSpaOrigin(app, origin), expected)
  })
}

const own = 'https://app.example'
const redeemers: [RedirectKind, string | null, 'none' | 'secret' | 'certificate', string][] = [
  ['spa', own, 'none', 'good'],
  ['spa', null, 'none', 'originRequired'],
  ['spa', null, 'secret', 'originRequired'],
  ['spa', 'https://evil.example', 'none', 'originNotAllowed'],
  ['spa', own, 'secret', 'credentialOnPublicClient'],
  ['spa', own, 'certificate', 'credentialOnPublicClient'],
  ['web', null, 'secret', 'good'],
  ['web', null, 'certificate', 'good'],
  ['web', null, 'none', 'credentialMissing'],
  ['web', own, 'secret', 'originNotAllowed'],
  ['web', 'null', 'secret', 'originNotAllowed'],
  ['publicClient', null, 'none', 'good'],
  ['publicClient', null, 'secret', 'credentialOnPublicClient'],
  ['publicClient', own, 'none', 'originNotAllowed'],
]
for (const [kind, origin, method, expected] of redeemers) {
  test(`a ${kind} code from ${origin ?? 'no page'} with credential '${method}': ${expected}`, () => {
    assert.equal(
      outcome(() => checkRedeemer(kind, app, origin, { method })),
      expected,
    )
  })
}

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const s256 = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
type Challenge = Pick<AuthorizationCode, 'codeChallenge' | 'codeChallengeMethod' | 'redirectKind'>
const code = (
  codeChallenge: string | null,
  method: 'S256' | 'plain' | null,
  redirectKind: RedirectKind = 'web',
): Challenge => ({
  codeChallenge,
  codeChallengeMethod: method,
  redirectKind,
})
const verifiers: [string, Challenge, string | undefined, string][] = [
  ['S256 and its verifier', code(s256, 'S256'), verifier, 'good'],
  ['plain and its verifier', code(verifier, 'plain'), verifier, 'good'],
  ['no method, which means plain', code(verifier, null), verifier, 'good'],
  ['S256 and the challenge itself', code(s256, 'S256'), s256, 'verifierMismatch'],
  ['plain and another verifier', code(verifier, 'plain'), s256, 'verifierMismatch'],
  ['a challenge and no verifier', code(s256, 'S256'), undefined, 'verifierMismatch'],
  ['a verifier that is too short', code('abc', 'plain'), 'abc', 'verifierMismatch'],
  ['a verifier with other letters', code(s256, 'S256'), `${verifier.slice(0, -1)}é`, 'verifierMismatch'],
  ['a verifier without a challenge', code(null, null), verifier, 'verifierMismatch'],
  ['neither', code(null, null), undefined, 'good'],
  ['neither, at a single-page app', code(null, null, 'spa'), undefined, 'pkceRequired'],
]
for (const [given, challenge, text, expected] of verifiers) {
  test(`PKCE with ${given}: ${expected}`, () => {
    assert.equal(
      outcome(() => checkVerifier(challenge, text)),
      expected,
    )
  })
}

function outcome(check: () => void): string {
  try {
    check()
    return 'good'
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.error
    throw thrown
  }
}
