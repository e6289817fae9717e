// npm test [-- files… --only pattern]: every test that needs no server of somebody else's. Ends with the counts.
import { provideChromium } from '../test/harness/chromium.ts'
import { findTests, parseArguments, report, reportFailure, runTests } from './run-tests.ts'

const { files, names } = parseArguments(process.argv.slice(2))
try {
  process.env.GATEHOUSE_CHROMIUM = provideChromium()
  const all = () => findTests(['src/**/*.test.ts', 'web/**/*.test.ts', 'test/**/*.test.ts'], ['**/*.postgres.test.ts'])
  report(await runTests(files.length > 0 ? files : all(), names))
} catch (error) {
  reportFailure(error)
}
