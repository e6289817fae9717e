import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { story } from '../harness/story.ts'
import { enterAdmin } from './admin.ts'
import { becomes } from './becomes.ts'

const policy = '/v1.0/policies/crossTenantAccessPolicy'
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Goes forward with the Tab key until this has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const way: unknown[] = []
  for (let steps = 0; steps < 60; steps++) {
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((element) => element.matches(':focus')))) return
    await page.keyboard.press('Tab')
    way.push(await page.evaluate('document.activeElement.outerHTML.slice(0, 120)'))
  }
  assert.fail(`the Tab key does not reach ${wanted}, but ${way.join('\n')}`)
}

test('cross-tenant settings by keyboard, by address, and when something is wrong', async (t) => {
  const server = await startServer(t)
  const { contoso, fabrikam } = story(server)
  const { graph } = contoso
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/cross-tenant-access' })
  page.setDefaultTimeout(10_000)
  page.on('dialog', (dialog) => void dialog.accept())
  const open = (path: string) => page.goto(`${server.origin}/admin${path}`)
  const partner = `${policy}/partners/${fabrikam.id}`

  await t.test('without a mouse: an organization is added, blocked, allowed, customized and saved', async () => {
    const { keyboard } = page
    await tabTo(page, page.getByRole('tab', { name: 'Default settings' }))
    await keyboard.press('ArrowRight')
    await keyboard.press('Enter')
    await page.getByText('No organization has settings of its own').waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Add organization' }))
    await keyboard.press('Enter')
    const field = page.getByLabel('Tenant id or domain name')
    await field.waitFor()
    await page.locator('input:focus').waitFor()
    await keyboard.type(fabrikam.domain)
    await keyboard.press('Enter')
    await page.getByText('Organization found').waitFor()
    await keyboard.press('Enter')
    const heading = page.getByRole('heading', { name: 'Inbound access settings – Fabrikam', level: 1 })
    await heading.waitFor()
    assert.equal(await heading.evaluate((element) => element.matches(':focus')), true, 'a new page has the focus')
    await tabTo(page, page.getByRole('button', { name: 'Block access' }))
    await keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    await tabTo(page, dialog.getByRole('button', { name: 'Block access' }))
    await keyboard.press('Enter')
    await page.getByText('Nobody from Fabrikam can come in').waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Allow access' }))
    await keyboard.press('Enter')
    await page.getByText('Nobody from Fabrikam can come in').waitFor({ state: 'detached' })
    const users = part(page, 'External users and groups')
    await tabTo(page, users.getByRole('radio', { name: /Default settings/ }))
    await keyboard.press('ArrowDown')
    await tabTo(page, users.getByRole('radio', { name: 'Allow access' }))
    await keyboard.press('ArrowDown')
    await tabTo(page, page.getByRole('button', { name: 'Save' }))
    await keyboard.press('Enter')
    await page.locator('[data-notice]').filter({ hasText: 'Fabrikam saved' }).waitFor()
    const { body } = await graph.get(partner)
    assert.equal(body.b2bCollaborationInbound.usersAndGroups.accessType, 'blocked')
    assert.equal((await graph.delete(partner)).status, 204)
  })

  const refusals = [
    ['', 'Fill this in.'],
    ['   ', 'Fill this in.'],
    ['fabrikam', 'Type one domain name, such as fabrikam.com, or one tenant id.'],
    ['<script>alert(1)</script>', 'Type one domain name, such as fabrikam.com, or one tenant id.'],
    ['x'.repeat(290), 'Type one domain name, such as fabrikam.com, or one tenant id.'],
    [`${fabrikam.id}, ${contoso.id}`, 'Type one domain name, such as fabrikam.com, or one tenant id.'],
    ['nobody.example', 'No organization of this server has this tenant id or this domain.'],
    ['王明.example', 'No organization of this server has this tenant id or this domain.'],
    ['00000000-0000-4000-8000-00000000dead', 'No organization of this server has this tenant id or this domain.'],
    [contoso.domain, 'This is your own organization.'],
    [contoso.id, 'This is your own organization.'],
  ] as const
  await t.test('what is no organization is refused beside the field, and what was typed stays', async () => {
    await open('/cross-tenant-access/organizations?pane=add')
    const field = page.getByLabel('Tenant id or domain name')
    for (const [typed, says] of refusals) {
      await field.fill(typed)
      await press(page, 'Look up')
      await page.getByText(says, { exact: true }).waitFor()
      await becomes(() => field.inputValue(), typed)
    }
    assert.deepEqual((await graph.get(`${policy}/partners`)).body.value, [])
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    assert.doesNotMatch(page.url(), /pane=/)
  })

  await t.test('an organization that is in the list is named, with the way to its settings', async () => {
    await contoso.towards(fabrikam, {})
    await open('/cross-tenant-access/organizations?pane=add')
    await page.getByLabel('Tenant id or domain name').fill(fabrikam.id.toUpperCase())
    await press(page, 'Look up')
    await page.getByText('Fabrikam is in the list already.').waitFor()
    await page.getByRole('link', { name: 'Open its settings' }).click()
    await page.getByRole('heading', { name: 'Inbound access settings – Fabrikam', level: 1 }).waitFor()
    await graph.delete(partner)
  })

  await t.test('a link to an organization without settings says so, and leads to adding it', async () => {
    await open(`/cross-tenant-access/organizations/${fabrikam.id}?direction=outbound#users`)
    await page.getByText('Fabrikam has no settings of its own').waitFor()
    await page.getByRole('link', { name: 'Edit outbound defaults' }).waitFor()
    await page.getByRole('link', { name: 'Add organization' }).click()
    await becomes(() => page.getByLabel('Tenant id or domain name').inputValue(), fabrikam.id)
    await page.getByText('Organization found').waitFor()
  })

  await t.test('an address that names no organization is no crash', async () => {
    for (const wrong of ['not-an-id', '%3Cscript%3E', '00000000-0000-4000-8000-00000000dead']) {
      await open(`/cross-tenant-access/organizations/${wrong}?direction=sideways&part=none#nothing`)
      await page.getByRole('heading', { level: 1, name: /Inbound access settings/ }).waitFor()
      await page.getByText('has no settings of its own').waitFor()
    }
  })

  const links = [
    ['/cross-tenant-access/default?direction=inbound#users', 'External users and groups'],
    ['/cross-tenant-access/default?direction=inbound#applications', 'Applications'],
    ['/cross-tenant-access/default?direction=outbound#users', 'Users and groups'],
    ['/cross-tenant-access/default?direction=outbound#applications', 'External applications'],
  ] as const
  await t.test('every link of an explanation leads to its part, marked and with the focus', async () => {
    for (const [link, name] of links) {
      await open(link)
      await part(page, name).getByText('You were sent here').waitFor()
      await page.locator(`#${link.split('#')[1]}:focus`).waitFor()
    }
    await page.goBack()
    await part(page, 'Users and groups').getByText('You were sent here').waitFor()
    await page.goForward()
    await part(page, 'External applications').getByText('You were sent here').waitFor()
  })

  await t.test('settings that cannot be read say what, which code, and offer another try', async () => {
    await page.route('**/crossTenantAccessPolicy/default', (route) =>
      route.fulfill({ status: 500, json: { error: { code: 'broken', message: 'It broke.' } } }),
    )
    await open('/cross-tenant-access')
    await page.getByText('It broke. (broken)').waitFor()
    await page.unroute('**/crossTenantAccessPolicy/default')
    await press(page, 'Try again')
    await part(page, 'Inbound access settings').waitFor()
  })

  await t.test('who has no role for them is told so on every page', async () => {
    const { page: hers } = await enterAdmin(browser, server, { at: '/cross-tenant-access', person: 'member' })
    for (const path of ['', '/organizations', '/clouds', '/default', `/organizations/${fabrikam.id}`]) {
      await hers.goto(`${server.origin}/admin/cross-tenant-access${path}`)
      await hers.getByText('You do not have access to this').first().waitFor()
    }
    await hers.context().close()
  })
})
