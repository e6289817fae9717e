import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness/index.ts'
import { refusalPage } from '../harness/person.ts'
import { accept, invite, openInvitation, setting, story } from '../harness/story.ts'
import { type Ended, gatehouse } from './run.ts'

/** The real command against a real server, found by its demo.json. */
const commandsOn = (server: TestServer) => (args: string[], input?: string) =>
  gatehouse(args, {
    environment: { GATEHOUSE_DATA: server.dataFolder },
    ...(input === undefined ? {} : { input }),
  })

function json({ code, out, err }: Ended) {
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

test('invite prints the link, sends the mail, and says what is decided later', async (t) => {
  const server = await startServer(t)
  const run = commandsOn(server)
  const { code, out, err } = await run(['invite', 'ann@partner.example', '--name', 'Ann', '--message', 'Hello Ann'])
  assert.equal(code, 0, err)
  const link = out.trim().split('\n').at(-1) ?? ''
  assert.ok(link.startsWith(`${server.origin}/redeem/?`), out)
  assert.match(out, /is invited .*\n.* in the outbox of the demo/)
  assert.match(err, /decide when the guest accepts/)
  const letter = await server.letter('ann@partner.example')
  assert.equal(letter.links[0], link)
  assert.equal((await server.fetch(link)).status, 200)

  const silent = json(await run(['invite', 'bob@partner.example', '--no-mail', '--json']))
  assert.equal(silent.status, 'PendingAcceptance')
  assert.equal(silent.notes.length, 1)
  assert.deepEqual(await server.letters('bob@partner.example'), [])
})

test('what the server refuses ends with 1 and says what it said', async (t) => {
  const server = await startServer(t)
  const run = commandsOn(server)
  const redirect = await run(['invite', 'ann@partner.example', '--redirect-url', 'javascript:alert(1)', '--json'])
  assert.equal(redirect.code, 1, redirect.out)
  const { error } = JSON.parse(redirect.err)
  assert.equal(error.status, 400)
  assert.match(error.message, /inviteRedirectUrl/)
  assert.match(error.requestId, /^[0-9a-f-]{36}$/)

  const environment = {
    GATEHOUSE_DATA: server.dataFolder,
    GATEHOUSE_CLIENT_ID: server.demo.tenants.contoso.apps.daemon?.appId ?? '',
    GATEHOUSE_CLIENT_SECRET: server.demo.tenants.contoso.apps.daemon?.secret ?? '',
  }
  const weak = await gatehouse(['invite', 'ann@partner.example'], { environment })
  assert.equal(weak.code, 1)
  assert.match(weak.err, /Use an account or app that may do this/)
  const wrong = await gatehouse(['guests', '--json'], {
    environment: { ...environment, GATEHOUSE_CLIENT_SECRET: 'hunter2' },
  })
  assert.equal(wrong.code, 1)
  assert.equal(JSON.parse(wrong.err).error.aadsts, 7000215)
  assert.doesNotMatch(wrong.err, /hunter2/)
})

test('a certificate that nothing vouches for is named with the setting that helps', async (t) => {
  const server = await startServer(t)
  const { code, err } = await gatehouse(['keys', 'list', '--tenant', 'contoso.gatehouse.test'], {
    environment: {
      GATEHOUSE_DATA: `${server.dataFolder}/elsewhere`,
      GATEHOUSE_ORIGIN: server.origin,
      GATEHOUSE_OPERATOR_TOKEN: server.demo.operator.token,
    },
  })
  assert.equal(code, 3)
  assert.match(err, /not trusted[\s\S]*GATEHOUSE_CA/)
})

test('guests are listed by state, page after page up to the limit', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const run = commandsOn(server)
  assert.match((await run(['guests'])).out, /No guests/)
  const accepted = await invite(world, world.fabrikam.account('employee'))
  await accept(world.fabrikam.person('employee'), accepted.link)
  for (let index = 0; index < 104; index += 1) await invite(world, { mail: `guest-${index}@partner.example` })

  const all = json(await run(['guests', '--limit', '500', '--json']))
  assert.equal(all.guests.length, 105)
  assert.equal(all.more, false)
  const few = await run(['guests', '--limit', '102', '--json'])
  assert.equal(json(few).guests.length, 102)
  assert.equal(json(few).more, true)
  assert.match((await run(['invite', world.fabrikam.account('employee').mail])).out, /is a guest already/)
  const table = await run(['guests', '--state', 'accepted'])
  assert.match(
    table.out,
    /^Name +Address +State +Organization +Age\n.*employee@fabrikam.* accepted +fabrikam.*just now\n$/,
  )
  assert.equal(json(await run(['guests', '--state', 'pending', '--limit', '500', '--json'])).guests.length, 104)
  assert.equal(json(await run(['guests', '--tenant', 'fabrikam', '--json'])).guests.length, 0)
})

