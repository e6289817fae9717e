import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

test('search and commands', async (t) => {
  const server = await startServer(t)
  const { page } = await openAdmin(t, server)
  const { contoso } = server.demo.tenants
  const box = page.getByRole('combobox', { name: 'Search people, apps, settings, codes and ids' })
  const option = (name: string | RegExp) => page.getByRole('option', { name })
  const path = () => new URL(page.url()).pathname

  await t.test('opens by Ctrl K, and by its button; Escape closes it and leaves the address clean', async () => {
    await page.keyboard.press('Control+k')
    await box.waitFor()
    await assertAccessible(page, 'search')
    await page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
    assert.equal(new URL(page.url()).searchParams.has('search'), false)
    await page.getByRole('button', { name: /^Search/ }).click()
    await box.waitFor()
  })

  await t.test('finds pages by the names they had', async () => {
    await box.fill('azure ad')
    await option(/^Overview/).waitFor()
    await box.fill('b2b settings')
    await option(/^Cross-tenant access settings/).waitFor()
  })

  await t.test('finds people, groups and apps, each under its heading', async () => {
    await box.fill('portal')
    await page.getByRole('group', { name: 'Applications' }).getByRole('option').first().waitFor()
    await box.fill(contoso.people.inviter!.userPrincipalName)
    await page.getByRole('group', { name: 'People' }).getByRole('option').first().waitFor()
    await assertAccessible(page, 'search-people')
  })

  await t.test('finds an app by its client id, codes and ids in a pasted error', async () => {
    await box.fill(contoso.apps.portal!.appId)
    await page.getByRole('group', { name: 'Applications' }).getByRole('option').first().waitFor()
    const id = '11111111-2222-4333-8444-555555555555'
    await box.fill(`invalid_grant: AADSTS500213: … Correlation ID: ${id}`)
    await option('What AADSTS500213 means').waitFor()
    await option(`Sign-ins with correlation id ${id}`).waitFor()
    await option(`Audit entries with correlation id ${id}`).waitFor()
  })

  await t.test('text that means nothing says what can be found, and markup is text', async () => {
    await box.fill('<img src=x onerror=alert(1)>"\\')
    await page.getByText('Nothing found', { exact: true }).waitFor()
  })

  await t.test('a link to a search shows it; Enter goes to the first result, and back comes back', async () => {
    await page.goto(`${server.origin}/admin?search=${encodeURIComponent('appearance: dark')}`)
    await option('Appearance: Dark').waitFor()
    await page.keyboard.press('Enter')
    await box.waitFor({ state: 'detached' })
    assert.equal(await page.evaluate('document.documentElement.style.colorScheme'), 'dark')
    await page.goto(`${server.origin}/admin?search=zz`)
    await box.fill('inviter')
    await page.getByRole('group', { name: 'People' }).getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/admin\/users\//)
    await page.goBack()
    await box.waitFor()
    await page.keyboard.press('Escape')
  })

  await t.test('an address of the old portal leads to the page that it means', async () => {
    await page.goto(
      `${server.origin}/admin/nothing#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`,
    )
    await page.waitForURL(/\/admin\/users$/)
    assert.equal(path(), '/admin/users')
  })
})
