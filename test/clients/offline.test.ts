import assert from 'node:assert/strict'
import dns from 'node:dns/promises'
import { globSync, readFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { refused } from '../harness/offline.ts'

const folder = new URL('.', import.meta.url)

test('every test of a client runs cut off from the network', () => {
  for (const file of globSync('*.test.ts', { cwd: folder })) {
    assert.match(
      readFileSync(new URL(file, folder), 'utf8'),
      /from '\.\.\/harness\/offline\.ts'|^import '\.\.\/harness\/offline\.ts'/m,
      file,
    )
  }
})

test('cut off means: what is not on this machine by name or address is out of reach, in the process and in the browser', async (t) => {
  const server = createServer((_, response) => response.end('reached')).listen(0)
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  // 0.0.0.0 leads to this very server, so that only the guard can be what refuses.
  const elsewhere = `http://0.0.0.0:${port}/`
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'reached')
  await assert.rejects(fetch(elsewhere), (error: Error) => /would leave this machine/.test(String(error.cause)))
  await assert.rejects(
    new Promise((resolve, reject) => get(elsewhere, { agent: false }, resolve).on('error', reject)),
    /would leave this machine/,
  )
  await assert.rejects(dns.lookup('login.microsoftonline.com'), /would leave this machine/)
  await assert.rejects(dns.resolveTxt('contoso.example'), /would leave this machine/)
  assert.equal(refused.splice(0).length, 4)

  const page = await (await launchBrowser(t)).newPage()
  await page.goto(`http://localhost:${port}/`)
  assert.equal(await page.textContent('body'), 'reached')
  await assert.rejects(page.goto(elsewhere), /ERR_NAME_NOT_RESOLVED|ERR_ADDRESS/)
})
