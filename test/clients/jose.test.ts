import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import '../harness/offline.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { askToken } from '../harness/person.ts'
import { guestInside, story } from '../harness/story.ts'

/** An API of Contoso that knows `jose`, the tenant's issuer and its own name, and nothing else. */
async function ordersApi({ origin, demo }: TestServer) {
  const { id, apps } = demo.tenants.contoso
  const metadata = await fetch(`${origin}/${id}/v2.0/.well-known/openid-configuration`)
  const { issuer, jwks_uri } = (await metadata.json()) as { issuer: string; jwks_uri: string }
  const keys = createRemoteJWKSet(new URL(jwks_uri))
  const audience = apps.api?.appId ?? ''
  return {
    /** As an API calls it; `at` when its clock is moved too. */
    verify: (token: string, at = new Date()) =>
      jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256'],
        currentDate: at,
        requiredClaims: ['tid', 'oid'],
      }),
  }
}

async function rotate(server: TestServer): Promise<{ signing: string; signsFrom: string }> {
  const { id } = server.demo.tenants.contoso
  const answer = await server.fetch(`/gatehouse/v1/tenants/${id}/keys/rotate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as { signing: string; signsFrom: string }
}

async function nightlyToken(server: TestServer): Promise<string> {
  const { id, apps } = server.demo.tenants.contoso
  const app = apps.daemon ?? assert.fail('no daemon')
  const scope = `${apps.api?.identifierUri}/.default`
  const { status, body } = await askToken(server, { tenant: id, app }, { grant_type: 'client_credentials', scope })
  assert.equal(status, 200, JSON.stringify(body))
  return body.access_token ?? ''
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid

test('an API that verifies with jose alone: tokens of guests and apps, and of nobody else', async (t) => {
  const server = await startServer(t)
  const { contoso } = story(server)
  const api = await ordersApi(server)
  const { guestId, inside } = await guestInside(story(server))
  const { payload } = await api.verify(inside.tokens.access_token)
  assert.deepEqual(
    { tid: payload.tid, oid: payload.oid, scp: payload.scp },
    { tid: contoso.id, oid: guestId, scp: 'Orders.Read' },
  )
  const forApp = await api.verify(await nightlyToken(server))
  assert.deepEqual(forApp.payload.roles, ['Orders.Process'])

  // A token for Graph, and a token of another organization, are not for this API.
  await assert.rejects(api.verify(await server.graphToken('contoso')), errors.JOSEError)
  await assert.rejects(api.verify(await server.graphToken('fabrikam')), errors.JOSEError)
})

test('an API that verifies with jose alone while keys rotate: no token fails', async (t) => {
  const server = await startServer(t)
  const api = await ordersApi(server)
  const old = await nightlyToken(server)
  await api.verify(old)

  // Tokens are asked for and verified all the time; in their midst the key changes.
  const kids: (string | undefined)[] = []
  for (let round = 0; round < 12; round++) {
    const rotating = round === 4 ? rotate(server) : undefined
    const tokens = await Promise.all(Array.from({ length: 8 }, () => nightlyToken(server)))
    await rotating
    for (const token of tokens) {
      await api.verify(token)
      kids.push(kidOf(token))
    }
  }
  assert.equal(kids.length, 96)
  assert.equal(new Set(kids).size, 2, 'two keys have signed')
  assert.notEqual(kids.at(-1), kidOf(old))
  await api.verify(old)
})

test('keys that rotate again are announced a day before they sign', async (t) => {
  const server = await startServer(t)
  await rotate(server)
  // An API that started after the first rotation holds what was published then, for as long as a day.
  const api = await ordersApi(server)
  const before = await nightlyToken(server)
  await api.verify(before)
  const next = await rotate(server)
  assert.equal(kidOf(await nightlyToken(server)), kidOf(before), 'not yet')

  await server.advance('P1DT1H')
  const after = await nightlyToken(server)
  assert.equal(kidOf(after), next.signing)
  const at = new Date(await clockOf(server))
  await api.verify(after, at)
})

async function clockOf(server: TestServer) {
  const headers = { authorization: `Bearer ${server.demo.operator.token}` }
  const answer = await server.fetch('/gatehouse/clock', { headers })
  return ((await answer.json()) as { now: string }).now
}
