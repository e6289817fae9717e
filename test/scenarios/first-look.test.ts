import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outboxPageUrl } from '../../src/demo/outbox-page.ts'
import { startServer } from '../harness/index.ts'
import { invite, story } from '../harness/story.ts'

test('the bare address of the server leads to My Apps, and a wrong one says so', async (t) => {
  const server = await startServer(t)
  const root = await server.fetch('/')
  assert.equal(root.status, 302)
  assert.equal(root.headers.get('location'), '/myapps')
  const missing = await server.fetch('/no/such/page')
  assert.equal(missing.status, 404)
  const page = await missing.text()
  assert.match(page, /<title>Not found<\/title>/)
  assert.match(page, /<a href="\/myapps">My Apps<\/a>/)
})

test('a duration that cannot be read is answered with what one looks like', async (t) => {
  const server = await startServer(t)
  const answer = await server.fetch('/gatehouse/clock', {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ advance: '31 days' }),
  })
  assert.equal(answer.status, 400)
  assert.match(await answer.text(), /'advance'.*P31D/)
})

test('the outbox page opens with the printed link only, and tells letters apart by who got them', async (t) => {
  const server = await startServer(t)
  const empty = await open()
  assert.match(empty, /No mail yet/)
  for (const mail of ['ann@partner.example', 'bob@partner.example']) {
    await invite(story(server), { mail }, { sendInvitationMessage: true })
    await server.letter(mail)
  }
  const page = await open()
  const summaries = [...page.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, text]) => text ?? '')
  assert.equal(summaries.length, 2)
  assert.match(summaries[0] ?? '', /to bob@partner\.example, \d{4}-\d\d-\d\d .* UTC/)
  assert.match(summaries[1] ?? '', /to ann@partner\.example/)
  assert.equal((await server.fetch('/gatehouse/outbox/page')).status, 403)
  assert.equal((await server.fetch('/gatehouse/outbox/open?key=guessed')).status, 403)

  async function open(): Promise<string> {
    const opened = await server.fetch(outboxPageUrl(server.demo))
    assert.equal(opened.status, 303)
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    return (await server.fetch(opened.headers.get('location') ?? '', { headers: { cookie } })).text()
  }
})
