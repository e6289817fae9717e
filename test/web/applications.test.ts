import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfidentialClientApplication } from '@azure/msal-node'
import type { Browser, Page } from 'playwright-core'
import { startAppElsewhere } from '../harness/app-elsewhere.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import type { Account } from '../harness/person.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

/** The life of an app, from its registration to its end, by what the pages show; MSAL Node is the judge. */

async function openWindow(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(10_000)
  return page
}

test('an app is registered, configured, used by MSAL Node, consented to, deleted and brought back', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const browser = await launchBrowser(t)
  const { callback, nextVisit } = await startAppElsewhere(t)
  const { page } = await enterAdmin(browser, server, { at: '/applications' })
  page.setDefaultTimeout(15_000)
  const main = page.getByRole('main')
  const button = (name: string) => main.getByRole('button', { name, exact: true })
  const pane = (name: string) => page.getByRole('dialog', { name })
  const tab = (name: string) => main.getByRole('tab', { name, exact: true }).click()
  const notice = (text: string) => page.locator('[data-notice]').getByText(text).first().waitFor()
  /** The value beside a name, as a person copies it. */
  const fact = async (name: string) =>
    (await main.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd').textContent())?.trim() ?? ''
  let clientId = ''
  let secret = ''
  const member = contoso.people.member as Account
  const client = () =>
    new ConfidentialClientApplication({
      auth: {
        clientId,
        clientSecret: secret,
        authority: `${server.origin}/${contoso.id}`,
        knownAuthorities: [new URL(server.origin).host],
      },
    })

  await t.test('all apps are listed with client id and the state of their credentials, and found by both', async () => {
    const row = main.getByRole('row', { name: /Contoso Portal/ })
    await row.getByText(contoso.apps.portal?.appId ?? '').waitFor()
    await row.getByText('Current').waitFor()
    await assertAccessible(page, 'applications')
    const search = page.getByRole('searchbox', { name: 'Search by name or client id' })
    await search.fill('port')
    await main.getByText('1 of 1 shown').waitFor()
    await search.fill(contoso.apps.api?.appId ?? '')
    await main.getByRole('link', { name: 'Contoso Orders API' }).waitFor()
    await search.fill('"<script>alert(1)</script>\\')
    await main.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await button('Clear filters').click()
  })

  await t.test('New registration wants a name, and a platform with a redirect URI', async () => {
    await tab('Owned applications')
    await main.getByRole('heading', { name: 'You own no app' }).waitFor()
    await button('New registration').first().click()
    const form = pane('Register an application')
    await form.getByRole('button', { name: 'Register' }).click()
    await form.getByText('Fill this in.').waitFor()
    await form.getByLabel('Display name').fill('Timesheets')
    await form.getByLabel('Redirect URI (optional)').fill(callback)
    await form.getByRole('button', { name: 'Register' }).click()
    await form.getByText('Choose the platform of this URI.').waitFor()
    await assertAccessible(page, 'applications-new')
    await form.getByLabel('Platform').selectOption('Web')
    await form.getByRole('button', { name: 'Register' }).click()
    await main.getByRole('heading', { name: 'Timesheets', level: 1 }).waitFor()
    await main.getByText('1 web, 0 SPA, 0 public client').waitFor()
    clientId = await fact('Application (client) ID')
    assert.match(clientId, /^[\da-f-]{36}$/)
    assert.equal(await fact('Directory (tenant) ID'), contoso.id)
    const snippet = (await main.locator('pre').textContent()) ?? ''
    for (const value of [clientId, `${server.origin}/${contoso.id}`, callback]) assert.ok(snippet.includes(value))
    await button('Endpoints').click()
    await pane('Endpoints').getByText(`${server.origin}/${contoso.id}/v2.0/.well-known/openid-configuration`).waitFor()
    await assertAccessible(page, 'application-endpoints')
    await page.keyboard.press('Escape')
    await assertAccessible(page, 'application-overview')
  })

  await t.test('a SPA redirect URI is added beside it; what is wrong with one stands in its row', async () => {
    await tab('Authentication')
    await button('Add URI: Single-page application').click()
    const uri = main.getByLabel('Single-page application redirect URI 1')
    await uri.fill(callback)
    await button('Save').click()
    await main.getByText('This URI stands here twice.').first().waitFor()
    await uri.fill('http://evil.example/cb')
    await button('Save').click()
    await main.getByText('It must start with https; http is for localhost and 127.0.0.1.').waitFor()
    await assertAccessible(page, 'application-authentication')
    await uri.fill('http://localhost/spa')
    await button('Save').click()
    await notice('Authentication is saved')
    const saved = await server.graph().get(`/v1.0/applications(appId='${clientId}')`)
    assert.deepEqual(saved.body.spa.redirectUris, ['http://localhost/spa'])
    assert.deepEqual(saved.body.web.redirectUris, [callback])
  })

  await t.test('a secret is shown once, and gets MSAL Node a token', async () => {
    await tab('Certificates & secrets')
    await button('New client secret').click()
    await pane('New client secret').getByLabel('Description').fill('laptop')
    await assertAccessible(page, 'application-secret')
    await pane('New client secret').getByRole('button', { name: 'Add' }).click()
    await main.getByText('Copy the value now').waitFor()
    await assertAccessible(page, 'application-credentials')
    secret =
      (
        await main
          .locator('[role=status]', { hasText: 'Copy the value now' })
          .locator('span', { hasText: /^\S{40}$/ })
          .last()
          .textContent()
      )?.trim() ?? ''
    await page.reload()
    await main.getByText('laptop').waitFor()
    await becomes(() => main.getByText(secret).count(), 0, 'shown again after a reload')
    const result = await client().acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
    assert.ok(result?.accessToken)
  })

  await t.test(
    'a permission is added; until it is granted here, people are asked; afterwards they are not',
    async () => {
      await tab('API permissions')
      await main.getByRole('heading', { name: 'No permissions' }).waitFor()
      await button('Add a permission').first().click()
      const form = pane('Request API permissions')
      await form.getByRole('button', { name: 'Add permissions' }).click()
      await form.getByText('Choose at least one permission.').waitFor()
      await form.getByRole('searchbox').fill('user.read')
      await form.getByRole('checkbox', { name: 'User.ReadBasic.All', exact: true }).check()
      await assertAccessible(page, 'application-add-permission')
      await form.getByRole('button', { name: 'Add permissions' }).click()
      const row = main.getByRole('row', { name: /User.ReadBasic.All/ })
      await row.getByText('Not granted').waitFor()
      await assertAccessible(page, 'application-permissions')

      const request = { scopes: ['User.ReadBasic.All'], redirectUri: callback }
      const asked = await openWindow(browser)
      await asked.goto(await client().getAuthCodeUrl(request))
      await signInOnScreen(asked, member)
      await asked.getByRole('heading', { name: 'Permissions requested' }).waitFor()
      await asked.context().close()

      await button('Grant admin consent for Contoso').click()
      await page.getByRole('alertdialog').getByText('Microsoft Graph: User.ReadBasic.All').waitFor()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Grant', exact: true }).click()
      await row.getByText('Granted for Contoso').waitFor()

      const granted = await openWindow(browser)
      const answer = nextVisit()
      await granted.goto(await client().getAuthCodeUrl(request))
      await signInOnScreen(granted, member)
      await granted.getByRole('button', { name: 'No', exact: true }).click()
      const code = (await answer).get('code') ?? assert.fail('no code')
      const result = await client().acquireTokenByCode({ ...request, code })
      assert.equal(result.account?.username, member.userPrincipalName)
      await granted.context().close()
    },
  )

  await t.test('admin consent is revoked for one permission, and people are asked again', async () => {
    await main.getByRole('button', { name: 'Actions for User.ReadBasic.All' }).click()
    await page.getByRole('menuitem', { name: 'Revoke admin consent' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke admin consent' }).click()
    await main
      .getByRole('row', { name: /User.ReadBasic.All/ })
      .getByText('Not granted')
      .waitFor()
    const asked = await openWindow(browser)
    await asked.goto(await client().getAuthCodeUrl({ scopes: ['User.ReadBasic.All'], redirectUri: callback }))
    await signInOnScreen(asked, member)
    await acceptOnScreen(asked, 'Permissions requested')
    await asked.context().close()
    await main.getByRole('button', { name: 'Actions for User.ReadBasic.All' }).click()
    await page.getByRole('menuitem', { name: 'Remove permission' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove permission' }).click()
    await main.getByRole('heading', { name: 'No permissions' }).waitFor()
  })

  await t.test('deleting it asks, can be undone, and the list of deleted apps brings it back too', async () => {
    const remove = async () => {
      await button('Delete').click()
      await page
        .getByRole('alertdialog', { name: 'Delete Timesheets?' })
        .getByRole('button', { name: 'Delete' })
        .click()
      await notice('Timesheets was deleted')
    }
    await remove()
    await page.locator('[data-notice]').getByRole('button', { name: 'Undo' }).last().click()
    await notice('Timesheets is back')
    await main.getByRole('link', { name: 'Timesheets' }).click()
    await main.getByRole('heading', { name: 'Timesheets', level: 1 }).waitFor()
    await remove()
    await assert.rejects(client().acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] }))
    await tab('Deleted applications')
    await button('Restore Timesheets').waitFor()
    await assertAccessible(page, 'applications-deleted')
    await button('Restore Timesheets').click()
    await main.getByRole('heading', { name: 'Nothing was deleted' }).waitFor()
    const result = await client().acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
    assert.ok(result?.accessToken)
  })
})
