import assert from 'node:assert/strict'
import test from 'node:test'
import {
  type Application,
  newApplication,
  newServicePrincipal,
  type OptionalClaim,
} from '../../applications/application.ts'
import { firstPartyApps } from '../../applications/first-party.ts'
import { newUser, type User } from '../../directory/user.ts'
import { Refusal } from '../../errors/index.ts'
import type { AppId, ApplicationId, ServicePrincipalId, TenantId, UserId } from '../../ids.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { type Audience, appTokenClaims, audienceOf, delegatedTokenClaims } from './access-token.ts'
import { nothingAsked, parseClaims } from './asked.ts'
import { idTokenClaims } from './id-token.ts'
import { parseGroupClaims } from './memberships.ts'
import { clientInfo, emailOf, type PersonFacts } from './person.ts'

const contoso = 'c0000000-0000-4000-8000-000000000001' as TenantId
const fabrikam = 'f0000000-0000-4000-8000-000000000002' as TenantId
const origin = 'https://id.example'
const at = Date.UTC(2026, 0, 31, 12)

const tenant = (id: TenantId): Tenant => ({
  id,
  kind: 'workforce',
  displayName: id,
  initialDomain: 'contoso.example',
  createdAt: 0,
  suspendedAt: null,
  redemptionLinkDays: 30,
  technicalNotificationMails: [],
  privacyProfile: { contactEmail: null, statementUrl: null },
  preferredLanguage: null,
  countryLetterCode: 'SE',
})

const user = (given: Partial<User> = {}): User =>
  newUser({
    id: 'user-id' as UserId,
    userPrincipalName: 'mia@contoso.example',
    displayName: 'Mia',
    createdAt: 0,
    mail: 'mia@contoso.example',
    ...given,
  })

const account = { userId: 'user-id' as UserId, home: null, sessionId: 'session', methods: ['pwd'], authenticatedAt: at }

const member: PersonFacts = {
  tenant: tenant(contoso),
  user: user(),
  home: null,
  account,
  email: { address: 'mia@contoso.example', verified: true },
  isPersistent: false,
}

const homeUser = user({
  id: 'home-id' as UserId,
  userPrincipalName: 'emil@fabrikam.example',
  mail: 'emil@fabrikam.example',
})
const guest: PersonFacts = {
  ...member,
  user: user({
    userPrincipalName: 'emil_fabrikam.example#EXT#@contoso.example',
    mail: 'emil@fabrikam.example',
    userType: 'Guest',
    home: { kind: 'tenant', tenantId: fabrikam, objectId: homeUser.id },
  }),
  home: { tenant: tenant(fabrikam), user: homeUser },
  account: { ...account, home: { tenantId: fabrikam, objectId: homeUser.id } },
  email: { address: 'emil@fabrikam.example', verified: true },
}

const byMail: PersonFacts = {
  ...member,
  user: user({ userType: 'Guest', mail: 'kim@mail.example', home: { kind: 'email', address: 'kim@mail.example' } }),
  email: { address: 'kim@mail.example', verified: true },
}

const optional = (...names: (string | OptionalClaim)[]): OptionalClaim[] =>
  names.map((name) =>
    typeof name === 'string' ? { name, source: null, essential: false, additionalProperties: [] } : name,
  )

const app = (given: Partial<Application> = {}): Application =>
  newApplication({
    id: 'object' as ApplicationId,
    appId: 'a0000000-0000-4000-8000-00000000000a' as AppId,
    displayName: 'App',
    createdAt: 0,
    ...given,
  })

type IdInput = Partial<Parameters<typeof idTokenClaims>[0]>
const idToken = (person: PersonFacts, more: IdInput = {}) =>
  idTokenClaims({
    version: 2,
    at,
    lifeSeconds: 3600,
    origin,
    client: { application: app(), owner: contoso },
    person,
    memberships: { roles: [] },
    subject: 'sub',
    scopes: ['openid', 'profile'],
    nonce: null,
    loginHint: 'O.hint',
    asked: nothingAsked,
    uti: 'uti',
    ...more,
  })

test('the id_token of a member', () => {
  assert.deepEqual(idToken(member, { nonce: 'n' }), {
    aud: app().appId,
    iss: `${origin}/${contoso}/v2.0`,
    iat: at / 1000 - 300,
    nbf: at / 1000 - 300,
    exp: at / 1000 + 3600,
    auth_time: at / 1000,
    name: 'Mia',
    oid: 'user-id',
    preferred_username: 'mia@contoso.example',
    nonce: 'n',
    sub: 'sub',
    tid: contoso,
    ver: '2.0',
    uti: 'uti',
  })
})

test('the id_token of a guest from another tenant: objects of here, names of there', () => {
  const claims = idToken(guest)
  assert.equal(claims.idp, `${origin}/${fabrikam}/`)
  assert.equal(claims.tid, contoso)
  assert.equal(claims.oid, 'user-id')
  assert.equal(claims.email, 'emil@fabrikam.example')
  assert.equal(claims.preferred_username, 'emil@fabrikam.example')
  assert.ok(!('upn' in claims) && !('acct' in claims))
})

