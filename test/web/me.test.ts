import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'
import { acceptedGuest, invite, namesIn, type Story, setting, story } from '../harness/story.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'
import { enterMine } from './me.ts'

const browser = await launchBrowser({ after: after as never })
/** For tests that change nothing. */
const server = await startServer({ after: after as never })

/** An app of Contoso, assigned to somebody. */
async function assign(server: TestServer, displayName: string, principalId: string, homePageUrl: string | null) {
  const graph = server.graph('contoso')
  const app = await graph.post('/v1.0/applications', { displayName, web: { homePageUrl } })
  const principal = await graph.post('/v1.0/servicePrincipals', { appId: app.body.appId })
  const appRoleId = '00000000-0000-0000-0000-000000000000'
  const path = `/v1.0/servicePrincipals/${principal.body.id}/appRoleAssignedTo`
  const { status } = await graph.post(path, { principalId, resourceId: principal.body.id, appRoleId })
  assert.equal(status, 201)
}

/** Everything of Fabrikam is shut out of Contoso, or let in again. */
const shutOut = ({ contoso, fabrikam, ...rest }: Story, how: 'A/A' | 'B/B') =>
  contoso.towards(fabrikam, { b2bCollaborationInbound: setting(how, namesIn({ contoso, fabrikam, ...rest })) })

/** What MSAL keeps, without its access tokens: as after an hour. */
const anHourLater = (page: Page) =>
  page.evaluate(
    `for (const key of Object.keys(localStorage)) if (key.toLowerCase().includes('|accesstoken|')) localStorage.removeItem(key)`,
  )

test('My Apps shows a guest whose guest they are, and what they can open there', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { guestId } = await acceptedGuest(told)
  const { contoso } = server.demo.tenants
  const account = told.fabrikam.account('employee')
  const { page } = await enterMine(browser, server, { account, tenant: contoso.id })
  const main = page.getByRole('main')

  await t.test('nothing yet: what that means and what to do', async () => {
    await main.getByText('There are no apps to show.').waitFor()
    await main.getByText('You are a guest of Contoso. You sign in with your account of Fabrikam.').waitFor()
    await main.getByText('once an administrator of Contoso assigns it to you').waitFor()
    await assertAccessible(page, 'my-apps-empty')
  })

  await t.test('apps are tiles that lead to them; one without an address says so', async () => {
    await assign(server, 'Travel', guestId, 'https://travel.example/start')
    await assign(server, 'Zeiterfassung', guestId, null)
    await page.reload()
    const tiles = main.getByRole('list', { name: 'Apps' }).getByRole('listitem')
    await tiles.first().waitFor()
    await becomes(() => tiles.count(), 2)
    await becomes(() => main.getByRole('link', { name: 'Travel' }).getAttribute('href'), 'https://travel.example/start')
    await tiles.nth(1).getByText('Open it by its own address').waitFor()
    await assertAccessible(page, 'my-apps')
  })

  await t.test('the search is in the address, and says when nothing fits', async () => {
    const search = main.getByRole('searchbox', { name: 'Search your apps' })
    await search.fill('TRAV')
    await main.getByText('1 app', { exact: true }).waitFor()
    assert.equal(new URL(page.url()).searchParams.get('q'), 'TRAV')
    await page.reload()
    await main.getByText('1 app', { exact: true }).waitFor()
    await search.fill('<script>alert(1)</script>')
    await main.getByRole('heading', { name: 'No app is called “<script>alert(1)</script>”.' }).waitFor()
    await main.getByRole('button', { name: 'Clear the search' }).click()
    await main.getByText('2 apps', { exact: true }).waitFor()
  })

  await t.test('the organization is switched by keyboard, and the next visit stays there', async () => {
    const banner = page.getByRole('banner')
    await banner.getByRole('button', { name: 'Organization: Contoso' }).press('Enter')
    await page.getByRole('menuitemradio', { name: /^Fabrikam/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('menuitemradio', { name: /^Fabrikam/ }).press('Enter')
    await banner.getByRole('button', { name: 'Organization: Fabrikam' }).waitFor()
    await main.getByText('What you can open at Fabrikam.').waitFor()
    await page.goto(`${server.origin}/myapps`)
    await banner.getByRole('button', { name: 'Organization: Fabrikam' }).waitFor()
  })
})

test('a guest whom a policy refuses gets the refusal of the token service at My Apps, fresh or signed in already', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  await acceptedGuest(told)
  const { contoso } = server.demo.tenants
  const account = told.fabrikam.account('employee')
  const { page, context } = await enterMine(browser, server, { account, tenant: contoso.id })
  await shutOut(told, 'B/B')

  await t.test('who is signed in is told so once the token has ended', async () => {
    await anHourLater(page)
    await page.goto(`${server.origin}/myapps?tenantId=${contoso.id}`)
    await page.getByText('AADSTS500213').first().waitFor()
    await page.getByText('This was decided by Contoso').waitFor()
  })

  await t.test('and is not led to the closed door at the next visit of the bare address', async () => {
    await page.evaluate('sessionStorage.clear()')
    await page.goto(`${server.origin}/myapps?tenant=${told.fabrikam.id}`)
    await page.getByText('What you can open at Fabrikam.').waitFor()
    const second = await context.newPage()
    await second.goto(`${server.origin}/myapps`)
    await second.getByText('What you can open at Fabrikam.').waitFor()
    await second.close()
  })

  await t.test('who signs in afresh is told so before anything is shown', async () => {
    const fresh = await (await browser.newContext()).newPage()
    await fresh.goto(`${server.origin}/myapps?tenantId=${contoso.id}`)
    await signInOnScreen(fresh, account)
    await fresh.getByText('AADSTS500213').first().waitFor()
  })

  await t.test('a block that is taken back opens the page at the next visit', async () => {
    await shutOut(told, 'A/A')
    await page.goto(`${server.origin}/myapps?tenantId=${contoso.id}`)
    await page.getByText('You are a guest of Contoso.').waitFor()
  })
})

