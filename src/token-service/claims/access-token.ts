import type { Application } from '../../applications/application.ts'
import { firstPartyApps } from '../../applications/first-party.ts'
import type { InstalledApp } from '../../applications/installed.ts'
import { optionalClaims } from './asked.ts'
import { type Claims, issuer, mayShowEmail, membershipClaims, optionalPersonClaims, times } from './common.ts'
import type { Memberships } from './memberships.ts'
import { identityProvider, isGuest, type PersonFacts, preferredUsername } from './person.ts'

/** The API that a token is for, and the name by which it was asked for. */
export type Audience = InstalledApp & { requestedAs: string | null }

type Common = {
  at: number
  lifeSeconds: number
  origin: string
  tenant: string
  audience: Audience
  client: Application
  /** `azpacr`: 0 public, 1 secret, 2 certificate. */
  clientClass: '0' | '1' | '2'
  uti: string
}

/** The API's own choice (sts.md 5.1). Graph says 1. */
export const accessTokenVersion = ({ application }: Pick<InstalledApp, 'application'>): 1 | 2 =>
  application.api.requestedAccessTokenVersion === 2 ? 2 : 1

/** v2: always the API's client id. v1: what was asked for, a URI or the client id (sts.md 5.4). */
export function audienceOf({ application, requestedAs }: Audience): string {
  const { appId } = application
  if (accessTokenVersion({ application }) === 2 || requestedAs === null) return appId
  if (optionalClaims(application, 'accessToken').get('aud')?.additionalProperties.includes('use_guid')) return appId
  if (appId === firstPartyApps.graph) {
    // However Graph was named, its tokens have one of the two audiences that it accepts everywhere.
    return /^https:\/\/graph\.microsoft\.com\/?$/i.test(requestedAs) ? 'https://graph.microsoft.com' : appId
  }
  return requestedAs.toLowerCase() === appId ? appId : requestedAs
}

function frame(input: Common): Claims {
  const version = accessTokenVersion(input.audience)
  const client = input.client.appId
  return {
    aud: audienceOf(input.audience),
    iss: issuer(input.origin, input.tenant, version),
    ...times(input.at, input.lifeSeconds),
    ...(version === 2
      ? { azp: client, azpacr: input.clientClass }
      : { appid: client, appidacr: input.clientClass, app_displayname: input.client.displayName }),
    tid: input.tenant,
    uti: input.uti,
    ver: version === 2 ? '2.0' : '1.0',
  }
}

export type AppTokenInput = Common & { principalId: string; roles: readonly string[] }

/** The app itself is the subject: `sub` is `oid`, no `scp` (sts.md 5.3). Pure. */
export function appTokenClaims(input: AppTokenInput): Claims {
  const wanted = optionalClaims(input.audience.application, 'accessToken')
  const isGraph = input.audience.application.appId === firstPartyApps.graph
  return {
    ...frame(input),
    ...(accessTokenVersion(input.audience) === 1 ? { idp: issuer(input.origin, input.tenant, 1) } : {}),
    oid: input.principalId,
    sub: input.principalId,
    ...(input.roles.length > 0 ? { roles: input.roles } : {}),
    ...(isGraph || wanted.has('idtyp') ? { idtyp: 'app' } : {}),
  }
}

export type DelegatedTokenInput = Common & {
  person: PersonFacts
  memberships: Memberships
  subject: string
  scopes: readonly string[]
  /** Tenant of the API's definition. */
  audienceOwner: string
  ipAddress: string | null
}

/** Pure. */
export function delegatedTokenClaims(input: DelegatedTokenInput): Claims {
  const { person, audience, scopes, origin } = input
  const { user, account, email } = person
  const wanted = optionalClaims(audience.application, 'accessToken')
  const showEmail = mayShowEmail(person, { application: audience.application, owner: input.audienceOwner })
  const isV1 = accessTokenVersion(audience) === 1
  const idp = identityProvider(person, origin)
  const isGraph = audience.application.appId === firstPartyApps.graph
  const wantsType = wanted.get('idtyp')?.additionalProperties.includes('include_user_token') ?? false
  return {
    ...frame(input),
    ...(idp === undefined ? {} : { idp }),
    name: user.displayName,
    ...(isV1 ? v1Names(input) : { preferred_username: preferredUsername(person) }),
    ...(showEmail && isGuest(person) ? { email: email?.address } : {}),
    oid: user.id,
    sub: input.subject,
    scp: scopes.join(' '),
    // Graph refuses what was issued before a revocation; `iat` is five minutes early, so it needs the time of sign-in.
    ...(isGraph ? { sid: account.sessionId, auth_time: Math.floor(account.authenticatedAt / 1000) } : {}),
    ...(isGraph || wantsType ? { idtyp: 'user' } : {}),
    ...membershipClaims(input.memberships, origin, user.id),
    ...optionalPersonClaims(person, wanted, showEmail),
  }
}

function v1Names({ person, ipAddress }: DelegatedTokenInput): Claims {
  const { user, account } = person
  return {
    acr: '1',
    amr: account.methods,
    ...(user.surname === null ? {} : { family_name: user.surname }),
    ...(user.givenName === null ? {} : { given_name: user.givenName }),
    ...(ipAddress === null ? {} : { ipaddr: ipAddress }),
    unique_name: preferredUsername(person),
    ...(isGuest(person) ? {} : { upn: user.userPrincipalName }),
  }
}
