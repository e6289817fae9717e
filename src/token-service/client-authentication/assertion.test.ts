import assert from 'node:assert/strict'
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import { before, test } from 'node:test'
import { CompactEncrypt, CompactSign, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { type KeyCredential, newApplication } from '../../applications/application.ts'
import { Refusal } from '../../errors/index.ts'
import type { AppId, ApplicationId, TenantId } from '../../ids.ts'
import { systemRandom } from '../../random.ts'
import { createSigningKey, sealingContext } from '../../tenants/signing-key.ts'
import { openVault } from '../../vault.ts'
import { verifyAssertion } from './assertion.ts'
import type { Holder } from './secret.ts'

const now = Date.UTC(2026, 0, 31, 12)
const seconds = now / 1000
const appId = '11111111-2222-4333-8444-555555555555'
const endpoint = 'https://id.example/contoso/oauth2/v2.0/token'
const audiences = new Set([endpoint, 'https://id.example/contoso/v2.0'])

type Certified = { credential: KeyCredential; pem: string }
let own: Certified
let expired: Certified
let stranger: Certified
let holder: Holder

/** Our own signing keys have all that a client's certificate has. */
async function certified(life: [number, number] = [now - 1, now + 86_400_000]): Promise<Certified> {
  const vault = openVault(Buffer.alloc(32, 3))
  const key = await createSigningKey({ vault, random: systemRandom }, 'tenant' as TenantId, now)
  const der = Buffer.from(key.certificate, 'base64')
  return {
    pem: vault.open(key.sealedPrivateKey, sealingContext('tenant' as TenantId, key.kid)),
    credential: {
      keyId: 'key',
      displayName: null,
      startAt: life[0],
      endAt: life[1],
      certificate: key.certificate,
      thumbprintSha1: createHash('sha1').update(der).digest('base64url'),
      thumbprintSha256: createHash('sha256').update(der).digest('base64url'),
    },
  }
}

before(async () => {
  ;[own, expired, stranger] = await Promise.all([certified(), certified([now - 20, now - 10]), certified()])
  const application = newApplication({
    id: 'object' as ApplicationId,
    appId: appId as AppId,
    displayName: 'Daemon',
    createdAt: 0,
    keyCredentials: [own.credential, expired.credential],
  })
  holder = { application, servicePrincipal: null }
})

const privateKey = ({ pem }: Certified): KeyObject => createPrivateKey(pem)
const publicPem = ({ credential }: Certified): string =>
  new X509Certificate(Buffer.from(credential.certificate, 'base64')).publicKey
    .export({ type: 'spki', format: 'pem' })
    .toString()

const goodClaims = (): JWTPayload => ({
  iss: appId,
  sub: appId,
  aud: endpoint,
  exp: seconds + 600,
  nbf: seconds,
  iat: seconds,
  jti: 'one',
})
const goodHeader = (): JWTHeaderParameters => ({
  alg: 'PS256',
  typ: 'JWT',
  'x5t#S256': own.credential.thumbprintSha256,
})

const signed = (
  claims: JWTPayload = {},
  header: Record<string, unknown> = {},
  key: KeyObject = privateKey(own),
): Promise<string> =>
  new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader({ ...goodHeader(), ...header } as JWTHeaderParameters)
    .sign(key)

/** A JWT put together by hand, for what a library refuses to make. */
function handMade(header: unknown, claims: unknown, sign: (input: string) => string = () => ''): string {
  const encode = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${sign(input)}`
}

const hmac = (secret: string) => (input: string) => createHmac('sha256', secret).update(input).digest('base64url')
const without = (name: string): JWTPayload => ({ [name]: undefined })
const standard = (text: string): string => Buffer.from(text, 'base64url').toString('base64')

const good: { given: string; make: () => Promise<string> | string }[] = [
  { given: 'PS256 by SHA-256 thumbprint', make: () => signed() },
  { given: 'RS256 by SHA-1 thumbprint', make: () => rs256({ x5t: own.credential.thumbprintSha1 }) },
  {
    given: 'a thumbprint in the standard alphabet with padding',
    make: () => signed({}, { 'x5t#S256': standard(own.credential.thumbprintSha256) }),
  },
  { given: 'both thumbprints', make: () => signed({}, { x5t: own.credential.thumbprintSha1 }) },
  { given: 'the issuer as audience', make: () => signed({ aud: 'https://ID.example/Contoso/v2.0' }) },
  { given: 'a chain that nobody looks at', make: () => signed({}, { x5c: [stranger.credential.certificate] }) },
  { given: 'a clock four minutes ahead', make: () => signed({ nbf: seconds + 240, iat: seconds + 240 }) },
  { given: 'no jti', make: () => signed(without('jti')) },
]

const rs256 = (header: Record<string, unknown>, key: KeyObject = privateKey(own)): Promise<string> =>
  signed({}, { alg: 'RS256', 'x5t#S256': undefined, ...header }, key)

const forged: { given: string; make: () => Promise<string> | string; expect: string }[] = [
  // The algorithm
  {
    given: 'no signature (none)',
    make: () => handMade({ ...goodHeader(), alg: 'none' }, goodClaims()),
    expect: 'assertionUnreadable',
  },
  {
    given: 'None in other letters',
    make: () => handMade({ ...goodHeader(), alg: 'nOnE' }, goodClaims()),
    expect: 'assertionUnreadable',
  },
  {
    given: 'no algorithm',
    make: () => handMade({ ...goodHeader(), alg: undefined }, goodClaims()),
    expect: 'assertionUnreadable',
  },
  {
    given: 'an algorithm that is a list',
    make: () => handMade({ ...goodHeader(), alg: ['PS256'] }, goodClaims()),
    expect: 'assertionUnreadable',
  },
  {
    given: 'HS256 with the public key as secret',
    make: () => handMade({ ...goodHeader(), alg: 'HS256' }, goodClaims(), hmac(publicPem(own))),
    expect: 'assertionUnreadable',
  },
  {
    given: 'HS256 with the certificate as secret',
    make: () => handMade({ ...goodHeader(), alg: 'HS256' }, goodClaims(), hmac(own.credential.certificate)),
    expect: 'assertionUnreadable',
  },
  {
    given: 'RS256 that is an HMAC with the public key',
    make: () => handMade({ ...goodHeader(), alg: 'RS256' }, goodClaims(), hmac(publicPem(own))),
    expect: 'assertionSignature',
  },
  { given: 'RS512', make: () => signed({}, { alg: 'RS512' }), expect: 'assertionUnreadable' },
  { given: 'PS384', make: () => signed({}, { alg: 'PS384' }), expect: 'assertionUnreadable' },
  {
    given: 'ES256',
    make: () => signed({}, { alg: 'ES256' }, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    expect: 'assertionUnreadable',
  },
  {
    given: 'PS256 in the header over an RS256 signature',
    make: async () => withHeader(await rs256({ 'x5t#S256': own.credential.thumbprintSha256 }), goodHeader()),
    expect: 'assertionSignature',
  },
  // The key
  {
    given: "a stranger's key under the own thumbprint",
    make: () => signed({}, {}, privateKey(stranger)),
    expect: 'assertionSignature',
  },
  {
    given: "a stranger's key and thumbprint",
    make: () => signed({}, { 'x5t#S256': stranger.credential.thumbprintSha256 }, privateKey(stranger)),
    expect: 'assertionSignature',
  },
  {
    given: "a stranger's key in jwk",
    make: () =>
      signed({}, { jwk: createPublicKey(privateKey(stranger)).export({ format: 'jwk' }) }, privateKey(stranger)),
    expect: 'assertionSignature',
  },
  {
    given: "a stranger's key set in jku",
    make: () => signed({}, { jku: 'https://evil.example/keys' }, privateKey(stranger)),
    expect: 'assertionSignature',
  },
  {
    given: "a stranger's certificate in x5u",
    make: () => signed({}, { x5u: 'https://evil.example/c.pem' }, privateKey(stranger)),
    expect: 'assertionSignature',
  },
  {
    given: "a stranger's certificate in x5c",
    make: () => signed({}, { x5c: [stranger.credential.certificate] }, privateKey(stranger)),
    expect: 'assertionSignature',
  },
  {
    given: 'only a kid',
    make: () => signed({}, { 'x5t#S256': undefined, kid: own.credential.thumbprintSha1 }),
    expect: 'assertionSignature',
  },
  {
    given: 'a kid that is a path',
    make: () => signed({}, { 'x5t#S256': undefined, kid: '../../../../dev/null' }),
    expect: 'assertionSignature',
  },
  {
    given: 'a kid that is SQL',
    make: () => signed({}, { 'x5t#S256': undefined, kid: "x' or '1'='1" }),
    expect: 'assertionSignature',
  },
  { given: 'no thumbprint', make: () => signed({}, { 'x5t#S256': undefined }), expect: 'assertionSignature' },
  { given: 'an empty thumbprint', make: () => signed({}, { 'x5t#S256': '' }), expect: 'assertionSignature' },
  {
    given: 'a thumbprint that is a list',
    make: () => signed({}, { 'x5t#S256': [own.credential.thumbprintSha256] }),
    expect: 'assertionSignature',
  },
  {
    given: 'a thumbprint that is an object',
    make: () => signed({}, { 'x5t#S256': { toString: 'x' } }),
    expect: 'assertionSignature',
  },
  {
    given: 'two thumbprints that differ',
    make: () => signed({}, { x5t: stranger.credential.thumbprintSha1 }),
    expect: 'assertionSignature',
  },
  {
    given: 'an expired certificate',
    make: () => signed({}, { 'x5t#S256': expired.credential.thumbprintSha256 }, privateKey(expired)),
    expect: 'assertionSignature',
  },
  // The text
  {
    given: 'a changed claim',
    make: async () => withClaims(await signed(), { ...goodClaims(), jti: 'two' }),
    expect: 'assertionSignature',
  },
  {
    given: 'no signature part',
    make: async () => (await signed()).split('.').slice(0, 2).join('.'),
    expect: 'assertionUnreadable',
  },
  {
    given: 'an empty signature',
    make: async () => `${(await signed()).split('.').slice(0, 2).join('.')}.`,
    expect: 'assertionSignature',
  },
  { given: 'a fourth part', make: async () => `${await signed()}.x`, expect: 'assertionUnreadable' },
  {
    given: 'an encrypted token',
    make: () =>
      new CompactEncrypt(Buffer.from('{}'))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(Buffer.alloc(32)),
    expect: 'assertionUnreadable',
  },
  {
    given: 'an encrypted token around a good one',
    make: async () =>
      new CompactEncrypt(Buffer.from(await signed()))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(Buffer.alloc(32)),
    expect: 'assertionUnreadable',
  },
  {
    given: 'an unknown critical header',
    make: async () => withHeader(await signed(), { ...goodHeader(), crit: ['x'], x: 1 }),
    expect: 'assertionSignature',
  },
  {
    given: 'an unencoded payload (b64)',
    make: async () => withHeader(await signed(), { ...goodHeader(), crit: ['b64'], b64: false }),
    expect: 'assertionSignature',
  },
  { given: 'no JSON', make: () => 'a.b.c', expect: 'assertionUnreadable' },
  { given: 'nothing but dots', make: () => '..', expect: 'assertionUnreadable' },
  { given: 'a header that is a list', make: () => handMade('[]', goodClaims()), expect: 'assertionUnreadable' },
  { given: 'claims that are text', make: () => handMadeSigned('"text"'), expect: 'assertionSignature' },
  // The claims
  { given: 'another issuer', make: () => signed({ iss: 'somebody' }), expect: 'assertionSubjectMismatch' },
  {
    given: 'another subject',
    make: () => signed({ sub: '99999999-2222-4333-8444-555555555555' }),
    expect: 'assertionSubjectMismatch',
  },
  { given: 'no subject', make: () => signed(without('sub')), expect: 'assertionSubjectMismatch' },
  { given: 'no audience', make: () => signed(without('aud')), expect: 'assertionAudience' },
  {
    given: 'the token endpoint of another tenant',
    make: () => signed({ aud: 'https://id.example/fabrikam/oauth2/v2.0/token' }),
    expect: 'assertionAudience',
  },
  {
    given: 'another endpoint',
    make: () => signed({ aud: 'https://id.example/contoso/oauth2/v2.0/authorize' }),
    expect: 'assertionAudience',
  },
  {
    given: 'another host',
    make: () => signed({ aud: 'https://evil.example/contoso/oauth2/v2.0/token' }),
    expect: 'assertionAudience',
  },
  {
    given: 'a list of audiences',
    make: () => signed({ aud: [endpoint, 'https://evil.example'] }),
    expect: 'assertionAudience',
  },
  { given: 'a list of one audience', make: () => signed({ aud: [endpoint] }), expect: 'assertionAudience' },
  { given: 'a time that is over', make: () => signed({ exp: seconds }), expect: 'assertionTime' },
  {
    given: 'an issuer that is an object',
    make: () => handMadeSigned(JSON.stringify({ ...goodClaims(), iss: { toString: 1 } })),
    expect: 'assertionSubjectMismatch',
  },
  { given: 'no expiry', make: () => signed(without('exp')), expect: 'assertionTime' },
  {
    given: 'an expiry beyond all dates',
    make: () => signed({ exp: Number.MAX_SAFE_INTEGER }),
    expect: 'assertionTime',
  },
  { given: 'a start far ahead', make: () => signed({ nbf: seconds + 301 }), expect: 'assertionTime' },
  { given: 'an issue time far ahead', make: () => signed({ iat: seconds + 3600 }), expect: 'assertionTime' },
  {
    given: 'an expiry that is text',
    make: () => handMadeSigned(JSON.stringify({ ...goodClaims(), exp: 'never' })),
    expect: 'assertionUnreadable',
  },
]

function withHeader(token: string, header: unknown): string {
  const [, claims, signature] = token.split('.')
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}.${signature}`
}

function withClaims(token: string, claims: unknown): string {
  const [header, , signature] = token.split('.')
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
}

async function handMadeSigned(claims: string): Promise<string> {
  return new CompactSign(Buffer.from(claims)).setProtectedHeader(goodHeader()).sign(privateKey(own))
}

for (const { given, make } of good) {
  test(`a client assertion with ${given} is good`, async () => {
    const verified = await verifyAssertion(await make(), holder, audiences, now)
    assert.equal(verified.expiresAt, now + 600_000)
  })
}

for (const { given, make, expect } of forged) {
  test(`a client assertion with ${given} is refused`, async () => {
    await assert.rejects(
      async () => verifyAssertion(await make(), holder, audiences, now),
      (thrown) => {
        assert.ok(thrown instanceof Refusal, String(thrown))
        assert.equal(thrown.error, expect)
        assert.equal(thrown.entry.oauth, 'invalid_client')
        return true
      },
    )
  })
}

test('the table has forty forged tokens and more', () => assert.ok(forged.length >= 40))
