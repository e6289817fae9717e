import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { addGuest, tenantId } from '../graph/people.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { person } from '../harness/person.ts'
import { signInOnScreen } from '../harness/screen.ts'
import { acceptedGuest, namesIn, setting, story } from '../harness/story.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'
import { enterMine } from './me.ts'

const browser = await launchBrowser({ after: after as never })

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of My Account' }).getByRole('tab', { name, exact: true })
const title = (page: Page, name: string) => page.getByRole('main').getByRole('heading', { name, level: 1 })

test('My Account: a member sees who they are, and each part has an address and its states', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const stranger = person(server, { ...account, password: 'Guessed-it-1' })
  await stranger.visitor.open(myAppsSignIn(server, contoso.id))
  await stranger.signIn()
  const { page } = await enterMine(browser, server, { account, at: '/myaccount' })

  await t.test('overview', async () => {
    await title(page, 'My Account').waitFor()
    await page.getByRole('main').getByText(account.userPrincipalName).first().waitFor()
    await page.getByRole('main').getByText('Contoso', { exact: true }).waitFor()
    await assertAccessible(page, 'my-account-overview')
  })

  await t.test('the tabs are walked by keyboard, and the focus comes to the new title', async () => {
    await tab(page, 'Overview').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await title(page, 'Organizations').waitFor()
    assert.equal(new URL(page.url()).pathname, '/myaccount/organizations')
    assert.equal(await page.evaluate('document.activeElement?.tagName'), 'H1')
    await page.getByText('This is where your account is kept.').waitFor()
    await becomes(() => page.getByRole('button', { name: /^Leave/ }).count(), 0, 'nobody leaves home')
    await page.goBack()
    await title(page, 'My Account').waitFor()
  })

  await t.test('recent sign-ins say why one was refused, in plain words', async () => {
    await page.goto(`${server.origin}/myaccount/sign-ins`)
    await title(page, 'My sign-ins').waitFor()
    const row = page.getByRole('row').filter({ hasText: 'Refused' })
    await row.getByText('Decided by Contoso.').waitFor()
    await row.getByText('If this was you, try again. If it was not, tell an administrator of Contoso.').waitFor()
    await row.getByText('AADSTS50126').waitFor()
    await page.getByRole('row').filter({ hasText: 'Signed in' }).first().waitFor()
    await assertAccessible(page, 'my-account-sign-ins')
  })

  await t.test('an address that no page has says so', async () => {
    await page.goto(`${server.origin}/myaccount/nothing`)
    await title(page, 'There is no such page').waitFor()
  })

  await t.test('when the sign-in has ended elsewhere, the page says so and leads to a new one', async () => {
    const { store } = server.running.deps
    await store.write(tenantId(server, 'contoso'), (tx) => store.sessions.removeOfUser(tx, account.id as never))
    await page.goto(`${server.origin}/myaccount/sessions`)
    await page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor()
    await assertAccessible(page, 'my-account-ended')
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await page.getByLabel('Email or sign-in name').waitFor()
  })
})

