import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { TestServer } from '../harness/index.ts'
import type { Account } from '../harness/person.ts'
import { signInOnScreen } from '../harness/screen.ts'

export type MeOptions = {
  account: Account
  /** The organization to open, by its id: without it where the account is at home. */
  tenant?: string
  /** `/myapps`, `/myaccount/sessions`, … */
  at?: string
}

/** A browser window of somebody who has signed in to their own pages, as a person does. */
export async function enterMine(
  browser: Browser,
  server: Pick<TestServer, 'origin' | 'demo'>,
  { account, tenant, at = '/myapps' }: MeOptions,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const address = new URL(at, server.origin)
  if (tenant) address.searchParams.set('tenantId', tenant)
  await page.goto(address.href)
  await signInOnScreen(page, account)
  // "Stay signed in?" is asked of those who are at home here.
  const no = page.getByRole('button', { name: 'No', exact: true })
  const heading = page.getByRole('main').getByRole('heading', { level: 1 })
  await no.or(heading).first().waitFor()
  if (await no.isVisible()) await no.click()
  await heading.waitFor()
  return { page, context }
}
