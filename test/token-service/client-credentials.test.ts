import assert from 'node:assert/strict'
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import https from 'node:https'
import { test } from 'node:test'
import { ClientSecretCredential } from '@azure/identity'
import { ConfidentialClientApplication } from '@azure/msal-node'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import type { ApplicationId, TenantId } from '../../src/ids.ts'
import { createSigningKey, sealingContext } from '../../src/tenants/signing-key.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { claimsOf, postToken, summary } from './client.ts'

const server = await fileServer()

const contoso = () => server.demo.tenants.contoso
const daemon = () => contoso().apps.daemon!
const api = () => contoso().apps.api!
const authority = () => `${server.origin}/${contoso().id}`
const scope = () => `${api().identifierUri}/.default`

const ask = (change: Record<string, string | undefined> = {}, segment = contoso().id) =>
  postToken(server, segment, {
    grant_type: 'client_credentials',
    client_id: daemon().appId,
    client_secret: daemon().secret,
    scope: scope(),
    ...change,
  })

test('MSAL Node gets a token with a secret, and an API verifies it with jose', async () => {
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: daemon().appId,
      clientSecret: daemon().secret!,
      authority: authority(),
      knownAuthorities: [new URL(server.origin).host],
    },
  })
  const got = await msal.acquireTokenByClientCredential({ scopes: [scope()] })
  const keys = createRemoteJWKSet(new URL(`${authority()}/discovery/v2.0/keys`))
  const { payload } = await jwtVerify(got?.accessToken ?? '', keys, {
    issuer: `${authority()}/v2.0`,
    audience: api().appId,
    algorithms: ['RS256'],
  })
  assert.deepEqual(payload.roles, ['Orders.Process'])
  assert.equal(payload.sub, payload.oid)
  assert.equal(payload.oid, daemon().servicePrincipalId)
  assert.equal(payload.azp, daemon().appId)
  assert.equal(payload.azpacr, '1')
  assert.equal(Number(payload.exp) - Number(payload.iat), 3900)
  assert.ok(!('scp' in payload))
})

test('@azure/identity gets a token for Graph', async () => {
  const { tenantId, clientId, clientSecret, options } = server.demo.clients.azureIdentity
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, options)
  const { token, expiresOnTimestamp } = await credential.getToken('https://graph.microsoft.com/.default')
  const claims = claimsOf(token)
  assert.equal(claims.aud, 'https://graph.microsoft.com')
  assert.equal(claims.ver, '1.0')
  assert.equal(claims.iss, `${server.origin}/${tenantId}/`)
  assert.equal(decodeProtectedHeader(token).x5t, decodeProtectedHeader(token).kid)
  assert.ok(expiresOnTimestamp > Date.now() + 3_500_000)
})

type Certificate = { pem: string; certificatePem: string; sha256: string }

/** Registers a certificate of the daemon's; what the API for it will do, done in the store. */
async function registerCertificate(): Promise<Certificate> {
  const { store, vault, random, clock } = server.running.deps
  const now = clock.now()
  const key = await createSigningKey({ vault, random }, contoso().id as TenantId, now - 1000)
  const der = Buffer.from(key.certificate, 'base64')
  const digest = (name: string) => createHash(name).update(der).digest('base64url')
  await store.write(contoso().id as TenantId, (tx) =>
    store.applications.update(tx, daemon().objectId as ApplicationId, (old) => ({
      ...old,
      keyCredentials: [
        {
          keyId: random.uuid(),
          displayName: null,
          startAt: now - 1000,
          endAt: now + 86_400_000,
          certificate: key.certificate,
          thumbprintSha1: digest('sha1'),
          thumbprintSha256: digest('sha256'),
        },
      ],
    })),
  )
  const pem = vault.open(key.sealedPrivateKey, sealingContext(contoso().id as TenantId, key.kid))
  return { pem, certificatePem: new X509Certificate(der).toString(), sha256: digest('sha256') }
}

test('MSAL Node gets tokens with a certificate, several with one assertion', async () => {
  const { pem, certificatePem, sha256 } = await registerCertificate()
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: daemon().appId,
      clientCertificate: {
        thumbprintSha256: Buffer.from(sha256, 'base64url').toString('hex'),
        privateKey: pem,
        x5c: certificatePem,
      },
      authority: authority(),
      knownAuthorities: [new URL(server.origin).host],
    },
  })
  const first = await msal.acquireTokenByClientCredential({ scopes: [scope()] })
  assert.equal(claimsOf(first?.accessToken ?? '').azpacr, '2')
  const other = await msal.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
  assert.equal(claimsOf(other?.accessToken ?? '').appidacr, '2')
})

