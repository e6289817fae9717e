import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptedGuest, story } from '../harness/story.ts'
import { assertAccessible } from './axe.ts'
import { enterMine } from './me.ts'

const busy = (route: Route) =>
  route.fulfill({
    status: 429,
    headers: { 'retry-after': '1' },
    json: { error: { code: 'tooManyRequests', message: 'Too many.' } },
  })
const broken = (route: Route) =>
  route.fulfill({
    status: 500,
    headers: { 'request-id': 'request-7' },
    json: { error: { code: 'generalException', message: 'The service failed.' } },
  })

/** The answers to the first requests of a path; later ones reach the server. */
async function answers(page: Page, path: string, ...first: ((route: Route) => unknown)[]): Promise<void> {
  const left = [...first]
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      const answer = left.shift()
      if (answer && route.request().method() !== 'OPTIONS') await answer(route)
      else await route.continue()
    },
  )
}

test('My Apps and My Account when the API is slow, has too much to do, or fails', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  await acceptedGuest(told)
  const { page } = await enterMine(await launchBrowser(t), server, { account: told.fabrikam.account('employee') })
  const main = page.getByRole('main')

  const pages: [address: string, api: string, content: string | RegExp][] = [
    ['/myapps', '/gatehouse/v1/me/apps', 'There are no apps to show.'],
    ['/myaccount', '/v1.0/me', 'Anything wrong here?'],
    ['/myaccount/organizations', '/gatehouse/v1/me/organizations', 'This is where your account is kept.'],
    ['/myaccount/security-info', '/v1.0/me/authentication/methods', 'Current password'],
    ['/myaccount/sessions', '/gatehouse/v1/me/sessions', 'This browser'],
    ['/myaccount/sign-ins', '/gatehouse/v1/me/signIns', 'Signed in'],
  ]
  for (const [address, api, content] of pages) {
    await t.test(
      `${address}: a skeleton while it waits, what failed with a way to try again, then what was asked for`,
      async () => {
        await answers(page, api, busy, broken)
        await page.goto(`${server.origin}${address}`)
        await main.getByLabel('Loading').first().waitFor()
        const alert = main.getByRole('alert').filter({ hasText: 'The service failed.' })
        await alert.getByText(/generalException, request id request-7/).waitFor()
        await main.getByRole('button', { name: 'Try again' }).click()
        await main.getByText(content).first().waitFor()
        await alert.waitFor({ state: 'detached' })
        await page.unrouteAll()
      },
    )
  }

  await t.test('a failing list of organizations leaves the rest of the page usable', async () => {
    await page.route('**/gatehouse/v1/me/organizations', broken)
    await page.goto(`${server.origin}/myapps`)
    await main.getByText('There are no apps to show.').waitFor()
    await page.goto(`${server.origin}/myaccount`)
    await main.getByText(told.fabrikam.account('employee').userPrincipalName).first().waitFor()
    await assertAccessible(page, 'my-account-no-organizations')
    await page.unrouteAll()
  })

  await t.test('a new password while the API is busy is set all the same, and once', async () => {
    await answers(page, '/v1.0/me/changePassword', busy)
    let sent = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/v1.0/me/changePassword') && request.method() === 'POST') sent += 1
    })
    await page.goto(`${server.origin}/myaccount/security-info`)
    await page.getByLabel('Current password').fill(told.fabrikam.account('employee').password)
    await page.getByLabel(/^New password\*?$/).fill('Quite-Another-1')
    await page.getByLabel('New password, again').fill('Quite-Another-1')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Your password is changed.').first().waitFor()
    assert.equal(sent, 2, 'the one that was put off, and the one that was done')
    await page.unrouteAll()
  })

  await t.test('a new password that the API fails to set stays typed, with what went wrong', async () => {
    await answers(page, '/v1.0/me/changePassword', broken)
    await page.getByLabel('Current password').fill('Quite-Another-1')
    await page.getByLabel(/^New password\*?$/).fill('Quite-Another-2')
    await page.getByLabel('New password, again').fill('Quite-Another-2')
    await page.getByRole('button', { name: 'Change password' }).click()
    await main.getByRole('alert').filter({ hasText: 'The service failed.' }).waitFor()
    assert.equal(await page.getByLabel(/^New password\*?$/).inputValue(), 'Quite-Another-2')
    await page.unrouteAll()
  })

  await t.test('an organization that cannot be left just now is still there, and why is told', async () => {
    await page.route('**/leave', broken)
    await page.goto(`${server.origin}/myaccount/organizations`)
    await page.getByRole('button', { name: 'Leave Contoso' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave', exact: true }).click()
    await page.locator('[data-notice]').filter({ hasText: 'The service failed.' }).waitFor()
    await main.getByRole('heading', { name: 'Contoso' }).waitFor()
    await page.unrouteAll()
  })

  await t.test('a sign-out everywhere that fails is told, and nobody is signed out', async () => {
    await page.route('**/gatehouse/v1/me/sessions', (route) =>
      route.request().method() === 'DELETE' ? broken(route) : route.continue(),
    )
    await page.goto(`${server.origin}/myaccount/sessions`)
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.locator('[data-notice]').filter({ hasText: 'The service failed.' }).waitFor()
    await page.reload()
    await main.getByText('This browser').first().waitFor()
    await page.unrouteAll()
  })
})
