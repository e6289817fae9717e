import assert from 'node:assert/strict'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import { clientsOf } from '../../src/demo/describe.ts'
import type { DemoApp, DemoPerson, DemoWorld } from '../../src/demo/world.ts'
import { type GraphAnswer, type GraphClient, graphClient, type TestServer } from './index.ts'
import { type AppAt, askToken, type Page, type Person, person, redirectUriOf, type SignedIn } from './person.ts'

/**
 * The demo's two organizations as actors of a story: people sign in over HTTPS, admins act through Graph with their own
 * organization's `admin-script`.
 */
export type Organization = {
  id: string
  domain: string
  displayName: string
  graph: GraphClient
  app(key: string): AppAt
  account(key: string): DemoPerson
  /** A person of this organization at a browser of their own that holds no cookies yet. */
  person(key: string): Person
  /** Cross-tenant settings towards a partner: made, or changed where an entry exists. */
  towards(partner: Organization, settings: Partial<Record<PartnerSetting, AccessSetting | null>>): Promise<void>
  defaults(settings: Partial<Record<PartnerSetting, AccessSetting>>): Promise<void>
  /** The newest sign-ins of this tenant under a correlation id, as /beta shows them to the tenant's own script. */
  signIns(correlationId: string): Promise<GraphAnswer['body'][]>
  /** Why a sign-in ended as it did, as this tenant's own admin may know it. Null where it knows of no such sign-in. */
  explanation(id: string): Promise<GraphAnswer['body'] | null>
}

export type PartnerSetting = 'b2bCollaborationInbound' | 'b2bCollaborationOutbound'
export type AccessSetting = Record<'usersAndGroups' | 'applications', { accessType: string; targets: Target[] }>
type Target = { target: string; targetType: 'user' | 'group' | 'application' }

/** What a story needs of a server, whichever process it is in. */
export type Served = Pick<TestServer, 'origin' | 'demo' | 'fetch' | 'graph'>

export type Story = { server: Served; contoso: Organization; fabrikam: Organization }

export function story(server: Served): Story {
  return { server, contoso: organization(server, 'contoso'), fabrikam: organization(server, 'fabrikam') }
}

/** A server of another process, by what its demo.json says. Its CA must be trusted already. */
export function servedBy(demo: DemoWorld): Served {
  const call = (path: string, init?: RequestInit) => fetch(new URL(path, demo.origin), { redirect: 'manual', ...init })
  const graph = (key: keyof DemoWorld['tenants'] = 'contoso') => {
    const { id, apps } = demo.tenants[key]
    const app = apps['admin-script'] ?? assert.fail('no admin-script')
    const asked = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }
    return graphClient(call, async () => (await askToken(demo, { tenant: id, app }, asked)).body.access_token ?? '')
  }
  return { origin: demo.origin, demo, fetch: call, graph }
}

/** Where each demo app gets its tokens from: the portal calls the Orders API, everything else Graph. */
function scopeOf(server: Served, key: string): string {
  const api = server.demo.tenants.contoso.apps.api?.identifierUri
  return key === 'portal'
    ? `openid profile offline_access ${api}/Orders.Read`
    : 'openid profile offline_access User.Read'
}

function organization(server: Served, key: 'contoso' | 'fabrikam'): Organization {
  const { id, domain, displayName, apps, people } = server.demo.tenants[key]
  const graph = server.graph(key)
  const account = (name: string) => people[name] ?? assert.fail(`no ${name} in ${key}`)
  const policy = '/v1.0/policies/crossTenantAccessPolicy'
  return {
    id,
    domain,
    displayName,
    graph,
    account,
    app: (name) => ({
      tenant: id,
      app: apps[name] ?? assert.fail(`no app ${name} in ${key}`),
      scope: scopeOf(server, name),
    }),
    person: (name) => person(server, account(name)),
    async towards(partner, settings) {
      const known = await graph.get(`${policy}/partners/${partner.id}`)
      const done =
        known.status === 200
          ? await graph.patch(`${policy}/partners/${partner.id}`, settings)
          : await graph.post(`${policy}/partners`, { tenantId: partner.id, ...settings })
      succeeded(done)
    },
    async defaults(settings) {
      succeeded(await graph.patch(`${policy}/default`, settings))
    },
    async signIns(correlationId) {
      const filter = encodeURIComponent(`correlationId eq '${correlationId}'`)
      return succeeded(await graph.get(`/beta/auditLogs/signIns?$filter=${filter}`)).body.value
    },
    async explanation(signInId) {
      const answer = await graph.get(`/gatehouse/v1/signIns/${signInId}/explanation`)
      return answer.status === 404 ? null : succeeded(answer).body
    },
  }
}

