import assert from 'node:assert/strict'
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
} from 'node:crypto'
import { test } from 'node:test'
import { SignJWT } from 'jose'
import type { ApplicationId, TenantId } from '../../src/ids.ts'
import { createSigningKey, sealingContext } from '../../src/tenants/signing-key.ts'
import { fileServer } from '../sign-in/file-server.ts'
import {
  claimsOf,
  codeFor,
  member,
  portal,
  postToken,
  redeem,
  redirectOf,
  signIn,
  summary,
} from '../token-service/client.ts'

/**
 * attacks.md 17 and 18: tokens that a thief makes from a good one, at each place that verifies tokens over HTTPS: Graph,
 * userinfo, client assertions, id_token_hint. (Graph alone: test/graph/protocol.test.ts; assertions as pure tables:
 * src/token-service/client-authentication/assertion.test.ts.)
 */

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const { store, vault, random, clock } = server.running.deps
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

type Claims = Record<string, unknown>
type Header = Record<string, unknown>
const thief = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const thiefJwk = thief.publicKey.export({ format: 'jwk' })

const byThief = (header: Header, claims: Claims) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header } as never).sign(thief.privateKey)
const byHmac = (alg: 'HS256' | 'HS512', header: Header, claims: Claims, key: string | Buffer) => {
  const text = `${part({ ...header, alg })}.${part(claims)}`
  return `${text}.${createHmac(alg.replace('HS', 'sha'), key).update(text).digest('base64url')}`
}

/** Forty ways to pass a token off as one that the holder of `publicKeyPem` signed. */
async function forgeries(good: string, publicKeyPem: string): Promise<Record<string, string>> {
  const [head = '', body = '', signature = ''] = good.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Header
  const claims = claimsOf(good)
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' })
  const n = String(createPublicKey(publicKeyPem).export({ format: 'jwk' }).n)
  const flipped = `${signature.slice(0, 20)}${signature[20] === 'A' ? 'B' : 'A'}${signature.slice(21)}`
  const kid = typeof header.kid === 'string' ? header.kid : 'none'
  const unsigned = (alg: unknown, last = '') => `${part({ ...header, alg })}.${body}.${last}`
  return {
    'alg none': unsigned('none'),
    'alg None': unsigned('None'),
    'alg nOnE with the signature': unsigned('nOnE', signature),
    'alg empty': unsigned(''),
    'alg null': unsigned(null),
    'alg absent': `${part({ ...header, alg: undefined })}.${body}.${signature}`,
    'alg as a list': unsigned(['RS256'], signature),
    'alg RS512 beside an RS256 signature': unsigned('RS512', signature),
    'alg rs256': unsigned('rs256', signature),
    'HS256 with the public key': byHmac('HS256', header, claims, publicKeyPem),
    'HS256 with the public key, no last line break': byHmac('HS256', header, claims, publicKeyPem.trim()),
    'HS256 with the public key in DER': byHmac('HS256', header, claims, der),
    'HS512 with the public key': byHmac('HS512', header, claims, publicKeyPem),
    'HS256 with the modulus': byHmac('HS256', header, claims, Buffer.from(n, 'base64url')),
    'HS256 with the key id': byHmac('HS256', header, claims, kid),
    'HS256 with nothing': byHmac('HS256', header, claims, ''),
    'ES256 by another key': await new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'ES256' } as never)
      .sign(curve.privateKey),
    'by another key': await byThief(header, claims),
    'by another key, no kid': await byThief({ ...header, kid: undefined, x5t: undefined }, claims),
    'by another key, PS256': await new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'PS256' } as never)
      .sign(thief.privateKey),
    jwk: await byThief({ ...header, jwk: thiefJwk }, claims),
    'jwk alone': await byThief({ jwk: thiefJwk }, claims),
    'jwk with our key id': await byThief({ ...header, jwk: { ...thiefJwk, kid } }, claims),
    jku: await byThief({ ...header, jku: `${server.origin}/common/discovery/v2.0/keys` }, claims),
    'jku elsewhere': await byThief({ ...header, jku: 'https://evil.example/keys' }, claims),
    x5u: await byThief({ ...header, x5u: 'https://evil.example/cert.pem' }, claims),
    x5c: await byThief({ ...header, x5c: [der.toString('base64')] }, claims),
    'kid as a path': await byThief({ ...header, kid: '../../../../dev/null' }, claims),
    'kid as SQL': await byThief({ ...header, kid: `' or '1'='1` }, claims),
    'kid as an object': await byThief({ ...header, kid: { $ne: '' } }, claims),
    'kid __proto__': await byThief({ ...header, kid: '__proto__' }, claims),
    'a critical extension': `${part({ ...header, crit: ['b64'], b64: false })}.${body}.${signature}`,
    'no signature': `${head}.${body}.`,
    'two parts': `${head}.${body}`,
    'four parts': `${good}.${signature}`,
    'five parts': `${head}.${signature}.${signature}.${body}.${signature}`,
    'a changed signature': `${head}.${body}.${flipped}`,
    'a changed body': `${head}.${part({ ...claims, oid: contoso.people.admin?.id, extra: 1 })}.${signature}`,
    'a changed header': `${part({ ...header, extra: 1 })}.${body}.${signature}`,
    'two bodies in one': `${head}.${Buffer.from(`${JSON.stringify(claims)}${JSON.stringify(claims)}`).toString('base64url')}.${signature}`,
    'a token in a token': await byThief({ ...header, cty: 'JWT' }, { ...claims, jwt: good }),
    'nothing but dots': '..',
    'JSON in place of JWS': Buffer.from(JSON.stringify({ protected: head, payload: body, signature })).toString(
      'base64url',
    ),
  }
}

