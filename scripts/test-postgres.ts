// npm run test:postgres [-- files…]: the storage contract and everything else that wants PostgreSQL, on a private one.
// With --everything: all tests, every server of theirs on PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideChromium } from '../test/harness/chromium.ts'
import { startPostgres } from '../test/harness/postgres.ts'
import { findTests, parseArguments, report, reportFailure, runTests } from './run-tests.ts'

const forPostgres = ['src/**/*.postgres.test.ts', 'test/**/*.postgres.test.ts', 'test/storage/contract.test.ts']
const everything = process.argv.includes('--everything')
const { files, names } = parseArguments(process.argv.slice(2).filter((argument) => argument !== '--everything'))
try {
  const server = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-world-'))
  process.env.GATEHOUSE_TEST_POSTGRES = server.url
  try {
    if (everything) {
      process.env.GATEHOUSE_TEST_STORE = 'postgres'
      process.env.GATEHOUSE_CHROMIUM = provideChromium()
      process.env.GATEHOUSE_TEST_TEMPLATE = join(folder, 'world')
      // Read when the module is loaded, so loaded only now.
      const { makeTemplate } = await import('../test/harness/index.ts')
      await makeTemplate(process.env.GATEHOUSE_TEST_TEMPLATE)
    }
    const found = findTests(everything ? ['src/**/*.test.ts', 'test/**/*.test.ts'] : forPostgres)
    report(await runTests(files.length > 0 ? files : found, names))
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
} catch (error) {
  reportFailure(error)
}
