import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { personWith, serverOfSuite } from './suite.ts'

const path = '/v1.0/policies/authenticationFlowsPolicy'

describe('the authentication flows policy', () => {
  const suite = serverOfSuite()
  const graph = () => suite.server.graph('contoso')

  test('guest self-service sign up is switched by who keeps user flows or external identities, in v1.0 and beta', async () => {
    const first = await graph().get(path)
    assert.equal(first.status, 200)
    assert.equal(first.body.id, 'authenticationFlowsPolicy')
    assert.deepEqual(first.body.selfServiceSignUp, { isEnabled: false })
    assert.equal((await graph().patch(path, { selfServiceSignUp: { isEnabled: true } })).status, 204)
    assert.deepEqual((await graph().get(path.replace('v1.0', 'beta'))).body.selfServiceSignUp, { isEnabled: true })
    assert.equal(
      (await graph().patch(path, (await graph().get(path)).body)).status,
      204,
      'what was read can be sent back',
    )
    for (const keeper of ['userFlowAdministrator', 'externalIdentityProviderAdministrator'] as const) {
      const person = await personWith(suite.server, 'contoso', [keeper])
      assert.equal((await person.patch(path, { selfServiceSignUp: null })).status, 204)
      assert.deepEqual((await person.get(path)).body.selfServiceSignUp, { isEnabled: false })
    }
    const filter = "$filter=activityDisplayName eq 'Update authentication flows policy'"
    const { value } = (await graph().get(`/v1.0/auditLogs/directoryAudits?${filter}`)).body
    assert.ok(value.length >= 2)
  })

  test('readers read, and others are refused', async () => {
    const reader = await personWith(suite.server, 'contoso', ['securityReader'])
    assert.equal((await reader.get(path)).status, 200)
    assert.equal((await reader.patch(path, { selfServiceSignUp: { isEnabled: true } })).status, 403)
    const member = await personWith(suite.server, 'contoso', [])
    assert.equal((await member.get(path)).status, 403)
  })

  for (const body of [
    { selfServiceSignUp: true },
    { selfServiceSignUp: [] },
    { selfServiceSignUp: { isEnabled: 'yes' } },
    { selfServiceSignUp: { isEnabled: null } },
    { selfServiceSignUp: { enabled: true } },
    { displayName: 'Other' },
    { selfServiceSignup: { isEnabled: true } },
  ]) {
    test(`${JSON.stringify(body)} is refused with the property's name and changes nothing`, async () => {
      const before = (await graph().get(path)).body
      const answer = await graph().patch(path, body)
      assert.equal(answer.status, 400)
      assert.match(answer.body.error.message, new RegExp(Object.keys(body)[0] ?? 'none'))
      assert.deepEqual((await graph().get(path)).body, before)
    })
  }
})
