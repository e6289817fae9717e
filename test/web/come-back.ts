import type { Page } from 'playwright-core'

/** Comes back to the window after a while, as people do: the page reads what it shows again, unless it has just done so. */
export async function comeBack(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(5_100)
  const read = page.waitForResponse((answer) => new URL(answer.url()).pathname === path)
  await page.evaluate("dispatchEvent(new Event('visibilitychange'))")
  await read
}
