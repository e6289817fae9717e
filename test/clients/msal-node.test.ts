import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  type AccountInfo,
  ConfidentialClientApplication,
  CryptoProvider,
  InteractionRequiredAuthError,
  PublicClientApplication,
  ServerError,
} from '@azure/msal-node'
import type { Page } from 'playwright-core'
import { startAppElsewhere } from '../harness/app-elsewhere.ts'
import { launchBrowser } from '../harness/browser.ts'
import '../harness/offline.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { claimsOf } from '../harness/person.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'
import { acceptedGuest, setting, story } from '../harness/story.ts'
import { addCertificate } from './certificate.ts'

/** MSAL Node as it comes from the registry, configured by `clients.msal` of demo.json and nothing else. */

async function openPage(t: TestContext): Promise<Page> {
  const browser = await launchBrowser(t)
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  return page
}

test('MSAL Node, confidential: authorization code with PKCE by a real browser, then silent refresh', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { guestId } = await acceptedGuest(world)
  const employee = fabrikam.account('employee')
  const { msal } = server.demo.clients
  const { app } = contoso.app('portal')
  const client = new ConfidentialClientApplication({ auth: { ...msal.auth, clientSecret: app.secret ?? '' } })
  // Any port will do for a redirect URI on localhost.
  const elsewhere = await startAppElsewhere(t)
  const redirectUri = elsewhere.callback
  const scopes = [`${server.demo.tenants.contoso.apps.api?.identifierUri}/Orders.Read`]
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
  const request = { scopes, redirectUri, state: 'the state', nonce: 'the nonce' }

  const page = await openPage(t)
  const landed = elsewhere.nextVisit()
  const url = await client.getAuthCodeUrl({ ...request, codeChallenge: challenge, codeChallengeMethod: 'S256' })
  await page.goto(url)
  await signInOnScreen(page, employee)
  await acceptOnScreen(page, 'Permissions requested')
  const answer = await landed
  assert.equal(answer.get('state'), 'the state')
  const code = answer.get('code') ?? assert.fail(answer.toString())

  // MSAL checks the state and the nonce of the ID token when it is given them.
  const { state, nonce } = request
  const result = await client.acquireTokenByCode({ ...request, code, codeVerifier: verifier }, { code, state, nonce })
  assert.equal(result.tenantId, contoso.id)
  assert.equal(result.account?.username, employee.userPrincipalName)
  assert.equal(result.account?.homeAccountId, `${employee.id}.${fabrikam.id}`, 'the home account, not the guest')
  assert.equal((result.idTokenClaims as { oid?: string }).oid, guestId)
  assert.deepEqual(
    result.scopes.filter((scope) => scope.endsWith('/Orders.Read')),
    scopes,
  )
  assert.equal(claimsOf(result.accessToken).scp, 'Orders.Read')

  const account = result.account as AccountInfo
  const cached = await client.acquireTokenSilent({ account, scopes })
  assert.equal(cached.fromCache, true)
  const refreshed = await client.acquireTokenSilent({ account, scopes, forceRefresh: true })
  assert.equal(refreshed.fromCache, false)
  assert.notEqual(refreshed.accessToken, result.accessToken)

  // A refresh token is good for every API that was consented to (sts.md 2.5).
  const forGraph = await client.acquireTokenSilent({ account, scopes: ['User.Read'] })
  const me = await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${forGraph.accessToken}` } })
  assert.equal(((await me.json()) as { id: string }).id, guestId)
  // Nobody has consented to more: MSAL itself must see that only the person can help (sts.md 3.5).
  const unconsented = client.acquireTokenSilent({ account, scopes: ['User.Read.All'] })
  await assert.rejects(unconsented, (thrown: unknown) => {
    assert.ok(thrown instanceof InteractionRequiredAuthError, String(thrown))
    assert.match(thrown.errorMessage, /AADSTS65001/)
    return true
  })

  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', {}) })
  await assert.rejects(client.acquireTokenSilent({ account, scopes, forceRefresh: true }), (thrown: unknown) => {
    assert.ok(thrown instanceof ServerError)
    assert.equal(thrown.errorCode, 'invalid_grant')
    assert.equal(Number(thrown.errorNo), 500213)
    assert.match(thrown.errorMessage, /AADSTS500213/)
    assert.match(thrown.correlationId, /^[0-9a-f-]{36}$/)
    return true
  })
})

test('MSAL Node, public: interactive by loopback in a real browser, then silent refresh with rotation', async (t) => {
  const server = await startServer(t)
  const { contoso } = story(server)
  const member = contoso.account('member')
  const { app } = contoso.app('cli')
  const { auth } = server.demo.clients.msal
  const client = new PublicClientApplication({ auth: { ...auth, clientId: app.appId } })
  const page = await openPage(t)
  const scopes = ['User.Read']
  const result = await client.acquireTokenInteractive({
    scopes,
    successTemplate: '<p>Back to the terminal.</p>',
    async openBrowser(url) {
      await page.goto(url)
      await signInOnScreen(page, member)
      await acceptOnScreen(page, 'Permissions requested')
      await page.getByRole('button', { name: 'No', exact: true }).click()
      await page.getByText('Back to the terminal.').waitFor()
    },
  })
  assert.equal(result.account?.name, member.displayName)
  assert.equal(result.account?.localAccountId, member.id)

  const account = result.account as AccountInfo
  const seen = new Set([result.accessToken])
  for (let round = 0; round < 3; round++) {
    const { accessToken, fromCache } = await client.acquireTokenSilent({ account, scopes, forceRefresh: true })
    assert.equal(fromCache, false)
    seen.add(accessToken)
    // Past the overlap of 30 s, a client that had kept an old refresh token would lose its family.
    await server.advance('PT60S')
  }
  assert.equal(seen.size, 4)
  const me = await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${[...seen].at(-1)}` } })
  assert.equal(((await me.json()) as { id: string }).id, member.id)
})

