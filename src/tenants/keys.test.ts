import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import test from 'node:test'
import { importJWK, importPKCS8, jwtVerify, SignJWT } from 'jose'
import type { TenantId } from '../ids.ts'
import { systemRandom } from '../random.ts'
import { openVault } from '../vault.ts'
import { issuersOf, signingKeyAt } from './keys.ts'
import { createSigningKey, onStandby, sealingContext } from './signing-key.ts'
import type { SigningKey } from './tenant.ts'

const tenant = '11111111-1111-4111-8111-111111111111' as TenantId
const vault = openVault(Buffer.alloc(32, 7))

test('a new key has a certificate whose SHA-1 is its kid, and a sealed private half that signs for it', async () => {
  const at = Date.UTC(2026, 0, 31)
  const key = await createSigningKey({ vault, random: systemRandom }, tenant, at)
  const certificate = new X509Certificate(Buffer.from(key.certificate, 'base64'))
  assert.equal(key.kid, createHash('sha1').update(certificate.raw).digest('base64url'))
  assert.equal(key.kid.length, 27)
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048)
  assert.ok(certificate.verify(certificate.publicKey))
  assert.deepEqual(certificate.publicKey.export({ format: 'jwk' }), key.jwk)
  assert.ok(!key.sealedPrivateKey.includes('PRIVATE'))
  const privateKey = await importPKCS8(vault.open(key.sealedPrivateKey, sealingContext(tenant, key.kid)), 'RS256')
  const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
  await jwtVerify(token, await importJWK({ ...key.jwk, alg: 'RS256' }))
  assert.throws(() => vault.open(key.sealedPrivateKey, sealingContext(tenant, 'another')))
})

const key = (kid: string, signsFrom: number): SigningKey => ({
  kid,
  certificate: '',
  sealedPrivateKey: '',
  jwk: { kty: 'RSA', n: '', e: '' },
  createdAt: 0,
  signsFrom,
  publishedUntil: null,
})

const turns: { given: string; keys: SigningKey[]; at: number; expect: string | undefined }[] = [
  { given: 'there is no key', keys: [], at: 5, expect: undefined },
  { given: 'one key signs and one stands by', keys: [key('b', onStandby), key('a', 0)], at: 5, expect: 'a' },
  { given: "the next key's turn is in the future", keys: [key('a', 0), key('b', 10)], at: 9, expect: 'a' },
  { given: "the next key's turn has come", keys: [key('a', 0), key('b', 10)], at: 10, expect: 'b' },
  { given: 'the clock stands before the first key', keys: [key('b', onStandby), key('a', 20)], at: 5, expect: 'a' },
]
for (const { given, keys, at, expect } of turns) {
  test(`the signing key when ${given}`, () => assert.equal(signingKeyAt(keys, at)?.kid, expect))
}

test('a tenant has its issuers on every served host and on no other', () => {
  const config = { origin: 'https://id.example:8443', hosts: ['login.example'] }
  assert.deepEqual(issuersOf(config, tenant), [
    `https://id.example:8443/${tenant}/v2.0`,
    `https://id.example:8443/${tenant}/`,
    `https://login.example/${tenant}/v2.0`,
    `https://login.example/${tenant}/`,
  ])
})
