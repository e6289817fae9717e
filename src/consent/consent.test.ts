import assert from 'node:assert/strict'
import test from 'node:test'
import { newApplication, newServicePrincipal, type PermissionScope } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import type { InstalledApp } from '../applications/installed.ts'
import { Refusal } from '../errors/index.ts'
import type { AppId, ApplicationId, ServicePrincipalId, TenantId } from '../ids.ts'
import { type ConsentFacts, decideConsent } from './consent-state.ts'
import type { DelegatedGrant } from './grant.ts'
import type { ScopeResource } from './resolve.ts'
import { type OidcScope, parseScopes } from './scopes.ts'

const words: { given: string; text: string; expect: unknown }[] = [
  { given: 'nothing', text: '  ', expect: [] },
  {
    given: 'OpenID scopes in any case',
    text: 'OpenID  profile openid address',
    expect: ['oidc openid', 'oidc profile'],
  },
  { given: 'a bare name', text: 'User.Read', expect: ['Graph User.Read'] },
  { given: 'a name twice', text: 'User.Read user.read', expect: ['Graph User.Read'] },
  { given: 'an identifier URI', text: 'api://a/b/Orders.Read', expect: ['api://a/b Orders.Read'] },
  { given: 'all that is listed', text: 'https://x.example/.default', expect: ['https://x.example .default'] },
  {
    given: 'a name that ends in a slash',
    text: 'https://x.example//.default',
    expect: ['https://x.example/ .default'],
  },
  { given: 'an API without permission', text: 'api://a', expect: 'scopeInvalid' },
  { given: 'an empty permission', text: 'api://a/', expect: 'scopeInvalid' },
  { given: 'a quote', text: 'a"b', expect: 'scopeInvalid' },
  { given: 'a control character', text: 'User\u0000Read', expect: 'scopeInvalid' },
  { given: 'other letters', text: 'Übung', expect: 'scopeInvalid' },
  {
    given: 'thousands of words',
    text: Array.from({ length: 999 }, (_, i) => `s${i}`).join(' '),
    expect: 'scopeInvalid',
  },
]
for (const { given, text, expect } of words) {
  test(`a scope parameter with ${given}`, () => assert.deepEqual(read(text), expect))
}

function read(text: string): unknown {
  try {
    return parseScopes(text).map((word) =>
      word.kind === 'oidc' ? `oidc ${word.name}` : `${word.resource ?? 'Graph'} ${word.value}`,
    )
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.error
    throw thrown
  }
}

const scope = (value: string, type: 'User' | 'Admin' = 'User'): PermissionScope => ({
  id: `id of ${value}`,
  value,
  type,
  isEnabled: true,
  adminConsentDisplayName: value,
  adminConsentDescription: value,
  userConsentDisplayName: value,
  userConsentDescription: value,
})

function app(name: string, appId: string, scopes: PermissionScope[], trusts: [string, string[]][] = []): InstalledApp {
  const application = newApplication({
    id: `${name} object` as ApplicationId,
    appId: appId as AppId,
    displayName: name,
    createdAt: 0,
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: scopes,
      preAuthorizedApplications: trusts.map(([id, ids]) => ({ appId: id as AppId, delegatedPermissionIds: ids })),
      knownClientApplications: [],
      acceptMappedClaims: null,
    },
  })
  const servicePrincipal = newServicePrincipal({
    id: `${name} principal` as ServicePrincipalId,
    appId: appId as AppId,
    appOwnerTenant: 'tenant' as TenantId,
    displayName: name,
    createdAt: 0,
  })
  return { application, servicePrincipal }
}

const graph = app('Graph', firstPartyApps.graph, [scope('openid'), scope('profile'), scope('User.Read')])
const orders = app('Orders', 'orders', [scope('Read'), scope('Write', 'Admin')])
const portal = app('Portal', 'portal', [])
const listing = (...appIds: string[]): InstalledApp => ({
  ...portal,
  application: {
    ...portal.application,
    requiredResourceAccess: appIds.map((appId) => ({
      resourceAppId: appId as AppId,
      resourceAccess: [{ id: appId === 'orders' ? 'id of Read' : 'id of User.Read', type: 'Scope' as const }],
    })),
  },
})

