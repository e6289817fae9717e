import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'

test('groups, roles and apps of one user', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const id = server.demo.tenants.contoso.people.member?.id
  const { page } = await openAdmin(t, server, { at: `/users/${id}/groups` })
  page.setDefaultTimeout(15_000)
  const at = (path: string) => page.goto(`${server.origin}/admin${path}`)
  const press = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
  const inPane = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  const agree = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click()
  const undo = (notice: string) =>
    page.locator('[data-notice]').filter({ hasText: notice }).getByRole('button', { name: 'Undo' }).click()
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  const count = async (path: string): Promise<number> => (await graph.get(path)).body.value.length

  await t.test('a group is added, taken away, and back by undo', async () => {
    const group = { displayName: 'Partners', mailNickname: 'partners', mailEnabled: false, securityEnabled: true }
    const made = (await graph.post('/v1.0/groups', group)).body.id
    const members = () => count(`/v1.0/groups/${made}/members`)
    await page.getByText('In no group').waitFor()
    await press('Add to group')
    await inPane('Add')
    await page.getByText('Choose at least one group.').waitFor()
    await page.getByRole('combobox', { name: 'Groups' }).click()
    await page.getByRole('option', { name: 'Partners' }).click()
    await inPane('Add')
    await page.getByRole('checkbox', { name: 'Select Partners' }).check()
    assert.equal(await members(), 1)
    await press('Remove from groups')
    await agree('Remove from groups')
    await page.getByText('In no group').waitFor()
    assert.equal(await members(), 0)
    await undo('Removing')
    await row('Partners').waitFor()
    assert.equal(await members(), 1)
  })

  await t.test('roles are given, taken, and back by undo', async () => {
    const path = `/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${id}'`
    await at(`/users/${id}/roles`)
    await page.getByText('No directory role').waitFor()
    await press('Add assignments')
    await inPane('Add')
    await page.getByText('Choose at least one role.').waitFor()
    await page.getByRole('combobox', { name: 'Roles' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Guest Inviter' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Reports Reader', exact: true }).click()
    await page.getByRole('dialog').getByRole('heading').click()
    await inPane('Add')
    await row('Guest Inviter').waitFor()
    await page.getByRole('checkbox', { name: 'Select Reports Reader' }).check()
    await press('Remove assignments')
    await page
      .getByRole('alertdialog')
      .getByText(/Reports Reader/)
      .waitFor()
    await agree('Remove assignments')
    await row('Reports Reader').waitFor({ state: 'detached' })
    assert.equal(await count(path), 1)
    await undo('Removing roles')
    await row('Reports Reader').waitFor()
    assert.equal(await count(path), 2)
  })

  await t.test('an app is assigned in one of its roles, taken away, and back by undo in that role', async () => {
    const path = `/v1.0/users/${id}/appRoleAssignments`
    const orders = server.demo.tenants.contoso.apps.api
    const assigned = async () => (await graph.get(path)).body.value.find(isOrders)?.appRoleId
    const isOrders = (one: { resourceId: string }) => one.resourceId === orders?.servicePrincipalId
    await at(`/users/${id}/applications?pane=assign`)
    await inPane('Assign')
    await page.getByText('Choose an app.').waitFor()
    await page.getByRole('combobox', { name: 'Application' }).click()
    await page.keyboard.type('Contoso Orders')
    await page.getByRole('option', { name: /Contoso Orders API/ }).click()
    await page.getByLabel('App role').waitFor()
    await inPane('Assign')
    await row('Contoso Orders API').waitFor()
    const given = await assigned()
    assert.match(given ?? '', /^(?!0{8})[\da-f-]{36}$/)
    await page.getByRole('checkbox', { name: 'Select Contoso Orders API' }).check()
    await press('Remove assignment')
    await agree('Remove assignment')
    await row('Contoso Orders API').waitFor({ state: 'detached' })
    assert.equal(await assigned(), undefined)
    await undo('Removing app assignments')
    await row('Contoso Orders API').waitFor()
    assert.equal(await assigned(), given)
  })

  await t.test('what cannot be given back is told, and the rest is back', async () => {
    await at(`/users/${id}/groups`)
    await page.getByRole('checkbox', { name: 'Select Partners' }).check()
    await press('Remove from groups')
    await agree('Remove from groups')
    await page.getByText('In no group').waitFor()
    const [group] = (await graph.get("/v1.0/groups?$filter=displayName eq 'Partners'")).body.value
    await graph.delete(`/v1.0/groups/${group.id}`)
    await undo('Removing')
    await page
      .getByText(/1 failed: .*does not exist/)
      .first()
      .waitFor()
    await page.getByText('In no group').waitFor()
  })
})
