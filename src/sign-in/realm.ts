import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { TenantId, UserId } from '../ids.ts'

/** Where somebody signs in who typed this name. */
export type Realm =
  /** The domain is verified in a tenant: its own page and its own password. */
  | { kind: 'tenant'; tenant: TenantId; name: string }
  /** No tenant has the domain: the mailbox can be proven, to the tenant that was asked for. `guestId` null: nobody. */
  | { kind: 'mailbox'; tenant: TenantId; address: string; guestId: UserId | null }
  | { kind: 'unknown' }
  | { kind: 'malformed' }

const longestName = 320

/** `name@domain` in its usual form, or undefined. */
export function parseSignInName(text: string): { name: string; domain: string } | undefined {
  const name = text.normalize('NFKC').trim()
  const [, domain] = /^[^@\s<>"\p{Cc}]{1,200}@([^@\s<>"\p{Cc}]{3,253})$/u.exec(name) ?? []
  return domain && name.length <= longestName ? { name, domain: domain.toLowerCase() } : undefined
}

/** Home realm discovery: by the domain alone for tenants, so that the answer never tells who exists there. */
export async function realmOf(deps: Deps, text: string, wanted: TenantId | null): Promise<Realm> {
  const parsed = parseSignInName(text)
  if (!parsed) return { kind: 'malformed' }
  const home = await deps.store.across.tenantOfDomain(parsed.domain)
  if (home !== undefined) return { kind: 'tenant', tenant: home, name: parsed.name }
  if (wanted === null) return { kind: 'unknown' }
  return { kind: 'mailbox', tenant: wanted, address: parsed.name, guestId: await guestOf(deps, wanted, parsed.name) }
}

/** A guest who proved this mailbox before, or who was invited by it and has not accepted yet. */
async function guestOf(deps: Deps, tenant: TenantId, address: string): Promise<UserId | null> {
  const door = deps.store.at(tenant)
  const [linked, named] = await Promise.all([
    deps.store.users.byHomeEmail(door, address),
    deps.store.users.byAddress(door, address),
  ])
  if (linked && linked.deletedAt === null) return linked.id
  const pending = named.find((user) => user.home === null && user.externalUserState === 'PendingAcceptance')
  return pending?.id ?? null
}

/**
 * Whether a proven mailbox still leads to this guest: while nothing was accepted, and afterwards only if the mailbox is
 * what the guest was linked to. Pure. Without `address`: any mailbox.
 */
export function entersByMailbox({ home, externalUserState }: User, address?: string): boolean {
  if (home === null) return externalUserState === 'PendingAcceptance'
  return home.kind === 'email' && (address === undefined || folded(home.address) === folded(address))
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()
