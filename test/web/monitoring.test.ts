import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { guestInside, namesIn, setting, story, succeeded } from '../harness/story.ts'
import { toldAtRefresh } from '../harness/told.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Sign-in logs' }).getByRole('row')
const pane = (page: Page) => page.getByRole('dialog', { name: 'Sign-in', exact: true })

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('an admin finds out why a guest was refused, and mends it', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { inside, email } = await guestInside(world)
  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(world)) })
  const refused = toldAtRefresh(await inside.refresh(), { code: 500213, secrets: [] })
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/sign-ins' })

  await t.test('the log shows every sign-in of the last day, newest first, by its kind', async () => {
    await page.getByRole('heading', { name: 'Sign-in logs', level: 1 }).waitFor()
    await rowsOf(page).filter({ hasText: '500213' }).first().waitFor()
    await page.getByRole('tab', { name: 'User sign-ins (interactive)' }).click()
    await page.waitForURL(/\/sign-ins\/interactive/)
    // A refresh is not interactive.
    await rowsOf(page).filter({ hasText: '500213' }).first().waitFor({ state: 'detached' })
    await rowsOf(page).filter({ hasText: 'Interactive' }).first().waitFor()
    await page.getByRole('tab', { name: 'Service principal sign-ins' }).click()
    await rowsOf(page).filter({ hasText: 'Service principal' }).first().waitFor()
    await page.getByRole('tab', { name: 'User sign-ins (non-interactive)' }).click()
    await rowsOf(page).filter({ hasText: '500213' }).first().waitFor()
    await assertAccessible(page, 'sign-ins')
  })

  await t.test('filters find the one row, stand in the address, and go back with the browser', async () => {
    await page.goto(`${server.origin}/admin/sign-ins`)
    await choose(page, 'User type', 'Guest')
    await choose(page, 'Status', 'Failure')
    await page.getByLabel('Error code').fill('AADSTS500213: pasted as it was sent')
    await page.getByLabel('Application', { exact: true }).fill('contoso')
    await page.getByLabel('User: name').fill(email.toUpperCase())
    await page.waitForURL(/q=/)
    await rowsOf(page).nth(1).waitFor()
    await page.getByText('1 shown').waitFor()
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByLabel('Correlation ID').fill(refused.correlationId)
    await page.getByLabel('Request ID').fill(refused.requestId)
    await choose(page, 'Cross-tenant access type', 'B2B collaboration')
    await page.waitForURL(/crossTenant=b2bCollaboration/)
    await page.getByText('1 shown').waitFor()
    await page.reload()
    await page.getByText('1 shown').waitFor()
    await choose(page, 'Status', 'Success')
    await page.getByText('Nothing matches').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await rowsOf(page).nth(3).waitFor()
    assert.equal(new URL(page.url()).search, '')
  })

  await t.test('a row opens as a pane with an address, and Back closes it', async () => {
    await page.goto(`${server.origin}/admin/sign-ins?correlationId=${refused.correlationId}`)
    await rowsOf(page).filter({ hasText: '500213' }).getByRole('link').click()
    await pane(page).getByText(refused.requestId).waitFor()
    await pane(page).getByText('Failure: AADSTS500213').waitFor()
    await assertAccessible(page, 'sign-in-basic')
    for (const [tab, says] of [
      ['Location', 'Places are not looked up'],
      ['Authentication details', 'Single-factor authentication'],
      ['Conditional Access', 'No Conditional Access policies'],
    ] as const) {
      await pane(page).getByRole('tab', { name: tab }).click()
      await pane(page).getByRole('tabpanel', { name: tab }).getByText(says).waitFor()
    }
    await page.goBack()
    await pane(page).waitFor({ state: 'detached' })
    await page.goForward()
    await pane(page).waitFor()
  })

  await t.test(
    'Why tells the whole chain: what passed is folded, what refused stands out with its setting',
    async () => {
      await page.goto(`${server.origin}/admin/sign-ins?signIn=${refused.requestId}&part=why`)
      const checks = pane(page).getByRole('list', { name: 'The checks, in the order in which they spoke' })
      await checks.getByRole('listitem').first().waitFor()
      const refusal = checks.getByRole('listitem').filter({ hasText: 'Refused' })
      await becomes(() => refusal.count(), 1)
      await refusal.getByText('Inbound settings refuse everybody from Fabrikam').waitFor()
      await refusal.getByText(/your organization, where the app is/).waitFor()
      await refusal.getByText('Blocked: all users').waitFor()
      const link = refusal.getByRole('link', { name: 'Open the page with this setting' })
      assert.equal(
        await link.getAttribute('href'),
        `/admin/cross-tenant-access/organizations/${fabrikam.id}?direction=inbound#users`,
      )
      const passed = checks.getByRole('listitem').filter({ hasText: 'The application is enabled' })
      await becomes(() => passed.getByText('is enabled for sign-in.').isVisible(), false)
      await passed.locator('summary').click()
      await passed.getByText('is enabled for sign-in.').waitFor()
      await assertAccessible(page, 'sign-in-why')
    },
  )

  const inbound = async () => {
    const path = `/v1.0/policies/crossTenantAccessPolicy/partners/${fabrikam.id}`
    return succeeded(await contoso.graph.get(path)).body.b2bCollaborationInbound
  }

  await t.test(
    'the fix shows what it changes, asks, lets the guest in at the next refresh, and can be undone',
    async () => {
      const before = await inbound()
      await pane(page).getByRole('button', { name: 'Apply this fix' }).click()
      const question = page.getByRole('alertdialog')
      const changes = question.getByRole('table', { name: 'What will change' })
      await changes.getByRole('row').filter({ hasText: 'Blocked: all users' }).waitFor()
      await question.getByText('The request that is sent').click()
      await question.getByText(`PATCH /v1.0/policies/crossTenantAccessPolicy/partners/${fabrikam.id}`).waitFor()
      await question.getByRole('button', { name: 'Cancel' }).click()
      assert.deepEqual(await inbound(), before, 'asking changes nothing')

      await pane(page).getByRole('button', { name: 'Apply this fix' }).click()
      await question.getByRole('button', { name: 'Change it' }).click()
      await pane(page).getByText('The fix is applied').waitFor()
      assert.equal((await inside.refresh()).status, 200)
      await pane(page).getByRole('button', { name: 'Undo' }).click()
      await pane(page).getByText('Undone: everything is as it was').waitFor()
      assert.deepEqual(await inbound(), before)
      toldAtRefresh(await inside.refresh(), { code: 500213, secrets: [] })
    },
  )

  await t.test('a fix that is done already says so, and changes nothing', async () => {
    await pane(page).getByRole('button', { name: 'Apply this fix' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Change it' }).click()
    await pane(page).getByText('The fix is applied').waitFor()
    await page.reload()
    await pane(page).getByRole('button', { name: 'Apply this fix' }).click()
    await pane(page).getByText('Nothing to change').waitFor()
  })

  await t.test('the home organization sees that the other one refused, and none of its settings', async () => {
    const at = `/sign-ins?signIn=${refused.requestId}&part=why`
    const { page: theirs, context } = await enterAdmin(browser, server, { tenant: 'fabrikam', at })
    const refusal = pane(theirs).getByRole('listitem').filter({ hasText: 'Refused' })
    await refusal.getByText("refused by the resource organization's inbound settings").waitFor()
    await refusal.getByText(/the other organization, where the app is/).waitFor()
    await becomes(() => refusal.getByRole('link').count(), 0)
    await becomes(() => pane(theirs).getByRole('button', { name: 'Apply this fix' }).count(), 0)
    await context.close()
  })

  await t.test('what is filtered can be downloaded whole, without formulas', async () => {
    await page.goto(`${server.origin}/admin/sign-ins?code=500213`)
    await rowsOf(page).nth(1).waitFor()
    const shown = (await rowsOf(page).count()) - 1
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download (CSV)' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'sign-ins.csv')
    const file = readFileSync(await download.path())
    assert.deepEqual([...file.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'spreadsheets know by this that it is UTF-8')
    const [head, ...lines] = file.subarray(3).toString().split('\r\n')
    assert.match(head ?? '', /^Date,Request ID,User,/)
    assert.equal(lines.length, shown)
    for (const line of lines) assert.match(line, /,Failure,500213,/)
    assert.ok(lines.some((line) => line.includes(refused.requestId)))
  })

  await t.test('a code has a page: what it means, what to do, and the sign-ins that ended with it', async () => {
    await page.goto(`${server.origin}/admin/errors/AADSTS500213`)
    await page.getByRole('heading', { name: 'AADSTS500213', level: 1 }).waitFor()
    await page.getByRole('heading', { name: 'What to do' }).waitFor()
    await assertAccessible(page, 'error-code')
    await page.getByRole('link', { name: 'Sign-ins that ended with 500213' }).click()
    await page.waitForURL(/code=500213/)
    await rowsOf(page).nth(1).waitFor()
    await page.goto(`${server.origin}/admin/errors/${encodeURIComponent('<b>99999999</b>')}`)
    await page.getByText('This code is not in the catalogue').waitFor()
  })
})

test('the sign-in log says what is missing, wrong or slow', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/sign-ins' })
  await rowsOf(page).nth(1).waitFor()

  await t.test('nothing in the time that was chosen; a range that ends before it begins', async () => {
    await page.goto(`${server.origin}/admin/sign-ins?range=custom&from=2020-01-01&to=2020-01-02`)
    await page.getByText('Nothing matches').waitFor()
    await page.goto(`${server.origin}/admin/sign-ins?range=custom&from=2020-01-02&to=2020-01-01`)
    await page.getByText('The range ends before it begins').waitFor()
  })

  await t.test('text that is no code, no id and no name is harmless', async () => {
    const odd = `'); DROP--<script>alert(1)</script>`
    for (const filter of ['q', 'app', 'code', 'correlationId', 'requestId', 'crossTenant', 'userType', 'status']) {
      await page.goto(`${server.origin}/admin/sign-ins?${filter}=${encodeURIComponent(odd)}`)
      const answered = page.getByText('Nothing matches').or(page.getByRole('alert')).or(page.getByText('not a number'))
      await answered.first().waitFor()
    }
    await page.goto(`${server.origin}/admin/sign-ins?signIn=nobody`)
    await pane(page).getByText('This is not here (any more)').waitFor()
  })

  await t.test('a server that fails, is slow, or asks to come again', async () => {
    const logs = '**/beta/auditLogs/signIns?*'
    const fail = (status: number, headers = {}) =>
      page.route(logs, (route) =>
        route.fulfill({ status, headers, json: { error: { code: 'serverSide', message: 'Out of order.' } } }),
      )
    await fail(500)
    await page.goto(`${server.origin}/admin/sign-ins`)
    await page.getByRole('alert').getByText('Out of order.').waitFor()
    await page.unroute(logs)
    await page.getByRole('button', { name: 'Try again' }).click()
    await rowsOf(page).nth(1).waitFor()

    let asked = 0
    await page.route(logs, async (route) => {
      asked += 1
      if (asked === 1) return route.fulfill({ status: 429, headers: { 'retry-after': '0' }, json: {} })
      await new Promise((resolve) => setTimeout(resolve, 300))
      return route.continue()
    })
    await page.reload()
    await page.getByLabel('Loading').first().waitFor()
    await rowsOf(page).nth(1).waitFor()
    assert.equal(asked, 2)
    await page.unroute(logs)
  })

  await t.test('a member without a role is told what is missing', async () => {
    const { page: member, context } = await enterAdmin(browser, server, { person: 'member', at: '/sign-ins' })
    await member.getByRole('alert').getByText('You do not have access to this').waitFor()
    await assertAccessible(member, 'sign-ins-denied')
    await context.close()
  })
})
