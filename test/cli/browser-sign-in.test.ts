import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { guests } from '../../src/cli/guests.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'

/** A request for a path as it is written: `fetch` would tidy it. */
const knock = (port: number, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
      .on('error', reject)
      .end()
  })

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
  // Others who find the port neither end the sign-in nor the command.
  const port = new URL(new URL(await address.promise).searchParams.get('redirect_uri') ?? '').port
  for (const path of ['//', '/?code=guessed', '/?error=access_denied&state=guessed', '/favicon.ico']) {
    assert.equal(await knock(Number(port), path), 404, path)
  }
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
