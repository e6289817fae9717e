import { timingSafeEqual } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { type InvitationId, isGuid, type TenantId } from '../ids.ts'
import { mintOpaque, tenantOfOpaque } from '../opaque.ts'

/** The secret of a redemption link. It is in the link only; the store has its HMAC. */
export function mintTicket(deps: Pick<Deps, 'random' | 'vault'>, tenant: TenantId): { ticket: string; mac: string } {
  const ticket = mintOpaque(tenant, deps.random)
  return { ticket, mac: ticketMac(deps, ticket) }
}

const ticketMac = ({ vault }: Pick<Deps, 'vault'>, ticket: string): string => vault.mac('ticket', ticket)

/** Compares in constant time. */
export function ticketFits(deps: Pick<Deps, 'vault'>, ticket: string, mac: string): boolean {
  const [a, b] = [Buffer.from(ticketMac(deps, ticket)), Buffer.from(mac)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What a redemption link names. */
export type LinkNames = { tenant: TenantId; invitation: InvitationId; ticket: string }

/** graph.md 2.2: `user=` is the invitation's id. Mail links are always on the origin, whatever host was called. */
export function redeemUrl(origin: string, { tenant, invitation, ticket }: LinkNames): string {
  const query = new URLSearchParams({ tenant, user: invitation, ticket, ver: '2.0' })
  return `${origin}/redeem/?${query}`
}

/**
 * Reads the parameters of a link, from a query or a form. Undefined unless each is there once, well formed, and the
 * ticket names the same tenant.
 */
export function parseLink(given: unknown): LinkNames | undefined {
  const { tenant, user, ticket } = (given ?? {}) as Record<string, unknown>
  if (typeof tenant !== 'string' || typeof user !== 'string' || typeof ticket !== 'string') return undefined
  if (!isGuid(tenant) || !isGuid(user)) return undefined
  const lower = tenant.toLowerCase() as TenantId
  if (tenantOfOpaque(ticket) !== lower) return undefined
  return { tenant: lower, invitation: user.toLowerCase() as InvitationId, ticket }
}
