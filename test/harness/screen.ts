import type { Page } from 'playwright-core'
import type { Account } from './person.ts'

/** What a person does on the pages of sign-in, in a real browser. */

/** From the page that asks for the name, or from the one that asks for its password, to whatever comes next. */
export async function signInOnScreen(page: Page, { userPrincipalName, password }: Account): Promise<void> {
  const name = page.getByLabel('Email or sign-in name')
  const secret = page.getByLabel('Password', { exact: true })
  await name.or(secret).waitFor()
  if (await name.isVisible()) {
    await name.fill(userPrincipalName)
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await secret.fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** "Accept" on the page with this heading. */
export async function acceptOnScreen(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading }).waitFor()
  await page.getByRole('button', { name: 'Accept' }).click()
}
