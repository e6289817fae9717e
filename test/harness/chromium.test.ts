import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
const script = `
  import { provideChromium } from ${url('chromium.ts')}
  import { reportFailure } from ${url('../../scripts/run-tests.ts')}
  try { console.log(provideChromium([])) } catch (error) { reportFailure(error) }`

/** What `npm test` says on a machine whose PATH leads to these programs only, and which has no browser elsewhere. */
function onMachine(t: TestContext, programs: Record<string, string>, environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-path-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), 0o755)
  }
  const env = { PATH: folder, ...environment }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  })
  return { status, out: stdout.trim().split('\n'), err: stderr.trim().split('\n'), folder }
}

const told =
  process.platform === 'darwin'
    ? 'The browser tests need Chromium. Type: brew install --cask chromium'
    : 'The browser tests need Chromium. Type: sudo apt-get install -y chromium'

test('without a browser, and where none can be installed, one line says what to type', (t) => {
  const { status, out, err } = onMachine(t, {})
  assert.deepEqual([status, out, err], [1, ['0 passed, 1 failed'], [told]])
})

test('where the installation fails, the same line comes after it', (t) => {
  const { status, out, err } = onMachine(t, { 'apt-get': '#!/bin/sh\nexit 100\n' })
  assert.deepEqual([status, out.at(-1), err], [1, '0 passed, 1 failed', [told]])
})

test('a browser on PATH is taken; one that GATEHOUSE_CHROMIUM names in vain is named', (t) => {
  const found = onMachine(t, { 'google-chrome': '#!/bin/sh\n' })
  assert.deepEqual([found.status, found.out], [0, [join(found.folder, 'google-chrome')]])
  const wrong = onMachine(t, { 'google-chrome': '#!/bin/sh\n' }, { GATEHOUSE_CHROMIUM: '/nowhere/chrome' })
  assert.equal(wrong.status, 1)
  assert.deepEqual(wrong.err, ['GATEHOUSE_CHROMIUM names /nowhere/chrome, which cannot be run'])
})