async function publicKeyOf(tenant: string, kid: unknown): Promise<string> {
  const answer = await server.fetch(`/${tenant}/discovery/v2.0/keys`)
  const { keys } = (await answer.json()) as { keys: { kid: string }[] }
  const jwk = keys.find((one) => one.kid === kid) ?? assert.fail('the key is not published')
  return createPublicKey({ key: jwk as never, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
}

const kidOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

const visit = await signIn(server, member)
const { body: tokens } = await redeem(server, portal, (await codeFor(server, portal, { visit })).code)
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

test('forged tokens at Graph and at userinfo are 401, and tell nothing of the person', async () => {
  const good = tokens.access_token
  const forged = await forgeries(good, await publicKeyOf(contoso.id, kidOf(good)))
  assert.ok(Object.keys(forged).length >= 40)
  const places = ['/v1.0/me', '/oidc/userinfo', `/${contoso.id}/openid/userinfo`]
  for (const place of places) {
    assert.equal((await server.fetch(place, bearer(good))).status, 200, place)
    for (const [what, token] of Object.entries(forged)) {
      const answer = await server.fetch(place, bearer(token))
      const text = await answer.text()
      assert.equal(answer.status, 401, `${what} at ${place}: ${text}`)
      assert.ok(!text.includes(contoso.people.member!.displayName), what)
    }
  }
})

test('a token is good only for what it was made for: the other kinds of token open neither Graph nor userinfo', async () => {
  const other = await postToken(server, fabrikam.id, {
    grant_type: 'client_credentials',
    client_id: fabrikam.apps['admin-script']!.appId,
    client_secret: fabrikam.apps['admin-script']!.secret,
    scope: 'https://graph.microsoft.com/.default',
  })
  const forApi = await postToken(server, contoso.id, {
    grant_type: 'client_credentials',
    client_id: contoso.apps.daemon!.appId,
    client_secret: contoso.apps.daemon!.secret,
    scope: `${contoso.apps.api!.identifierUri}/.default`,
  })
  for (const token of [tokens.id_token, tokens.refresh_token, forApi.body.access_token]) {
    assert.equal((await server.fetch('/v1.0/me', bearer(token))).status, 401)
    assert.equal((await server.fetch('/oidc/userinfo', bearer(token))).status, 401)
  }
  // An app of another tenant is itself there, and nobody here.
  const answer = await server.fetch(`/v1.0/users/${contoso.people.member!.id}`, bearer(other.body.access_token))
  assert.equal(answer.status, 404)
  assert.equal((await server.fetch('/oidc/userinfo', bearer(other.body.access_token))).status, 401)
})

test('a forged id_token_hint ends nobody else’s session and leads nowhere', async () => {
  const forged = await forgeries(tokens.id_token, await publicKeyOf(contoso.id, kidOf(tokens.id_token)))
  const back = redirectOf(server, portal)
  for (const [what, hint] of Object.entries(forged)) {
    const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: back })
    const answer = await server.fetch(`/${contoso.id}/oauth2/v2.0/logout?${query}`)
    assert.equal(answer.headers.get('location'), null, what)
    assert.ok(answer.status < 500, what)
  }
  const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: back })
  const honest = await server.fetch(`/${contoso.id}/oauth2/v2.0/logout?${query}`)
  assert.equal(honest.headers.get('location'), back)
})