test('a guest by one-time code is of the provider mail', () => {
  const claims = idToken(byMail)
  assert.deepEqual([claims.idp, claims.email], ['mail', 'kim@mail.example'])
})

test('without profile there is no name and no object id', () => {
  const claims = idToken(member, { scopes: ['openid'] })
  assert.ok(!('name' in claims) && !('oid' in claims) && !('preferred_username' in claims))
})

test('optional claims come when the app lists them or the request asks for them', () => {
  const names = optional('acct', 'upn', 'ctry', 'tenant_ctry', 'sid', 'login_hint', 'xms_edov', 'email')
  const application = app({ optionalClaims: { idToken: names, accessToken: [], saml2Token: [] } })
  const listed = idToken(guest, { client: { application, owner: contoso } })
  assert.deepEqual(
    [listed.acct, listed.upn, listed.tenant_ctry, listed.sid, listed.login_hint, listed.xms_edov, listed.email],
    [1, undefined, 'SE', 'session', 'O.hint', true, 'emil@fabrikam.example'],
  )
  assert.ok(!('ctry' in listed))
  const asked = parseClaims('{"id_token":{"login_hint":null,"signin_state":null,"nonsense":{}}}')
  const claims = idToken({ ...member, isPersistent: true }, { asked })
  assert.deepEqual([claims.login_hint, claims.signin_state], ['O.hint', ['kmsi']])
  assert.ok(!('nonsense' in claims))
})

for (const [ways, expected] of [
  [['include_externally_authenticated_upn'], 'emil_fabrikam.example#EXT#@contoso.example'],
  [['include_externally_authenticated_upn_without_hash'], 'emil_fabrikam.example_EXT_@contoso.example'],
] as const) {
  test(`upn of a guest with ${ways[0]}`, () => {
    const claim = { name: 'upn', source: null, essential: false, additionalProperties: [...ways] }
    const application = app({ optionalClaims: { idToken: [claim], accessToken: [], saml2Token: [] } })
    assert.equal(idToken(guest, { client: { application, owner: contoso } }).upn, expected)
  })
}

type EmailCase = { given: string; facts: Parameters<typeof emailOf>[0]; expect: unknown }
const addresses: EmailCase[] = [
  {
    given: 'a member in a verified domain',
    facts: { user: user(), homeUser: null, ownsMail: true, homeOwnsMail: false },
    expect: { address: 'mia@contoso.example', verified: true },
  },
  {
    given: 'a member to whom an admin gave the address of a victim',
    facts: { user: user({ mail: 'victim@bank.example' }), homeUser: null, ownsMail: false, homeOwnsMail: false },
    expect: { address: 'victim@bank.example', verified: false },
  },
  {
    given: 'a guest whose home has proven the domain',
    facts: { user: guest.user, homeUser, ownsMail: false, homeOwnsMail: true },
    expect: { address: 'emil@fabrikam.example', verified: true },
  },
  {
    given: 'a guest whose home admin wrote the address of a victim',
    facts: { user: guest.user, homeUser: { mail: 'victim@bank.example' }, ownsMail: false, homeOwnsMail: false },
    expect: { address: 'emil@fabrikam.example', verified: false },
  },
  {
    given: 'a guest with an address of the inviting tenant',
    facts: { user: { ...guest.user, mail: 'boss@contoso.example' }, homeUser, ownsMail: true, homeOwnsMail: false },
    expect: { address: 'boss@contoso.example', verified: false },
  },
  {
    given: 'a guest by one-time code whose mail was changed',
    facts: { user: { ...byMail.user, mail: 'x@y.example' }, homeUser: null, ownsMail: false, homeOwnsMail: false },
    expect: { address: 'kim@mail.example', verified: true },
  },
  {
    given: 'nobody with an address',
    facts: { user: user({ mail: null }), homeUser: null, ownsMail: false, homeOwnsMail: false },
    expect: null,
  },
]
for (const { given, facts, expect } of addresses) {
  test(`the address of ${given}`, () => assert.deepEqual(emailOf(facts), expect))
}

test('an unverified address reaches only apps of the organization itself', () => {
  const victim = { ...member, email: { address: 'victim@bank.example', verified: false } }
  const scopes = ['openid', 'email'] as const
  const own = idToken(victim, { scopes })
  assert.equal(own.email, 'victim@bank.example')
  const multi = app({
    signInAudience: 'AzureADMultipleOrgs',
    optionalClaims: { idToken: optional('email', 'xms_edov'), accessToken: [], saml2Token: [] },
  })
  const claims = idToken(victim, { scopes, client: { application: multi, owner: fabrikam } })
  assert.ok(!('email' in claims))
  assert.equal(claims.xms_edov, false)
})

test('client_info is the home account', () => {
  const read = (person: PersonFacts) => JSON.parse(Buffer.from(clientInfo(person), 'base64url').toString())
  assert.deepEqual(read(member), { uid: 'user-id', utid: contoso })
  assert.deepEqual(read(guest), { uid: 'home-id', utid: fabrikam })
  assert.deepEqual(read(byMail), { uid: 'user-id', utid: contoso })
})

