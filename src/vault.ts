import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** The deployment's secret, used only through keys derived per purpose. */
export type Vault = {
  /** Encrypts with AES-256-GCM; `context` is bound in, so a sealed text cannot be moved to another place. */
  seal(text: string, context: string): string
  /** Throws when the text was altered, sealed under another secret, or for another context. */
  open(sealed: string, context: string): string
  /** HMAC-SHA-256 in base64url: how unguessable secrets (codes, tickets, client secrets) are stored. */
  mac(purpose: string, value: string): string
  /** Names the secret without revealing it; a database keeps it and refuses another. */
  fingerprint: string
}

export function openVault(secret: Uint8Array): Vault {
  if (secret.length < 32) throw new Error('the key-encryption key has fewer than 32 bytes')
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', secret, 'gatehouse', info, 32))
  const sealing = derive('seal')
  const macs = new Map<string, Buffer>()
  const macKey = (purpose: string) => {
    const known = macs.get(purpose)
    if (known) return known
    const key = derive(`mac:${purpose}`)
    macs.set(purpose, key)
    return key
  }
  return {
    seal(text, context) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      if (!sealed.startsWith('1.')) throw new Error('not a sealed text')
      const raw = Buffer.from(sealed.slice(2), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealing, raw.subarray(0, 12))
        .setAAD(Buffer.from(context))
        .setAuthTag(raw.subarray(12, 28))
      return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString('utf8')
    },
    mac: (purpose, value) => createHmac('sha256', macKey(purpose)).update(value).digest('base64url'),
    fingerprint: createHash('sha256').update(derive('fingerprint')).digest('base64url').slice(0, 22),
  }
}
