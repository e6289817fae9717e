import assert from 'node:assert/strict'
import { test } from 'node:test'
import { purgeDeleted } from '../../src/directory/retention.ts'
import type { TenantId, UserId } from '../../src/ids.ts'
import { startServer } from '../harness/index.ts'

test('what was deleted is gone for good after 30 days, restored or not, and the log says so', async (t) => {
  const server = await startServer(t)
  const { deps } = server.running
  const graph = server.graph()
  const door = deps.store.at(server.demo.tenants.contoso.id as TenantId)
  const invite = async (address: string): Promise<UserId> => {
    const body = { invitedUserEmailAddress: address, inviteRedirectUrl: server.origin }
    return (await graph.post('/v1.0/invitations', body)).body.invitedUser.id
  }
  const [left, back] = [await invite('left@nowhere.example'), await invite('back@nowhere.example')]
  for (const id of [left, back]) assert.equal((await graph.delete(`/v1.0/users/${id}`)).status, 204)
  assert.equal((await graph.post(`/v1.0/directory/deletedItems/${back}/restore`)).status, 200)
  await server.advance('P29D')
  await purgeDeleted(deps, deps.clock.now())
  assert.notEqual(await deps.store.users.findEvenDeleted(door, left), undefined)
  await server.advance('P2D')
  await purgeDeleted(deps, deps.clock.now())
  assert.equal(await deps.store.users.findEvenDeleted(door, left), undefined)
  assert.equal((await deps.store.users.find(door, back))?.id, back)
  const entries = await deps.store.audit.page(door, {
    top: 10,
    where: { op: 'eq', column: 'activityDisplayName', value: 'Hard delete user' },
  })
  assert.deepEqual(
    entries.items.map(({ targetResources }) => targetResources[0]?.id),
    [left],
  )
})
