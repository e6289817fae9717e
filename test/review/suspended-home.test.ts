import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphClient, startServer } from '../harness/index.ts'
import { acceptedGuest, story } from '../harness/story.ts'

test('guests from a suspended organization are out at Graph at once, and in again when it is resumed', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = server.demo.tenants
  const { person } = await acceptedGuest(world)
  const { tokens } = await person.signInTo({
    tenant: contoso.id,
    app: contoso.apps.portal!,
    scope: 'openid profile https://graph.microsoft.com/User.Read',
  })
  const me = async () => (await graphClient(server.fetch, () => tokens.access_token).get('/v1.0/me')).status
  const operator = async (action: 'suspend' | 'resume') => {
    const answer = await server.fetch(`/gatehouse/v1/tenants/${fabrikam.id}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    assert.ok(answer.ok, String(answer.status))
  }
  assert.equal(await me(), 200)
  await operator('suspend')
  assert.equal(await me(), 401)
  await operator('resume')
  assert.equal(await me(), 200)
})
