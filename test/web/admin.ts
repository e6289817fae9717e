import type { TestContext } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import type { TestServer } from '../harness/index.ts'
import { signInOnScreen } from '../harness/screen.ts'

type Tenant = 'contoso' | 'fabrikam' | 'woodgrove'
export type AdminOptions = {
  tenant?: Tenant
  person?: string
  /** Below `/admin`, with query. */
  at?: string
  width?: number
  dark?: boolean
}

/** A browser window of somebody who has signed in to the admin center, as a person does. */
export async function openAdmin(
  t: TestContext,
  server: TestServer,
  options: AdminOptions = {},
): Promise<{ page: Page; context: BrowserContext; browser: Browser }> {
  const browser = await launchBrowser(t)
  return { browser, ...(await enterAdmin(browser, server, options)) }
}

/** As `openAdmin`, in a browser that is there already: two people at once, or one after another. */
export async function enterAdmin(
  browser: Browser,
  server: Pick<TestServer, 'origin' | 'demo'>,
  { tenant = 'contoso', person = 'admin', at = '', width = 1280, dark = false }: AdminOptions = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const { id, people } = server.demo.tenants[tenant]
  const account = people[person]
  if (!account) throw new Error(`${tenant} has nobody called ${person}`)
  const address = new URL(`/admin${at}`, server.origin)
  address.searchParams.set('tenant', id)
  await page.goto(address.href)
  await signInOnScreen(page, account)
  // "Stay signed in?" comes once.
  await page.getByRole('button', { name: 'No', exact: true }).click()
  // Hidden from the accessibility tree while a pane is open.
  await page.locator('main h1').waitFor()
  return { page, context }
}

/**
 * Goes to an address below `/admin` as a link in the page does: without loading everything anew. What was read in the last
 * seconds is not read again, so this is not for what was changed behind the page.
 */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate(`(() => {
    history.pushState({ idx: (history.state?.idx ?? 0) + 1 }, '', ${JSON.stringify(`/admin${path}`)})
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
  })()`)
}
