import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../harness/index.ts'
import { guestInside, story } from '../harness/story.ts'
import { openAdmin } from './admin.ts'
import { becomes } from './becomes.ts'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
/** The offer to take something back stands in the notice of that very thing. */
const undo = (page: Page, title: string) =>
  page.locator('[data-notice]').filter({ hasText: title }).getByRole('button', { name: 'Undo' }).click()
const part1 = 'External users and groups'

test('a partner is added, blocked, understood and let in again, in the admin center alone', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso, fabrikam } = told
  const guest = await guestInside(told)
  const { page } = await openAdmin(t, server, { at: '/cross-tenant-access/organizations' })
  let correlation = ''

  await t.test('an organization is looked up by its domain, shown, and added', async () => {
    await page.getByText('No organization has settings of its own').waitFor()
    await page.getByRole('button', { name: 'Add organization' }).first().click()
    await page.getByLabel('Tenant id or domain name').fill(fabrikam.domain)
    await press(page, 'Look up')
    const found = page.getByRole('status').filter({ hasText: 'Organization found' })
    await found.getByText('Fabrikam', { exact: true }).waitFor()
    await found.getByText(fabrikam.id).waitFor()
    await press(page, 'Add')
    await page.getByRole('heading', { name: 'Inbound access settings – Fabrikam', level: 1 }).waitFor()
    await page.getByText('Fabrikam’s people can be invited and can reach all apps; their MFA is not trusted.').waitFor()
  })

  await t.test('two clicks block it, after saying what that means and whom it touches', async () => {
    await press(page, 'Block access')
    const dialog = page.getByRole('alertdialog', { name: 'Block access for Fabrikam?' })
    await dialog.getByText('Fabrikam’s people can be invited and can reach all apps').waitFor()
    await dialog.getByText('Nobody from Fabrikam can be invited or sign in.').waitFor()
    await dialog.getByText('1 guest of Fabrikam in this directory.').waitFor()
    await dialog.getByText('1 guest signed in during the last 30 days.').waitFor()
    await dialog.getByRole('button', { name: 'Block access' }).click()
    await page.getByText('Nobody from Fabrikam can come in').waitFor()
  })

  await t.test('the guest is refused at the next refresh', async () => {
    const { status, body } = await guest.inside.refresh()
    assert.equal(status, 400)
    assert.deepEqual(body.error_codes, [500213])
    correlation = body.correlation_id ?? ''
  })

  await t.test('the explanation’s link leads to the part that decides, marked and with the focus', async () => {
    const [signIn] = await contoso.signIns(correlation)
    const explanation = JSON.stringify(await contoso.explanation(signIn.id))
    const [href] = /\/admin\/cross-tenant-access[^"]*/.exec(explanation) ?? assert.fail(explanation)
    await page.goto(new URL(href, server.origin).href)
    const users = part(page, part1)
    await users.getByText('You were sent here').waitFor()
    await page.locator('#users:focus').waitFor()
    const inView = () => users.evaluate((element) => element.getBoundingClientRect().top)
    await becomes(async () => Math.floor((await inView()) / 300), 0, 'in view')
  })

  await t.test('one click there lets the guest in again', async () => {
    await part(page, part1).getByRole('button', { name: 'Allow access' }).click()
    await page.locator('[data-notice]').filter({ hasText: 'Access allowed for Fabrikam' }).waitFor()
    await part(page, part1).getByText('Inherited from default', { exact: true }).waitFor()
    assert.equal((await guest.inside.refresh()).status, 200)
  })

  await t.test('and that can be taken back', async () => {
    await undo(page, 'Access allowed for Fabrikam')
    await page.getByText('Nobody from Fabrikam can come in').waitFor()
    assert.deepEqual((await guest.inside.refresh()).body.error_codes, [500213])
  })

  await t.test('the list says it in the same words, and links each direction', async () => {
    await page.goto(`${server.origin}/admin/cross-tenant-access/organizations`)
    const row = page.getByRole('row').filter({ hasText: 'Fabrikam' })
    await row.getByText('Nobody from Fabrikam can be invited or sign in.').waitFor()
    await row.getByRole('link', { name: 'Configured: Inbound access of Fabrikam', exact: true }).waitFor()
    await row.getByRole('cell').nth(2).getByRole('link', { name: 'Inherited from default' }).click()
    await page.getByRole('heading', { name: 'Outbound access settings – Fabrikam', level: 1 }).waitFor()
    assert.match(page.url(), /direction=outbound/)
  })

  await t.test('a search finds by name and by id, and says when nothing matches', async () => {
    await page.goto(`${server.origin}/admin/cross-tenant-access/organizations?q=fabri`)
    await page.getByRole('link', { name: 'Fabrikam', exact: true }).waitFor()
    await page.getByRole('searchbox').fill(fabrikam.id.slice(0, 8))
    await page.getByRole('link', { name: 'Fabrikam', exact: true }).waitFor()
    await page.getByRole('searchbox').fill('<script>alert(1)</script>')
    await page.getByText('Nothing matches').waitFor()
  })

  await t.test('deleting asks, lets the default count at once, and can be undone with the same content', async () => {
    const path = `/v1.0/policies/crossTenantAccessPolicy/partners/${fabrikam.id}`
    const before = await contoso.graph.get(path)
    await page.goto(`${server.origin}/admin/cross-tenant-access/organizations`)
    await press(page, 'Delete the settings of Fabrikam')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    assert.equal((await contoso.graph.get(path)).status, 200, 'nothing happens without a yes')
    await press(page, 'Delete the settings of Fabrikam')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No organization has settings of its own').waitFor()
    assert.equal((await contoso.graph.get(path)).status, 404)
    assert.equal((await guest.inside.refresh()).status, 200)
    await undo(page, 'Settings of Fabrikam deleted')
    await page.getByRole('link', { name: 'Fabrikam', exact: true }).waitFor()
    assert.deepEqual((await contoso.graph.get(path)).body, before.body)
  })
})
