import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'

const path = '/gatehouse/v1/policies/redemption'
const day = 86_400_000

test('a tenant sets how long its redemption links work, for links made from then on', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  assert.deepEqual((await graph.get(path)).body, { redemptionLinkDays: 30 })

  const lives: (number | null)[] = []
  for (const [index, redemptionLinkDays] of [7, 14, 90, null].entries()) {
    const changed = await graph.patch(path, { redemptionLinkDays })
    assert.equal(changed.status, 204)
    const invited = await graph.post('/v1.0/invitations', {
      invitedUserEmailAddress: `guest${index}@partner.example`,
      inviteRedirectUrl: 'https://myapps.microsoft.com',
    })
    assert.equal(invited.status, 201)
    const { store } = server.running.deps
    const door = store.at(server.demo.tenants.contoso.id as never)
    const invitation = await store.invitations.find(door, invited.body.id)
    assert.ok(invitation)
    lives.push(invitation.expiresAt === null ? null : (invitation.expiresAt - invitation.createdAt) / day)
  }
  assert.deepEqual(lives, [7, 14, 90, null])

  const { value } = (
    await graph.get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Update redemption policy'")
  ).body
  assert.equal(value.length, 4)
  assert.deepEqual(value.at(-1).targetResources[0].modifiedProperties, [
    { displayName: 'redemptionLinkDays', oldValue: '30', newValue: '7' },
  ])
})

for (const redemptionLinkDays of [0, 8, -7, '30', 30.5, true, [30], undefined]) {
  test(`a link lifetime of ${JSON.stringify(redemptionLinkDays)} is refused by name and changes nothing`, async (t) => {
    const server = await startServer(t)
    const graph = server.graph('contoso')
    const refused = await graph.patch(path, { redemptionLinkDays })
    assert.equal(refused.status, 400)
    assert.match(refused.body.error.message, /redemptionLinkDays/)
    assert.deepEqual((await graph.get(path)).body, { redemptionLinkDays: 30 })
  })
}
