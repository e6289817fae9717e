import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { fileServer } from '../sign-in/file-server.ts'
import {
  appOf,
  claimsOf,
  cli,
  codeFor,
  credentials,
  member,
  portal,
  portalSpa,
  postToken,
  redeem,
  redirectOf,
  refresh,
  signIn,
  summary,
} from './client.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const person = contoso.people.member!
const visit = await signIn(server, member)
const code = async (client = portal, given: { scope?: string; extra?: Record<string, string | undefined> } = {}) =>
  (await codeFor(server, client, { visit, ...given })).code

test('a redemption answers with everything that was asked for, in the words it was asked in', async () => {
  const answer = await redeem(server, portal, await code(portal, { extra: { nonce: 'n-1' } }))
  assert.equal(summary(answer), '200 ok')
  const { body } = answer
  assert.deepEqual(body.scope.split(' ').toSorted(), ['User.Read', 'openid', 'profile'])
  assert.equal(body.expires_in, 3599)
  assert.match(body.refresh_token, /^1\.[\w-]{91}$/)
  assert.deepEqual(JSON.parse(Buffer.from(body.client_info, 'base64url').toString()), {
    uid: person.id,
    utid: contoso.id,
  })
  const keys = createRemoteJWKSet(new URL(`${server.origin}/${contoso.id}/discovery/v2.0/keys`))
  const { payload } = await jwtVerify(body.id_token, keys, {
    issuer: `${server.origin}/${contoso.id}/v2.0`,
    audience: appOf(server, portal).appId,
  })
  assert.equal(payload.nonce, 'n-1')
  assert.equal(payload.tid, contoso.id)
  assert.equal(payload.oid, person.id)
  assert.equal(payload.preferred_username, person.userPrincipalName)
  assert.equal(payload.name, person.displayName)
  assert.equal(payload.ver, '2.0')
  assert.equal(String(payload.sub).length, 43)
  assert.ok(!('idp' in payload) && !('email' in payload))
  const access = claimsOf(body.access_token)
  assert.deepEqual(String(access.scp).split(' ').toSorted(), ['User.Read', 'openid', 'profile'])
  assert.equal(access.ver, '1.0')
  assert.equal(access.idtyp, 'user')
})

test('an API of its own gets a v2 token with its own subject', async () => {
  const scope = `openid ${contoso.apps.api!.identifierUri}/Orders.Read`
  const answer = await redeem(server, portal, await code(portal, { scope }))
  const access = claimsOf(answer.body.access_token)
  assert.equal(access.aud, contoso.apps.api!.appId)
  assert.equal(access.scp, 'Orders.Read')
  assert.equal(access.azp, appOf(server, portal).appId)
  assert.equal(access.azpacr, '1')
  assert.notEqual(access.sub, claimsOf(answer.body.id_token).sub)
  assert.equal(answer.body.refresh_token, undefined)
  assert.ok(answer.body.scope.includes(`${contoso.apps.api!.identifierUri}/Orders.Read`))
})

test('a code works once: the second use ends what the first obtained', async () => {
  const text = await code()
  const first = await redeem(server, portal, text)
  assert.equal(summary(first), '200 ok')
  assert.equal(summary(await redeem(server, portal, text)), '400 invalid_grant 54005')
  const after = await refresh(server, portal, first.body.refresh_token)
  assert.equal(summary(after), '400 invalid_grant 70000')
  assert.equal(after.body.suberror, 'bad_token')
})

test('of eight redemptions at once one succeeds', async () => {
  const text = await code()
  const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(server, portal, text)))
  const good = answers.filter(({ status }) => status === 200)
  assert.equal(good.length, 1)
  assert.deepEqual(
    [...new Set(answers.filter(({ status }) => status !== 200).map(summary))],
    ['400 invalid_grant 54005'],
  )
  assert.equal(summary(await refresh(server, portal, good[0]!.body.refresh_token)), '400 invalid_grant 70000')
})

const script = fabrikam.apps['admin-script']!
const elsewhere = 'https://elsewhere.example'
type Change = Parameters<typeof redeem>[3]
const wrong: { given: string; client?: typeof portal; change: () => Change; burnt: boolean; expect: string }[] = [
  {
    given: 'without redirect_uri',
    change: () => ({ fields: { redirect_uri: undefined } }),
    burnt: false,
    expect: '400 invalid_request 900144',
  },
  {
    given: 'with another redirect_uri',
    change: () => ({ fields: { redirect_uri: `${redirectOf(server, portal)}/` } }),
    burnt: true,
    expect: '400 invalid_grant 500112',
  },
  {
    given: 'without its verifier',
    change: () => ({ fields: { code_verifier: undefined } }),
    burnt: true,
    expect: '400 invalid_grant 501481',
  },
  {
    given: 'with another verifier',
    change: () => ({ fields: { code_verifier: 'x'.repeat(43) } }),
    burnt: true,
    expect: '400 invalid_grant 501481',
  },
  {
    given: 'by another client',
    change: () => ({
      fields: { client_id: contoso.apps.daemon!.appId, client_secret: contoso.apps.daemon!.secret },
    }),
    burnt: true,
    expect: '400 invalid_grant 70000',
  },
  {
    given: 'at another tenant by its client',
    change: () => ({ segment: fabrikam.id, fields: { client_id: script.appId, client_secret: script.secret } }),
    burnt: true,
    expect: '400 invalid_grant 700005',
  },
  {
    given: 'with a wrong secret',
    change: () => ({ fields: { client_secret: 'guess' } }),
    burnt: false,
    expect: '401 invalid_client 7000215',
  },
  {
    given: 'of a web address without a credential',
    change: () => ({ fields: { client_secret: undefined } }),
    burnt: true,
    expect: '401 invalid_client 7000218',
  },
  {
    given: 'of a web address from a page',
    change: () => ({ headers: { origin: elsewhere } }),
    burnt: true,
    expect: '400 invalid_request 9002326',
  },
  {
    given: 'of a single-page address without Origin',
    client: portalSpa,
    change: () => ({ headers: {} }),
    burnt: true,
    expect: '400 invalid_request 9002327',
  },
  {
    given: 'of a single-page address from another page',
    client: portalSpa,
    change: () => ({ headers: { origin: elsewhere } }),
    burnt: true,
    expect: '400 invalid_request 9002326',
  },
  {
    given: 'of a single-page address with a secret',
    client: portalSpa,
    change: () => ({ fields: { client_secret: appOf(server, portal).secret } }),
    burnt: true,
    expect: '401 invalid_client 700025',
  },
]
for (const { given, client = portal, change, burnt, expect } of wrong) {
  test(`a redemption ${given} is refused${burnt ? ', and the code is burnt' : ''}`, async () => {
    const text = await code(client)
    assert.equal(summary(await redeem(server, client, text, change())), expect)
    assert.equal(summary(await redeem(server, client, text)), burnt ? '400 invalid_grant 54005' : '200 ok')
  })
}

