import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

/**
 * The first ten minutes as the Overview page leads through them, all in the pages: an administrator and a guest, each in
 * a browser of their own, and nothing but what is on the screen.
 */
test('the first ten minutes: invite, read the mail, accept, use the app, block, be refused, read why, fix', async (t) => {
  const server = await startServer(t, { portal: true })
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server)
  page.setDefaultTimeout(20_000)
  const guestContext = await browser.newContext({ locale: 'en-GB' })
  const guest = await guestContext.newPage()
  const { contoso, fabrikam } = server.demo.tenants
  const employee = fabrikam.people.employee!
  const portalUrl = server.running.portalUrl ?? assert.fail('the portal runs')
  const tour = page.getByRole('region', { name: 'Your first ten minutes' })
  const done = (count: number) => tour.getByText(`${count} of 7 steps done`).waitFor()
  const overview = () => page.getByRole('link', { name: 'Overview' }).click()

  await t.test('the tour offers the first step, and can be hidden and shown', async () => {
    await done(0)
    await assertAccessible(page, 'tour')
    await tour.getByRole('button', { name: 'Hide the tour' }).click()
    await page.getByRole('button', { name: 'Show the tour of the first ten minutes' }).click()
    await done(0)
  })

  await t.test('invite', async () => {
    await tour.getByRole('link', { name: 'Invite external user' }).click()
    const pane = page.getByRole('dialog', { name: 'Invite external user' })
    await becomes(() => pane.getByLabel('Email address').inputValue(), employee.userPrincipalName)
    await pane.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('dialog', { name: 'Invited' }).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await overview()
    await done(1)
  })

  let link = ''
  await t.test('read the mail', async () => {
    await tour.getByRole('link', { name: 'Open the outbox' }).click()
    await page
      .getByRole('main')
      .getByRole('link', { name: /invited you/ })
      .first()
      .click()
    const accept = page.getByRole('dialog').getByRole('link', { name: 'Open the link' })
    await accept.waitFor()
    link = (await accept.getAttribute('href')) ?? ''
    await page.keyboard.press('Escape')
  })

  await t.test('accept, and use the app', async () => {
    await guest.goto(link)
    await guest.getByRole('button', { name: 'Continue to sign in' }).click()
    await signInOnScreen(guest, employee)
    await acceptOnScreen(guest, 'Review permissions')
    await overview()
    await done(2)
    await guest.goto(portalUrl)
    await guest.getByRole('link', { name: 'Sign in', exact: true }).click()
    await acceptOnScreen(guest, 'Permissions requested')
    await guest.getByRole('heading', { name: 'Hello' }).waitFor()
    await done(3)
  })

  await t.test('block the partner', async () => {
    await tour.getByRole('link', { name: 'Cross-tenant access of Fabrikam' }).click()
    await page.getByRole('link', { name: 'Add organization' }).click()
    const pane = page.getByRole('dialog', { name: 'Add organization' })
    await pane.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('button', { name: 'Block access' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Block access' }).click()
    await page.getByText('Access blocked for Fabrikam').first().waitFor()
    await overview()
    await done(4)
  })

  await t.test('the guest is refused at the next refresh', async () => {
    await guest.getByRole('button', { name: 'Refresh my tokens' }).click()
    await guest
      .getByRole('alert')
      .getByText(/500213/)
      .first()
      .waitFor()
    await done(5)
  })

  await t.test('read why', async () => {
    await tour.getByRole('link', { name: 'Open the refused sign-in' }).click()
    const pane = page.getByRole('dialog')
    await pane.getByText('500213').first().waitFor()
    await assertAccessible(page, 'why')
  })

  await t.test('fix it with one click: the guest is in again at the next refresh', async () => {
    await page.getByRole('button', { name: 'Apply this fix' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Change it' }).click()
    await page.getByText('The fix is applied').first().waitFor()
    await guest.getByRole('button', { name: 'Refresh my tokens' }).click()
    await guest.getByRole('alert').waitFor({ state: 'detached' })
    const partner = await server.graph('contoso').get(`/v1.0/policies/crossTenantAccessPolicy/partners/${fabrikam.id}`)
    assert.notEqual(partner.body.b2bCollaborationInbound?.usersAndGroups?.accessType, 'blocked')
    await page.goto(`${server.origin}/admin`)
    await done(7)
    await tour.getByRole('heading', { name: 'That was the whole way.' }).waitFor()
    await tour.getByRole('link', { name: 'Open the audit log' }).waitFor()
    assert.equal(contoso.kind, 'workforce')
  })
})
