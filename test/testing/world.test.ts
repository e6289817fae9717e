import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ClientSecretCredential } from '@azure/identity'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import type { Gatehouse } from '../../src/testing/index.ts'
import { launchBrowser } from '../harness/browser.ts'
import { person, redeem } from './browser-story.ts'
import { fileInstance, graph, invite } from './instance.ts'

const gatehouse = await fileInstance()
const { contoso } = gatehouse.world.tenants
const first = await gatehouse.snapshot()
beforeEach(() => first.restore())

const guestsOf = async (tenant: 'contoso' | 'fabrikam' = 'contoso', token?: string) => {
  const { body } = await graph(
    gatehouse,
    token ?? (await gatehouse.graphToken(tenant)),
    "/users?$filter=userType eq 'Guest'",
  )
  return body.value.map(({ mail }: { mail: string }) => mail)
}

/** As an API of the tenant verifies, with nothing but the issuer. */
async function verified({ origin }: Gatehouse, token: string, tenant: { id: string }, audience: string) {
  const keys = createRemoteJWKSet(new URL(`${origin}/${tenant.id}/discovery/v2.0/keys`))
  const currentDate = await gatehouse.clock.now()
  return (await jwtVerify(token, keys, { issuer: `${origin}/${tenant.id}/v2.0`, audience, currentDate })).payload
}

test('a restored snapshot is the world as it was: people, settings, letters, sign-ins, clock', async () => {
  const token = await gatehouse.graphToken()
  await gatehouse.clock.freeze('2030-01-01T00:00:00Z')
  const snapshot = await gatehouse.snapshot()
  await invite(gatehouse, 'ann@partner.example')
  await gatehouse.clock.advance('P1D')
  await gatehouse.guest({ tenant: 'contoso', home: { tenant: 'fabrikam', person: 'employee' } })
  assert.equal((await gatehouse.outbox.letters()).length, 1)
  await snapshot.restore()
  assert.equal((await gatehouse.clock.now()).toISOString(), '2030-01-01T00:00:00.000Z')
  await gatehouse.clock.reset()
  assert.deepEqual(await gatehouse.outbox.letters(), [])
  assert.deepEqual(await guestsOf(), [])
  const { body } = await graph(gatehouse, token, '/auditLogs/directoryAudits')
  assert.deepEqual(body.value, [])
  await snapshot.drop()
  await assert.rejects(snapshot.restore(), /does not exist/)
})