test('an assertion that comes again from elsewhere, or another one with its jti, is refused', async () => {
  const { pem, sha256 } = await registerCertificate()
  const seconds = Math.floor(Date.now() / 1000)
  const make = (more: Record<string, unknown> = {}) =>
    new SignJWT({ iss: daemon().appId, sub: daemon().appId, aud: `${authority()}/oauth2/v2.0/token`, ...more })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': sha256 })
      .setExpirationTime(seconds + 600)
      .setNotBefore(seconds)
      .setJti('once')
      .sign(createPrivateKey(pem))
  const assertion = await make()
  const fields = (client_assertion: string) => ({
    client_secret: undefined,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
  })
  assert.equal(summary(await ask(fields(assertion))), '200 ok')
  assert.equal(summary(await ask(fields(assertion))), '200 ok')
  assert.equal(summary(await ask(fields(await make({ more: 1 })))), '401 invalid_client 700027')
  assert.equal(await postFrom('127.0.0.2', fields(assertion)), 401)
})

/** From another address of this machine. */
function postFrom(localAddress: string, change: Record<string, string | undefined>): Promise<number> {
  const fields = { grant_type: 'client_credentials', client_id: daemon().appId, scope: scope(), ...change }
  const pairs = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const url = new URL(`${authority()}/oauth2/v2.0/token`)
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port: url.port,
        path: url.pathname,
        method: 'POST',
        localAddress,
        headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded' },
      },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    request.on('error', reject)
    request.end(new URLSearchParams(pairs).toString())
  })
}

const cases: { given: string; change: Record<string, string | undefined>; segment?: string; expect: string }[] = [
  { given: 'no grant_type', change: { grant_type: undefined }, expect: "400 invalid_request 900144 'grant_type'" },
  { given: 'an empty grant_type', change: { grant_type: '' }, expect: "400 invalid_request 900144 'grant_type'" },
  { given: 'an unknown grant', change: { grant_type: 'magic' }, expect: "400 unsupported_grant_type 70003 'magic'" },
  { given: 'a name of Object', change: { grant_type: 'constructor' }, expect: '400 unsupported_grant_type 70003' },
  { given: 'no client_id', change: { client_id: undefined }, expect: "400 invalid_request 900144 'client_id'" },
  { given: 'a client_id that is no GUID', change: { client_id: 'daemon' }, expect: '400 unauthorized_client 700016' },
  {
    given: 'an unknown client_id',
    change: { client_id: '11111111-1111-4111-8111-111111111111' },
    expect: '400 unauthorized_client 700016',
  },
  { given: 'no credential', change: { client_secret: undefined }, expect: '401 invalid_client 7000218' },
  { given: 'a wrong secret', change: { client_secret: 'guess' }, expect: '401 invalid_client 7000215' },
  { given: 'a huge secret', change: { client_secret: 'x'.repeat(100_000) }, expect: '401 invalid_client 7000215' },
  {
    given: 'a secret and an assertion',
    change: { client_assertion: 'a.b.c' },
    expect: '400 invalid_request',
  },
  {
    given: 'an assertion of another type',
    change: { client_secret: undefined, client_assertion: 'a.b.c', client_assertion_type: 'saml' },
    expect: '400 invalid_request 90023',
  },
  {
    given: 'an assertion without its type',
    change: { client_secret: undefined, client_assertion: 'a.b.c' },
    expect: "400 invalid_request 900144 'client_assertion_type'",
  },
  { given: 'no scope', change: { scope: undefined }, expect: "400 invalid_request 900144 'scope'" },
  { given: 'a single permission', change: { scope: 'User.Read' }, expect: '400 invalid_scope 1002012' },
  { given: 'OpenID scopes only', change: { scope: 'openid profile' }, expect: '400 invalid_scope 1002012' },
  {
    given: 'two APIs',
    change: { scope: 'https://graph.microsoft.com/.default api://other/.default' },
    expect: '400 invalid_scope 1002012',
  },
  { given: 'an unknown API', change: { scope: 'api://nobody/.default' }, expect: '400 invalid_resource 500011' },
  { given: 'a scope with a quote', change: { scope: 'a"b/.default' }, expect: '400 invalid_scope 70011' },
  { given: 'common', change: {}, segment: 'common', expect: '400 invalid_request 50059' },
  { given: 'organizations', change: {}, segment: 'Organizations', expect: '400 invalid_request 50059' },
  { given: 'consumers', change: {}, segment: 'consumers', expect: '400 invalid_request 9002332' },
  { given: 'an unknown domain', change: {}, segment: 'nobody.example', expect: '400 invalid_request 90002' },
  {
    given: 'an unknown tenant',
    change: {},
    segment: '11111111-1111-4111-8111-111111111111',
    expect: '400 invalid_request 90002',
  },
  { given: 'no tenant at all', change: {}, segment: 'x', expect: '400 invalid_request 900023' },
  {
    given: "another tenant's app",
    change: {},
    segment: 'fabrikam.gatehouse.test',
    expect: '400 unauthorized_client 700016',
  },
]
for (const { given, change, segment, expect } of cases) {
  test(`client credentials with ${given}`, async () => {
    const answer = await ask(change, segment ?? contoso().id)
    const [wanted, named] = expect.split(/ (?=')/)
    assert.equal(summary(answer), wanted)
    const { error_description: says, error_codes: codes, trace_id, error_uri } = answer.body
    if (named) assert.ok(says.includes(named), says)
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8')
    assert.equal(answer.headers.get('cache-control'), 'no-store, no-cache')
    assert.equal(answer.headers.get('x-ms-request-id'), trace_id)
    assert.equal(answer.headers.get('www-authenticate'), null)
    if (codes[0]) assert.equal(error_uri, `${server.origin}/error?code=${codes[0]}`)
  })
}

test('Basic authentication, OpenID scopes beside the API, other spellings of the tenant', async () => {
  const basic = Buffer.from(`${daemon().appId}:${encodeURIComponent(daemon().secret!)}`).toString('base64')
  const fields = { grant_type: 'client_credentials', scope: `openid ${scope()} offline_access` }
  for (const segment of [contoso().id.toUpperCase(), contoso().domain, contoso().domain.toUpperCase()]) {
    const answer = await postToken(server, segment, fields, { authorization: `Basic ${basic}` })
    assert.equal(summary(answer), '200 ok')
    assert.deepEqual(Object.keys(answer.body), ['token_type', 'expires_in', 'ext_expires_in', 'access_token'])
    assert.equal(answer.body.expires_in, 3599)
    assert.equal(answer.headers.get('pragma'), 'no-cache')
    assert.equal(answer.headers.get('x-ms-clitelem'), '1,0,0,,')
  }
})

test('Graph by its three names is one API', async () => {
  const script = contoso().apps['admin-script']!
  const named = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000', server.origin]
  const roles = await Promise.all(
    named.map(async (name) => {
      const change = { client_id: script.appId, client_secret: script.secret, scope: `${name}/.default` }
      const { body } = await ask(change)
      return claimsOf(body.access_token).roles
    }),
  )
  assert.ok(Array.isArray(roles[0]) && roles[0].includes('User.Invite.All'))
  assert.deepEqual(roles[0], roles[1])
  assert.deepEqual(roles[0], roles[2])
})

test('what is no form, or no POST, is refused with its number', async () => {
  const url = `/${contoso().id}/oauth2/v2.0/token`
  const json = await server.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"grant_type":"client_credentials"}',
  })
  const body = (await json.json()) as { error_codes: number[]; error_description: string }
  assert.deepEqual([json.status, body.error_codes], [400, [900144]])
  assert.ok(body.error_description.includes("'grant_type'"))
  const broken = await server.fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
  assert.equal(broken.status, 400)
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await server.fetch(url, { method })
    assert.deepEqual([answer.status, ((await answer.json()) as typeof body).error_codes], [400, [900561]], method)
  }
  const twice = await postToken(server, contoso().id, [
    ['grant_type', 'client_credentials'],
    ['client_id', daemon().appId],
    ['client_id', daemon().appId],
  ])
  assert.equal(summary(twice), '400 invalid_request 9000411')
  assert.ok(twice.body.error_description.includes("'client_id'"))
  const huge = await postToken(server, contoso().id, { grant_type: 'x'.repeat(300_000) })
  assert.equal(huge.status, 413)
})

