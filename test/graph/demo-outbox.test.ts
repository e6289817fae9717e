import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { inviteGuest } from '../invitations/story.ts'
import { allScopes, graphAs } from './people.ts'
import { personWith } from './suite.ts'

const outbox = '/gatehouse/v1/demo/outbox'

test('an administrator reads the mail that her tenant has sent, newest first, with links and codes', async (t) => {
  const server = await startServer(t)
  const admin = graphAs(server, 'contoso', server.demo.tenants.contoso.people.admin?.id ?? '', allScopes)
  assert.deepEqual((await admin.get(outbox)).body.value, [])
  const first = await inviteGuest(server, 'ann@nowhere.example', { sendInvitationMessage: true })
  await server.letter('ann@nowhere.example')
  await server.advance('PT1S')
  const second = await inviteGuest(server, 'bob@nowhere.example', { sendInvitationMessage: true })
  const letter = await server.letter('bob@nowhere.example')

  const { status, body } = await admin.get(outbox)
  assert.equal(status, 200)
  assert.deepEqual(
    body.value.map(({ to, links }: { to: string; links: string[] }) => [to, links[0]]),
    [
      ['bob@nowhere.example', second.link],
      ['ann@nowhere.example', first.link],
    ],
  )
  const [newest] = body.value
  assert.equal(newest.subject, letter.subject)
  assert.equal(newest.text, letter.text)
  assert.equal(newest.html, letter.html)
  assert.deepEqual([newest.kind, newest.state, newest.code], ['invitation', 'kept', null])

  const page = (await admin.get(`${outbox}?$top=1`)).body
  assert.equal(page.value.length, 1)
  const next = new URL(page['@odata.nextLink'])
  const last = (await admin.get(next.pathname + next.search)).body
  assert.equal(last.value[0].to, 'ann@nowhere.example')
  assert.equal(last['@odata.nextLink'], undefined)
  const filtered = (await admin.get(`${outbox}?$filter=${encodeURIComponent("to eq 'ANN@nowhere.example'")}`)).body
  assert.equal(filtered.value.length, 1)

  const other = graphAs(server, 'fabrikam', server.demo.tenants.fabrikam.people.admin?.id ?? '', allScopes)
  assert.deepEqual((await other.get(outbox)).body.value, [], 'another tenant’s mail is not shown')
})

test('the outbox is for Global and User Administrators in person', async (t) => {
  const server = await startServer(t)
  for (const [role, status] of [
    ['globalAdministrator', 200],
    ['userAdministrator', 200],
    ['globalReader', 403],
    ['guestInviter', 403],
    ['helpdeskAdministrator', 403],
  ] as const) {
    assert.equal((await (await personWith(server, 'contoso', [role])).get(outbox)).status, status, role)
  }
  const narrow = await personWith(server, 'contoso', ['globalAdministrator'], { scopes: 'User.Read' })
  assert.equal((await narrow.get(outbox)).status, 403)
  assert.equal((await server.graph('contoso').get(outbox)).status, 403, 'no app reads it')
  assert.equal((await server.fetch(outbox)).status, 401)
  const admin = await personWith(server, 'contoso', ['globalAdministrator'])
  assert.equal((await admin.post(outbox)).status, 405)
  assert.equal((await admin.delete(outbox)).status, 405)
  for (const query of ['$top=0', '$top=101', '$filter=subject eq 1', '$filter=x', '$orderby=html', '$select=secret']) {
    assert.equal((await admin.get(`${outbox}?${query}`)).status, 400, query)
  }
  const unknown = await admin.get('/gatehouse/v1/demo/clock')
  assert.equal(unknown.status, 404)
})
