import type { Application } from '../../applications/application.ts'
import type { OidcScope } from '../../consent/scopes.ts'
import { type AskedClaims, optionalClaims } from './asked.ts'
import { type Claims, issuer, mayShowEmail, membershipClaims, optionalPersonClaims, times } from './common.ts'
import type { Memberships } from './memberships.ts'
import { identityProvider, isGuest, type PersonFacts, preferredUsername } from './person.ts'

export type IdTokenInput = {
  version: 1 | 2
  at: number
  lifeSeconds: number
  /** Our origin on the host that was called. */
  origin: string
  client: { application: Application; owner: string }
  person: PersonFacts
  memberships: Memberships
  subject: string
  scopes: readonly OidcScope[]
  nonce: string | null
  /** Opaque: brings the same account back. */
  loginHint: string
  asked: AskedClaims
  /** Opaque: `uti` names the token in logs. */
  uti: string
}

/** sts.md 5.2 (v2) and 5.4 (v1). Pure. */
export function idTokenClaims(input: IdTokenInput): Claims {
  const { version, origin, client, person, scopes, asked } = input
  const { tenant, user, account, email } = person
  const wanted = optionalClaims(client.application, 'idToken')
  for (const name of asked.idToken) {
    if (!wanted.has(name)) wanted.set(name, { name, source: null, essential: false, additionalProperties: [] })
  }
  const showEmail = mayShowEmail(person, client)
  const hasProfile = scopes.includes('profile')
  const isV1 = version === 1
  return {
    aud: client.application.appId,
    iss: issuer(origin, tenant.id, version),
    ...times(input.at, input.lifeSeconds),
    auth_time: Math.floor(account.authenticatedAt / 1000),
    ...maybe('idp', identityProvider(person, origin)),
    ...(hasProfile || isV1 ? { name: user.displayName, oid: user.id } : {}),
    ...(hasProfile && !isV1 ? { preferred_username: preferredUsername(person) } : {}),
    ...(isV1 ? v1Names(person) : {}),
    ...(showEmail && (isGuest(person) || scopes.includes('email')) ? { email: email?.address } : {}),
    ...maybe('nonce', input.nonce ?? undefined),
    sub: input.subject,
    tid: tenant.id,
    ver: isV1 ? '1.0' : '2.0',
    ...membershipClaims(input.memberships, origin, user.id),
    ...optionalPersonClaims(person, wanted, showEmail),
    // Front-channel sign-out tells the app which session ends.
    ...(client.application.web.logoutUrl ? { sid: account.sessionId } : {}),
    ...(wanted.has('login_hint') ? { login_hint: input.loginHint } : {}),
    ...(wanted.has('signin_state') ? { signin_state: person.isPersistent ? ['kmsi'] : [] } : {}),
    uti: input.uti,
  }
}

const v1Names = (person: PersonFacts): Claims => ({
  ...maybe('family_name', person.user.surname ?? undefined),
  ...maybe('given_name', person.user.givenName ?? undefined),
  unique_name: preferredUsername(person),
  ...(isGuest(person) ? {} : { upn: person.user.userPrincipalName }),
  amr: person.account.methods,
})

const maybe = (name: string, value: string | undefined): Claims => (value === undefined ? {} : { [name]: value })
