import type { TenantId } from './ids.ts'
import type { Random } from './random.ts'

/**
 * Opaque secrets (codes, refresh tokens, tickets, flow ids) start with the tenant they belong to, so that a look-up is
 * tenant-scoped from the first read: `<16 bytes of the tenant's GUID>.<32 random bytes>`, both base64url.
 */
export function mintOpaque(tenant: TenantId, random: Random): string {
  return `${packTenant(tenant)}.${random.token()}`
}

/** The tenant named by an opaque secret, or undefined when the text has another form. Proves nothing by itself. */
export function tenantOfOpaque(text: string): TenantId | undefined {
  const match = /^([A-Za-z0-9_-]{22})\.[A-Za-z0-9_-]{43}$/.exec(text)
  if (!match?.[1]) return undefined
  const hex = Buffer.from(match[1], 'base64url').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as TenantId
}

function packTenant(tenant: TenantId): string {
  return Buffer.from(tenant.replaceAll('-', ''), 'hex').toString('base64url')
}