const audience = (given: Partial<Application>, requestedAs: string | null): Audience => ({
  application: app(given),
  servicePrincipal: newServicePrincipal({
    id: 'principal' as ServicePrincipalId,
    appId: app().appId,
    appOwnerTenant: contoso,
    displayName: 'App',
    createdAt: 0,
  }),
  requestedAs,
})
const version = (requestedAccessTokenVersion: 1 | 2 | null): Partial<Application> => ({
  api: { ...app().api, requestedAccessTokenVersion },
})
const graph = { appId: firstPartyApps.graph, ...version(1) }
const guid = app().appId
const useGuid: Partial<Application> = {
  ...version(1),
  optionalClaims: {
    idToken: [],
    accessToken: [{ name: 'aud', source: null, essential: false, additionalProperties: ['use_guid'] }],
    saml2Token: [],
  },
}
const audiences: { given: string; audience: Audience; expect: string }[] = [
  { given: 'a v2 API by URI', audience: audience(version(2), 'api://x'), expect: guid },
  { given: 'a v1 API by URI', audience: audience(version(1), 'api://x'), expect: 'api://x' },
  { given: 'an API without a version by URI', audience: audience(version(null), 'api://x'), expect: 'api://x' },
  { given: 'a v1 API by client id', audience: audience(version(1), guid.toUpperCase()), expect: guid },
  { given: 'a v1 API that wants the client id', audience: audience(useGuid, 'api://x'), expect: guid },
  { given: 'Graph by bare names', audience: audience(graph, null), expect: firstPartyApps.graph },
  {
    given: 'Graph by its public URL',
    audience: audience(graph, 'https://graph.microsoft.com/'),
    expect: 'https://graph.microsoft.com',
  },
  { given: 'Graph by our URL', audience: audience(graph, 'https://id.example'), expect: firstPartyApps.graph },
]
for (const { given, audience: api, expect } of audiences) {
  test(`aud for ${given}`, () => assert.equal(audienceOf(api), expect))
}

const common = { at, lifeSeconds: 3600, origin, tenant: contoso, client: app(), uti: 'uti' } as const

test('an app token: v2 by client id, v1 by URI', () => {
  const input = { ...common, clientClass: '2' as const, principalId: 'principal', roles: ['Orders.Process'] }
  const v2 = appTokenClaims({ ...input, audience: audience(version(2), 'api://x') })
  assert.deepEqual(
    [v2.aud, v2.iss, v2.azp, v2.azpacr, v2.ver, v2.sub, v2.oid, v2.roles, v2.idtyp, v2.scp],
    [
      guid,
      `${origin}/${contoso}/v2.0`,
      guid,
      '2',
      '2.0',
      'principal',
      'principal',
      ['Orders.Process'],
      undefined,
      undefined,
    ],
  )
  const v1 = appTokenClaims({ ...input, roles: [], audience: audience(version(1), 'api://x') })
  assert.deepEqual(
    [v1.aud, v1.iss, v1.appid, v1.appidacr, v1.ver, 'roles' in v1],
    ['api://x', `${origin}/${contoso}/`, guid, '2', '1.0', false],
  )
})

test('a delegated token: groups, or where to ask for them', () => {
  const input = {
    ...common,
    clientClass: '1' as const,
    person: guest,
    subject: 'sub',
    scopes: ['Orders.Read'],
    audienceOwner: contoso,
    ipAddress: '192.0.2.7',
  }
  const v2 = delegatedTokenClaims({
    ...input,
    audience: audience(version(2), null),
    memberships: { roles: ['Approver'], groups: ['g1'], wids: ['w1'] },
  })
  assert.deepEqual([v2.groups, v2.roles, v2.wids, v2.idp], [['g1'], ['Approver'], ['w1'], `${origin}/${fabrikam}/`])
  const v1 = delegatedTokenClaims({
    ...input,
    audience: audience(version(1), null),
    memberships: { roles: [], overage: true },
  })
  assert.ok(!('groups' in v1) && !('upn' in v1))
  assert.deepEqual(v1._claim_names, { groups: 'src1' })
  assert.deepEqual([v1.unique_name, v1.ipaddr, v1.amr], ['emil@fabrikam.example', '192.0.2.7', ['pwd']])
})

const groupClaims: [string | null, string][] = [
  [null, 'none false'],
  ['None', 'none false'],
  ['SecurityGroup', 'security true'],
  ['ApplicationGroup', 'assigned false'],
  ['DirectoryRole', 'none true'],
  ['ApplicationGroup, DirectoryRole', 'assigned true'],
  ['All', 'all true'],
]
for (const [text, expected] of groupClaims) {
  test(`groupMembershipClaims ${text}`, () => {
    const { groups, directoryRoles } = parseGroupClaims(text)
    assert.equal(`${groups} ${directoryRoles}`, expected)
  })
}

for (const text of ['x', '[]', '1', 'null', '{"id_token":']) {
  test(`the claims parameter ${text} is refused`, () => {
    assert.throws(
      () => parseClaims(text),
      (thrown) => thrown instanceof Refusal && thrown.code === 9002313,
    )
  })
}
