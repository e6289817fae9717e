import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { becomes } from './becomes.ts'

test('a member without a role reads the pages of users, and is told why she may not change or read more', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const policy = '/v1.0/policies/authorizationPolicy'
  await server.graph('contoso').patch(policy, { allowInvitesFrom: 'adminsAndGuestInviters' })
  const { page } = await openAdmin(t, server, { person: 'member', at: '/users?q=Ines' })
  page.setDefaultTimeout(15_000)
  const block = async () => {
    await page.getByRole('button', { name: 'Block sign-in' }).first().click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Block sign-in' }).click()
    await page
      .locator('[data-notice]')
      .getByText(/Insufficient privileges/)
      .waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
  }

  await t.test('in the list', async () => {
    await page.getByRole('checkbox', { name: 'Select Ines Moreau' }).check()
    await block()
  })

  await t.test('on the page of one user', async () => {
    await visit(page, `/users/${people.inviter?.id}`)
    await page.getByText('You may not read the sign-in logs.').waitFor()
    await block()
    await page.getByRole('tab', { name: 'Audit logs' }).click()
    await page.getByText('You do not have access to this').waitFor()
  })

  await t.test('where people are invited: what was typed stays', async () => {
    await visit(page, '/users?pane=invite')
    await page.getByLabel('Email address').fill('erin@nowhere.example')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText(/Guest invitations not allowed for your company/).waitFor()
    await becomes(() => page.getByLabel('Email address').inputValue(), 'erin@nowhere.example')
  })
})
