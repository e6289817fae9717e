import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TenantId, UserId } from '../../src/ids.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { claimsOf, cli, codeFor, member, portal, portalSpa, redeem, refresh, signIn, summary } from './client.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const person = contoso.people.member!
let visit = await signIn(server, member)

async function fresh(client = portal): Promise<string> {
  const { code } = await codeFor(server, client, { visit })
  const { body } = await redeem(server, client, code)
  assert.ok(body.refresh_token, JSON.stringify(body))
  return body.refresh_token
}

test("a confidential client's token stays good, and gives tokens for other APIs", async () => {
  const token = await fresh()
  const first = await refresh(server, portal, token)
  assert.equal(summary(first), '200 ok')
  assert.equal(claimsOf(first.body.id_token).oid, person.id)
  assert.ok(!('nonce' in claimsOf(first.body.id_token)))
  const second = await refresh(server, portal, token, { fields: { scope: 'User.Read' } })
  assert.equal(second.body.scope, 'User.Read')
  assert.ok(second.body.refresh_token)
  const api = await refresh(server, portal, token, {
    fields: { scope: `${contoso.apps.api!.identifierUri}/Orders.Read` },
  })
  assert.ok(['200 ok', '400 invalid_grant 65001'].includes(summary(api)))
})

test('64 refreshes of a public client at once get one successor; the replaced token later ends the family', async () => {
  const token = await fresh(cli)
  const answers = await Promise.all(Array.from({ length: 64 }, () => refresh(server, cli, token)))
  assert.deepEqual([...new Set(answers.map(summary))], ['200 ok'])
  const successors = [...new Set(answers.map(({ body }) => body.refresh_token))]
  assert.equal(successors.length, 1)
  assert.notEqual(successors[0], token)
  const next = await refresh(server, cli, successors[0]!)
  assert.equal(summary(next), '200 ok')
  assert.notEqual(next.body.refresh_token, successors[0])
  await server.advance('PT31S')
  const replayed = await refresh(server, cli, token)
  assert.equal(summary(replayed), '400 invalid_grant 70000')
  assert.equal(replayed.body.suberror, 'bad_token')
  assert.equal(summary(await refresh(server, cli, next.body.refresh_token)), '400 invalid_grant 70000')
})

test('made-up, foreign and misused tokens are refused alike', async () => {
  const token = await fresh()
  const daemon = contoso.apps.daemon!
  const changed = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`
  for (const text of ['x', changed, `${token}A`, '1.', 'é'.repeat(400)]) {
    const answer = await refresh(server, portal, text)
    assert.equal(summary(answer), '400 invalid_grant 70000')
  }
  const other = { fields: { client_id: daemon.appId, client_secret: daemon.secret } }
  assert.equal(summary(await refresh(server, portal, token, other)), '400 invalid_grant 70000')
  const bare = { fields: { client_secret: undefined } }
  assert.equal(summary(await refresh(server, portal, token, bare)), '401 invalid_client 7000218')
  const page = { headers: { origin: 'http://localhost' } }
  assert.equal(summary(await refresh(server, portal, token, page)), '400 invalid_request 9002326')
  const spa = await fresh(portalSpa)
  assert.equal(summary(await refresh(server, portalSpa, spa, { headers: {} })), '400 invalid_request 9002327')
  assert.equal(
    summary(await refresh(server, portal, token, { segment: fabrikam.id })),
    '400 unauthorized_client 700016',
  )
  assert.equal(
    summary(await refresh(server, portal, token, { fields: { refresh_token: '' } })),
    '400 invalid_request 900144',
  )
})

test('disabling the person, the app, or taking consent away counts at the next refresh', async () => {
  const token = await fresh()
  const graph = server.graph()
  const user = `/v1.0/users/${person.id}`
  const patched = await graph.patch(user, { accountEnabled: false })
  assert.equal(patched.status, 204, JSON.stringify(patched.body))
  assert.equal(summary(await refresh(server, portal, token)), '400 invalid_grant 50057')
  await graph.patch(user, { accountEnabled: true })
  assert.equal(summary(await refresh(server, portal, token)), '200 ok')
  const principal = `/v1.0/servicePrincipals/${contoso.apps.portal!.servicePrincipalId}`
  assert.equal((await graph.patch(principal, { accountEnabled: false })).status, 204)
  assert.equal(summary(await refresh(server, portal, token)), '400 unauthorized_client 7000112')
  await graph.patch(principal, { accountEnabled: true })
  const { store } = server.running.deps
  const tenant = contoso.id as TenantId
  const principalId = contoso.apps.portal!.servicePrincipalId
  const grants = await store.consent.grantsFor(store.at(tenant), principalId as never, person.id as UserId)
  await store.write(tenant, async (tx) => {
    for (const { id } of grants) await store.consent.removeGrant(tx, id)
  })
  const refused = await refresh(server, portal, token)
  assert.equal(summary(refused), '400 invalid_grant 65001')
  assert.equal(refused.body.suberror, 'consent_required')
  await store.write(tenant, async (tx) => {
    for (const grant of grants) await store.consent.putGrant(tx, grant)
  })
  const rows = await store.signIns.find(store.at(tenant), refused.body.trace_id)
  assert.equal(rows?.errorCode, 65001)
  assert.ok((rows?.trace.length ?? 0) > 3)
})

test('tokens from before a revocation of sessions are refused', async () => {
  const token = await fresh()
  await server.advance('PT2S')
  const answer = await server.graph().post(`/v1.0/users/${person.id}/revokeSignInSessions`)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const refused = await refresh(server, portal, token)
  assert.equal(summary(refused), '400 invalid_grant 50173')
  assert.equal(refused.body.suberror, 'bad_token')
  await server.advance('PT2S')
  visit = await signIn(server, member)
  assert.equal(summary(await refresh(server, portal, await fresh())), '200 ok')
})

test('a token lasts 90 days from its last use; one of a single-page app a day, whatever its use', async () => {
  const [web, spa] = [await fresh(), await fresh(portalSpa)]
  await server.advance('PT23H')
  const last = await refresh(server, portalSpa, spa)
  assert.equal(summary(last), '200 ok')
  assert.ok(last.body.refresh_token_expires_in <= 3600 && last.body.refresh_token_expires_in > 3500)
  await server.advance('PT1H')
  assert.equal(summary(await refresh(server, portalSpa, last.body.refresh_token)), '400 invalid_grant 700084')
  await server.advance('P80D')
  assert.equal(summary(await refresh(server, portal, web)), '200 ok')
  await server.advance('P89D')
  assert.equal(summary(await refresh(server, portal, web)), '200 ok')
  await server.advance('P90D')
  assert.equal(summary(await refresh(server, portal, web)), '400 invalid_grant 700082')
})
