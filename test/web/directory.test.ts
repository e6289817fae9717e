import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const odd = '<b onmouseover=alert(1)>Ünïcødé 名前 "quoted"</b>'

test('groups, roles, domains and properties in the admin center', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/groups' })
  page.setDefaultTimeout(15_000)
  const graph = server.graph('contoso')
  const { people } = server.demo.tenants.contoso
  const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const undo = (notice: string) =>
    page.locator('[data-notice]').filter({ hasText: notice }).getByRole('button', { name: 'Undo' }).first().click()
  const pick = async (label: string, person: string) => {
    await page.getByRole('combobox', { name: label }).click()
    await page.getByRole('combobox', { name: label }).fill(person)
    await page
      .getByRole('option', { name: new RegExp(person) })
      .first()
      .click()
  }

  await t.test('a new group needs a name, and takes any script', async () => {
    await heading('Groups')
    await assertAccessible(page, 'groups')
    await page.getByRole('main').getByRole('button', { name: 'New group' }).first().click()
    await page.getByRole('dialog').waitFor()
    await press('Create')
    await page.getByText('Fill this in.').waitFor()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }).fill(odd)
    await page.getByLabel('Mail nickname').fill('no spaces here')
    await press('Create')
    await page.getByText('Letters, digits and .-_ only').waitFor()
    await page.getByLabel('Mail nickname').fill('')
    await pick('Members', 'inviter')
    await assertAccessible(page, 'group-create')
    await press('Create')
    await heading(odd)
    const { body } = await graph.get(`/v1.0/groups?$filter=displayName eq '${encodeURIComponent(odd)}'`)
    assert.equal(body.value.length, 1)
  })

  await t.test('members are added and removed, and come back by Undo', async () => {
    await page.getByRole('tab', { name: 'Members' }).click()
    await page.getByRole('row').nth(1).waitFor()
    await press('Add members')
    await pick('Members', people.member!.userPrincipalName.split('@')[0] ?? '')
    await press('Add')
    await page.getByText('2 shown').waitFor()
    await assertAccessible(page, 'group-members')
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check()
    await press('Remove')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No members yet').waitFor()
    await undo('Removing 2 from')
    await page.getByText('2 shown').waitFor()
  })

  await t.test('two administrators change one group: the second sees both versions and chooses', async () => {
    await page.getByRole('tab', { name: 'Overview' }).click()
    await page.getByLabel('Description').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    assert.equal((await graph.patch(`/v1.0/groups/${id}`, { description: 'of the other one' })).status, 204)
    await page.getByLabel('Description').fill('of mine')
    await press('Save')
    const dialog = page.getByRole('alertdialog', { name: 'Somebody else changed this meanwhile' })
    await dialog.getByRole('cell', { name: 'of the other one' }).waitFor()
    await dialog.getByRole('cell', { name: 'of mine' }).waitFor()
    assert.equal((await graph.get(`/v1.0/groups/${id}`)).body.description, 'of the other one')
    await dialog.getByRole('button', { name: 'Save mine' }).click()
    await page.getByText('The group is saved').first().waitFor()
    assert.equal((await graph.get(`/v1.0/groups/${id}`)).body.description, 'of mine')
    await undo('The group is saved')
    const shown = () => page.getByLabel('Description').inputValue()
    for (let tries = 0; tries < 100 && (await shown()) !== 'of the other one'; tries++) await page.waitForTimeout(100)
    assert.equal(await shown(), 'of the other one')
    assert.equal((await graph.get(`/v1.0/groups/${id}`)).body.description, 'of the other one')
  })

  await t.test('unsaved changes are not lost by a click elsewhere', async () => {
    await page.getByLabel('Description').fill('half a sentence')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'All groups' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await becomes(() => page.getByLabel('Description').inputValue(), 'half a sentence')
    await press('Discard changes')
  })

  await t.test('a search that finds nothing says so; one with quotes and markup is text', async () => {
    await page.goto(`${server.origin}/admin/groups?q=${encodeURIComponent('zz"\\<script>')}`)
    await page.getByText('Nothing matches').waitFor()
    await press('Clear filters')
    await page.getByRole('link', { name: odd }).waitFor()
  })

  await t.test('a role is given and taken; it counts at the next request', async () => {
    await page.goto(`${server.origin}/admin/roles?q=reader`)
    await page.getByRole('link', { name: 'Global Reader' }).click()
    await heading('Global Reader')
    await page.getByText('Nobody has this role').waitFor()
    await assertAccessible(page, 'role')
    await page.getByRole('main').getByRole('button', { name: 'Add assignments' }).first().click()
    await pick('Assigned to', people.member!.userPrincipalName.split('@')[0] ?? '')
    await press('Assign')
    await page
      .getByRole('link', { name: /./ })
      .filter({ hasText: /Mem|mem|\w/ })
      .first()
      .waitFor()
    const held = async () =>
      (await graph.get(`/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${people.member!.id}'`))
        .body.value.length
    await page.getByText('1 shown').or(page.getByText('1 of 1 shown')).waitFor()
    assert.equal(await held(), 1)
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check()
    await press('Remove')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Nobody has this role').waitFor()
    assert.equal(await held(), 0)
    await page.goto(`${server.origin}/admin/roles`)
    await page.getByRole('link', { name: 'Global Administrator' }).waitFor()
    await assertAccessible(page, 'roles')
  })

  await t.test(
    'a domain is added with its DNS record to copy; what is no domain is refused beside the field',
    async () => {
      await page.getByRole('link', { name: 'Domain names' }).click()
      await heading('Domain names')
      await assertAccessible(page, 'domains')
      await press('Add custom domain')
      for (const wrong of ['nodot', 'a b.example', '<b>.example', '-x.example', 'http://x.example']) {
        await page.getByRole('dialog').getByLabel('Name').fill(wrong)
        await press('Add')
        await page.getByText('A domain name such as contoso.com: letters').waitFor()
      }
      await page.getByRole('dialog').getByLabel('Name').fill('fabrikam.gatehouse.test')
      await press('Add')
      await page.getByText('That did not work').waitFor()
      await page.getByRole('dialog').getByLabel('Name').fill('new.contoso.example')
      await press('Add')
      await page.getByRole('dialog', { name: 'Verify new.contoso.example' }).waitFor()
      await page.getByText('TXT').waitFor()
      await assertAccessible(page, 'domain-verify')
      await page.getByRole('button', { name: 'Close', exact: true }).last().click()
      await page
        .getByRole('row', { name: /new\.contoso\.example/ })
        .getByRole('button', { name: 'Delete' })
        .click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('row', { name: /new\.contoso\.example/ }).waitFor({ state: 'detached' })
    },
  )

  await t.test('properties are changed, and the top bar shows the new name at once', async () => {
    await page.getByRole('link', { name: 'Properties' }).click()
    await heading('Properties')
    await page.getByLabel('Technical contacts').fill('a@contoso.example\nnot an address')
    await press('Save')
    await page.getByText('not is not a mail address.').waitFor()
    await page.getByLabel('Technical contacts').fill('a@contoso.example, b@contoso.example')
    await page.getByRole('main').getByRole('textbox', { name: 'Name', exact: true }).fill('Contoso Ltd')
    await assertAccessible(page, 'properties')
    await press('Save')
    await page.getByRole('banner').getByText('Contoso Ltd', { exact: true }).waitFor()
  })

  await t.test('a person without a role is told so, and what she may see she sees', async () => {
    const { page: other } = await enterAdmin(browser, server, { person: 'member', at: '/properties' })
    await other.getByRole('heading', { name: 'Properties', level: 1 }).waitFor()
    await other.getByRole('main').getByRole('textbox', { name: 'Name', exact: true }).fill('Mine')
    await other.getByRole('button', { name: 'Save' }).click()
    await other.getByText('You do not have access to this').waitFor()
    await becomes(
      () => other.getByRole('main').getByRole('textbox', { name: 'Name', exact: true }).inputValue(),
      'Mine',
    )
  })

  await t.test('a server that fails, and one that asks to wait', async () => {
    const { page: other, context } = await enterAdmin(browser, server, { at: '/groups' })
    let busy = 2
    await context.route('**/v1.0/groups?**', async (route) => {
      if (busy-- > 0)
        await route.fulfill({
          status: 429,
          headers: { 'retry-after': '1' },
          json: { error: { code: 'TooManyRequests', message: 'later' } },
        })
      else await route.continue()
    })
    await other.reload()
    await other.getByRole('link', { name: odd }).waitFor()
    await context.unroute('**/v1.0/groups?**')
    await context.route('**/v1.0/groups?**', (route) =>
      route.fulfill({
        status: 500,
        json: { error: { code: 'generalException', message: 'It broke.' } },
        headers: { 'request-id': 'r-1' },
      }),
    )
    await other.reload()
    await other.getByText('It broke.').waitFor()
    await other.getByText('r-1').waitFor()
    await context.unroute('**/v1.0/groups?**')
    await other.getByRole('button', { name: 'Try again' }).click()
    await other.getByRole('link', { name: odd }).waitFor()
  })

  await t.test('a group is deleted for good, once its name is typed', async () => {
    await page.goto(`${server.origin}/admin/groups`)
    await page.getByRole('link', { name: odd }).click()
    await press('Delete group')
    const dialog = page.getByRole('alertdialog')
    await becomes(() => dialog.getByRole('button', { name: 'Delete group' }).isDisabled(), true)
    await dialog.getByRole('textbox').fill(odd)
    await dialog.getByRole('button', { name: 'Delete group' }).click()
    await page.getByText('No groups yet').waitFor()
    await assertAccessible(page, 'groups-empty')
  })
})