const madeUp = ['x', 'a.b', `${'A'.repeat(22)}.${'A'.repeat(43)}`, 'é', ' ', '.'.repeat(5000)]
for (const text of madeUp) {
  test(`the made-up code ${JSON.stringify(text.slice(0, 30))} is refused`, async () => {
    assert.equal(summary(await redeem(server, portal, text)), '400 invalid_grant 70000')
  })
}

test('a verifier is refused where the request had no challenge', async () => {
  const text = await code(portal, { extra: { code_challenge: undefined, code_challenge_method: undefined } })
  assert.equal(summary(await redeem(server, portal, text)), '400 invalid_grant 501481')
  const plain = await code(portal, { extra: { code_challenge: undefined, code_challenge_method: undefined } })
  assert.equal(summary(await redeem(server, portal, plain, { fields: { code_verifier: undefined } })), '200 ok')
})

test('a page of the registered single-page address redeems and may read the answer', async () => {
  const preflight = await server.fetch(`/${contoso.id}/oauth2/v2.0/token`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-other',
    },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'http://localhost:3000')
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type,x-other')
  // Any port of this machine: the address is registered without one.
  const headers = { origin: 'http://localhost:3000' }
  const answer = await redeem(server, portalSpa, await code(portalSpa), { headers })
  assert.equal(summary(answer), '200 ok')
  assert.equal(answer.headers.get('access-control-allow-origin'), headers.origin)
  assert.equal(answer.headers.get('vary'), 'Origin')
  assert.equal(answer.body.refresh_token_expires_in, 86_400)
  assert.equal(claimsOf(answer.body.access_token).appidacr, '0')
  const stranger = await postToken(
    server,
    contoso.id,
    { client_id: appOf(server, portal).appId },
    { origin: elsewhere },
  )
  assert.equal(stranger.headers.get('access-control-allow-origin'), null)
})

test('scopes: narrower is fine, two APIs are not, what was not consented to is not', async () => {
  const scope = (text: string) => ({ fields: { scope: text } })
  assert.equal((await redeem(server, portal, await code(), scope('user.read'))).body.scope, 'user.read')
  const api = contoso.apps.api!.identifierUri
  assert.equal(
    summary(await redeem(server, portal, await code(), scope(`User.Read ${api}/Orders.Read`))),
    '400 invalid_scope 700022',
  )
  const more = await redeem(server, portal, await code(), scope('Directory.ReadWrite.All'))
  assert.equal(summary(more), '400 invalid_grant 65001')
  assert.equal(more.body.suberror, 'consent_required')
  assert.equal(summary(await redeem(server, portal, await code(), scope('Not.There'))), '400 invalid_scope 650053')
  const whole = await redeem(server, portal, await code(), scope('https://graph.microsoft.com/.default'))
  assert.ok(whole.body.scope.split(' ').includes('https://graph.microsoft.com/User.Read'), whole.body.scope)
})

test('the v1 endpoint answers in its own form', async () => {
  const { fields } = credentials(server, portal)
  const answer = await postToken(
    server,
    contoso.id,
    {
      grant_type: 'authorization_code',
      code: await code(),
      redirect_uri: redirectOf(server, portal),
      code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      resource: 'https://graph.microsoft.com',
      ...fields,
    },
    {},
    '',
  )
  assert.equal(summary(answer), '200 ok')
  assert.equal(String(answer.body.expires_in), '3599')
  assert.equal(typeof answer.body.expires_in, 'string')
  const claims = claimsOf(answer.body.id_token)
  assert.deepEqual([claims.ver, claims.iss], ['1.0', `${server.origin}/${contoso.id}/`])
  assert.deepEqual(claims.amr, ['pwd'])
})

test('a public client redeems without a credential', async () => {
  const answer = await redeem(server, cli, await code(cli))
  assert.equal(summary(answer), '200 ok')
  assert.equal(claimsOf(answer.body.access_token).appidacr, '0')
})

test('no code, secret or token is in the log', async () => {
  const text = await code()
  const answer = await redeem(server, portal, text)
  const log = JSON.stringify(server.log)
  for (const secret of [
    text,
    answer.body.access_token,
    answer.body.refresh_token,
    appOf(server, portal).secret ?? '?',
  ]) {
    assert.ok(!log.includes(secret))
  }
})

test('a code lives for ten minutes', async () => {
  const text = await code()
  await server.advance('PT10M')
  assert.equal(summary(await redeem(server, portal, text)), '400 invalid_grant 70008')
})
