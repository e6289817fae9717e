import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startAppElsewhere } from '../harness/app-elsewhere.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { contractor, employee, inviteGuest, stateOf } from './story.ts'

const axe = createRequire(import.meta.url).resolve('axe-core')
/** Set to a folder to keep a picture of every page. */
const pictures = process.env.GATEHOUSE_TEST_PICTURES

/** No accessibility faults, under 20 kB, and no horizontal scrolling; with a picture where one is asked for. */
async function inspect(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  const size = Buffer.byteLength(await page.content())
  assert.ok(size < 20_000, `${name}: ${size} bytes`)
  const wide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
  assert.equal(wide, false, `${name} scrolls sideways`)
  const frame = await page.context().newCDPSession(page)
  const { frameTree } = await frame.send('Page.getFrameTree')
  // An isolated world: the page's own policy forbids scripts, and stays as it is.
  const world = await frame.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, grantUniveralAccess: true })
  const expression = `${readFileSync(axe, 'utf8')};axe.run().then((result) => JSON.stringify(result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' | '))))`
  const { result } = await frame.send('Runtime.evaluate', {
    expression,
    contextId: world.executionContextId,
    awaitPromise: true,
  })
  assert.deepEqual(JSON.parse(String(result.value)), [], name)
}

async function loads(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()])
}

/** By keyboard, from whichever page of the sign-in is shown. */
async function signIn(page: Page, who: { userPrincipalName: string; password: string }): Promise<void> {
  if ((await page.title()) === 'Pick an account') {
    await loads(page, () => page.getByRole('button', { name: 'Use another account' }).press('Enter'))
  }
  if ((await page.title()) === 'Sign in') {
    await page.getByLabel('Email').fill(who.userPrincipalName)
    await loads(page, () => page.keyboard.press('Enter'))
  }
  await page.getByLabel('Password').fill(who.password)
  await loads(page, () => page.keyboard.press('Enter'))
  if ((await page.title()) === 'Stay signed in?') {
    await loads(page, () => page.getByRole('button', { name: 'No' }).press('Enter'))
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a guest redeems in a browser, by keyboard, ${colorScheme}`, async (t) => {
    const server = await startServer(t)
    const browser = await launchBrowser(t)
    const context = await browser.newContext({ colorScheme, viewport: { width: 1000, height: 800 } })
    const page = await context.newPage()
    const look = (name: string) => inspect(page, `${name}-${colorScheme}`)
    const who = employee(server)
    const invited = await inviteGuest(server, who.mail, {
      sendInvitationMessage: true,
      invitedUserDisplayName: 'Amy',
      invitedUserMessageInfo: { customizedMessageBody: 'See you on Monday' },
      inviteRedirectUrl: 'https://myapps.microsoft.com',
    })
    const letter = await server.letter(who.mail)
    await page.setContent(letter.html)
    await look('letter')

    await page.goto(invited.link)
    await look('invitation')
    await loads(page, () => page.getByRole('button', { name: 'Continue to sign in' }).press('Enter'))
    await loads(page, () => page.getByRole('button', { name: 'Not you?' }).press('Enter'))
    await signIn(page, contractor(server))
    await look('wrong-account')
    assert.ok((await page.textContent('body'))?.includes('AADSTS50020'))

    await loads(page, () => page.getByRole('link', { name: 'Use another account' }).press('Enter'))
    await signIn(page, who)
    assert.equal(await page.title(), 'Review permissions')
    await look('review')
    await page.getByRole('button', { name: 'Accept' }).press('Enter')
    await page.getByRole('heading', { name: 'My Apps', level: 1 }).waitFor()
    await page.getByText('There are no apps to show.').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('tenantId'), server.demo.tenants.contoso.id)
    await look('my-apps')
    assert.equal(await stateOf(server, invited.guestId), 'Accepted')

    const late = await inviteGuest(server, contractor(server).mail)
    await server.advance('P31D')
    await page.goto(late.link)
    await look('expired')
    await loads(page, () => page.getByRole('button', { name: 'Send me a new link' }).press('Enter'))
    await look('new-link')
    await page.goto(late.link)
    await look('superseded')
    await page.goto(`${server.origin}/redeem/?tenant=x`)
    await look('not-found')
  })
}

test('from the acceptance page to an app elsewhere, with scripts switched off', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } })
  const page = await context.newPage()
  const who = employee(server)
  const { callback: app } = await startAppElsewhere(t)
  const invited = await inviteGuest(server, who.mail, { inviteRedirectUrl: app })
  await page.goto(invited.link)
  await page.getByRole('button', { name: 'Continue to sign in' }).click()
  if ((await page.title()) === 'Sign in') await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  if ((await page.title()) === 'Stay signed in?') await page.getByRole('button', { name: 'No' }).click()
  if (pictures) await page.screenshot({ path: join(pictures, 'review-phone.png'), fullPage: true })
  await page.getByRole('button', { name: 'Accept' }).click()
  // The page's policy must let the redirect after the POST leave for this address.
  await page.waitForURL(app)
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
})