test('an accepted invitation ends in My Apps as the account that accepted, though another one is signed in too', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso } = server.demo.tenants
  const { page } = await enterMine(browser, server, { account: contoso.people.member! })
  const { link } = await invite(told, told.fabrikam.account('employee'), {
    inviteRedirectUrl: 'https://myapps.microsoft.com',
  })
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue to sign in' }).click()
  await page
    .getByRole('button', { name: /Use another|Not you/ })
    .or(page.getByLabel('Password', { exact: true }))
    .first()
    .waitFor()
  const other = page.getByRole('button', { name: /Use another|Not you/ })
  if (await other.isVisible()) await other.click()
  await signInOnScreen(page, told.fabrikam.account('employee'))
  await acceptOnScreen(page, 'Review permissions')
  await page.getByText('You are a guest of Contoso. You sign in with your account of Fabrikam.').waitFor()
  const { searchParams } = new URL(page.url())
  assert.deepEqual([searchParams.get('tenantId'), searchParams.get('sid')], [contoso.id, null])
  await page.reload()
  await page.getByText('You are a guest of Contoso.').waitFor()
})

test('the demo portal is a tile that signs its member in', async (t) => {
  const server = await startServer(t, { portal: true })
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const grant = await server.graph('contoso').post('/v1.0/oauth2PermissionGrants', {
    clientId: contoso.apps.portal?.servicePrincipalId,
    consentType: 'AllPrincipals',
    resourceId: contoso.apps.api?.servicePrincipalId,
    scope: 'Orders.Read',
  })
  assert.equal(grant.status, 201)
  const { page } = await enterMine(browser, server, { account })
  await page.getByRole('link', { name: 'Contoso Portal' }).click()
  await page.waitForURL((url) => url.origin === server.running.portalUrl)
})

test('a directory that is not here, and one of another kind', async (t) => {
  const { contoso, woodgrove } = server.demo.tenants

  const unknown: [what: string, name: string, value: string][] = [
    ['an id that is unknown', 'tenantId', '0d15ea5e-0000-4000-8000-00000000dead'],
    ['a domain that is unknown', 'tenant', 'nowhere.example'],
    ['what is neither', 'tenantId', '"><script>alert(1)</script>'],
  ]
  const told = async (page: Page, name: string, value: string) => {
    await page.goto(`${server.origin}/myapps?${name}=${encodeURIComponent(value)}`)
    await page.getByRole('heading', { name: 'This organization is not here', level: 1 }).waitFor()
    await page.getByText(`Nothing on this server is called “${value}”.`).waitFor()
  }
  const page = await (await browser.newContext()).newPage()
  const toMine = page.getByRole('link', { name: 'Go to my organizations' })
  for (const [what, name, value] of unknown) {
    await t.test(`${what} is said to be no organization here, with the way to one’s own`, async () => {
      await told(page, name, value)
      assert.equal(await toMine.getAttribute('href'), '/myaccount/organizations')
    })
  }

  await t.test(
    'the way leads through a sign-in to the own organizations, and who is signed in is told the same',
    async () => {
      await assertAccessible(page, 'my-apps-unknown-organization')
      await toMine.click()
      await signInOnScreen(page, contoso.people.member!)
      await page.getByRole('button', { name: 'No', exact: true }).click()
      await page.getByText('This is where your account is kept.').waitFor()
      for (const [, name, value] of unknown) await told(page, name, value)
      await page.goto(`${server.origin}/myapps`)
      await page.getByText('What you can open at Contoso.').waitFor()
    },
  )

  await t.test('a directory of customers has My Apps too', async () => {
    const { page } = await enterMine(browser, server, { account: woodgrove.people.admin!, tenant: woodgrove.id })
    await page.getByText('What you can open at Woodgrove.').waitFor()
  })
})

test('without scripts the pages say what works without', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  for (const path of ['/myapps', '/myaccount', '/myaccount/sessions']) {
    await page.goto(`${server.origin}${path}`)
    const says = page.locator('noscript p')
    await says.waitFor()
    assert.match((await says.textContent()) ?? '', /My Apps and My Account need JavaScript\./)
    await becomes(() => page.getByText('Starting…').isVisible(), false, 'nothing starts')
  }
})

test('a list that cannot be read says so, and is read when the server answers again', async (t) => {
  const account = server.demo.tenants.contoso.people.member!
  const { page } = await enterMine(browser, server, { account })
  await breakOff(t, page)
})

async function breakOff(t: TestContext, page: Page): Promise<void> {
  await t.test('no answer', async () => {
    await page.route('**/gatehouse/v1/me/apps', (route) => route.abort())
    await page.reload()
    await page.getByRole('alert').getByText('The server did not answer').waitFor({ timeout: 20_000 })
    await assertAccessible(page, 'my-apps-failed')
    await page.unroute('**/gatehouse/v1/me/apps')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('There are no apps to show.').waitFor()
  })
}