test('explain shows an admin the setting that refused, by any id or by the pasted block, and the other side nothing', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const run = commandsOn(server)
  const { link } = await invite(world, world.fabrikam.account('employee'))
  await world.contoso.towards(world.fabrikam, { b2bCollaborationInbound: setting('B/B', {}) })
  const page = refusalPage(await openInvitation(world.fabrikam.person('employee'), link))
  const block = Object.entries(page.block)
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n')

  const pasted = await run(['explain'], block)
  assert.equal(pasted.code, 0, pasted.err)
  assert.match(pasted.out, /^Refused: AADSTS500213 NotAllowedByInboundPolicyTenant\n/)
  assert.match(pasted.out, /✗ inbound access \(here\): Inbound settings refuse everybody from Fabrikam/)
  assert.match(pasted.out, / {4}setting {2}b2bCollaborationInbound/)
  assert.match(pasted.out, new RegExp(` {4}rule {5}${world.fabrikam.id}`))
  assert.match(pasted.out, / {4}value {4}.*"accessType":"blocked"/)
  assert.doesNotMatch(pasted.out, /\/admin\//, 'no address that is not served')
  assert.match(pasted.out, / {4}fix {6}\S/)

  for (const id of ['request id', 'correlation id']) {
    const { explanation, reference } = json(await run(['explain', page.block[id] ?? '', '--json']))
    assert.equal(explanation.error.code, 500213, id)
    assert.equal(explanation.outcome, 'deny')
    assert.equal(reference, null)
  }

  const home = await run(['explain', page.block['correlation id'] ?? '', '--tenant', 'fabrikam'])
  assert.match(home.out, /refused by the resource organization's inbound settings/)
  assert.doesNotMatch(home.out, /b2bCollaborationInbound|accessType/)

  const unknown = await run(['explain', '3f0c1d0e-8f0a-4f4c-9c53-5d0e4f1d2a10'])
  assert.equal(unknown.code, 1)
  assert.match(unknown.err, /--tenant/)
})

test('keys are rotated by the operator, by id, domain or key of the demo', async (t) => {
  const server = await startServer(t)
  const run = commandsOn(server)
  const before = json(await run(['keys', 'list', '--tenant', 'contoso', '--json'])).keys
  const rotation = json(await run(['keys', 'rotate', '--tenant', 'contoso.gatehouse.test', '--json']))
  const after = json(await run(['keys', 'list', '--tenant', server.demo.tenants.contoso.id, '--json'])).keys
  assert.equal(before.length, 2)
  assert.equal(after.length, 3)
  assert.ok(after.some(({ kid }: { kid: string }) => kid === rotation.standby))
  assert.match((await run(['keys', 'list', '--tenant', 'contoso'])).out, /^Key +State +Signs from +Published\n/)
  const nowhere = await run(['keys', 'rotate', '--tenant', 'tailspin.example'])
  assert.equal(nowhere.code, 1)
  assert.match(nowhere.err, /no tenant 'tailspin\.example'/)
  const stranger = await gatehouse(['keys', 'list', '--tenant', 'contoso'], {
    environment: { GATEHOUSE_DATA: server.dataFolder, GATEHOUSE_OPERATOR_TOKEN: 'somebody' },
  })
  assert.equal(stranger.code, 1)
  assert.match(stranger.err, /GATEHOUSE_OPERATOR_TOKEN is not the credential of this server/)
})

test('ages are told by the demo’s clock, wherever it stands', async (t) => {
  const server = await startServer(t)
  const run = commandsOn(server)
  await server.advance('P10D')
  await invite(story(server), { mail: 'ann@partner.example' })
  await server.advance('P3D')
  assert.match((await run(['guests'])).out, /ann@partner\.example +pending +partner\.example +3 d\n$/)
})