test('MSAL Node, daemon: client secret and certificate', async (t) => {
  const server = await startServer(t)
  const { contoso } = story(server)
  const { app } = contoso.app('daemon')
  const bySecret = new ConfidentialClientApplication({ auth: { ...daemon(server), clientSecret: app.secret ?? '' } })
  await gets(bySecret)
  const clientCertificate = await addCertificate(contoso.graph, app.objectId)
  const { thumbprintSha256, privateKey, certificate } = clientCertificate
  await gets(
    new ConfidentialClientApplication({
      auth: { ...daemon(server), clientCertificate: { thumbprintSha256, privateKey } },
    }),
  )
  await gets(
    new ConfidentialClientApplication({
      auth: { ...daemon(server), clientCertificate: { thumbprintSha256, privateKey, x5c: certificate } },
    }),
  )
  const wrong = new ConfidentialClientApplication({ auth: { ...daemon(server), clientSecret: 'not the secret' } })
  await assert.rejects(wrong.acquireTokenByClientCredential({ scopes: scopesOf(server) }), /AADSTS7000215/)

  async function gets(client: ConfidentialClientApplication) {
    const scopes = scopesOf(server)
    const result = await client.acquireTokenByClientCredential({ scopes })
    const { roles, tid, azp, oid } = claimsOf(result?.accessToken ?? '')
    assert.deepEqual({ roles, tid, azp }, { roles: ['Orders.Process'], tid: contoso.id, azp: app.appId })
    assert.equal(oid, app.servicePrincipalId)
    const again = await client.acquireTokenByClientCredential({ scopes })
    assert.equal(again?.fromCache, true)
    const fresh = await client.acquireTokenByClientCredential({ scopes, skipCache: true })
    assert.equal(fresh?.fromCache, false)
  }
})

const scopesOf = ({ demo }: TestServer) => [`${demo.tenants.contoso.apps.api?.identifierUri}/.default`]

const daemon = ({ demo }: TestServer) => ({
  ...demo.clients.msal.auth,
  clientId: demo.tenants.contoso.apps.daemon?.appId ?? '',
})