async function certificate(): Promise<{ pem: string; sha256: string; publicPem: string }> {
  const now = clock.now()
  const tenant = contoso.id as TenantId
  const key = await createSigningKey({ vault, random }, tenant, now - 1000)
  const der = Buffer.from(key.certificate, 'base64')
  const digest = (name: string) => createHash(name).update(der).digest('base64url')
  const credential = {
    keyId: random.uuid(),
    displayName: null,
    startAt: now - 1000,
    endAt: now + 86_400_000,
    certificate: key.certificate,
    thumbprintSha1: digest('sha1'),
    thumbprintSha256: digest('sha256'),
  }
  await store.write(tenant, (tx) =>
    store.applications.update(tx, contoso.apps.daemon!.objectId as ApplicationId, (old) => ({
      ...old,
      keyCredentials: [credential],
    })),
  )
  return {
    pem: vault.open(key.sealedPrivateKey, sealingContext(tenant, key.kid)),
    sha256: digest('sha256'),
    publicPem: new X509Certificate(der).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

test('forged client assertions, and good ones that were made for another place, give no token', async () => {
  const { pem, sha256, publicPem } = await certificate()
  const { appId } = contoso.apps.daemon!
  const endpoint = `${server.origin}/${contoso.id}/oauth2/v2.0/token`
  const seconds = Math.floor(clock.now() / 1000)
  const make = (change: Claims = {}, header: Header = {}) =>
    new SignJWT({
      iss: appId,
      sub: appId,
      aud: endpoint,
      exp: seconds + 600,
      nbf: seconds,
      jti: random.uuid(),
      ...change,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', 'x5t#S256': sha256, ...header } as never)
      .sign(createPrivateKey(pem))
  const ask = (client_assertion: string, segment = contoso.id) =>
    postToken(server, segment, {
      grant_type: 'client_credentials',
      client_id: appId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      scope: 'https://graph.microsoft.com/.default',
    })
  assert.equal(summary(await ask(await make())), '200 ok')
  const wrong: Record<string, string> = {
    ...(await forgeries(await make(), publicPem)),
    'a list of audiences': await make({ aud: [endpoint] }),
    'two audiences': await make({ aud: [endpoint, 'https://evil.example/token'] }),
    'the token endpoint of another tenant': await make({ aud: endpoint.replace(contoso.id, fabrikam.id) }),
    'the authorization endpoint': await make({ aud: endpoint.replace('token', 'authorize') }),
    'another server': await make({ aud: endpoint.replace('localhost', 'evil.example') }),
    'more after the address': await make({ aud: `${endpoint}/x` }),
    'no audience': await make({ aud: undefined }),
    'an audience that is an object': await make({ aud: { endpoint } }),
    'another issuer': await make({ iss: contoso.apps.portal!.appId }),
    'another subject': await make({ sub: contoso.apps.portal!.appId }),
    'no subject': await make({ sub: undefined }),
    'no end': await make({ exp: undefined }),
    'an end in the past': await make({ exp: seconds - 1 }),
    'an end that is text': await make({ exp: String(seconds + 600) }),
    'a beginning to come': await make({ nbf: seconds + 3600 }),
    'an id token of ours': tokens.id_token,
    'an access token of ours': tokens.access_token,
  }
  for (const [what, assertion] of Object.entries(wrong)) {
    const { status, body } = await ask(assertion)
    assert.equal(body.access_token, undefined, what)
    assert.ok(status === 400 || status === 401, `${what}: ${status}`)
    assert.match(body.error, /^invalid_(client|request)$/, what)
  }
  assert.equal(summary(await ask(await make(), fabrikam.id)), '400 unauthorized_client 700016')
  const once = random.uuid()
  assert.equal(summary(await ask(await make({ jti: once }))), '200 ok')
  assert.equal(summary(await ask(await make({ jti: once, more: 1 }))), '401 invalid_client 700027')
})
