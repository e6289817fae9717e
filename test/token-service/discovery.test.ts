import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import type { TenantId } from '../../src/ids.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { appOf, claimsOf, codeFor, member, portal, postToken, redirectOf, signIn, verifier } from './client.ts'

const server = await fileServer()
const { contoso } = server.demo.tenants
const base = `${server.origin}/${contoso.id}`
type Json = Record<string, unknown>
const get = async (path: string, init?: RequestInit) => {
  const answer = await server.fetch(path, init)
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json }
}

test('the v2 document names the tenant by GUID, however it was asked for', async () => {
  const paths = [contoso.id, contoso.domain, contoso.domain.toUpperCase()]
  for (const segment of paths) {
    const { status, headers, body } = await get(`/${segment}/v2.0/.well-known/openid-configuration?appid=x`)
    assert.equal(status, 200)
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('cache-control'), 'max-age=86400, private')
    assert.equal(body.issuer, `${base}/v2.0`)
    assert.equal(body.token_endpoint, `${base}/oauth2/v2.0/token`)
    assert.equal(body.authorization_endpoint, `${base}/oauth2/v2.0/authorize`)
    assert.equal(body.end_session_endpoint, `${base}/oauth2/v2.0/logout`)
    assert.equal(body.jwks_uri, `${base}/discovery/v2.0/keys`)
    assert.equal(body.userinfo_endpoint, `${server.origin}/oidc/userinfo`)
  }
})

test('the v1 document has v1 paths and the v1 issuer', async () => {
  const { body } = await get(`/${contoso.id}/.well-known/openid-configuration`)
  assert.equal(body.issuer, `${base}/`)
  assert.equal(body.token_endpoint, `${base}/oauth2/token`)
  assert.equal(body.jwks_uri, `${base}/discovery/keys`)
})

test('common and organizations keep their name and a template as issuer', async () => {
  for (const segment of ['common', 'organizations']) {
    const { body } = await get(`/${segment}/v2.0/.well-known/openid-configuration`)
    assert.equal(body.issuer, `${server.origin}/{tenantid}/v2.0`)
    assert.equal(body.token_endpoint, `${server.origin}/${segment}/oauth2/v2.0/token`)
    assert.equal(body.tenant_region_scope, null)
  }
})

const refused: { path: string; init?: RequestInit; expect: string }[] = [
  { path: '/nobody.example/v2.0/.well-known/openid-configuration', expect: '400 invalid_tenant 90002' },
  {
    path: '/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration',
    expect: '400 invalid_tenant 90002',
  },
  { path: '/nobody/v2.0/.well-known/openid-configuration', expect: '400 invalid_tenant 900023' },
  { path: '/%00/v2.0/.well-known/openid-configuration', expect: '400 invalid_tenant 900023' },
  { path: '/nobody.example/discovery/v2.0/keys', expect: '400 invalid_tenant 90002' },
  { path: '/consumers/v2.0/.well-known/openid-configuration', expect: '400 invalid_request 9002332' },
  {
    path: `/${contoso.id}/v2.0/.well-known/openid-configuration`,
    init: { method: 'POST' },
    expect: '400 invalid_request 900561',
  },
  { path: `/${contoso.id}/discovery/v2.0/keys`, init: { method: 'DELETE' }, expect: '400 invalid_request 900561' },
  { path: '/common/discovery/instance', expect: '400 invalid_request 50050' },
  { path: '/common/discovery/instance?authorization_endpoint=x', expect: '400 invalid_request 50050' },
  {
    path: `/common/discovery/instance?authorization_endpoint=${server.origin}/x`,
    expect: '400 invalid_request 50050',
  },
  {
    path: '/common/discovery/instance?authorization_endpoint=https://login.example/common/oauth2/v2.0/authorize',
    expect: '400 invalid_instance 50049',
  },
  {
    path: '/common/discovery/instance?authorization_endpoint=a&authorization_endpoint=b',
    expect: '400 invalid_request 9000411',
  },
]
for (const { path, init, expect } of refused) {
  test(`${init?.method ?? 'GET'} ${path.replace(server.origin, '')} is refused`, async () => {
    const { status, body, headers } = await get(path, init)
    assert.equal(`${status} ${body.error} ${body.error_codes}`, expect)
    assert.equal(headers.get('x-ms-request-id'), body.trace_id)
  })
}

test('instance discovery knows its own host', async () => {
  const { host } = new URL(server.origin)
  const asked = `${server.origin}/${contoso.domain}/oauth2/v2.0/authorize`
  const { body } = await get(`/Common/Discovery/Instance?api-version=1.1&authorization_endpoint=${asked}`)
  assert.equal(
    body.tenant_discovery_endpoint,
    `${server.origin}/${contoso.domain}/v2.0/.well-known/openid-configuration`,
  )
  const [first] = body.metadata as { preferred_network: string; aliases: string[] }[]
  assert.equal(first?.preferred_network, host)
  assert.ok(first?.aliases.includes(host))
})

type Key = { kid: string; x5t: string; x5c: string[]; n: string; use: string; issuer: string }

