import 'reflect-metadata'
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'
import type { GraphClient } from '../harness/index.ts'
import { succeeded } from '../harness/story.ts'

/** A certificate as an admin makes one for an app: the public half goes to the registration, the rest stays. */
export type AppCertificate = {
  /** PEM, PKCS#8. */
  privateKey: string
  certificate: string
  /** The same certificate as bytes: what Windows calls a `.cer` file. */
  der: Buffer
  thumbprintSha256: string
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}

/** Registers a fresh self-signed certificate at the app, beside the secrets it has. `objectId`: of the registration. */
export async function addCertificate(graph: GraphClient, objectId: string): Promise<AppCertificate> {
  const made = await newCertificate()
  const key = made.der.toString('base64')
  succeeded(
    await graph.patch(`/v1.0/applications/${objectId}`, {
      keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', displayName: 'Nightly job', key }],
    }),
  )
  return made
}

/** A fresh self-signed certificate that nobody knows yet. */
export async function newCertificate(notAfter = new Date(Date.UTC(2040, 0))): Promise<AppCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomBytes(8).toString('hex'),
      name: 'CN=Nightly job',
      notBefore: new Date(Date.UTC(2020, 0)),
      notAfter,
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto as Crypto,
  )
  const certificate = made.toString('pem')
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    certificate,
    der: Buffer.from(made.rawData),
    thumbprintSha256: new X509Certificate(certificate).fingerprint256.replaceAll(':', ''),
    privateKey: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`,
  }
}
