import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import type { DemoApp } from '../../src/demo/world.ts'
import { type GraphClient, graphClient, type TestServer } from '../harness/index.ts'
import { type Account, type Claims, claimsOf, type Person, person, type TokenAnswer } from '../harness/person.ts'
import { type Visitor, visitor } from '../harness/visitor.ts'

/** My Apps and My Account as a person's browser uses them: signed in over HTTPS at our own app, then the API alone. */

export const ownScopes =
  'openid profile offline_access https://graph.microsoft.com/User.Read https://graph.microsoft.com/User.ReadWrite https://graph.microsoft.com/UserAuthenticationMethod.ReadWrite'

export type Signed = GraphClient & { claims: Claims; refreshToken: string; visitor: Visitor; token: string }

/** What of an app a person at a browser needs; for a visitor without scripts its redirect URI is one of a web app. */
const myApps = (origin: string): Pick<DemoApp, 'appId' | 'redirectUris'> => ({
  appId: firstPartyApps.myApps,
  redirectUris: { web: [`${origin}/myaccount`], spa: [], publicClient: [] },
})

/** Signed in to My Account for one organization. `at`: whose browser, when it is in use already. */
export async function atMyAccount(
  server: TestServer,
  tenant: string,
  account: Account,
  at: Person = person(server, account),
): Promise<Signed> {
  const arrival = await at.enter({ tenant, app: myApps(server.origin), scope: ownScopes })
  assert.ok(arrival.code !== null, `${account.userPrincipalName} ended at ${arrival.page.title}`)
  return redeemed(server, tenant, { ...arrival, visitor: at.visitor })
}

/** The same for a guest who proves a mailbox. */
export async function atMyAccountByCode(server: TestServer, tenant: string, address: string): Promise<Signed> {
  const browser = visitor(server)
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: firstPartyApps.myApps,
    response_type: 'code',
    redirect_uri: `${server.origin}/myaccount`,
    scope: ownScopes,
    state: 'x',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  await browser.open(`/${tenant}/oauth2/v2.0/authorize?${query}`)
  await browser.press('Next', { username: address })
  await browser.press('Send code')
  const { code = '' } = await server.letter(address)
  await browser.press('Sign in', { code })
  if (browser.page.title === 'Review permissions') await browser.press('Accept')
  const answer = new URL(browser.page.leaves ?? assert.fail(browser.page.title)).searchParams.get('code') ?? ''
  return redeemed(server, tenant, { code: answer, verifier, visitor: browser })
}

async function redeemed(
  server: TestServer,
  tenant: string,
  { code, verifier, visitor }: { code: string; verifier: string; visitor: Visitor },
): Promise<Signed> {
  const { status, body } = await askAsBrowser(server, tenant, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: `${server.origin}/myaccount`,
  })
  assert.equal(status, 200, JSON.stringify(body))
  const token = body.access_token ?? ''
  return {
    ...graphClient(server.fetch, () => token),
    token,
    claims: claimsOf(token),
    refreshToken: body.refresh_token ?? '',
    visitor,
  }
}

/** The token endpoint as a single-page app calls it. */
async function askAsBrowser(server: TestServer, tenant: string, fields: Record<string, string>) {
  const answer = await server.fetch(`/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { origin: server.origin },
    body: new URLSearchParams({ client_id: firstPartyApps.myApps, ...fields }),
  })
  return { status: answer.status, body: (await answer.json()) as TokenAnswer['body'] }
}

export const refreshed = (server: TestServer, tenant: string, { refreshToken }: Signed) =>
  askAsBrowser(server, tenant, { grant_type: 'refresh_token', refresh_token: refreshToken })
