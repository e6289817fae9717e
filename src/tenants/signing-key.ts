import { createHash, webcrypto } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'
import type { SigningKey } from './tenant.ts'

/** `signsFrom` of a key that is published and waits for its turn. */
export const onStandby = 8_640_000_000_000_000

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const

const fiveYears = 5 * 365 * 24 * 3600_000

export const sealingContext = (tenant: TenantId, kid: string): string => `signing-key:${tenant}:${kid}`

/** A new RSA key with a self-signed certificate. Takes about 100 ms: never call it inside a unit of work. */
export async function createSigningKey(
  deps: Pick<Deps, 'vault' | 'random'>,
  tenant: TenantId,
  at: number,
  signsFrom: number = at,
): Promise<SigningKey> {
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const der = await selfSigned(pair, deps.random.bytes(16), at)
  const kid = createHash('sha1').update(der).digest('base64url')
  const jwk = await webcrypto.subtle.exportKey('jwk', pair.publicKey)
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey))
  const pem = `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`
  return {
    kid,
    certificate: der.toString('base64'),
    sealedPrivateKey: deps.vault.seal(pem, sealingContext(tenant, kid)),
    jwk: { kty: 'RSA', n: String(jwk.n), e: String(jwk.e) },
    createdAt: at,
    signsFrom,
    publishedUntil: null,
  }
}

async function selfSigned(pair: webcrypto.CryptoKeyPair, serial: Uint8Array, at: number): Promise<Buffer> {
  // Loaded only here: keys are made rarely, and the library would cost every start its memory.
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: `4${Buffer.from(serial).toString('hex').slice(1)}`,
      name: 'CN=Gatehouse token signing',
      notBefore: new Date(at),
      notAfter: new Date(at + fiveYears),
      signingAlgorithm: algorithm,
      keys: pair,
    },
    webcrypto as Crypto,
  )
  return Buffer.from(certificate.rawData)
}
