import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { guestInside, invite, namesIn, setting, story } from '../harness/story.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('the overview tells what the directory is, who is in it, how signing in goes and what to fix', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { person } = await guestInside(world)
  await invite(world, { mail: 'somebody@nowhere.example' })
  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(world)) })
  await person.refusedAt(contoso.app('portal'))
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server)
  const refused: string[] = []
  page.on('console', (message) => /Content Security Policy/i.test(message.text()) && refused.push(message.text()))

  await t.test('facts of the directory, with its id to copy', async () => {
    await part(page, 'This directory').getByText(contoso.id).waitFor()
    await part(page, 'This directory').getByText(contoso.domain, { exact: true }).waitFor()
    await part(page, 'This directory')
      .getByText(/^Workforce/)
      .waitFor()
  })

  await t.test('members and guests, by state and home organization, each leading to the list', async () => {
    const guests = part(page, 'Guests')
    await guests.getByRole('listitem').filter({ hasText: 'Not accepted yet' }).getByText('1', { exact: true }).waitFor()
    await guests.getByRole('row').filter({ hasText: 'Fabrikam' }).getByRole('cell', { name: '1' }).waitFor()
    await guests.getByRole('row').filter({ hasText: 'nowhere.example' }).waitFor()
    await assertAccessible(page, 'overview')
    await guests.getByRole('link', { name: 'Not accepted yet' }).click()
    await page.waitForURL(/userType=Guest&invitationState=PendingAcceptance/)
    await page.getByRole('row').filter({ hasText: 'somebody' }).first().waitFor()
    assert.equal(
      await page
        .getByRole('row')
        .filter({ hasText: fabrikam.account('employee').userPrincipalName })
        .count(),
      0,
    )
    await page.goBack()
  })

  await t.test(
    'sign-ins by day as a table, and the codes that failed, each with its meaning and its sign-ins',
    async () => {
      await page.goto(`${server.origin}/admin`)
      await part(page, 'Sign-ins of people').getByText('Failed: 1').waitFor()
      await page.getByText('Show as a table').click()
      const days = page.getByRole('table', { name: 'Sign-ins by day' }).getByRole('row')
      await becomes(() => days.count(), 8)
      await page.getByLabel('Days').selectOption('30')
      await page.waitForURL(/days=30/)
      await days.nth(30).waitFor()
      const failure = part(page, 'Why sign-ins fail').getByRole('listitem').filter({ hasText: '500213' })
      await failure.getByRole('link', { name: 'AADSTS500213' }).click()
      await page.getByRole('heading', { name: 'AADSTS500213', level: 1 }).waitFor()
      await page.goBack()
      await failure.getByRole('link', { name: '1 sign-in' }).click()
      await page.waitForURL(/sign-ins\?code=500213&range=30d/)
      await page.getByRole('row').filter({ hasText: '500213' }).first().waitFor()
      await page.goBack()
    },
  )

  await t.test('things to fix lead to the page where that is done', async () => {
    await page.goto(`${server.origin}/admin`)
    await part(page, 'Things to fix')
      .getByRole('link', { name: /^Everybody here may invite/ })
      .click()
    await page.waitForURL(/\/admin\/external-collaboration/)
    await page.goBack()
    await part(page, 'Quick links').getByRole('link', { name: 'Sign-in logs' }).click()
    await page.getByRole('heading', { name: 'Sign-in logs', level: 1 }).waitFor()
  })

  await t.test('one part that fails or is slow leaves the others alone', async () => {
    await page.route('**/gatehouse/v1/recommendations', (route) =>
      route.fulfill({ status: 500, json: { error: { code: 'x', message: 'Out of order.' } } }),
    )
    await page.route('**/gatehouse/v1/summary', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      await route.continue()
    })
    await page.goto(`${server.origin}/admin`)
    await part(page, 'Guests').getByLabel('Loading').waitFor()
    await part(page, 'Things to fix').getByRole('alert').getByText('Out of order.').waitFor()
    await part(page, 'Guests').getByRole('row').filter({ hasText: 'Fabrikam' }).waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    await part(page, 'Things to fix').getByRole('button', { name: 'Try again' }).click()
    await part(page, 'Things to fix').getByRole('link').first().waitFor()
  })

  await t.test('the chart keeps to the content security policy', () => assert.deepEqual(refused, []))

  await t.test('a member without a role sees the directory and the people, and what is kept from her', async () => {
    const { page: member, context } = await enterAdmin(browser, server, { person: 'member' })
    await part(member, 'This directory').getByText(contoso.id).waitFor()
    await part(member, 'People').getByText('Members').waitFor()
    await part(member, 'Sign-ins of people').getByText('You do not have access to this').waitFor()
    await part(member, 'Things to fix').getByText('You do not have access to this').waitFor()
    await context.close()
  })

  await t.test(
    'without guests it says how to invite the first; a directory of customers has its own links',
    async () => {
      const { page: shop, context } = await enterAdmin(browser, server, { tenant: 'woodgrove' })
      await part(shop, 'Guests').getByText('No guests yet').waitFor()
      await part(shop, 'Quick links').getByRole('link', { name: 'Create a user' }).waitFor()
      assert.equal(
        await part(shop, 'Quick links')
          .getByRole('link', { name: /Cross-tenant/ })
          .count(),
        0,
      )
      await context.close()
    },
  )
})
