import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

/** Runs these test files as `npm test` does. Each can `begin()`, which tells how often it has begun, and `crash()` its browser. */
function runFiles(t: TestContext, bodies: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-run-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const begun = join(folder, 'begun')
  writeFileSync(begun, '')
  const files = Object.entries(bodies).map(([name, body]) => {
    const file = join(folder, `${name}.test.mjs`)
    writeFileSync(
      file,
      `import assert from 'node:assert/strict'
      import { appendFileSync, readFileSync } from 'node:fs'
      import { test } from 'node:test'
      import { launchBrowser } from ${url('browser.ts')}
      const begin = () => {
        appendFileSync(${JSON.stringify(begun)}, '${name}\\n')
        return readFileSync(${JSON.stringify(begun)}, 'utf8').split('\\n').filter((line) => line === '${name}').length
      }
      const crash = async (browser) => {
        const session = await browser.newBrowserCDPSession()
        await session.send('Browser.crash').catch(() => {})
      }
      test('${name}', async (t) => {
        ${body}
      })`,
    )
    return file
  })
  const script = join(folder, 'run.mjs')
  writeFileSync(
    script,
    `import { report, runTests } from ${url('../../scripts/run-tests.ts')}
    report(await runTests(${JSON.stringify(files)}))`,
  )
  // Inside a test process, the runner would not begin a run of its own.
  const { NODE_TEST_CONTEXT, GATEHOUSE_TEST_LOST_BROWSERS, ...env } = process.env
  const { status, stdout } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' })
  return {
    status,
    last: stdout.trim().split('\n').at(-1),
    told: stdout.split('\n').filter((line) => line.includes('runs once more')),
    begun: readFileSync(begun, 'utf8').trim().split('\n').toSorted(),
  }
}

test('a file whose browser crashed runs once more, and the second run counts', (t) => {
  const { status, last, told, begun } = runFiles(t, {
    healthy: `begin(); await launchBrowser(t)`,
    once: `const time = begin()
      const browser = await launchBrowser(t)
      if (time === 1) await crash(browser)
      await (await browser.newPage()).goto('about:blank')`,
  })
  assert.deepEqual([status, last, begun], [0, '2 passed, 0 failed', ['healthy', 'once', 'once']])
  assert.equal(told.length, 1)
  assert.match(told[0] ?? '', /once\.test\.mjs crashed/)
})

test('what fails for another reason, or crashes its browser each time, has failed', (t) => {
  const { status, last, begun } = runFiles(t, {
    always: `begin()
      const browser = await launchBrowser(t)
      await crash(browser)
      await (await browser.newPage()).goto('about:blank')`,
    wrong: `begin(); await launchBrowser(t); assert.equal(1, 2)`,
    unharmed: `begin(); await crash(await launchBrowser(t))`,
  })
  assert.deepEqual([status, last], [1, '1 passed, 2 failed'])
  assert.deepEqual(begun, ['always', 'always', 'unharmed', 'wrong'])
})