export function succeeded(answer: GraphAnswer): GraphAnswer {
  assert.ok(answer.status >= 200 && answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}

/** Ids that the notation of a setting may name. */
export type Names = Record<string, Target>

/** The people and apps that the truth table calls u1, u2, app1 and app2. */
export function namesIn({ contoso, fabrikam }: Story): Names {
  const user = (name: string): Target => ({ target: fabrikam.account(name).id, targetType: 'user' })
  const app = (name: string): Target => ({ target: contoso.app(name).app.appId, targetType: 'application' })
  return { u1: user('employee'), u2: user('contractor'), app1: app('portal'), app2: app('cli') }
}

/**
 * A setting in the notation of external-identities.md 3.10, users before applications: `A/A` allows all, `B/B` blocks all,
 * `A{u1}/A` allows only u1, `A/B{app2}` blocks only app2.
 */
export function setting(notation: string, names: Names): AccessSetting {
  const [users = '', applications = ''] = notation.split('/')
  return {
    usersAndGroups: half(users, { target: 'AllUsers', targetType: 'user' }, names),
    applications: half(applications, { target: 'AllApplications', targetType: 'application' }, names),
  }
}

function half(notation: string, everything: Target, names: Names): AccessSetting['applications'] {
  const [, type, listed] = /^([AB])(?:\{([\w,]+)\})?$/.exec(notation) ?? assert.fail(`not a setting: ${notation}`)
  const targets = listed?.split(',').map((name) => names[name] ?? assert.fail(`${name} has no id`)) ?? [everything]
  return { accessType: type === 'A' ? 'allowed' : 'blocked', targets }
}

export type Invited = { invitationId: string; guestId: string; link: string; email: string; body: GraphAnswer['body'] }

/**
 * Graph on behalf of a person of Contoso, as the `gatehouse` command gets at it: an administrator has consented for
 * everybody, and the person's own roles decide the rest.
 */
export async function graphAs({ server, contoso }: Story, key: string, scopes: string[]): Promise<GraphClient> {
  const principal = async (appId: string) =>
    succeeded(await contoso.graph.get(`/v1.0/servicePrincipals(appId='${appId}')`)).body.id
  const scope = ['openid', 'profile', ...scopes].join(' ')
  const granted = await contoso.graph.post('/v1.0/oauth2PermissionGrants', {
    clientId: await principal(firstPartyApps.commandLine),
    consentType: 'AllPrincipals',
    resourceId: await principal(firstPartyApps.graph),
    scope,
  })
  assert.equal(granted.status, 201, JSON.stringify(granted.body))
  const redirectUris = { web: [], spa: [], publicClient: ['http://localhost'] }
  const app: DemoApp = {
    appId: firstPartyApps.commandLine,
    objectId: '',
    servicePrincipalId: '',
    displayName: 'Gatehouse Command Line',
    kind: 'public',
    redirectUris,
    permissions: { delegated: [], application: [], adminConsent: false },
    clients: clientsOf({ appId: firstPartyApps.commandLine, secret: null, redirectUris }, contoso.id, server.origin),
  }
  const asked = `openid profile ${scopes.map((one) => `https://graph.microsoft.com/${one}`).join(' ')}`
  const { tokens } = await contoso.person(key).signInTo({ tenant: contoso.id, app, scope: asked })
  return graphClient(server.fetch, () => tokens.access_token)
}

/** Contoso's script (or `as`) invites a person of Fabrikam, landing at the portal's redirect URI unless told. */
export async function invite(
  { contoso }: Story,
  { mail }: { mail: string },
  more: Record<string, unknown> = {},
  as: GraphClient = contoso.graph,
): Promise<Invited> {
  const answer = await as.post('/v1.0/invitations', {
    invitedUserEmailAddress: mail,
    inviteRedirectUrl: redirectUriOf(contoso.app('portal').app),
    ...more,
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  const { id, inviteRedeemUrl: link, invitedUser } = answer.body
  return { invitationId: id, guestId: invitedUser.id, link, email: mail, body: answer.body }
}

/** Opens the link and signs in: ends at the acceptance page, or at the page that says why not. */
export async function openInvitation(guest: Person, link: string): Promise<Page> {
  await guest.visitor.open(link)
  assert.equal(guest.visitor.page.title, 'Invitation', guest.visitor.page.html)
  await guest.visitor.press('Continue to sign in')
  return guest.signIn()
}

export async function accept(guest: Person, link: string): Promise<Page> {
  const page = await openInvitation(guest, link)
  assert.equal(page.title, 'Review permissions', page.html)
  return guest.visitor.press('Accept')
}

/** An invited person who has accepted. */
export async function acceptedGuest(story: Story, key = 'employee'): Promise<Invited & { person: Person }> {
  const guest = story.fabrikam.person(key)
  const invited = await invite(story, story.fabrikam.account(key))
  await accept(guest, invited.link)
  assert.equal((await guestObject(story, invited.guestId))?.externalUserState, 'Accepted')
  return { ...invited, person: guest }
}

/** An accepted guest with tokens of the app: everything that a refusal can take away. */
export async function guestInside(
  story: Story,
  key = 'employee',
  app = 'portal',
): Promise<Invited & { person: Person; inside: SignedIn }> {
  const guest = await acceptedGuest(story, key)
  return { ...guest, inside: await guest.person.signInTo(story.contoso.app(app)) }
}

const shown = 'id,accountEnabled,externalUserState,userType,userPrincipalName,mail,identities,creationType'

/** The guest's object at Contoso as Graph shows it; null once it is deleted. */
export async function guestObject({ contoso }: Story, id: string): Promise<GraphAnswer['body'] | null> {
  const answer = await contoso.graph.get(`/v1.0/users/${id}?$select=${shown}`)
  if (answer.status === 404) return null
  const { '@odata.context': _, ...user } = succeeded(answer).body
  return user
}
