import type { Application, OptionalClaim } from '../../applications/application.ts'
import type { Memberships } from './memberships.ts'
import { isGuest, type PersonFacts, preferredUsername } from './person.ts'

export type Claims = Record<string, unknown>

/** Tokens are valid from five minutes before they are made, for clocks that are behind (sts.md 5.1). In seconds. */
export function times(at: number, lifeSeconds: number): { iat: number; nbf: number; exp: number } {
  const now = Math.floor(at / 1000)
  return { iat: now - 300, nbf: now - 300, exp: now + lifeSeconds }
}

/** v2: `{origin}/{tenant}/v2.0`; v1: `{origin}/{tenant}/`. */
export const issuer = (origin: string, tenant: string, version: 1 | 2): string =>
  version === 2 ? `${origin}/${tenant}/v2.0` : `${origin}/${tenant}/`

/** An address that nobody has proven never reaches an app of somebody else's (attack "nOAuth"). */
export function mayShowEmail(
  { email, tenant }: PersonFacts,
  audience: { application: Application; owner: string },
): boolean {
  if (!email) return false
  return email.verified || (audience.application.signInAudience === 'AzureADMyOrg' && audience.owner === tenant.id)
}

/** Groups, roles and directory roles; with too many groups, where to ask for them (sts.md 5.8). */
export function membershipClaims(
  { roles, groups, overage, wids }: Memberships,
  graphOrigin: string,
  oid: string,
): Claims {
  return {
    ...(roles.length > 0 ? { roles } : {}),
    ...(groups && groups.length > 0 ? { groups } : {}),
    ...(overage
      ? {
          _claim_names: { groups: 'src1' },
          _claim_sources: { src1: { endpoint: `${graphOrigin}/v1.0/users/${oid}/getMemberObjects` } },
        }
      : {}),
    ...(wids && wids.length > 0 ? { wids } : {}),
  }
}

type Optional = ReadonlyMap<string, OptionalClaim>

/** Optional claims that id_tokens and access tokens share. */
export function optionalPersonClaims(person: PersonFacts, wanted: Optional, showEmail: boolean): Claims {
  const { user, tenant, email, account } = person
  const claims: Claims = {}
  const put = (name: string, value: unknown) => {
    if (wanted.has(name) && value !== null && value !== undefined) claims[name] = value
  }
  put('acct', isGuest(person) && user.userType === 'Guest' ? 1 : 0)
  put('auth_time', Math.floor(account.authenticatedAt / 1000))
  put('ctry', user.country)
  put('tenant_ctry', tenant.countryLetterCode)
  put('family_name', user.surname)
  put('given_name', user.givenName)
  put('sid', account.sessionId)
  put('upn', upnOf(person, wanted.get('upn')))
  put('preferred_username', preferredUsername(person))
  put('email', showEmail ? email?.address : undefined)
  put('xms_edov', email?.verified)
  put('verified_primary_email', email?.verified ? [email.address] : [])
  return claims
}

/** Guests have none unless the app asks for their long name here. */
function upnOf({ user }: PersonFacts, wanted: OptionalClaim | undefined): string | undefined {
  if (user.home === null) return user.userPrincipalName
  const ways = wanted?.additionalProperties ?? []
  if (ways.includes('include_externally_authenticated_upn')) return user.userPrincipalName
  if (ways.includes('include_externally_authenticated_upn_without_hash'))
    return user.userPrincipalName.replaceAll('#', '_')
  return undefined
}
