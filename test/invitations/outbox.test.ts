import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { simpleParser } from 'mailparser'
import type { DemoWorld } from '../../src/demo/world.ts'
import { trustLocalCa } from '../../src/http/tls.ts'
import { freshWorld, startServer } from '../harness/index.ts'
import { postOffice, until } from './post-office.ts'
import { inviteGuest } from './story.ts'

async function ownWorld(t: TestContext): Promise<string> {
  const folder = await freshWorld()
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the invitation reaches a real SMTP server, with both forms, Reply-To and copy', async (t) => {
  const office = await postOffice(t)
  const server = await startServer(t, { environment: { SMTP_URL: office.url } })
  const invited = await inviteGuest(server, 'amy@nowhere.example', {
    sendInvitationMessage: true,
    invitedUserMessageInfo: {
      messageLanguage: 'de-DE',
      ccRecipients: [{ emailAddress: { name: 'Bob', address: 'bob@nowhere.example' } }],
    },
  })
  await until(() => office.received.length > 0)
  const [mail] = office.received
  assert.deepEqual(mail?.to, ['amy@nowhere.example', 'bob@nowhere.example'])
  assert.equal(mail?.from, `invites@${server.demo.tenants.contoso.domain}`)
  const parsed = await simpleParser(mail?.raw ?? '')
  assert.match(parsed.subject ?? '', /zur Zusammenarbeit mit .* eingeladen$/)
  assert.ok(parsed.text?.includes(invited.link))
  assert.ok(String(parsed.html).includes(invited.link.replaceAll('&', '&amp;')))
  assert.equal(parsed.headers.get('content-language'), 'de')
  assert.equal(parsed.headers.get('auto-submitted'), 'auto-generated')
  const letter = await server.letter('amy@nowhere.example')
  await until(async () => (await server.letter('amy@nowhere.example')).state === 'sent')
  assert.ok(parsed.messageId?.startsWith(`<${letter.id}@`))
})

test('no mail is sent unless asked for', async (t) => {
  const office = await postOffice(t)
  const server = await startServer(t, { environment: { SMTP_URL: office.url } })
  await inviteGuest(server, 'quiet@nowhere.example')
  await inviteGuest(server, 'loud@nowhere.example', { sendInvitationMessage: true })
  await until(() => office.received.length > 0)
  assert.deepEqual(
    office.received.flatMap((mail) => mail.to),
    ['loud@nowhere.example'],
  )
})

test('where TLS is demanded, a mail server without it gets no letter', async (t) => {
  const office = await postOffice(t)
  const server = await startServer(t, { environment: { SMTP_URL: `${office.url}?requireTLS=true` } })
  await inviteGuest(server, 'kay@nowhere.example', { sendInvitationMessage: true })
  await until(async () => (await server.letter('kay@nowhere.example')).attempts > 0)
  const letter = await server.letter('kay@nowhere.example')
  assert.equal(letter.state === 'sent', false)
  assert.match(letter.lastError ?? '', /STARTTLS|TLS/)
  assert.deepEqual(office.received, [])
})

test('a mail whose copy alone was taken has not arrived: it is tried again, or told to be undeliverable', async (t) => {
  const office = await postOffice(t, (recipient) =>
    recipient.startsWith('gone@') ? 550 : recipient.startsWith('busy@') ? 451 : undefined,
  )
  const server = await startServer(t, { environment: { SMTP_URL: office.url } })
  for (const [name, state, code] of [
    ['gone', 'failed', /550/],
    ['busy', 'queued', /451/],
  ] as const) {
    const address = `${name}@nowhere.example`
    await inviteGuest(server, address, {
      sendInvitationMessage: true,
      invitedUserMessageInfo: { ccRecipients: [{ emailAddress: { address: 'bob@nowhere.example' } }] },
    })
    await until(async () => (await server.letter(address)).attempts === 1)
    const letter = await server.letter(address)
    assert.equal(letter.state, state)
    assert.match(letter.lastError ?? '', code)
  }
  assert.deepEqual(
    office.received.map(({ to }) => to),
    [['bob@nowhere.example'], ['bob@nowhere.example']],
  )
})

