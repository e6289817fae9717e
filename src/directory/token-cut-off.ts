import type { Store } from '../store.ts'
import type { User } from './user.ts'

/** Tokens say that they were issued this long before they were (sts.md 5.1), in seconds. */
const issuedEarly = 300

/**
 * Nothing since a person's access token was issued has ended it. The home tenant's word counts for the sign-in, which can
 * be older than the guest object; the guest object's own cut-off counts for the token. Claims count whole seconds.
 */
export async function isTokenStillGood(
  { users, tenants, at }: Pick<Store, 'users' | 'tenants' | 'at'>,
  user: User,
  claims: Record<string, unknown>,
): Promise<boolean> {
  const seconds = (ms: number) => Math.floor(ms / 1000)
  const issuedAt = numberOf(claims.iat) + issuedEarly
  if (!user.accountEnabled || issuedAt < seconds(user.sessionsValidFrom)) return false
  const { home } = user
  if (home !== null && home.kind !== 'tenant') return true
  // The caller looks at the tenant that the token is for; here it is the one that the sign-in is from.
  if (home && (await tenants.get(at(home.tenantId)))?.suspendedAt !== null) return false
  const owner = home ? await users.find(at(home.tenantId), home.objectId) : user
  return owner?.accountEnabled === true && numberOf(claims.auth_time) >= seconds(owner.sessionsValidFrom)
}

const numberOf = (claim: unknown): number => (typeof claim === 'number' ? claim : 0)
