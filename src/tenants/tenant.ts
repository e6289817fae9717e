import type { TenantId } from '../ids.ts'

export type TenantKind = 'workforce' | 'external'

export type Tenant = {
  id: TenantId
  kind: TenantKind
  displayName: string
  /** `contoso.gatehouse.test`: verified from birth, ends the UPN of every guest, can never be removed. */
  initialDomain: string
  createdAt: number
  /** Set by the operator; nobody signs in and no token is issued while it stands. */
  suspendedAt: number | null
  /** Days until a redemption link expires; null is never. */
  redemptionLinkDays: 7 | 14 | 30 | 90 | null
  technicalNotificationMails: string[]
  privacyProfile: { contactEmail: string | null; statementUrl: string | null }
  preferredLanguage: string | null
  countryLetterCode: string | null
}

export type Domain = {
  /** Lower case, as DNS compares. */
  name: string
  isInitial: boolean
  isDefault: boolean
  verifiedAt: number | null
  /** The TXT record that proves the domain: `gatehouse-verification=<token>`. */
  verificationToken: string
  createdAt: number
}

/** `kid` and `x5t` are both the base64url SHA-1 of the certificate (sts.md 1.6). */
export type SigningKey = {
  kid: string
  /** DER, base64. */
  certificate: string
  /** PKCS #8 PEM, sealed under the context `signing-key:<tenant>:<kid>`. */
  sealedPrivateKey: string
  /** Public part as JWK: n, e. */
  jwk: { kty: 'RSA'; n: string; e: string }
  createdAt: number
  /** When it starts to sign; a key is published before that. */
  signsFrom: number
  /** When it stops being published. */
  publishedUntil: number | null
}