test('My Account: a guest leaves an organization, after being told what happens, and can be invited again', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso, fabrikam } = server.demo.tenants
  const { guestId } = await acceptedGuest(told)
  const account = told.fabrikam.account('employee')
  const { page } = await enterMine(browser, server, {
    account,
    tenant: contoso.id,
    at: '/myaccount/organizations',
  })
  const list = page.getByRole('main').getByRole('list', { name: 'Organizations' })

  await t.test('home comes first and has no way out', async () => {
    await list.getByRole('listitem').first().waitFor()
    const names = await list.getByRole('heading', { level: 2 }).allTextContents()
    assert.deepEqual(names, ['Fabrikam', 'Contoso'])
    await assertAccessible(page, 'my-account-organizations')
  })

  await t.test('where leaving is not allowed, whom to ask stands there', async () => {
    const graph = server.graph('contoso')
    const privacyProfile = { contactEmail: 'privacy@contoso.example', statementUrl: 'https://contoso.example/privacy' }
    assert.equal((await graph.patch(`/v1.0/organization/${contoso.id}`, { privacyProfile })).status, 204)
    const policy = '/beta/policies/externalIdentitiesPolicy'
    assert.equal((await graph.patch(policy, { allowExternalIdentitiesToLeave: false })).status, 204)
    await page.reload()
    await list.getByText('Contoso does not let guests leave by themselves.').waitFor()
    await list.getByRole('link', { name: 'privacy@contoso.example' }).waitFor()
    await becomes(() => page.getByRole('button', { name: 'Leave Contoso' }).count(), 0)
    assert.equal((await graph.patch(policy, { allowExternalIdentitiesToLeave: true })).status, 204)
    await page.reload()
  })

  await t.test('a question comes first, and no is no', async () => {
    await page.getByRole('button', { name: 'Leave Contoso' }).press('Enter')
    const dialog = page.getByRole('alertdialog', { name: 'Leave Contoso?' })
    await dialog.getByText('You lose its apps, groups and files at once').waitFor()
    await dialog.getByText('can bring the account back within 30 days').waitFor()
    await assertAccessible(page, 'my-account-leave')
    await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    assert.equal((await server.graph('contoso').get(`/v1.0/users/${guestId}`)).status, 200)
  })

  await t.test('whoever leaves where they are goes on at home', async () => {
    await page.getByRole('button', { name: 'Leave Contoso' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave', exact: true }).click()
    await page.waitForURL((url) => url.searchParams.get('tenant') === fabrikam.id)
    await list.getByRole('heading', { name: 'Fabrikam' }).waitFor()
    await becomes(() => list.getByRole('listitem').count(), 1)
    assert.equal((await server.graph('contoso').get(`/v1.0/users/${guestId}`)).status, 404)
  })

  await t.test('invited again, the organization is back, and can be left from here', async () => {
    const again = await acceptedGuest(told)
    await page.reload()
    await list.getByRole('heading', { name: 'Contoso' }).waitFor()
    await page.getByRole('button', { name: 'Leave Contoso' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave', exact: true }).click()
    await page.getByText('You have left Contoso.', { exact: true }).waitFor()
    await list.getByRole('heading', { name: 'Contoso' }).waitFor({ state: 'hidden' })
    assert.equal((await server.graph('contoso').get(`/v1.0/users/${again.guestId}`)).status, 404)
  })
})

async function fillPassword(page: Page, current: string, fresh: string, repeated = fresh): Promise<void> {
  await page.getByLabel('Current password').fill(current)
  await page.getByLabel(/^New password\*?$/).fill(fresh)
  await page.getByLabel('New password, again').fill(repeated)
  await page.getByRole('button', { name: 'Change password' }).click()
}

test('My Account: the password is changed, and every refusal stands beside its field', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const { page } = await enterMine(browser, server, { account, at: '/myaccount/security-info' })
  await title(page, 'Security info').waitFor()
  await page.getByLabel('Current password').waitFor()
  await assertAccessible(page, 'my-account-security')

  const said = (text: RegExp | string) => page.getByRole('main').getByRole('alert').filter({ hasText: text }).first()
  await t.test('empty, unequal, weak, wrong', async () => {
    await page.getByRole('button', { name: 'Change password' }).click()
    await said('Fill this in.').waitFor()
    await fillPassword(page, account.password, 'Quite-Another-1', 'Quite-Another-2')
    await said('The two new passwords are not the same.').waitFor()
    await fillPassword(page, account.password, 'short')
    await said(/complexity/).waitFor()
    await fillPassword(page, 'wrong', 'Quite-Another-1')
    await said(/does not match the current password/).waitFor()
    await becomes(() => page.getByLabel(/^New password\*?$/).inputValue(), 'Quite-Another-1', 'it stays typed')
    await assertAccessible(page, 'my-account-password-wrong')
  })

  await t.test('right: told so, this browser stays signed in, the new password opens another', async () => {
    await fillPassword(page, account.password, 'Quite-Another-1')
    await page.getByText('Your password is changed.', { exact: true }).waitFor()
    await becomes(() => page.getByLabel('Current password').inputValue(), '')
    await tab(page, 'Sessions').click()
    await page.getByText('This browser').first().waitFor()
    const { page: other } = await enterMine(browser, server, { account: { ...account, password: 'Quite-Another-1' } })
    await other.getByRole('heading', { name: 'My Apps' }).waitFor()
  })
})

test('My Account: how guests sign in is told, by mailbox or at home', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso } = server.demo.tenants

  await t.test('at home', async () => {
    await acceptedGuest(told)
    const { page } = await enterMine(browser, server, {
      account: told.fabrikam.account('employee'),
      tenant: contoso.id,
      at: '/myaccount/security-info',
    })
    await page.getByText('You sign in at Fabrikam').waitFor()
    await assertAccessible(page, 'my-account-security-guest')
    await page.getByRole('link', { name: 'Open My Account of Fabrikam' }).click()
    await page.getByLabel('Current password').waitFor()
  })

  await t.test('by mailbox', async () => {
    const address = 'dana@mailbox.example'
    await addGuest(server, { mail: address, displayName: 'Dana', home: { kind: 'email', address } })
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${server.origin}/myaccount/security-info?tenantId=${contoso.id}`)
    await signInByCode(server, page, address)
    await page.getByText(`A code is sent to ${address}.`).waitFor()
    await tab(page, 'Organizations').click()
    await page.getByText('You sign in to Contoso with a code sent to your mailbox.').waitFor()
    await page.getByRole('button', { name: 'Leave Contoso' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave', exact: true }).click()
    await page.getByLabel('Email or sign-in name').waitFor()
  })
})

async function signInByCode(server: TestServer, page: Page, address: string): Promise<void> {
  await page.getByLabel('Email or sign-in name').fill(address)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Send code' }).click()
  const { code = '' } = await server.letter(address)
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('My Account: sessions are seen and ended, one or all', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const { page: other } = await enterMine(browser, server, { account })
  const { page } = await enterMine(browser, server, { account, at: '/myaccount/sessions' })

  await t.test('both are there, this one marked', async () => {
    await page.getByText('This browser').first().waitFor()
    await page
      .getByText(/on (Linux|macOS|Windows)/)
      .first()
      .waitFor()
    await becomes(() => page.getByRole('button', { name: /^Sign out of/ }).count(), 2)
    await assertAccessible(page, 'my-account-sessions')
  })

  await t.test('the other one is ended, and asks for a sign-in', async () => {
    await page.getByRole('button', { name: /^Sign out of (?!This)/ }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await page
      .getByText(/^Signed out of/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: /^Sign out of (?!This)/ }).waitFor({ state: 'hidden' })
    await other.evaluate('localStorage.clear()')
    await other.goto(`${server.origin}/myapps`)
    await other.getByLabel('Email or sign-in name').waitFor()
  })

  await t.test('everywhere: here too', async () => {
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByLabel('Email or sign-in name').waitFor()
    const { value } = (
      await server
        .graph('contoso')
        .get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Revoke sign-in sessions'")
    ).body
    assert.equal(value.length, 1)
    await signInOnScreen(page, account)
  })
})

test('My Account: a refused guest reads at home whose decision it was, and nothing of the setting', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { person: guest } = await acceptedGuest(told)
  const { contoso, fabrikam } = told
  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(told)) })
  await guest.refusedAt(contoso.app('portal'))
  const { page } = await enterMine(browser, server, {
    account: fabrikam.account('employee'),
    at: '/myaccount/sign-ins',
  })
  const row = page.getByRole('row').filter({ hasText: 'Refused' })
  await row.getByText('Decided by Contoso.').waitFor()
  await row.getByText('AADSTS500213').waitFor()
  await row.getByText('Ask an administrator of Contoso').waitFor()
  assert.doesNotMatch((await page.getByRole('main').textContent()) ?? '', /b2bCollaboration|AllUsers|blocked/)
})
