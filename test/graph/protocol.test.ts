import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { startServer } from '../harness/index.ts'
import { allScopes, tokenOf } from './people.ts'

/** What every answer of Graph has: headers, verbs, media types, tokens (graph.md 1.1, 1.5, 1.6). */

test('headers of answers and errors', async (t) => {
  const server = await startServer(t)
  const token = await server.graphToken('contoso')
  const id = 'c0ffee00-0000-4000-8000-000000000001'
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    server.fetch(path, { method, headers: { authorization: `Bearer ${token}`, 'client-request-id': id, ...headers } })
  for (const [path, status] of [
    ['/v1.0/users', 200],
    ['/v1.0/users/', 200],
    ['/V1.0/Users?%24Select=ID', 200],
    ['/beta/users', 200],
    ['/v1.0/nothing', 400],
    ['/v1.0', 400],
    ['/v1.0/users/x@y.z', 404],
  ] as const) {
    const answer = await ask(path)
    assert.equal(answer.status, status, path)
    assert.equal(answer.headers.get('client-request-id'), id)
    assert.match(answer.headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/)
    assert.equal(answer.headers.get('odata-version'), '4.0')
    assert.equal(answer.headers.get('cache-control'), 'no-cache')
    assert.match(
      answer.headers.get('content-type') ?? '',
      /^application\/json;odata\.metadata=minimal;.*charset=utf-8$/,
    )
    const body = (await answer.json()) as { error?: { innerError: Record<string, string> } }
    if (status !== 200) {
      assert.equal(body.error?.innerError['request-id'], answer.headers.get('request-id'))
      assert.equal(body.error?.innerError['client-request-id'], id)
      assert.match(body.error?.innerError.date ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    }
  }
  const none = (await (
    await ask('/v1.0/users?$top=1', { accept: 'application/json;odata.metadata=none' })
  ).json()) as object
  assert.deepEqual(Object.keys(none).toSorted(), ['@odata.nextLink', 'value'])
  assert.equal((await ask('/v1.0/users', { consistencylevel: 'session' })).status, 200)
  assert.equal((await ask('/v1.0/users', { consistencylevel: 'nonsense' })).status, 400)
})

test('verbs, media types and preflights', async (t) => {
  const server = await startServer(t)
  const token = await server.graphToken('contoso')
  const headers = { authorization: `Bearer ${token}` }
  for (const [method, path] of [
    ['DELETE', '/v1.0/users'],
    ['PUT', '/v1.0/users'],
    ['POST', '/v1.0/me'],
    ['PATCH', '/v1.0/users'],
    ['POST', '/v1.0/users/a'],
    ['DELETE', '/v1.0/me'],
    ['GET', '/v1.0/me/revokeSignInSessions'],
  ] as const) {
    const answer = await server.fetch(path, { method, headers })
    assert.equal(answer.status, 405, `${method} ${path}`)
    const { error } = (await answer.json()) as { error: { code: string; message: string } }
    assert.deepEqual(
      [error.code, error.message],
      ['Request_BadRequest', 'Specified HTTP method is not allowed for the request target.'],
    )
  }
  for (const [type, status] of [
    ['text/plain', 415],
    ['application/xml', 415],
    ['application/x-www-form-urlencoded', 415],
  ] as const) {
    const answer = await server.fetch('/v1.0/users', {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body: '{}',
    })
    assert.equal(answer.status, status, type)
  }
  const empty = await server.fetch('/v1.0/users', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
  })
  assert.equal(
    ((await empty.json()) as { error: { message: string } }).error.message,
    'Empty Payload. JSON content expected.',
  )
  const preflight = await server.fetch('/v1.0/users', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.test',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization,consistencylevel,x-ms-throttle-priority',
    },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
  assert.match(
    preflight.headers.get('access-control-allow-headers') ?? '',
    /authorization.*consistencylevel.*x-ms-throttle-priority/,
  )
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PATCH/)
  const batch = await server.fetch('/v1.0/$batch', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{"requests":[]}',
  })
  assert.equal(batch.status, 400, '$batch is not served, and says so')
})