test('a mail that is turned away for now is tried again, one that never will be is given up', async (t) => {
  let answer: number | undefined = 451
  const office = await postOffice(t, () => answer)
  const server = await startServer(t, { environment: { SMTP_URL: office.url } })
  const { store } = server.running.deps
  const row = async () => (await store.across.recentMail({ limit: 1 }))[0]?.mail
  await inviteGuest(server, 'later@nowhere.example', { sendInvitationMessage: true })
  await until(async () => ((await row())?.attempts ?? 0) === 1)
  assert.equal((await row())?.state, 'queued')
  answer = undefined
  await server.advance('PT11S')
  await until(() => office.received.length === 1)
  await until(async () => (await row())?.state === 'sent')

  answer = 550
  await inviteGuest(server, 'never@nowhere.example', { sendInvitationMessage: true })
  await until(async () => (await row())?.state === 'failed')
  assert.match((await row())?.lastError ?? '', /550|not now/)
  assert.ok(!server.log.some((line) => JSON.stringify(line).includes('ticket=')))
})

test('what was queued when the server ended is delivered by the next one, once', async (t) => {
  const dataFolder = await ownWorld(t)
  let down = true
  const office = await postOffice(t, () => (down ? 421 : undefined))
  const first = await startServer(t, { dataFolder, environment: { SMTP_URL: office.url } })
  const invited = await inviteGuest(first, 'amy@nowhere.example', { sendInvitationMessage: true })
  await first.running.stop()
  assert.equal(office.received.length, 0)
  down = false
  const second = await startServer(t, { dataFolder, environment: { SMTP_URL: office.url } })
  await second.advance('PT6M')
  await until(() => office.received.length > 0)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  assert.equal(office.received.length, 1)
  const parsed = await simpleParser(office.received[0]?.raw ?? '')
  assert.ok(parsed.text?.includes(invited.link))
})

test('kill -9 in the middle of inviting: every acknowledged invitation has its guest, and its mail still goes out', async (t) => {
  const dataFolder = await ownWorld(t)
  let down = true
  const office = await postOffice(t, () => (down ? 451 : undefined))
  const environment = { PORT: '0', GATEHOUSE_DATA: dataFolder, SMTP_URL: office.url }
  const child = spawn(process.execPath, ['bin/gatehouse.cjs', 'demo', '--json'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  t.after(() => child.kill('SIGKILL'))
  const gone = once(child, 'exit')
  const early = gone.then(([code]) => assert.fail(`the demo ended with ${code}`))
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), early])
  const { origin, demoFile, ca } = JSON.parse(String(line)) as { origin: string; demoFile: string; ca: string }
  trustLocalCa(readFileSync(ca, 'utf8'))
  const demo = JSON.parse(readFileSync(demoFile, 'utf8')) as DemoWorld
  const script = demo.tenants.contoso.apps['admin-script']
  const token = await fetch(`${origin}/${demo.tenants.contoso.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: script?.appId ?? '',
      client_secret: script?.secret ?? '',
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token: bearer } = (await token.json()) as { access_token: string }
  const acknowledged: string[] = []
  const inviting = Array.from({ length: 200 }, async (_, n) => {
    const email = `n${n}@nowhere.example`
    const answer = await fetch(`${origin}/v1.0/invitations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        invitedUserEmailAddress: email,
        inviteRedirectUrl: 'https://portal.contoso.test/',
        sendInvitationMessage: true,
      }),
    })
    if (answer.status === 201) acknowledged.push(email)
    if (acknowledged.length === 20) child.kill('SIGKILL')
  })
  await Promise.allSettled(inviting)
  await gone
  assert.ok(acknowledged.length >= 20)

  down = false
  const server = await startServer(t, { dataFolder, environment: { SMTP_URL: office.url } })
  const listed = await server.graph('contoso').get('/v1.0/users?$top=999&$select=mail')
  const guests = listed.body.value
    .map((one: { mail: string | null }) => one.mail)
    .filter((mail: string | null) => mail?.endsWith('@nowhere.example'))
  for (const email of acknowledged) assert.ok(guests.includes(email), email)
  await server.advance('PT10M')
  await until(() => new Set(office.received.flatMap((mail) => mail.to)).size >= guests.length, 20)
  assert.deepEqual([...new Set(office.received.flatMap((mail) => mail.to))].toSorted(), guests.toSorted())
})

test('the ticket is nowhere in the database, neither as it is nor in the letter', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, 'amy@nowhere.example', { sendInvitationMessage: true })
  const ticket = new URL(invited.link).searchParams.get('ticket') ?? ''
  const { store } = server.running.deps
  const [mail] = await store.across.recentMail({ limit: 1 })
  const invitation = await store.invitations.find(
    store.at(server.demo.tenants.contoso.id as never),
    invited.id as never,
  )
  const kept = JSON.stringify([mail, invitation])
  assert.ok(!kept.includes(ticket) && !kept.includes(ticket.split('.')[1] ?? ''))
})
