import { createHash, timingSafeEqual } from 'node:crypto'
import { refuse } from '../errors/index.ts'
import type { AuthorizationCode } from './store.ts'

const verifierForm = /^[A-Za-z0-9\-._~]{43,128}$/

/**
 * RFC 7636 at redemption. A verifier without a challenge is refused too: it means that somebody has taken the challenge
 * out of the authorization request.
 */
export function checkVerifier(
  code: Pick<AuthorizationCode, 'codeChallenge' | 'codeChallengeMethod' | 'redirectKind'>,
  verifier: string | undefined,
): void {
  const { codeChallenge, codeChallengeMethod, redirectKind } = code
  if (codeChallenge === null) {
    if (redirectKind === 'spa') refuse('pkceRequired')
    if (verifier !== undefined) refuse('verifierMismatch')
    return
  }
  if (verifier === undefined || !verifierForm.test(verifier)) refuse('verifierMismatch')
  const derived = codeChallengeMethod === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  if (!equal(derived, codeChallenge)) refuse('verifierMismatch')
}

/** In constant time for texts of one length. */
export function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
