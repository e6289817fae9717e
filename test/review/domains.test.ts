import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TenantId } from '../../src/ids.ts'
import { graphClient } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { visitor } from '../sign-in/visitor.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const graph = server.graph('fabrikam')
const password = 'Sommer-Regen-77'

async function verify(domain: string): Promise<void> {
  const answer = await server.fetch(`/gatehouse/v1/tenants/${fabrikam.id}/domains`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: domain }),
  })
  assert.equal(answer.status, 201)
}

const hire = (userPrincipalName: string) =>
  graph.post('/v1.0/users', {
    accountEnabled: true,
    displayName: 'Bo',
    mailNickname: 'bo',
    userPrincipalName,
    passwordProfile: { password, forceChangePasswordNextSignIn: false },
  })

test('nobody comes back under a domain that the organization has given up', async () => {
  await verify('given-up.example')
  const { body } = await hire('bo@given-up.example')
  assert.equal((await graph.delete(`/v1.0/users/${body.id}`)).status, 204)
  assert.equal((await graph.delete('/v1.0/domains/given-up.example')).status, 204)
  const refused = await graph.post(`/v1.0/directory/deletedItems/${body.id}/restore`)
  assert.equal(refused.status, 400)
  assert.match(refused.body.error.message, /given-up\.example/)
  await verify('given-up.example')
  assert.equal((await graph.post(`/v1.0/directory/deletedItems/${body.id}/restore`)).status, 200)
})

test('a domain that goes while a user is made in it takes the user along', async () => {
  for (let round = 0; round < 5; round++) {
    const domain = `leaving-${round}.example`
    await verify(domain)
    const making = hire(`bo@${domain}`)
    const removed = await graph.delete(`/v1.0/domains/${domain}`)
    const made = await making
    assert.ok([204, 400].includes(removed.status), `${removed.status}`)
    assert.equal(made.status === 201, removed.status !== 204, `${made.status} beside ${removed.status}`)
  }
})

test('of a restore and two purges at once, one counts, and none is a fault of the server', async () => {
  const token = await server.graphToken('fabrikam')
  const ready = graphClient(server.fetch, () => token)
  for (let round = 0; round < 8; round++) {
    const { body } = await hire(`both${round}@${fabrikam.domain}`)
    await ready.delete(`/v1.0/users/${body.id}`)
    const path = `/v1.0/directory/deletedItems/${body.id}`
    const answers = await Promise.all([ready.delete(path), ready.post(`${path}/restore`), ready.delete(path)])
    const told = answers.map(({ status }) => status)
    assert.equal(told.filter((status) => status < 300).length, 1, told.join())
    assert.equal(told.filter((status) => status === 404).length, 2, told.join())
  }
})

test('a sign-in name proves no invited address in a domain that its tenant lost', async () => {
  await verify('sold.example')
  assert.equal((await hire('bo@sold.example')).status, 201)
  const visit = visitor(server)
  await visit.open(myAppsSignIn(server, fabrikam.id))
  await visit.signIn('bo@sold.example', password)
  const { store } = server.running.deps
  await store.write(fabrikam.id as TenantId, (tx) => store.tenants.removeDomain(tx, 'sold.example'))
  const invited = await server.graph('contoso').post('/v1.0/invitations', {
    invitedUserEmailAddress: 'bo@sold.example',
    inviteRedirectUrl: `${server.origin}/myapps`,
  })
  assert.equal(invited.status, 201)
  const { portal } = contoso.apps
  const asked = { client_id: portal?.appId ?? '', redirect_uri: portal?.redirectUris.web[0] ?? '', scope: 'openid' }
  await visit.open(`/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({ ...asked, response_type: 'code' })}`)
  assert.match(visit.page.html, /AADSTS50020/)
})
