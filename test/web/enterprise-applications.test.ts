import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startAppElsewhere } from '../harness/app-elsewhere.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import type { Account } from '../harness/person.ts'
import { signInOnScreen } from '../harness/screen.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

test('enterprise applications: who gets in, and what was granted', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/enterprise-applications' })
  page.setDefaultTimeout(8_000)
  const main = page.getByRole('main')
  const button = (name: string) => main.getByRole('button', { name, exact: true })
  const portal = contoso.apps.portal
  const found = await server.graph().get(`/v1.0/servicePrincipals(appId='${portal?.appId}')`)
  const id: string = found.body.id
  // Any port will do for a redirect URI on localhost.
  const { callback } = await startAppElsewhere(t)
  const member = contoso.people.member as Account

  /** What a member meets on the way into the portal: the app, or the page that stops her. */
  const enter = async (): Promise<string> => {
    const window = await (await browser.newContext()).newPage()
    window.setDefaultTimeout(10_000)
    const options = { client_id: portal?.appId ?? '', response_type: 'code', redirect_uri: callback, scope: 'openid' }
    await window.goto(`${server.origin}/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams(options)}`)
    await signInOnScreen(window, member)
    const stay = window.getByRole('button', { name: 'No', exact: true })
    const accept = window.getByRole('button', { name: 'Accept' })
    const end = window.getByRole('heading', { name: 'In the app' }).or(window.getByText(/AADSTS\d+/).first())
    for (;;) {
      await stay.or(accept).or(end).first().waitFor()
      if (await stay.isVisible()) await stay.click()
      else if (await accept.isVisible()) await accept.click()
      else break
    }
    const text = (await window.locator('body').textContent()) ?? ''
    await window.context().close()
    return text
  }

  await t.test('are listed by kind', async () => {
    await main.getByRole('link', { name: 'Contoso Portal' }).waitFor()
    await assertAccessible(page, 'enterprise-applications')
    await page.goto(`${server.origin}/admin/enterprise-applications?kind=first`)
    await main.getByRole('link', { name: 'Microsoft Graph' }).waitFor()
    await becomes(() => main.getByRole('link', { name: 'Contoso Portal' }).count(), 0)
    await page.goto(`${server.origin}/admin/enterprise-applications?kind=foreign`)
    await main.getByRole('heading', { name: 'Nothing matches' }).waitFor()
  })

  await t.test('an app of another organization is added by its client id, once, if it is open to others', async () => {
    const fabrikam = server.graph('fabrikam')
    const registered = async (displayName: string, signInAudience: string) =>
      (await fabrikam.post('/v1.0/applications', { displayName, signInAudience })).body
    const open = await registered('Freight <b>desk</b>', 'AzureADMultipleOrgs')
    const closed = await registered('Payroll', 'AzureADMyOrg')
    await button('Add an app of another organization').click()
    const pane = page.getByRole('dialog', { name: 'Add an app of another organization' })
    const id = pane.getByLabel('Application (client) ID')
    const add = pane.getByRole('button', { name: 'Add', exact: true })
    await add.click()
    await pane.getByText('Fill this in.').waitFor()
    for (const typed of ['货运', '<script>alert(1)</script>', `${open.appId}, ${closed.appId}`, 'x'.repeat(5000)]) {
      await id.fill(typed)
      await add.click()
      await pane.getByText(/A client id has the form/).waitFor()
    }
    for (const [typed, says] of [
      ['11111111-2222-4333-8444-555555555555', /does not reference a valid application/],
      [closed.appId, /does not reference a valid application/],
      [portal?.appId ?? '', /already in use/],
    ] as const) {
      await id.fill(typed)
      await add.click()
      await pane.getByRole('alert').getByText(says).waitFor()
      assert.equal(await id.getAttribute('aria-invalid'), 'true', `beside the field: ${typed}`)
    }
    await assertAccessible(page, 'enterprise-add')
    await id.fill(` ${open.appId.toUpperCase()} `)
    await add.click()
    await main.getByRole('heading', { name: 'Freight <b>desk</b>', level: 1 }).waitFor()
    await main.getByText(server.demo.tenants.fabrikam.id).waitFor()
    await page.goto(`${server.origin}/admin/enterprise-applications?kind=foreign`)
    await main.getByText('1 of 1 shown').waitFor()
    await main.getByRole('link', { name: 'Freight <b>desk</b>' }).click()
    await button('Delete').click()
    const question = page.getByRole('alertdialog', { name: 'Delete Freight <b>desk</b> from this directory?' })
    assert.equal(await question.getByRole('button', { name: 'Delete' }).isDisabled(), true, 'its name is typed first')
    await question.getByRole('textbox').fill('Freight <b>desk</b>')
    await question.getByRole('button', { name: 'Delete' }).click()
    await main.getByRole('heading', { name: 'Enterprise applications', level: 1 }).waitFor()
    const { status } = await server.graph().get(`/v1.0/servicePrincipals(appId='${open.appId}')`)
    assert.equal(status, 404)
  })

  await t.test('the anchors of explanations lead to the tab that they name', async () => {
    const tabs = [
      ['properties', 'Properties'],
      ['assignments', 'Users and groups'],
      ['permissions', 'Permissions'],
    ] as const
    for (const [anchor, tab] of tabs) {
      await page.goto(`${server.origin}/admin/enterprise-applications/${id}#${anchor}`)
      await main.getByRole('tab', { name: tab, selected: true }).waitFor()
    }
  })

  await t.test('assignment required refuses whoever is not assigned, and admits them once they are', async () => {
    await page.goto(`${server.origin}/admin/enterprise-applications/${id}`)
    await main.getByRole('switch', { name: 'Assignment required?' }).check()
    await button('Save').click()
    await page.locator('[data-notice]').getByText('The properties are saved').waitFor()
    await assertAccessible(page, 'enterprise-properties')
    assert.match(await enter(), /AADSTS50105/)

    await main.getByRole('tab', { name: 'Users and groups' }).click()
    await button('Add user or group').first().click()
    const pane = page.getByRole('dialog', { name: 'Add assignment' })
    await pane.getByRole('button', { name: 'Assign', exact: true }).click()
    await pane.getByText('Choose at least one person or group.').waitFor()
    await pane.getByRole('combobox', { name: 'People and groups' }).fill('mil')
    await page.getByRole('option', { name: /Milan Okafor/ }).click()
    await assertAccessible(page, 'enterprise-assign')
    await pane.getByRole('button', { name: 'Assign', exact: true }).click()
    await main.getByRole('row', { name: /Milan Okafor/ }).waitFor()
    await assertAccessible(page, 'enterprise-assignments')
    assert.match(await enter(), /In the app/)
  })

  await t.test('an assignment is removed, and whoever had it is refused again', async () => {
    await main.getByRole('checkbox', { name: 'Select Milan Okafor' }).check()
    await button('Remove').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await main.getByRole('row', { name: /Milan Okafor/ }).waitFor({ state: 'detached' })
    assert.match(await enter(), /AADSTS50105/)
  })

  await t.test('what she granted for herself is listed with her name, and revoked', async () => {
    await main.getByRole('tab', { name: 'Permissions' }).click()
    await main
      .getByRole('row', { name: /openid.*Milan Okafor/ })
      .first()
      .waitFor()
    await assertAccessible(page, 'enterprise-permissions')
    await main.getByRole('button', { name: 'Revoke openid' }).first().click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await main.getByRole('row', { name: /openid.*Milan Okafor/ }).waitFor({ state: 'detached' })
  })

  await t.test('"Sign-in logs" leads to the sign-ins to this app, and to no other', async () => {
    await main.getByRole('link', { name: 'Sign-in logs' }).click()
    await main.getByRole('heading', { name: 'Sign-in logs', level: 1 }).waitFor()
    const rows = main.getByRole('table', { name: 'Sign-in logs' }).getByRole('row')
    await rows.nth(1).waitFor()
    const all = await rows.count()
    assert.ok(all > 3, 'she came twice and was refused twice')
    assert.equal(await rows.filter({ hasText: 'Contoso Portal' }).count(), all - 1)
    await page.goBack()
  })

  await t.test('the homepage must be one, and who has no role is told so beside what they tried', async () => {
    await main.getByRole('tab', { name: 'Properties' }).click()
    await main.getByLabel('Homepage URL').fill('javascript:alert(1)')
    await button('Save').click()
    await main.getByText('It must be a URL of http or https.').waitFor()
    await button('Discard changes').click()
    const other = await enterAdmin(browser, server, { person: 'member', at: `/enterprise-applications/${id}` })
    const theirs = other.page.getByRole('main')
    await theirs.getByRole('switch', { name: 'Enabled for users to sign in?' }).uncheck()
    await theirs.getByRole('button', { name: 'Save' }).click()
    await theirs.getByText('You do not have access to this').waitFor()
    await other.context.close()
  })
})