test('two keys are published, each with its certificate and issuer; every tenant has its own', async () => {
  const sets = await Promise.all(
    [contoso.id, server.demo.tenants.fabrikam.id].map(
      async (tenant) => (await get(`/${tenant}/discovery/v2.0/keys`)).body.keys as Key[],
    ),
  )
  for (const [index, keys] of sets.entries()) {
    assert.equal(keys.length, 2)
    for (const key of keys) {
      assert.equal(key.kid, key.x5t)
      const { publicKey } = new X509Certificate(Buffer.from(key.x5c[0] ?? '', 'base64'))
      assert.equal(publicKey.export({ format: 'jwk' }).n, key.n)
      if (index === 0) assert.equal(key.issuer, `${base}/v2.0`)
    }
  }
  const all = sets.flat().map(({ kid }) => kid)
  assert.equal(new Set(all).size, 4)
  const common = (await get('/common/discovery/v2.0/keys')).body.keys as Key[]
  assert.deepEqual(common.map(({ kid }) => kid).toSorted(), all.toSorted())
})

test('openid-client goes from discovery to userinfo with all its checks on', async () => {
  const { appId, secret } = appOf(server, portal)
  const config = await client.discovery(new URL(`${base}/v2.0`), appId, secret)
  const visit = await signIn(server, member)
  const nonce = client.randomNonce()
  const state = client.randomState()
  await codeFor(server, portal, { visit, scope: 'openid profile email offline_access', extra: { nonce, state } })
  const callback = new URL(visit.landed.location.replace(/#$/, ''))
  const tokens = await client.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  assert.equal(claims?.email, contoso.people.member!.mail)
  const info = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
  assert.deepEqual(info, {
    sub: claims?.sub,
    name: contoso.people.member!.displayName,
    given_name: 'Milan',
    family_name: 'Okafor',
    picture: `${server.origin}/v1.0/me/photo/$value`,
    email: contoso.people.member!.mail,
  })
  const again = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  assert.equal(again.claims()?.sub, claims?.sub)
  assert.equal(config.serverMetadata().end_session_endpoint, `${base}/oauth2/v2.0/logout`)
  assert.equal(redirectOf(server, portal), callback.href.split('?')[0])
})

test('userinfo refuses what is no token of a person for Graph', async () => {
  const daemon = contoso.apps.daemon!
  const asApp = await postToken(server, contoso.id, {
    grant_type: 'client_credentials',
    client_id: daemon.appId,
    client_secret: daemon.secret,
    scope: 'https://graph.microsoft.com/.default',
  })
  const forApi = await postToken(server, contoso.id, {
    grant_type: 'client_credentials',
    client_id: daemon.appId,
    client_secret: daemon.secret,
    scope: `${contoso.apps.api!.identifierUri}/.default`,
  })
  const bearers = [undefined, 'x', 'a.b.c', asApp.body.access_token, forApi.body.access_token]
  for (const bearer of bearers) {
    for (const path of ['/oidc/userinfo', `/${contoso.id}/openid/userinfo`]) {
      const answer = await server.fetch(path, {
        headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      })
      assert.equal(answer.status, 401)
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer error="invalid_token"')
    }
  }
})

test('an API that verifies with jose sees no failure while the keys rotate', async () => {
  const daemon = contoso.apps.daemon!
  const keys = createRemoteJWKSet(new URL(`${base}/discovery/v2.0/keys`))
  const verifyOne = async () => {
    const { body } = await postToken(server, contoso.id, {
      grant_type: 'client_credentials',
      client_id: daemon.appId,
      client_secret: daemon.secret,
      scope: `${contoso.apps.api!.identifierUri}/.default`,
    })
    const verified = await jwtVerify(body.access_token, keys, {
      issuer: `${base}/v2.0`,
      audience: contoso.apps.api!.appId,
    })
    return { kid: verified.protectedHeader.kid, token: body.access_token }
  }
  const rotate = async () => {
    const answer = await server.fetch(`/gatehouse/v1/tenants/${contoso.id}/keys/rotate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    assert.ok(answer.ok, await answer.text())
  }
  const before = await verifyOne()
  const seen = new Set([before.kid])
  const [rotated] = await Promise.all([rotate(), ...Array.from({ length: 40 }, verifyOne)])
  assert.equal(rotated, undefined)
  seen.add((await verifyOne()).kid)
  assert.equal(seen.size, 2)
  // What the old key signed is good until it ends.
  await jwtVerify(before.token, keys)
  const published = (await get(`/${contoso.id}/discovery/v2.0/keys`)).body.keys as Key[]
  assert.equal(published.length, 3)
  // The newest key was published a moment ago, so a second rotation has to wait for a day.
  await rotate()
  assert.ok(seen.has((await verifyOne()).kid))
  const stored = await server.running.deps.store.tenants.keys(server.running.deps.store.at(contoso.id as TenantId))
  assert.ok(stored.every(({ sealedPrivateKey }) => !sealedPrivateKey.includes('PRIVATE')))
  assert.equal(claimsOf(before.token).tid, contoso.id)
})