test('what was remembered of the world before is not taken for the truth after a restore', async () => {
  const { apps } = contoso
  const rename = async (token: string, displayName: string) => {
    const answer = await gatehouse.fetch(`/v1.0/applications/${apps.portal.objectId}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ displayName }),
    })
    assert.equal(answer.status, 204, await answer.text())
  }
  const shown = async (browser: Awaited<ReturnType<typeof person>>) => (await browser.signInPage()).includes('Renamed')
  // Each change of configuration gives the tenant the next number; after a restore the same numbers come again.
  for (const name of ['Renamed once', 'Contoso Portal', 'Renamed again']) {
    await first.restore()
    await rename(await gatehouse.graphToken(), name)
    assert.equal(await shown(await person(gatehouse)), name.startsWith('Renamed'), name)
  }
  await first.restore()
  assert.equal(await shown(await person(gatehouse)), false)
})

test('a session that a snapshot holds is good again after a restore, one from after it is not', async () => {
  const { cookies } = await gatehouse.browserState({ tenant: 'contoso', person: 'member' })
  const snapshot = await gatehouse.snapshot()
  const later = await gatehouse.browserState({ tenant: 'contoso', person: 'admin' })
  await snapshot.restore()
  assert.equal((await person(gatehouse, cookies)).isSignedIn, true)
  assert.equal((await person(gatehouse, later.cookies)).isSignedIn, false)
})

test('the configuration blocks of an app work as they are, in MSAL and in the Azure SDK', async () => {
  const { api, cli, daemon, portal } = contoso.apps
  const scope = `${api.identifierUri}/.default`
  const { tenantId, clientId, clientSecret, options } = daemon.clients.azureIdentity ?? assert.fail('no block')
  const { token } = await new ClientSecretCredential(tenantId, clientId, clientSecret, options).getToken(scope)
  const confidential = new ConfidentialClientApplication(daemon.clients.msalNode)
  const answer = await confidential.acquireTokenByClientCredential({ scopes: [scope] })
  for (const one of [token, answer?.accessToken ?? '']) {
    assert.deepEqual((await verified(gatehouse, one, contoso, api.appId)).roles, ['Orders.Process'])
  }
  const link = await new PublicClientApplication(cli.clients.msalNode).getAuthCodeUrl({
    scopes: ['User.Read'],
    redirectUri: cli.redirectUris.publicClient[0] ?? '',
  })
  assert.equal((await gatehouse.fetch(link)).status, 200)
  assert.deepEqual([cli.clients.azureIdentity, cli.clients.msalBrowser], [undefined, undefined])
  assert.equal(portal.clients.msalBrowser?.auth.redirectUri, portal.redirectUris.spa[0])
})

test('a clone of two tenants has ids, domains, client ids and keys of its own, and works', async () => {
  await gatehouse.guest({ tenant: 'contoso', home: { tenant: 'fabrikam', person: 'employee' } })
  const pair = await gatehouse.clone(['contoso', 'fabrikam'])
  assert.deepEqual(Object.keys(pair.world.tenants), ['contoso', 'fabrikam'])
  const mine = pair.world.tenants.contoso
  for (const [one, two] of [
    [mine.id, contoso.id],
    [mine.domain, contoso.domain],
    [mine.apps.api.appId, contoso.apps.api.appId],
    [mine.people.member.id, contoso.people.member.id],
  ])
    assert.notEqual(one, two)
  assert.equal(mine.apps.api.identifierUri, `api://${mine.apps.api.appId}`)
  assert.equal(mine.people.member.userPrincipalName, `member@${mine.domain}`)
  // The guest of the clone comes from the other clone.
  const { body } = await graph(gatehouse, await pair.graphToken('contoso'), "/users?$filter=userType eq 'Guest'")
  assert.deepEqual(
    body.value.map(({ mail }: { mail: string }) => mail),
    [pair.world.tenants.fabrikam.people.employee.mail],
  )
  const keys = async (id: string) =>
    (JSON.parse(await (await gatehouse.fetch(`/${id}/discovery/v2.0/keys`)).text()).keys as { kid: string }[]).map(
      ({ kid }) => kid,
    )
  const [ours, theirs] = [await keys(mine.id), await keys(contoso.id)]
  assert.equal(ours.length, 2)
  assert.deepEqual(
    ours.filter((kid) => theirs.includes(kid)),
    [],
  )

  const msal = new ConfidentialClientApplication(mine.apps.daemon.clients.msalNode)
  const answer = await msal.acquireTokenByClientCredential({ scopes: [`${mine.apps.api.identifierUri}/.default`] })
  const claims = await verified(gatehouse, answer?.accessToken ?? '', mine, mine.apps.api.appId)
  assert.deepEqual(claims.roles, ['Orders.Process'])

  const { cookies } = await pair.browserState({ tenant: 'fabrikam', person: 'employee' })
  assert.equal((await person(gatehouse, cookies, mine)).isSignedIn, true)
})

test('what happens in a clone stays there, and a restore takes the clone away', async () => {
  const pair = await gatehouse.clone(['contoso', 'fabrikam'])
  await pair.guest({ tenant: 'contoso', mail: 'ann@partner.example' })
  assert.deepEqual(await guestsOf(), [])
  const token = await pair.graphToken('contoso')
  assert.deepEqual(await guestsOf('contoso', token), ['ann@partner.example'])
  await first.restore()
  await assert.rejects(pair.graphToken('contoso'), /No token for Graph/)
  await assert.rejects(gatehouse.clone(['nobody' as 'contoso']), /It has contoso, fabrikam, woodgrove/)
})

test('a minted token of a person is what a sign-in would give, by the key of the tenant', async () => {
  const { api, portal } = contoso.apps
  const guest = await gatehouse.guest({ tenant: 'contoso', home: { tenant: 'fabrikam', person: 'employee' } })
  const minted = await gatehouse.mint({
    tenant: 'contoso',
    app: 'api',
    client: 'portal',
    person: guest.id,
    scopes: ['Orders.Read'],
  })
  const claims = await verified(gatehouse, minted.accessToken, contoso, api.appId)
  assert.partialDeepStrictEqual(claims, { oid: guest.id, scp: 'Orders.Read', azp: portal.appId, tid: contoso.id })

  const { cookies } = await gatehouse.browserState({ tenant: 'contoso', person: guest.id })
  const real = await redeem(
    gatehouse,
    cookies,
    portal,
    `openid profile offline_access ${api.identifierUri}/Orders.Read`,
  )
  const names = (token: string) => Object.keys(decodeJwt(token)).toSorted()
  assert.deepEqual(names(minted.accessToken), names(real.access_token))
  for (const name of ['sub', 'preferred_username', 'idp', 'aud', 'iss', 'ver', 'azpacr']) {
    assert.deepEqual(claims[name], decodeJwt(real.access_token)[name], name)
  }
  const id = await verified(gatehouse, minted.idToken ?? '', contoso, portal.appId)
  assert.equal(id.sub, decodeJwt(real.id_token).sub)
})

test('minted roles, claims and tokens of apps are as asked; Graph takes a minted token where consent stands', async () => {
  const { api } = contoso.apps
  const mint = (more: { person?: string; roles?: string[]; claims?: Record<string, unknown> }) =>
    gatehouse.mint({ tenant: 'contoso', app: 'api', ...more })
  const approver = await mint({ person: 'member', roles: ['Orders.Approver'], claims: { department: 'Sales' } })
  assert.partialDeepStrictEqual(await verified(gatehouse, approver.accessToken, contoso, api.appId), {
    roles: ['Orders.Approver'],
    scp: 'Orders.Read Orders.Manage',
    department: 'Sales',
  })
  const job = await mint({ roles: ['Orders.Process'] })
  const claims = await verified(gatehouse, job.accessToken, contoso, api.appId)
  assert.deepEqual(
    [claims.roles, claims.scp, claims.sub === claims.oid, job.idToken],
    [['Orders.Process'], undefined, true, null],
  )
  const expired = await mint({ person: 'member', claims: { exp: 1 } })
  await assert.rejects(verified(gatehouse, expired.accessToken, contoso, api.appId), /exp/)

  const script = await gatehouse.graphToken('contoso')
  const principals = await graph(gatehouse, script, "/servicePrincipals?$filter=displayName eq 'Microsoft Graph'")
  await graph(gatehouse, script, '/oauth2PermissionGrants', {
    clientId: contoso.apps.cli.servicePrincipalId,
    consentType: 'AllPrincipals',
    resourceId: principals.body.value[0].id,
    scope: 'User.Read',
  })
  const { accessToken } = await gatehouse.mint({ tenant: 'contoso', app: 'graph', client: 'cli', person: 'member' })
  const me = await graph(gatehouse, accessToken, '/me')
  assert.deepEqual([me.status, me.body.id], [200, contoso.people.member.id])
})

const refusedMints: { given: string; wish: Record<string, unknown>; told: RegExp }[] = [
  {
    given: 'a scope that the API has not',
    wish: { person: 'member', scopes: ['Orders.Raed'] },
    told: /'Orders\.Raed' is not among those of the app: Orders\.Read, Orders\.Manage/,
  },
  {
    given: 'a role for applications, for a person',
    wish: { person: 'member', roles: ['Orders.Process'] },
    told: /among those of the app: Orders\.Approver/,
  },
  { given: 'scopes without a person', wish: { scopes: ['Orders.Read'] }, told: /Scopes are for people/ },
  { given: 'nobody', wish: { person: 'nobody@nowhere.example' }, told: /Nobody in this tenant/ },
  { given: 'claims that are none', wish: { person: 'member', claims: [] }, told: /It must be an object/ },
  { given: 'an unknown wish', wish: { person: 'member', scope: 'Orders.Read' }, told: /'scope'.*It is not known here/ },
]
for (const { given, wish, told } of refusedMints)
  test(`minting with ${given} is refused`, async () => {
    await assert.rejects(gatehouse.mint({ tenant: 'contoso', app: 'api', ...wish }), told)
  })

test('a browser begins signed in: member, guest from a partner, guest by mailbox', async (t) => {
  await gatehouse.guest({ tenant: 'contoso', home: { tenant: 'fabrikam', person: 'employee' } })
  await gatehouse.guest({ tenant: 'contoso', mail: 'ann@partner.example' })
  const browser = await launchBrowser(t)
  for (const [who, shown] of [
    [{ tenant: 'contoso', person: 'member' }, 'member@contoso.gatehouse.test'],
    [{ tenant: 'contoso', person: 'employee@fabrikam.gatehouse.test' }, 'employee@fabrikam.gatehouse.test'],
    [{ tenant: 'contoso', person: 'ann@partner.example' }, 'ann@partner.example'],
    [{ tenant: 'woodgrove', person: 'admin' }, 'admin@woodgrove.gatehouse.test'],
  ] as const) {
    const context = await browser.newContext({ storageState: await gatehouse.browserState(who) })
    const page = await context.newPage()
    const tenant = gatehouse.world.tenants[who.tenant]
    const { appId, redirectUris } =
      who.tenant === 'contoso' ? contoso.apps.portal : gatehouse.world.tenants.woodgrove.apps.shop
    const query = new URLSearchParams({
      client_id: appId,
      response_type: 'code',
      redirect_uri: redirectUris.web[0] ?? '',
      scope: 'openid profile User.Read',
    })
    await page.goto(`${gatehouse.origin}/${tenant.id}/oauth2/v2.0/authorize?${query}`)
    await page.getByRole('button', { name: 'Accept' }).waitFor()
    await page.getByText(shown).first().waitFor()
    await context.close()
  }
})

test('a guest who has not accepted has no session to begin with', async () => {
  const { id } = await gatehouse.guest({ tenant: 'contoso', mail: 'ann@partner.example', state: 'PendingAcceptance' })
  await assert.rejects(gatehouse.browserState({ tenant: 'contoso', person: id }), /has not accepted yet/)
  await assert.rejects(gatehouse.guest({ tenant: 'contoso', mail: 'ann@partner.example' }), /a guest here already/)
})