const grant = (api: InstalledApp, text: string): DelegatedGrant => ({
  id: 'grant',
  clientId: portal.servicePrincipal.id,
  resourceId: api.servicePrincipal.id,
  consentType: 'AllPrincipals',
  principalId: null,
  scope: text,
  createdAt: 0,
})

type Given = {
  api?: InstalledApp
  asks?: string[]
  oidc?: OidcScope[]
  grants?: DelegatedGrant[]
  client?: InstalledApp
  peopleMayConsent?: boolean
}

function facts({
  api,
  asks = [],
  oidc = [],
  grants = [],
  client = portal,
  peopleMayConsent = true,
}: Given): ConsentFacts {
  const requested = asks.map((value) => ({ raw: value, value }))
  const isDefault = asks.includes('.default')
  const resource: ScopeResource | null = api ? { ...api, requestedAs: null, requested, isDefault } : null
  const resolved = { resource, others: [], requested, oidc, isDefault }
  return { client, resolved, grants, listed: [orders, graph], graph, peopleMayConsent }
}

function summary(given: Given): string {
  try {
    const { granted, missing } = decideConsent(facts(given))
    const lacks = missing.map((m) => `${m.resource.application.displayName}:${m.scope.value}${m.adminOnly ? '!' : ''}`)
    return `${granted.join(' ')} | ${lacks.join(' ')}`
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.error
    throw thrown
  }
}

const trusting = app('Orders', 'orders', [scope('Read'), scope('Write', 'Admin')], [['portal', ['id of Write']]])

const states: (Given & { given: string; expect: string })[] = [
  { given: 'nothing is granted', api: orders, asks: ['Read'], expect: ' | Orders:Read' },
  { given: 'it is granted', api: orders, asks: ['Read'], grants: [grant(orders, 'read')], expect: 'Read | ' },
  {
    given: 'more is granted than asked',
    api: orders,
    asks: ['Read'],
    grants: [grant(orders, 'Write Read Gone')],
    expect: 'Read Write | ',
  },
  { given: 'only an admin may grant it', api: orders, asks: ['Write'], expect: ' | Orders:Write!' },
  { given: 'people may not consent', api: orders, asks: ['Read'], peopleMayConsent: false, expect: ' | Orders:Read!' },
  { given: 'the API trusts the client', api: trusting, asks: ['Write'], expect: 'Write | ' },
  {
    given: 'the API trusts the client for less',
    api: trusting,
    asks: ['Write', 'Read'],
    expect: 'Write | Orders:Read',
  },
  { given: 'only OpenID scopes are asked for', oidc: ['openid'], expect: ' | Graph:openid' },
  {
    given: 'OpenID scopes come after another consent',
    oidc: ['openid', 'profile'],
    grants: [grant(orders, 'Read')],
    expect: ' | ',
  },
  {
    given: 'the whole list is asked for and something is granted',
    api: orders,
    asks: ['.default'],
    client: listing('orders', firstPartyApps.graph),
    grants: [grant(orders, 'Read')],
    expect: 'Read | ',
  },
  {
    given: 'the whole list is asked for and nothing is granted',
    api: orders,
    asks: ['.default'],
    client: listing('orders', firstPartyApps.graph),
    expect: ' | Orders:Read Graph:User.Read',
  },
  {
    given: 'the API is not on the list',
    api: orders,
    asks: ['.default'],
    client: listing(firstPartyApps.graph),
    expect: 'resourceNotListed',
  },
  { given: 'an app calls itself', api: orders, asks: ['.default'], client: orders, expect: 'Read Write | ' },
]
for (const { given, expect, ...rest } of states) {
  test(`consent when ${given}`, () => assert.equal(summary(rest), expect))
}
