import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../../src/directory/role-templates.ts'
import { startServer } from '../harness/index.ts'
import { inviteGuest } from '../invitations/story.ts'

test('a Global Administrator who has not accepted yet does not stand in for the last one who can sign in', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const members = `/v1.0/directoryRoles/${role.globalAdministrator}/members`
  const give = (id: string) =>
    graph.post(`${members}/$ref`, { '@odata.id': `${server.origin}/v1.0/directoryObjects/${id}` })
  const holders = async (): Promise<string[]> =>
    (await graph.get(members)).body.value.map((one: { id: string }) => one.id)
  const { guestId } = await inviteGuest(server, 'ada@nowhere.example')
  assert.equal((await give(guestId)).status, 204)
  const [last] = (await holders()).filter((id) => id !== guestId)
  for (const id of (await holders()).filter((one) => one !== guestId && one !== last)) {
    assert.equal((await graph.delete(`${members}/${id}/$ref`)).status, 204)
  }
  for (const refused of [
    await graph.delete(`${members}/${last}/$ref`),
    await graph.patch(`/v1.0/users/${last}`, { accountEnabled: false }),
    await graph.delete(`/v1.0/users/${last}`),
  ]) {
    assert.ok(refused.status === 400 || refused.status === 403, String(refused.status))
  }
  assert.equal((await graph.delete(`${members}/${last}/$ref`)).status, 400)
  assert.ok((await holders()).includes(last ?? ''))
})