test('tokens that are not for Graph, not ours, or not whole (attacks 18, 30)', async (t) => {
  const server = await startServer(t)
  const { people, id: tid } = server.demo.tenants.contoso
  const admin = people.admin?.id ?? ''
  const good = await tokenOf(server, 'contoso', admin, allScopes)
  const [head = '', body = '', signature = ''] = good.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString())
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = await exportJWK(publicKey)
  const sign = (header: Record<string, unknown>, payload = claims) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', ...header } as never).sign(privateKey)
  const hmac = (secret: string) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(secret.padEnd(32, 'x')))
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const forged: Record<string, string> = {
    none: new UnsecuredJWT(claims).encode(),
    noneWithKid: `${encode({ alg: 'none', kid })}.${body}.`,
    noneWithSignature: `${encode({ alg: 'NONE', kid })}.${body}.${signature}`,
    otherKey: await sign({ kid }),
    otherKid: await sign({ kid: 'x' }),
    noKid: await sign({}),
    jwk: await sign({ kid, jwk }),
    jku: await sign({ kid, jku: 'https://evil.test/keys' }),
    x5u: await sign({ kid, x5u: 'https://evil.test/cert' }),
    hmacOfKid: await hmac(kid),
    hmacOfTenant: await hmac(tid),
    changedBody: `${head}.${encode({ ...claims, oid: people.member?.id })}.${signature}`,
    changedSignature: `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    noSignature: `${head}.${body}.`,
    twoParts: `${head}.${body}`,
    fiveParts: `${good}.a.b`,
    nested: await sign({ kid, cty: 'JWT' }),
    critical: `${encode({ alg: 'RS256', kid, crit: ['x'], x: 1 })}.${body}.${signature}`,
    nothing: 'x',
    dots: '..',
    otherAudience: await tokenOf(server, 'contoso', admin, allScopes, {
      aud: server.demo.tenants.contoso.apps.api?.appId,
    }),
    manyAudiencesButGraph: await tokenOf(server, 'contoso', admin, allScopes, { aud: ['a', 'b'] }),
    noAudience: await tokenOf(server, 'contoso', admin, allScopes, { aud: undefined }),
    expired: await tokenOf(server, 'contoso', admin, allScopes, { exp: claims.iat - 10 }),
    notYet: await tokenOf(server, 'contoso', admin, allScopes, { nbf: claims.exp }),
    noExpiry: await tokenOf(server, 'contoso', admin, allScopes, { exp: undefined }),
    otherIssuer: await tokenOf(server, 'contoso', admin, allScopes, { iss: 'https://evil.test/' }),
    unknownPerson: await tokenOf(server, 'contoso', '0d15ea5e-0000-4000-8000-00000000dead', allScopes),
    personAsNumber: await tokenOf(server, 'contoso', admin, allScopes, { oid: 5 }),
    longAgo: await tokenOf(server, 'contoso', admin, allScopes, { auth_time: 1 }),
    appOfAnother: await tokenOf(server, 'contoso', admin, allScopes, { scp: undefined, roles: ['User.ReadWrite.All'] }),
  }
  for (const [what, token] of Object.entries(forged)) {
    const answer = await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${token}` } })
    const { error } = (await answer.json()) as { error: { code: string } }
    assert.deepEqual([answer.status, error.code], [401, 'InvalidAuthenticationToken'], what)
    assert.match(
      answer.headers.get('www-authenticate') ?? '',
      /^Bearer realm="", authorization_uri="https:.*", client_id="00000003-0000-0000-c000-000000000000"$/,
    )
  }
  for (const authorization of [undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', good]) {
    const answer = await server.fetch('/v1.0/me', { headers: authorization === undefined ? {} : { authorization } })
    assert.equal(answer.status, 401)
  }
  for (const aud of [
    'https://graph.microsoft.com',
    'https://graph.microsoft.com/',
    server.origin,
    `${server.origin}/`,
  ]) {
    const token = await tokenOf(server, 'contoso', admin, 'User.Read', { aud })
    assert.equal((await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${token}` } })).status, 200, aud)
  }
  const unknownApp = await tokenOf(server, 'contoso', admin, allScopes, {
    appid: '0d15ea5e-0000-4000-8000-00000000dead',
  })
  const answer = await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${unknownApp}` } })
  assert.equal(answer.status, 403)
  assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'Authorization_IdentityNotFound')
})
