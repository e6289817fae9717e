import { appendFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { type Browser, chromium } from 'playwright-core'
import { provideChromium } from './chromium.ts'

// Chromium's own errands (updates, sync, metrics) would reach for the network in the middle of a test.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-features=OptimizationHints,MediaRouter,Translate',
  '--metrics-recording-only',
  '--no-first-run',
  '--no-default-browser-check',
  // And a page that it opens finds nothing but this machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/**
 * A headless browser that ends with the test. Contexts made by `newContext` accept the local CA's certificates;
 * the chain itself is tested in src/http/tls.test.ts.
 */
export async function launchBrowser(t: Pick<TestContext, 'after'>): Promise<Browser> {
  const executable = provideChromium()
  const browser = await chromium.launch(browserOptions(executable)).catch((error: unknown) => {
    tellLost()
    throw error
  })
  let closing = false
  browser.on('disconnected', () => {
    if (!closing) tellLost()
  })
  t.after(() => {
    closing = true
    return browser.close()
  })
  const newContext = browser.newContext.bind(browser)
  browser.newContext = (options) => newContext({ ignoreHTTPSErrors: true, ...options })
  return browser
}

/**
 * A browser that ends by itself has crashed: Debian's does, about once in a thousand starts, while it reads fonts.
 * The runner is told, which runs this file once more (`runTests` in scripts/run-tests.ts).
 */
function tellLost(): void {
  const list = process.env.GATEHOUSE_TEST_LOST_BROWSERS
  if (list) appendFileSync(list, `${process.argv[1]}\n`)
}

/** What a browser of ours is started with. */
export function browserOptions(executablePath: string): { executablePath: string; args: string[] } {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executablePath, args: [...quiet, ...asRoot] }
}
