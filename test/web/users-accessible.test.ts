import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { assertAccessible } from './axe.ts'

test('the page of one user is accessible in all its tabs and panes, light and dark, on a desk and on a phone', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { people } = server.demo.tenants.contoso
  const { body } = await graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: 'employee@fabrikam.gatehouse.test',
    invitedUserDisplayName: 'Emil Sato',
    inviteRedirectUrl: `${server.origin}/myapps`,
  })
  const guest: string = body.invitedUser.id
  const admin = people.admin?.id
  await graph.patch(`/v1.0/users/${people.member?.id}`, { mail: 'milan@elsewhere.example' })
  const { page } = await openAdmin(t, server, { at: `/users/${guest}` })
  page.setDefaultTimeout(15_000)
  const loaded = () => page.getByLabel('Loading').first().waitFor({ state: 'detached' })

  const tabs: [name: string, address: string, title: string][] = [
    ['user', guest, 'Overview'],
    ['user-properties', `${guest}/properties`, 'Properties'],
    ['user-groups', `${guest}/groups`, 'Groups'],
    ['user-roles', `${admin}/roles`, 'Assigned roles'],
    ['user-applications', `${guest}/applications`, 'Applications'],
    ['user-sign-ins', `${admin}/sign-ins`, 'Sign-in logs'],
    ['user-audit', `${guest}/audit`, 'Audit logs'],
  ]
  for (const [name, address, title] of tabs) {
    await t.test(`tab: ${title}`, async () => {
      await visit(page, `/users/${address}`)
      await page.getByRole('tab', { name: title, selected: true }).waitFor()
      await loaded()
      await assertAccessible(page, name)
    })
  }

  const panes: [name: string, address: string, title: string][] = [
    ['user-resend', `${guest}?pane=resend`, 'Resend invitation'],
    ['user-reset', `${guest}?pane=reset`, 'Reset redemption status'],
    ['user-to-internal', `${guest}?pane=internal`, 'Convert to internal user'],
    ['user-to-external', `${people.member?.id}?pane=convert`, 'Convert to external user'],
    ['user-password', `${people.member?.id}?pane=password`, 'Reset password'],
    ['user-add-groups', `${guest}/groups?pane=add-groups`, 'Add Emil Sato to groups'],
    ['user-add-roles', `${guest}/roles?pane=add-roles`, 'Add assignments'],
    ['user-assign', `${guest}/applications?pane=assign`, 'Assign an app to Emil Sato'],
    ['user-edit-job', `${guest}/properties?pane=job`, 'Edit job information'],
  ]
  for (const [name, address, title] of panes) {
    await t.test(`pane: ${title}`, async () => {
      await visit(page, `/users/${address}`)
      await page.getByRole('dialog', { name: title }).waitFor()
      await loaded()
      await assertAccessible(page, name)
    })
  }
})