test('an expired secret is told from a wrong one, only to who knows it', async () => {
  const script = contoso().apps['admin-script']!
  const { store, clock } = server.running.deps
  await store.write(contoso().id as TenantId, (tx) =>
    store.applications.update(tx, script.objectId as ApplicationId, (old) => ({
      ...old,
      passwordCredentials: old.passwordCredentials.map((one) => ({ ...one, endAt: clock.now() - 1 })),
    })),
  )
  const change = { client_id: script.appId, client_secret: script.secret }
  assert.equal(summary(await ask(change)), '401 invalid_client 7000222')
  assert.equal(summary(await ask({ ...change, client_secret: 'guess' })), '401 invalid_client 7000215')
})

test('the correlation id of the body is the one of the answer, and the sign-in is in the log', async () => {
  const correlation = '5d3c2b1a-0000-4000-8000-00000000cafe'
  const refused = await ask({ client_secret: 'wrong', 'client-request-id': correlation })
  assert.equal(refused.body.correlation_id, correlation)
  assert.equal(summary(await ask({ 'client-request-id': correlation })), '200 ok')
  await new Promise((resolve) => setTimeout(resolve, 300))
  const { store } = server.running.deps
  const rows = await store.signIns.byCorrelation(store.at(contoso().id as TenantId), correlation)
  const seen = rows.map(({ errorCode, servicePrincipalId, grant, outcome }) => [
    errorCode,
    servicePrincipalId,
    grant,
    outcome,
  ])
  assert.deepEqual(
    seen.toSorted((a, b) => Number(a[0]) - Number(b[0])),
    [
      [0, daemon().servicePrincipalId, 'client_credentials', 'allow'],
      [7000215, daemon().servicePrincipalId, 'client_credentials', 'deny'],
    ],
  )
})
