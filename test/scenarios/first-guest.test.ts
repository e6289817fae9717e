import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'
import { graphAs, guestObject, invite, setting, story } from '../harness/story.ts'
import { toldToAdmins } from '../harness/told.ts'

test('the first guest: invited, mail opened, accepted, signed in at home, consented, in the portal; then blocked', async (t) => {
  const server = await startServer(t, { portal: true })
  const world = story(server)
  const { contoso, fabrikam } = world
  const employee = fabrikam.account('employee')
  const portal = server.running.portalUrl ?? assert.fail('the portal runs')
  const ines = await graphAs(world, 'inviter', ['User.Invite.All'])
  const invitation = {
    inviteRedirectUrl: `${portal}/`,
    invitedUserDisplayName: employee.displayName,
    sendInvitationMessage: true,
    invitedUserMessageInfo: { customizedMessageBody: 'Welcome! The orders of your region are in the portal.' },
  }
  const { guestId, link } = await invite(world, employee, invitation, ines)

  const browser = await launchBrowser(t)
  const context = await browser.newContext()
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)

  const letter = await server.letter(employee.mail)
  assert.equal(letter.links[0], link)
  assert.equal(letter.subject, `Ines Moreau invited you to collaborate with ${contoso.domain}`)
  assert.match(letter.text, /The orders of your region/)
  await page.setContent(letter.html)
  await photograph(page, 'mail')
  await page.getByRole('link', { name: 'Accept invitation' }).click()

  await page.getByRole('heading', { name: 'Ines Moreau invites you to Contoso' }).waitFor()
  await photograph(page, 'invitation')
  await page.getByRole('button', { name: 'Continue to sign in' }).click()
  await page.getByRole('heading', { name: 'Enter password' }).waitFor()
  assert.match(await textIn(page, 'main'), /Fabrikam/, 'the guest signs in at home')
  await photograph(page, 'password')
  await signInOnScreen(page, employee)
  await page.getByRole('heading', { name: 'Review permissions' }).waitFor()
  await photograph(page, 'acceptance')
  assert.equal((await guestObject(world, guestId)).externalUserState, 'PendingAcceptance', 'looking accepts nothing')
  await acceptOnScreen(page, 'Review permissions')

  await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
  await photograph(page, 'portal-welcome')
  assert.equal(new URL(page.url()).origin, portal, 'landed where the invitation said')
  assert.equal((await guestObject(world, guestId)).externalUserState, 'Accepted')
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  // The sign-in of a moment ago is remembered: nothing has to be typed again.
  await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
  await photograph(page, 'consent')
  await acceptOnScreen(page, 'Permissions requested')

  await page.getByRole('heading', { name: `Hello, ${employee.displayName}` }).waitFor()
  await photograph(page, 'portal')
  assert.equal(await claimOf(page, 'name'), employee.displayName)
  assert.equal(await claimOf(page, 'tid'), contoso.id, 'a token of Contoso')
  assert.equal(await claimOf(page, 'oid'), guestId, 'for the guest object')
  assert.match(await claimOf(page, 'idp'), new RegExp(fabrikam.id), 'signed in by Fabrikam')

  await page.getByRole('button', { name: 'Refresh my tokens' }).click()
  await page.getByText('nothing forbids this sign-in').waitFor()

  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', {}) })
  await page.getByRole('button', { name: 'Refresh my tokens' }).click()
  await page.locator('[data-claim="error"]').waitFor()
  await photograph(page, 'portal-refused')
  assert.equal(await claimOf(page, 'error'), 'AADSTS500213')
  const refreshed = {
    requestId: await claimOf(page, 'trace_id'),
    correlationId: await claimOf(page, 'correlation_id'),
  }
  const sides = [
    { of: contoso, code: 500213, setting: 'b2bCollaborationInbound' },
    { of: fabrikam, code: 500213, setting: null },
  ]
  await toldToAdmins(refreshed, sides)

  await page.goto(`${portal}/sign-in`)
  await page.getByText('AADSTS500213').first().waitFor()
  await photograph(page, 'refused')
  assert.match(await textIn(page, 'main'), /decided by Contoso/)
  const block = await textIn(page, 'pre')
  const [, requestId = ''] = /Request id: (\S+)/.exec(block) ?? []
  const [, correlationId = ''] = /Correlation id: (\S+)/.exec(block) ?? []
  await toldToAdmins({ requestId, correlationId }, sides)
})

const claimOf = (page: Page, name: string): Promise<string> =>
  textIn(page, `dd[data-claim="${name}"], .code[data-claim="${name}"]`)

const textIn = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent()) ?? ''

/** With GATEHOUSE_TEST_SCREENSHOTS set to a folder, the pages of the story are kept there, for people to look at. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.GATEHOUSE_TEST_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
