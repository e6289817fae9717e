// npm run test:runners: the guide's own blocks for Vitest, Jest and Playwright (docs/guides/test-double.md),
// in those runners, in a folder that has the packed package and nothing else of ours. Not a part of CI: the runners come
// from the registry anew each time, in no version that the lock file knows.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { provideChromium } from '../test/harness/chromium.ts'
import { blockOf, blocksOf } from '../test/harness/guide.ts'
import { npm, pack, plainEnvironment } from './packed.ts'
import { report, reportFailure } from './run-tests.ts'

const guide = 'test-double.md'
const runners = ['vitest@5', 'jest@30', '@playwright/test@1']

/** Replaces what only the guide's reader can fill in; fails when the guide no longer says it. */
function filled(text: string, replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((done, [old, now]) => {
    if (!done.includes(old)) throw new Error(`The guide no longer says: ${old}`)
    return done.replaceAll(old, now)
  }, text)
}

const callTheApi = {
  '// call your API with it': "if (accessToken.split('.').length !== 3) throw new Error(accessToken)",
}
const snapshotPerTest = () => blocksOf(guide, 'A snapshot per test')[0]?.text ?? ''

function vitest(): Record<string, string> {
  const own = filled(snapshotPerTest(), {
    ...callTheApi,
    "import { after, beforeEach, test } from 'node:test'":
      "import { afterAll as after, beforeEach, test } from 'vitest'",
  })
  const shared = `import { expect, test } from 'vitest'
    import { connectGatehouse } from 'gatehouse/testing'
    test('a file has tenants of its own in the shared instance, and trusts it', async () => {
      const gatehouse = await connectGatehouse(process.env.DEMO_FILE)
      const pair = await gatehouse.clone(['contoso', 'fabrikam'])
      expect(pair.world.tenants.contoso.id).not.toBe(gatehouse.world.tenants.contoso.id)
      expect((await fetch(gatehouse.origin + '/gatehouse/health')).status).toBe(200)
    })`
  return {
    'package.json': '{ "type": "module" }',
    'vitest.config.js': "export default { test: { globalSetup: './gatehouse.js' } }",
    'gatehouse.js': blockOf(guide, 'Vitest', 'js'),
    'own.test.js': own,
    'shared-1.test.js': shared,
    'shared-2.test.js': shared,
  }
}

function jest(): Record<string, string> {
  const file = `${blockOf(guide, 'Jest', 'js')}
    test('an instance of its own answers, and is trusted', async () => {
      expect((await fetch(gatehouse.origin + '/gatehouse/health')).status).toBe(200)
      await gatehouse.guest({ tenant: 'contoso', mail: 'ann@partner.example' })
    })
    test('what one test did is gone for the next', async () => {
      await gatehouse.guest({ tenant: 'contoso', mail: 'ann@partner.example' })
    })`
  return { 'jest.config.js': 'module.exports = {}', 'one.test.js': file, 'two.test.js': file }
}

function playwright(): Record<string, string> {
  // My Account stands in for the reader's own app: it shows who is signed in.
  const test = filled(blockOf(guide, 'Playwright', 'ts'), {
    "'http://localhost:3000/'": "gatehouse.origin + '/myaccount'",
    "page.getByText('Emil Sato')": "page.getByText('Emil Sato').first()",
  })
  const launch = { executablePath: provideChromium(), args: ['--no-sandbox'] }
  return {
    'playwright.config.ts': `export default { globalSetup: './global-setup.ts', use: { ignoreHTTPSErrors: true, launchOptions: ${JSON.stringify(launch)} } }`,
    'global-setup.ts': blockOf(guide, 'Vitest', 'js'),
    'guest.spec.ts': test,
  }
}

function lay(folder: string, files: Record<string, string>): void {
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

/** On the Node that Gatehouse itself brings: runners need one that is newer than many a machine's own. */
function environment(): NodeJS.ProcessEnv {
  const plain = plainEnvironment()
  return { ...plain, CI: 'true', PATH: [dirname(process.execPath), plain.PATH].join(delimiter) }
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-runners-'))
try {
  const tarball = pack(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  npm(folder, ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...runners])
  const env = environment()
  console.log(`Node ${execFileSync('node', ['--version'], { env, encoding: 'utf8' }).trim()}`)
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const [name, files, args] of [
    ['vitest', vitest(), ['vitest', 'run']],
    ['jest', jest(), ['jest']],
    ['playwright', playwright(), ['playwright', 'test']],
  ] as const) {
    lay(join(folder, name), files)
    const began = performance.now()
    try {
      execFileSync('npx', ['--no', ...args], { cwd: join(folder, name), env, stdio: 'inherit' })
      counts.passed += 1
      console.log(`${name}: ${Math.round((performance.now() - began) / 100) / 10} s`)
    } catch {
      counts.failed += 1
      console.error(`${name} failed.`)
    }
  }
  report(counts)
} catch (error) {
  reportFailure(error)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
