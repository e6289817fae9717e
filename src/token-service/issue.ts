import { firstPartyApps } from '../applications/first-party.ts'
import type { InstalledApp } from '../applications/installed.ts'
import type { ResolvedScopes } from '../consent/index.ts'
import type { Deps } from '../deps.ts'
import { loginHintOf } from '../sign-in/index.ts'
import { type Audience, accessTokenVersion, delegatedTokenClaims } from './claims/access-token.ts'
import { parseClaims } from './claims/asked.ts'
import type { Claims } from './claims/common.ts'
import { idTokenClaims } from './claims/id-token.ts'
import { loadMemberships, type Memberships } from './claims/memberships.ts'
import { clientInfo, homeAccount, type PersonFacts } from './claims/person.ts'
import { pairwiseSubject } from './claims/subject.ts'
import { type Authentication, authenticationClass } from './client-authentication/index.ts'
import type { Begun, Spent } from './grants/begun.ts'
import { accessTokenLife, idTokenLife, signToken, tokenId } from './sign.ts'
import type { TokenRequest } from './token-request.ts'
import { asV1, type TokenResponse } from './token-response.ts'

export type Issue = {
  request: TokenRequest
  begun: Begun
  authentication: Authentication
  resolved: ResolvedScopes
  audience: Audience
  /** Permissions granted at that API. */
  granted: readonly string[]
  person: PersonFacts
  spent: Extract<Spent, { refusal: null }>
}

/** Everything is decided and spent: signs and answers (sts.md 2.12). */
export async function issueTokens(deps: Deps, issue: Issue): Promise<TokenResponse> {
  const { request, begun, resolved, audience, person, spent } = issue
  const { view } = begun.caller.at
  const lifeSeconds = accessTokenLife(deps)
  const claims = await accessClaims(deps, issue, lifeSeconds)
  const hasIdToken = resolved.oidc.includes('openid')
  const [accessToken, idToken] = await Promise.all([
    signToken(deps, view, claims, accessTokenVersion(audience)),
    hasIdToken ? signIdToken(deps, issue) : null,
  ])
  const spaEnd = begun.kind === 'spa' && spent.refreshToken !== null ? spent.refreshExpiresAt : null
  const response: TokenResponse = {
    token_type: 'Bearer',
    scope: grantedScope(issue),
    expires_in: lifeSeconds - 1,
    ext_expires_in: lifeSeconds - 1,
    access_token: accessToken,
    ...(spent.refreshToken === null ? {} : { refresh_token: spent.refreshToken }),
    ...(spaEnd === null ? {} : { refresh_token_expires_in: Math.max(0, Math.floor((spaEnd - request.ctx.at) / 1000)) }),
    ...(idToken === null ? {} : { id_token: idToken }),
    ...(request.form.get('client_info') === '1' ? { client_info: clientInfo(person) } : {}),
  }
  if (request.version === 2) return response
  const { exp, nbf, aud } = claims as { exp: number; nbf: number; aud: string }
  return asV1(response, { exp, nbf, aud })
}

async function accessClaims(deps: Deps, issue: Issue, lifeSeconds: number): Promise<Claims> {
  const { request, begun, authentication, resolved, audience, granted, person } = issue
  const { tenant, view } = begun.caller.at
  const { appId } = audience.application
  const isGraph = appId === firstPartyApps.graph
  const [memberships, subject] = await Promise.all([
    loadMemberships(deps, view, audience, person.user),
    pairwiseSubject(deps, { appId, tenant, objectId: person.user.id }),
  ])
  const openId = isGraph ? resolved.oidc : []
  const scopes = [...new Set([...openId, ...granted])].filter((scope) => scope !== 'offline_access')
  return delegatedTokenClaims({
    at: request.ctx.at,
    lifeSeconds,
    origin: request.origin,
    tenant,
    audience,
    client: begun.caller.application,
    clientClass: authenticationClass[authentication.method],
    uti: tokenId(request.ctx.traceId),
    person,
    memberships,
    subject,
    scopes,
    audienceOwner: audience.servicePrincipal.appOwnerTenant,
    ipAddress: request.ctx.ip,
  })
}

async function signIdToken(deps: Deps, issue: Issue): Promise<string> {
  const { request, begun, resolved, person } = issue
  const { application, servicePrincipal, owner, at } = begun.caller
  const client: InstalledApp | null = servicePrincipal && { application, servicePrincipal }
  const none: Memberships = { roles: [] }
  const [memberships, subject] = await Promise.all([
    client ? loadMemberships(deps, at.view, client, person.user) : none,
    pairwiseSubject(deps, { appId: application.appId, tenant: at.tenant, objectId: person.user.id }),
  ])
  const claims = idTokenClaims({
    version: request.version,
    at: request.ctx.at,
    lifeSeconds: idTokenLife,
    origin: request.origin,
    client: { application, owner },
    person,
    memberships,
    subject,
    scopes: resolved.oidc,
    nonce: begun.nonce,
    loginHint: loginHintOf(deps, homeAccount(person)),
    asked: parseClaims(request.form.get('claims') ?? begun.claims),
    uti: tokenId(request.ctx.traceId),
  })
  return signToken(deps, at.view, claims, request.version)
}

/** What was asked for, in the form it was asked in: MSAL looks its cache up by these words (sts.md 0, rule 11). */
function grantedScope({ resolved, granted }: Pick<Issue, 'resolved' | 'granted'>): string {
  const openId = resolved.oidc.filter((scope) => scope !== 'offline_access')
  const asked = resolved.requested.map(({ raw }) => raw)
  const [whole] = asked
  const listed =
    resolved.isDefault && whole?.includes('/')
      ? granted.map((value) => `${whole.slice(0, whole.lastIndexOf('/'))}/${value}`)
      : []
  return [...new Set([...asked, ...listed, ...openId])].join(' ')
}
