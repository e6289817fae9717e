import { after } from 'node:test'
import { startServer, type TestServer } from '../harness/index.ts'

/** One server for all tests of a file, ended with the file. To be called at its top. */
export function fileServer(): Promise<TestServer> {
  const endings: (() => unknown)[] = []
  after(async () => {
    for (const end of endings.toReversed()) await end()
  })
  return startServer({
    after(end) {
      if (end) endings.push(() => (end as () => unknown)())
    },
  })
}
