// npm run test:postgres [-- files…]: the storage contract and everything else that wants PostgreSQL, on a private one.
import { startPostgres } from '../test/harness/postgres.ts'
import { findTests, parseArguments, report, reportFailure, runTests } from './run-tests.ts'

const everything = ['src/**/*.postgres.test.ts', 'test/**/*.postgres.test.ts', 'test/storage/contract.test.ts']
const { files, names } = parseArguments(process.argv.slice(2))
try {
  const server = await startPostgres()
  process.env.GATEHOUSE_TEST_POSTGRES = server.url
  try {
    report(await runTests(files.length > 0 ? files : findTests(everything), names))
  } finally {
    await server.stop()
  }
} catch (error) {
  reportFailure(error)
}
