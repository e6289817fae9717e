import { provenAddresses } from '../directory/proven-addresses.ts'
import type { User } from '../directory/user.ts'
import { parseAddress, sameAddress } from './address.ts'

/** The account that a person has proven to hold. */
export type ProvenAccount =
  /** Signed in at a tenant, which has verified these domains. */
  | {
      kind: 'tenant'
      user: Pick<User, 'userPrincipalName' | 'mail' | 'proxyAddresses'>
      verifiedDomains: readonly string[]
    }
  /** Gave the one-time code that was mailed to the address. */
  | { kind: 'mailbox'; address: string }

/**
 * Whether an account proves an invited address (design.md 8, Domains). Pure. A home account does only if the address's
 * domain is verified in its own tenant, since a home admin can write any `mail`; and only by the names that the tenant
 * gives: `otherMails` are the person's own.
 */
export function provesAddress(account: ProvenAccount, invited: string): boolean {
  if (account.kind === 'mailbox') return sameAddress(account.address, invited)
  return provenAddresses(account.user, account.verifiedDomains).some((name) => sameAddress(name, invited))
}

/** The domain by which an address is routed, or undefined for what is no address. */
export function domainOf(address: string): string | undefined {
  const parsed = parseAddress(address)
  return 'fault' in parsed ? undefined : parsed.domain
}
