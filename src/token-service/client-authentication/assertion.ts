import { createHash } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, errors, importX509, type JWTPayload, jwtVerify } from 'jose'
import type { KeyCredential } from '../../applications/application.ts'
import { errorTimestamp, type Refusal, refusal, refuse } from '../../errors/index.ts'
import type { Holder } from './secret.ts'

export type AssertionAlgorithm = 'RS256' | 'PS256'
const algorithms: readonly string[] = ['RS256', 'PS256'] satisfies AssertionAlgorithm[]

/** Of a good assertion: what tells it from every other one, until `expiresAt` (epoch ms). */
export type VerifiedAssertion = { id: string; expiresAt: number }

type Header = { alg: AssertionAlgorithm; credential: KeyCredential; thumbprint: string }

/** Clocks of clients that run ahead. A late clock gains nothing: `exp` is taken as it stands. */
const clockSkewSeconds = 300

/**
 * A JWT by which the app proves that it holds the private key of one of its certificates (sts.md 2.3). The key is found
 * by thumbprint among the app's own certificates and by nothing else in the header: `jwk`, `jku`, `x5u`, `x5c` and
 * `kid` are not looked at. `audiences` in lower case. Refuses with assertionUnreadable, assertionSignature,
 * assertionSubjectMismatch, assertionAudience, assertionTime.
 */
export async function verifyAssertion(
  assertion: string,
  holder: Holder,
  audiences: ReadonlySet<string>,
  now: number,
): Promise<VerifiedAssertion> {
  const { alg, credential, thumbprint } = readHeader(assertion, holder)
  if (credential.startAt > now || credential.endAt <= now) {
    refuse('assertionSignature', { reason: 'The key used is expired or not valid yet.', thumbprint })
  }
  const key = await publicKeyOf(credential, alg)
  let payload: JWTPayload
  try {
    // The times are checked below, since `exp` and `nbf` differ in tolerance.
    const verified = await jwtVerify(assertion, key, { algorithms: [alg], ...anyTime })
    payload = verified.payload
  } catch (thrown) {
    throw asRefusal(thrown, thumbprint)
  }
  const { appId } = holder.application
  const isOwn = [payload.iss, payload.sub].every((name) => typeof name === 'string' && name.toLowerCase() === appId)
  if (!isOwn) refuse('assertionSubjectMismatch')
  // A list of audiences would let one assertion serve at several servers (OIDF advisory of January 2025).
  if (typeof payload.aud !== 'string' || !audiences.has(payload.aud.toLowerCase())) refuse('assertionAudience')
  const expiresAt = checkTimes(payload, now)
  const id = typeof payload.jti === 'string' && payload.jti !== '' ? payload.jti : digest(assertion)
  return { id, expiresAt }
}

const anyTime = { currentDate: new Date(0), clockTolerance: Number.MAX_SAFE_INTEGER }

/** The client id that an assertion claims, for requests that name it nowhere else. Proves nothing. */
export function claimedClient(assertion: string): string | undefined {
  try {
    const { sub } = decodeJwt(assertion)
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

function readHeader(assertion: string, holder: Holder): Header {
  let header: Record<string, unknown>
  try {
    header = decodeProtectedHeader(assertion) as Record<string, unknown>
  } catch {
    refuse('assertionUnreadable', { reason: 'it is not a signed JWT' })
  }
  if (assertion.split('.').length !== 3) refuse('assertionUnreadable', { reason: 'it is not a signed JWT' })
  const { alg } = header
  if (typeof alg !== 'string' || !algorithms.includes(alg)) {
    refuse('assertionUnreadable', { reason: 'its algorithm is neither PS256 nor RS256' })
  }
  const thumbprints = [
    { name: 'thumbprintSha1' as const, value: header.x5t },
    { name: 'thumbprintSha256' as const, value: header['x5t#S256'] },
  ].filter(({ value }) => value !== undefined)
  const [first] = thumbprints
  if (!first) refuse('assertionSignature', { reason: 'The header has neither x5t nor x5t#S256.', thumbprint: '' })
  const shown = typeof first.value === 'string' ? first.value : ''
  const credentials = [...holder.application.keyCredentials, ...(holder.servicePrincipal?.keyCredentials ?? [])]
  const credential = credentials.find((known) =>
    thumbprints.every(({ name, value }) => typeof value === 'string' && base64url(value) === known[name]),
  )
  if (!credential) {
    refuse('assertionSignature', { reason: 'The key was not found by its thumbprint.', thumbprint: shown })
  }
  return { alg: alg as AssertionAlgorithm, credential, thumbprint: shown }
}

/** MSAL Go writes thumbprints in the standard alphabet with padding. */
const base64url = (text: string): string =>
  text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={0,2}$/, '')

const keys = new Map<string, Promise<CryptoKey>>()

/** Remembered by the certificate's own digest, so a replaced certificate is another entry. */
function publicKeyOf({ certificate, thumbprintSha256 }: KeyCredential, alg: AssertionAlgorithm): Promise<CryptoKey> {
  const name = `${alg} ${thumbprintSha256}`
  const known = keys.get(name)
  if (known) return known
  if (keys.size >= 5000) keys.clear()
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`
  const loading = importX509(pem, alg)
  keys.set(name, loading)
  loading.catch(() => keys.delete(name))
  return loading
}

function checkTimes({ exp, nbf, iat }: JWTPayload, now: number): number {
  const seconds = Math.floor(now / 1000)
  const isWhole = [exp, nbf, iat].every((time) => time === undefined || Number.isSafeInteger(time))
  const starts = Math.max(nbf ?? 0, iat ?? 0)
  const isAlive = isWhole && exp !== undefined && exp > seconds && starts <= seconds + clockSkewSeconds
  // Dates end in the year 275760.
  if (!isAlive || exp > 8_640_000_000_000) {
    refuse('assertionTime', { now: errorTimestamp(now), from: shownTime(nbf), expires: shownTime(exp) })
  }
  return exp * 1000
}

function shownTime(seconds: unknown): string {
  const isDate = typeof seconds === 'number' && Math.abs(seconds) <= 8_640_000_000_000
  return isDate ? errorTimestamp(seconds * 1000) : 'not given'
}

function asRefusal(thrown: unknown, thumbprint: string): Refusal | unknown {
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    return refusal('assertionUnreadable', { reason: `its claim '${thrown.claim}' has the wrong type` })
  }
  if (thrown instanceof errors.JOSEError) {
    return refusal('assertionSignature', { reason: 'The signature does not fit the key.', thumbprint })
  }
  return thrown
}
