import { firstPartyApps } from '../applications/first-party.ts'
import { type InstalledApp, installedApp } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { AppId } from '../ids.ts'
import { loginHintOf } from '../sign-in/index.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import type { Tenant } from '../tenants/tenant.ts'
import {
  type Audience,
  accessTokenVersion,
  appTokenClaims,
  delegatedTokenClaims,
} from '../token-service/claims/access-token.ts'
import { nothingAsked } from '../token-service/claims/asked.ts'
import type { Claims } from '../token-service/claims/common.ts'
import { idTokenClaims } from '../token-service/claims/id-token.ts'
import { loadMemberships } from '../token-service/claims/memberships.ts'
import { homeAccount, loadPersonFacts, type PersonFacts } from '../token-service/claims/person.ts'
import { pairwiseSubject } from '../token-service/claims/subject.ts'
import { accessTokenLife, idTokenLife, signToken, tokenId } from '../token-service/sign.ts'
import { type Body, jsonObject, neededText, refuseBecause, tenantNamed, textsOf, userNamed } from './requests.ts'

/**
 * Tokens without a sign-in: the claims and the signature of the token service, and none of its decisions. What nobody
 * would be given can be had here (a scope without consent, a guest who is blocked), so that a test of an API can see
 * what the API does with it.
 */
export async function mintTokens(deps: Deps, body: Body) {
  const tenant = await tenantNamed(deps, body)
  const view = await snapshot(deps, tenant.id)
  const audience = await audienceNamed(deps, view, neededText(body, 'app'))
  const client = body.client === undefined ? audience : await appNamed(deps, view, 'client', neededText(body, 'client'))
  const person =
    body.user === undefined ? null : await personOf(deps, view, tenant, await userNamed(deps, tenant.id, body))
  const minting: Minting = { deps, view, audience, client, traceId: deps.random.uuid(), body }
  const claims = person ? await delegated(minting, person) : appOnly(minting)
  const access = { ...claims, ...jsonObject(body, 'claims') }
  const idToken = person && { ...(await identity(minting, person)), ...jsonObject(body, 'idTokenClaims') }
  return {
    token_type: 'Bearer',
    access_token: await signToken(deps, view, access, accessTokenVersion(audience)),
    ...(idToken ? { id_token: await signToken(deps, view, idToken, 2) } : {}),
    expires_in: accessTokenLife(deps),
  }
}

type Minting = {
  deps: Deps
  view: Snapshot
  audience: Audience
  client: InstalledApp
  traceId: string
  body: Body
}

async function appNamed(deps: Deps, view: Snapshot, property: string, appId: string): Promise<InstalledApp> {
  const found = await installedApp(deps, view, appId.toLowerCase() as AppId)
  return found ?? refuseBecause(property, 'No app in this tenant has this client id.')
}

async function audienceNamed(deps: Deps, view: Snapshot, appId: string): Promise<Audience> {
  const app = await appNamed(deps, view, 'app', appId)
  return { ...app, requestedAs: app.application.identifierUris[0] ?? null }
}

async function personOf(deps: Deps, view: Snapshot, tenant: Tenant, user: User): Promise<PersonFacts> {
  const home = await homeOf(deps, user)
  return loadPersonFacts(deps, view, {
    tenant,
    user,
    home,
    account: {
      userId: user.id,
      home: home && { tenantId: home.tenant.id, objectId: home.user.id },
      sessionId: deps.random.uuid(),
      methods: [user.home?.kind === 'email' ? 'otp' : 'pwd'],
      authenticatedAt: deps.clock.now(),
    },
  })
}

async function homeOf({ store }: Deps, { home }: User): Promise<PersonFacts['home']> {
  if (home?.kind !== 'tenant') return null
  const door = store.at(home.tenantId)
  const [tenant, user] = await Promise.all([store.tenants.get(door), store.users.find(door, home.objectId)])
  return tenant && user ? { tenant, user } : null
}

const frame = ({ deps, view, audience, client, traceId }: Minting) => ({
  at: deps.clock.now(),
  lifeSeconds: accessTokenLife(deps),
  origin: deps.config.origin,
  tenant: view.tenant,
  audience,
  client: client.application,
  clientClass: client.application.passwordCredentials.length > 0 ? ('1' as const) : ('0' as const),
  uti: tokenId(traceId),
})

async function delegated(minting: Minting, person: PersonFacts): Promise<Claims> {
  const { deps, view, audience, body } = minting
  const { application, servicePrincipal } = audience
  const [memberships, subject] = await Promise.all([
    loadMemberships(deps, view, audience, person.user),
    pairwiseSubject(deps, { appId: application.appId, tenant: view.tenant, objectId: person.user.id }),
  ])
  const roles = offered(body, 'roles', rolesFor(audience, 'User')) ?? memberships.roles
  const scopes = application.api.oauth2PermissionScopes.map(({ value }) => value)
  const usual = application.appId === firstPartyApps.graph ? ['User.Read'] : scopes
  return delegatedTokenClaims({
    ...frame(minting),
    person,
    memberships: { ...memberships, roles },
    subject,
    scopes: offered(body, 'scopes', scopes) ?? usual,
    audienceOwner: servicePrincipal.appOwnerTenant,
    ipAddress: '127.0.0.1',
  })
}

function appOnly(minting: Minting): Claims {
  const { audience, client, body } = minting
  if (body.scopes !== undefined) refuseBecause('scopes', 'Scopes are for people: name a user, or give roles.')
  return appTokenClaims({
    ...frame(minting),
    principalId: client.servicePrincipal.id,
    roles: offered(body, 'roles', rolesFor(audience, 'Application')) ?? [],
  })
}

async function identity({ deps, view, client, traceId }: Minting, person: PersonFacts): Promise<Claims> {
  const { application, servicePrincipal } = client
  const [memberships, subject] = await Promise.all([
    loadMemberships(deps, view, client, person.user),
    pairwiseSubject(deps, { appId: application.appId, tenant: view.tenant, objectId: person.user.id }),
  ])
  return idTokenClaims({
    version: 2,
    at: deps.clock.now(),
    lifeSeconds: idTokenLife,
    origin: deps.config.origin,
    client: { application, owner: servicePrincipal.appOwnerTenant },
    person,
    memberships,
    subject,
    scopes: ['openid', 'profile', 'email'],
    nonce: null,
    loginHint: loginHintOf(deps, homeAccount(person)),
    asked: nothingAsked,
    uti: tokenId(traceId),
  })
}

const rolesFor = ({ application }: InstalledApp, kind: 'User' | 'Application'): string[] =>
  application.appRoles.flatMap(({ value, allowedMemberTypes }) =>
    value !== null && allowedMemberTypes.includes(kind) ? [value] : [],
  )

/** A misspelt value would pass for a token that the API rightly refuses. `claims` says anything. */
function offered(body: Body, name: 'scopes' | 'roles', known: readonly string[]): string[] | undefined {
  const wanted = textsOf(body, name)
  const stranger = wanted?.find((one) => !known.includes(one))
  if (stranger === undefined) return wanted
  const some = known.length > 20 ? `${known.slice(0, 20).join(', ')} and more` : known.join(', ') || 'none'
  return refuseBecause(
    name,
    `'${stranger.slice(0, 60)}' is not among those of the app: ${some}. Other values can stand in 'claims'.`,
  )
}
