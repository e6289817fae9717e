import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
const agree = (page: Page, name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click()

test('the page of one user', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { contoso } = server.demo.tenants
  const invited = await graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: 'employee@fabrikam.gatehouse.test',
    invitedUserDisplayName: 'Emil Sato',
    inviteRedirectUrl: `${server.origin}/myapps`,
  })
  const guest: string = invited.body.invitedUser.id
  const { page } = await openAdmin(t, server, { at: `/users/${guest}` })
  page.setDefaultTimeout(10_000)
  const at = (path: string) => page.goto(`${server.origin}/admin${path}`)
  const state = async () => (await graph.get(`/v1.0/users/${guest}?$select=externalUserState,accountEnabled`)).body

  await t.test('says what state the guest is in and what must happen next', async () => {
    await page.getByText('Waiting for acceptance').waitFor()
    await page.getByText(/Next, Emil Sato has to open the link of the invitation and accept/).waitFor()
    await page.getByText(/A link works for 30 days/).waitFor()
    await press(page, 'Get a link')
    const link = page.getByText(/\/redeem\/\?tenant=/)
    await link.waitFor()
    assert.equal((await server.fetch((await link.textContent()) ?? '')).status, 200)
  })

  await t.test('sends the invitation again, with a message', async () => {
    await page
      .getByRole('region', { name: 'B2B collaboration' })
      .getByRole('button', { name: 'Resend invitation' })
      .click()
    await page.getByLabel('Personal message').fill('Once more, <b>Emil</b>')
    await press(page, 'Resend')
    await page.getByRole('heading', { name: 'Invitation sent again' }).waitFor()
    const letter = await server.letter('employee@fabrikam.gatehouse.test')
    assert.match(letter.text, /Once more, <b>Emil<\/b>/)
    assert.doesNotMatch(letter.html, /<b>Emil<\/b>/)
    await page.keyboard.press('Escape')
  })

  await t.test('blocks and unblocks, revokes sessions', async () => {
    await press(page, 'Block sign-in')
    await agree(page, 'Block sign-in')
    await page.getByText('Sign-in is blocked').waitFor()
    assert.equal((await state()).accountEnabled, false)
    await press(page, 'Unblock sign-in')
    await page.getByText('Waiting for acceptance').waitFor()
    await press(page, 'Revoke sessions')
    await agree(page, 'Revoke sessions')
    await page.getByText('Emil Sato is signed out everywhere').first().waitFor()
  })

  await t.test('resets the redemption, to another address of the guest', async () => {
    await graph.patch(`/v1.0/users/${guest}`, { otherMails: ['emil@elsewhere.example'] })
    await at(`/users/${guest}?pane=reset`)
    await page.getByLabel('Address to invite').selectOption('emil@elsewhere.example')
    await press(page, 'Reset')
    await page.getByRole('heading', { name: 'Redemption status reset' }).waitFor()
    assert.equal((await state()).externalUserState, 'PendingAcceptance')
    await server.letter('emil@elsewhere.example')
  })

  await t.test('a section is edited; what is wrong is said beside its field', async () => {
    await at(`/users/${guest}/properties`)
    await press(page, 'Edit settings')
    await page.getByLabel('Usage location').fill('1!')
    await press(page, 'Save')
    await page
      .getByText(/country code of two letters/)
      .nth(1)
      .waitFor()
    await becomes(() => page.getByLabel('Usage location').getAttribute('aria-invalid'), 'true')
    await page.getByLabel('Usage location').fill('se')
    await press(page, 'Save')
    await page.getByRole('region', { name: 'Settings' }).getByText('SE', { exact: true }).waitFor()
    await press(page, 'Edit identity')
    await page.getByLabel('Display name').fill('  ')
    await press(page, 'Save')
    await page.getByText('Fill this in.').waitFor()
    await page.getByLabel('Display name').fill('x'.repeat(257))
    await press(page, 'Save')
    await page.getByText('At most 256 characters.').waitFor()
  })

  await t.test('two admins: both versions are shown, and nothing is overwritten unseen', async () => {
    await at(`/users/${guest}/properties?pane=job`)
    await page.getByLabel('Job title').fill('Buyer')
    await graph.patch(`/v1.0/users/${guest}`, { city: 'Malmö' })
    await press(page, 'Save')
    await page.getByRole('region', { name: 'Job information' }).getByText('Buyer').waitFor()
    await press(page, 'Edit job information')
    await page.getByLabel('Job title').fill('Head buyer')
    await graph.patch(`/v1.0/users/${guest}`, { jobTitle: 'Seller' })
    await press(page, 'Save')
    const conflict = page.getByRole('alertdialog')
    await conflict.getByRole('row', { name: /Job title Seller Head buyer/ }).waitFor()
    await conflict.getByRole('button', { name: 'Take theirs' }).click()
    await becomes(() => page.getByLabel('Job title').inputValue(), 'Seller')
    await page.getByLabel('Job title').fill('Head seller')
    await press(page, 'Save')
    await page.getByRole('region', { name: 'Job information' }).getByText('Head seller').waitFor()
  })

  await t.test('sponsors are shown and changed', async () => {
    await press(page, 'Edit job information')
    await page.getByRole('combobox', { name: 'Sponsors' }).click()
    await page.keyboard.type('Milan')
    await page.getByRole('option', { name: /Milan Okafor/ }).click()
    await press(page, 'Save')
    await page.getByRole('region', { name: 'Job information' }).getByRole('link', { name: 'Milan Okafor' }).waitFor()
    assert.equal((await graph.get(`/v1.0/users/${guest}/sponsors`)).body.value[0].id, contoso.people.member?.id)
  })

  await t.test('its logs: no sign-ins yet, and every change with who did it', async () => {
    await at(`/users/${guest}/sign-ins`)
    await page.getByText('No sign-ins yet').waitFor()
    await at(`/users/${guest}/audit`)
    await page
      .getByRole('row', { name: /Update user.*Ada Lindqvist.*Head seller/ })
      .first()
      .waitFor()
  })

  await t.test('deleted, found among the deleted, restored, deleted for good', async () => {
    await at(`/users/${guest}`)
    await press(page, 'Delete')
    await agree(page, 'Delete')
    await page.getByRole('heading', { name: 'All users' }).waitFor()
    await at('/users/deleted')
    await page.getByRole('row', { name: /Emil Sato/ }).waitFor()
    await assertAccessible(page, 'users-deleted')
    await page.getByRole('link', { name: 'Emil Sato' }).click()
    await page.getByText('This user was deleted and can be restored.').waitFor()
    await press(page, 'Restore')
    await page.getByText('Waiting for acceptance').waitFor()
    await graph.delete(`/v1.0/users/${guest}`)
    await at('/users/deleted')
    await page.getByRole('checkbox', { name: 'Select Emil Sato' }).check()
    await press(page, 'Delete permanently')
    const question = page.getByRole('alertdialog')
    await becomes(() => question.getByRole('button', { name: 'Delete permanently' }).isDisabled(), true)
    await question.getByLabel('Type Emil Sato to confirm').fill('Emil Sato')
    await question.getByRole('button', { name: 'Delete permanently' }).click()
    await page.getByText('Nobody was deleted').waitFor()
    await at(`/users/${guest}`)
    await page.getByText('This is not here (any more)').waitFor()
  })

  await t.test('a member of our own gets a new password, and may be made external', async () => {
    await at(`/users/${contoso.people.member?.id}`)
    await press(page, 'Reset password')
    await page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click()
    await page.getByRole('heading', { name: 'Password reset' }).waitFor()
    await press(page, 'Done')
    await at(`/users/${contoso.people.member?.id}?pane=convert`)
    await page.getByText(/member@contoso.gatehouse.test is an address of your own domains/).waitFor()
    assert.ok(await page.getByRole('button', { name: 'Convert', exact: true }).isDisabled())
    await graph.patch(`/v1.0/users/${contoso.people.member?.id}`, { mail: 'milan@elsewhere.example' })
    await at(`/users/${contoso.people.member?.id}?pane=convert`)
    await press(page, 'Convert')
    await page.getByRole('heading', { name: 'Converted to an external user' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Waiting for acceptance').waitFor()
  })

  await t.test(
    'and a guest is converted into one of our own, with a name and a password of this directory',
    async () => {
      await at(`/users/${contoso.people.member?.id}?pane=internal`)
      await page.getByRole('textbox', { name: 'User principal name' }).fill('milan@fabrikam.gatehouse.test')
      await press(page, 'Convert')
      await page.getByText(/one of the verified domain names/).waitFor()
      await page.getByRole('textbox', { name: 'User principal name' }).fill('milan@contoso.gatehouse.test')
      await press(page, 'Convert')
      await page.getByRole('heading', { name: 'Converted to an internal user' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('Signs in with an account of this directory.').waitFor()
    },
  )
})
