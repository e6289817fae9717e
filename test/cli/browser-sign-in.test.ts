import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guests } from '../../src/cli/guests.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'

test('somebody at a terminal signs in by browser, consents, and gets the answer of the command', async (t) => {
  const server = await startServer(t)
  const address = Promise.withResolvers<string>()
  let printed = ''
  const terminal: Terminal = {
    environment: { GATEHOUSE_DATA: server.dataFolder },
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
  const command = guests({ browser: true, limit: 10 }, terminal)
  const browser = await launchBrowser(t)
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(await address.promise)
  await signInOnScreen(page, server.demo.tenants.contoso.people.admin ?? assert.fail('no admin'))
  await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
  assert.match((await page.textContent('main')) ?? '', /Part of Gatehouse/)
  assert.doesNotMatch((await page.textContent('main')) ?? '', /\.invalid|not published by/)
  await acceptOnScreen(page, 'Permissions requested')
  await page.getByRole('button', { name: 'No', exact: true }).click()
  await page.getByText('Back to your terminal').waitFor()
  await command
  assert.equal(printed, 'No guests.')
})
