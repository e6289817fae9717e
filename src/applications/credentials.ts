import { X509Certificate } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { AppId } from '../ids.ts'
import type { KeyCredential, PasswordCredential } from './application.ts'

export type PasswordWish = { displayName: string | null; startAt: number | null; endAt: number | null }

/** Two years, as the public cloud's default (graph.md 2.7). */
const defaultSecretLife = { years: 2 }

/**
 * A new client secret. The text is shown once; what is kept is its HMAC. 40 characters of base64url: 240 random bits.
 * Starts with a letter or digit so that no shell or config file takes it for an option.
 */
export function newPassword(
  { random, vault }: Pick<Deps, 'random' | 'vault'>,
  appId: AppId,
  wish: PasswordWish,
  now: number,
): { credential: PasswordCredential; secretText: string } {
  const secretText = secret(random)
  const startAt = wish.startAt ?? now
  return {
    secretText,
    credential: {
      keyId: random.uuid(),
      displayName: wish.displayName,
      hint: secretText.slice(0, 3),
      startAt,
      endAt: wish.endAt ?? yearsLater(startAt, defaultSecretLife.years),
      mac: secretMac(vault, appId, secretText),
    },
  }
}

/** How a client secret is kept and compared: bound to the app, so that equal secrets of two apps look different. */
export const secretMac = (vault: Deps['vault'], appId: AppId, secretText: string): string =>
  vault.mac('client-secret', `${appId}:${secretText}`)

function secret(random: Deps['random']): string {
  for (;;) {
    const text = random.token(30)
    if (/^[A-Za-z\d]/.test(text)) return text
  }
}

function yearsLater(at: number, years: number): number {
  const date = new Date(at)
  date.setUTCFullYear(date.getUTCFullYear() + years)
  return date.getTime()
}

export type ReadCertificate = Pick<
  KeyCredential,
  'certificate' | 'thumbprintSha1' | 'thumbprintSha256' | 'startAt' | 'endAt'
> & { subject: string }

/**
 * A certificate as clients send it in `key`: base64 of DER, or base64 of a PEM text, or the PEM text itself. Answers the
 * reason when it cannot be used to verify assertions.
 */
export function readCertificate(key: string): ReadCertificate | { problem: string } {
  const certificate = parse(key)
  if (!certificate) return { problem: 'It must be an X.509 certificate: base64 of its DER form, or PEM.' }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    return { problem: "The certificate's key must be RSA with 2048 bits or more." }
  }
  const digest = (hex: string) => Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64url')
  return {
    certificate: certificate.raw.toString('base64'),
    thumbprintSha1: digest(certificate.fingerprint),
    thumbprintSha256: digest(certificate.fingerprint256),
    startAt: certificate.validFromDate.getTime(),
    endAt: certificate.validToDate.getTime(),
    subject: certificate.subject.split('\n').at(-1) ?? '',
  }
}

function parse(key: string): X509Certificate | undefined {
  const decoded = Buffer.from(key, 'base64')
  for (const candidate of [key.includes('-----BEGIN') ? Buffer.from(key) : decoded]) {
    try {
      return new X509Certificate(candidate)
    } catch {
      // Not a certificate: the caller names the property.
    }
  }
  return undefined
}
