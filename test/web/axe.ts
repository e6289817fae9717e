import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where to leave pictures of every page, to be looked at; none are taken without it. */
const pictures = process.env.SCREENSHOTS

/** In this order, since another scheme draws the whole page anew. */
const looks = [
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'dark'],
  [390, 'light'],
] as const

const rules = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // The same elements in other colors: everything else was looked at in the light.
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const

/**
 * What is shown now is accessible (WCAG 2.2 AA and axe's best practices) and no wider than the window: light and dark,
 * on a desk and on a phone. Leaves the page at 1280 px, light.
 */
export async function assertAccessible(page: Page, name: string): Promise<void> {
  for (const [width, scheme] of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    // From the top: what has been scrolled half under the top bar counts as too small to hit.
    await page.evaluate('scrollTo(0, 0)')
    // One frame, so that the new theme and layout are there.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))')
    // Colors fade into one another: what is halfway is nobody's choice.
    await page.evaluate(`Promise.all(document.getAnimations()
        .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`)
    if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe)
    // Fluent UI's focus traps end in empty elements that pass the focus on at once.
    const look = `axe.run({ exclude: [['[data-tabster-dummy]']] }, {
        runOnly: ${JSON.stringify(rules[scheme])}, resultTypes: ['violations'],
      }).then((result) => result.violations.map(({ id, nodes }) =>
        id + ': ' + nodes.map(({ html, failureSummary }) => html.slice(0, 300) + ' – ' + failureSummary).join(' | ')))`
    let found = (await page.evaluate(look)) as string[]
    // A drawer that is closing still hides the page behind it: what counts is how the page comes to rest.
    for (let tries = 0; found.length > 0 && tries < 8; tries++) {
      await page.waitForTimeout(400)
      // A field that gets the focus late scrolls.
      await page.evaluate('scrollTo(0, 0)')
      found = (await page.evaluate(look)) as string[]
    }
    assert.deepEqual(found, [], `${name}, ${scheme}, ${width} px`)
    const wider = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    assert.equal(wider, false, `${name} scrolls sideways at ${width} px`)
    const content = await page.evaluate("document.querySelector('main')?.clientWidth ?? innerWidth")
    assert.ok(Number(content) > 340, `${name} leaves room unused at ${width} px: the content has ${content} px`)
    if (!pictures) continue
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}
