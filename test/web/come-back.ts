import type { Page } from 'playwright-core'

/** Comes back to the window until the page reads what it shows again, as it does once that is some seconds old. */
export async function comeBack(page: Page, path: string): Promise<void> {
  let isRead = false
  const read = page
    .waitForResponse((answer) => new URL(answer.url()).pathname === path, { timeout: 15_000 })
    .finally(() => {
      isRead = true
    })
  while (!isRead) {
    await page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    await page.waitForTimeout(250)
  }
  await read
}
