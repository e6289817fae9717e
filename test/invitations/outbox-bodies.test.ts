import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { invite } from '../../src/cli/invite.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { trustLocalCa } from '../../src/http/tls.ts'
import { startServe } from '../../src/main.ts'
import { dataFolder, gatehouse } from '../cli/run.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'
import { postOffice, until } from './post-office.ts'
import { inviteGuest } from './story.ts'

/** A deployment as `gatehouse init` and `gatehouse serve` make it, in this process: its rows can be looked at. */
async function deployment(t: TestContext, environment: Record<string, string>) {
  const folder = dataFolder(t)
  const wish = ['init', '--organization', 'Acme', '--domain', 'acme.example', '--admin', 'ada', '--json']
  const made = JSON.parse((await gatehouse(wish, { environment: { GATEHOUSE_DATA: folder } })).out)
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const running = await startServe({ environment: { PORT: '0', GATEHOUSE_DATA: folder, ...environment }, log })
  t.after(() => running.stop())
  trustLocalCa(readFileSync(running.caPath ?? '', 'utf8'))
  return { running, admin: made.admin as { userPrincipalName: string; password: string } }
}

test('a deployment forgets what a letter said once it is sent: an administrator invites at a terminal, the mail goes out, its body is gone', async (t) => {
  const office = await postOffice(t)
  const { running, admin } = await deployment(t, { SMTP_URL: office.url })
  const address = Promise.withResolvers<string>()
  let printed = ''
  const terminal: Terminal = {
    environment: { GATEHOUSE_ORIGIN: running.origin, GATEHOUSE_TENANT: 'acme.example' },
    print: (text) => {
      printed += text
    },
    note: () => undefined,
    style: (_, text) => text,
    interactive: true,
    live: true,
    width: 100,
    input: async () => '',
    openBrowser: address.resolve,
  }
  const command = invite(
    'ann@partner.example',
    { browser: true, json: true, mail: true, ca: running.caPath ?? '' },
    terminal,
  )
  const page = await (await (await launchBrowser(t)).newContext()).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(await address.promise)
  await signInOnScreen(page, admin)
  await acceptOnScreen(page, 'Permissions requested')
  await page.getByRole('button', { name: 'No', exact: true }).click()
  await command
  assert.match(printed, /redeem/)

  const row = async () => (await running.deps.store.across.recentMail({ limit: 1 }))[0]?.mail
  await until(async () => (await row())?.state === 'sent')
  assert.match(office.received[0]?.raw ?? '', /ann@partner\.example/)
  assert.partialDeepStrictEqual(await row(), { to: 'ann@partner.example', kind: 'invitation', sealed: null })
})

test('the demo keeps what a letter said after it is sent: its outbox is there to be read', async (t) => {
  const office = await postOffice(t)
  const server = await startServer(t, { environment: { SMTP_URL: office.url } })
  const { link } = await inviteGuest(server, 'ann@partner.example', { sendInvitationMessage: true })
  await until(async () => (await server.letter('ann@partner.example')).state === 'sent')
  assert.equal(office.received.length, 1)
  assert.ok((await server.letter('ann@partner.example')).links.includes(link))
})
