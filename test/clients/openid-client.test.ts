import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as client from 'openid-client'
import '../harness/offline.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { type Person, redirectUriOf, visitor } from '../harness/person.ts'
import { acceptedGuest, story } from '../harness/story.ts'

/** openid-client 6 with every check that it has switched on, the ones it leaves to TLS too. */

/** Follows the sign-in from an address that the client made, to the app's redirect URI. */
async function follow(person: Person, address: URL): Promise<URL> {
  const { visitor: browser } = person
  await browser.open(address.href)
  for (let steps = 0; steps < 6 && browser.page.leaves === null; steps++) {
    if (browser.has('Accept')) await browser.press('Accept')
    else await person.signIn()
  }
  return new URL(browser.page.leaves ?? assert.fail(browser.page.html))
}

async function discovered({ demo, origin }: TestServer, authentication: (secret: string) => client.ClientAuth) {
  const { id, apps } = demo.tenants.contoso
  const portal = apps.portal ?? assert.fail('no portal')
  const issuer = new URL(`${origin}/${id}/v2.0`)
  const metadata = { client_secret: portal.secret ?? '', require_auth_time: true }
  const config = await client.discovery(issuer, portal.appId, metadata, authentication(portal.secret ?? ''))
  client.enableNonRepudiationChecks(config)
  return { config, portal, issuer: issuer.href }
}

for (const { method, authentication } of [
  { method: 'client_secret_post', authentication: client.ClientSecretPost },
  { method: 'client_secret_basic', authentication: client.ClientSecretBasic },
]) {
  test(`openid-client, ${method}: from discovery to userinfo, for a member`, async (t) => {
    const server = await startServer(t)
    const { contoso } = story(server)
    const { config, portal, issuer } = await discovered(server, authentication)
    assert.equal(config.serverMetadata().issuer, issuer)
    const member = contoso.account('member')
    const tokens = await signIn(config, contoso.person('member'), redirectUriOf(portal))
    const claims = tokens.claims() ?? assert.fail('no ID token')
    assert.deepEqual(
      { iss: claims.iss, aud: claims.aud, oid: claims.oid, tid: claims.tid, name: claims.name },
      { iss: issuer, aud: portal.appId, oid: member.id, tid: contoso.id, name: member.displayName },
    )
    // The library compares `sub` with the ID token's.
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
    assert.equal(userinfo.name, member.displayName)

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    assert.equal(refreshed.claims()?.sub, claims.sub)
    await assert.rejects(client.refreshTokenGrant(config, 'not a refresh token'), (thrown: unknown) => {
      assert.ok(thrown instanceof client.ResponseBodyError)
      assert.equal(thrown.error, 'invalid_grant')
      return true
    })
  })
}

test('openid-client: a guest from discovery to userinfo, under the issuer of the organization that is visited', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { guestId, person } = await acceptedGuest(world)
  const { config, portal, issuer } = await discovered(server, client.ClientSecretPost)
  const tokens = await signIn(config, person, redirectUriOf(portal))
  const claims = tokens.claims() ?? assert.fail('no ID token')
  assert.deepEqual(
    { iss: claims.iss, oid: claims.oid, tid: claims.tid },
    { iss: issuer, oid: guestId, tid: world.contoso.id },
  )
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
  assert.equal(userinfo.sub, claims.sub)
})

test('openid-client: an error of the authorization endpoint comes back as the library expects it', async (t) => {
  const server = await startServer(t)
  const { config, portal } = await discovered(server, client.ClientSecretPost)
  const { address, checks } = await request(config, redirectUriOf(portal), { prompt: 'none' })
  const page = await visitor(server).open(address.href)
  const landed = new URL(page.leaves ?? assert.fail(page.html))
  await assert.rejects(client.authorizationCodeGrant(config, landed, checks), (thrown: unknown) => {
    assert.ok(thrown instanceof client.AuthorizationResponseError)
    assert.equal(thrown.error, 'login_required')
    assert.match(thrown.error_description ?? '', /AADSTS50058/)
    return true
  })
})

test('openid-client: client credentials', async (t) => {
  const server = await startServer(t)
  const { id, apps } = server.demo.tenants.contoso
  const { daemon, api } = apps
  const issuer = new URL(`${server.origin}/${id}/v2.0`)
  const config = await client.discovery(issuer, daemon?.appId ?? '', daemon?.secret)
  const tokens = await client.clientCredentialsGrant(config, { scope: `${api?.identifierUri}/.default` })
  assert.equal(tokens.token_type, 'bearer')
  assert.ok((tokens.expiresIn() ?? 0) > 3000)
})

async function request(config: client.Configuration, redirect_uri: string, more: Record<string, string> = {}) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
    maxAge: 3600,
  }
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: 'openid profile email offline_access User.Read',
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    max_age: String(checks.maxAge),
    ...more,
  })
  return { address, checks }
}

async function signIn(config: client.Configuration, person: Person, redirectUri: string) {
  const { address, checks } = await request(config, redirectUri)
  return client.authorizationCodeGrant(config, await follow(person, address), checks)
}
