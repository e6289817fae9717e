import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'
import { addCrowd } from './crowd.ts'

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const names = async (page: Page): Promise<(string | null)[]> => {
  const rows = await page.getByRole('table', { name: 'All users' }).getByRole('row').all()
  return Promise.all(rows.slice(1).map((row) => row.getByRole('link').first().textContent()))
}
const choose = async (page: Page, filter: string, option: string) => {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('All users', async (t) => {
  const server = await startServer(t)
  await addCrowd(server, 120)
  const { page } = await openAdmin(t, server, { at: '/users' })
  const at = (path: string) => visit(page, path)
  const load = (path: string) => page.goto(`${server.origin}/admin${path}`)

  await t.test('shows the columns that admins know, a page at a time, with the number of all', async () => {
    await rowOf(page, 'Ines Moreau').waitFor()
    const headers = await page.getByRole('columnheader').allTextContents()
    assert.deepEqual(headers.slice(1), [
      'Display name',
      'User principal name',
      'User type',
      'Invitation state',
      'Identities',
      'Company name',
      'Creation type',
    ])
    await page.getByText('50 of 123 shown').waitFor()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.getByText('100 of 123 shown').waitFor()
    assert.ok(
      requests.some((url) => url.includes('$skiptoken=')),
      'the server gives the next page',
    )
    await becomes(() => rowOf(page, 'Person 001').getByText('Pending acceptance').isVisible(), true)
    await becomes(() => rowOf(page, 'Person 003').getByText('mail', { exact: true }).isVisible(), true)
  })

  await t.test('filters and search are in the address; back and a link show the same again', async () => {
    await choose(page, 'User type', 'Guest')
    await choose(page, 'Invitation state', 'Pending acceptance')
    await page.getByText('30 of 30 shown').waitFor()
    const filtered = new URL(page.url())
    assert.equal(filtered.searchParams.get('userType'), 'Guest')
    assert.equal(filtered.searchParams.get('invitationState'), 'PendingAcceptance')
    await page.getByRole('searchbox', { name: 'Search by name, address or object id' }).fill('p117@')
    await page.getByText('1 of 1 shown').waitFor()
    await page.getByRole('link', { name: 'Person 117' }).click()
    await page.getByRole('heading', { name: 'Person 117', level: 1 }).waitFor()
    await page.goBack()
    await page.getByText('1 of 1 shown').waitFor()
    await page.goto(filtered.href)
    await page.getByText('30 of 30 shown').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByText('50 of 123 shown').waitFor()
  })

  await t.test('each filter narrows what the server answers', async () => {
    const cases: [query: string, count: string][] = [
      ['creationType=Invitation', '50 of 60'],
      ['creationType=none&userType=Guest', '0'],
      ['invitationState=none', '50 of 63'],
      ['invitationState=Accepted', '30 of 30'],
      ['domain=nowhere.example', '50 of 60'],
      ["domain=o'brien.example", '0'],
      ['enabled=false', '0'],
      ['q=%22%5C%20%3Cscript%3E', '0'],
      [`q=${server.demo.tenants.contoso.people.member?.id}`, '1 of 1'],
    ]
    for (const [query, count] of cases) {
      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/v1.0/users')
      await at(`/users?${query}`)
      await answered
      if (count === '0') await page.getByText('Nothing matches').waitFor()
      else await page.getByText(`${count} shown`).waitFor()
    }
  })

  await t.test('sorts where Graph can, and says so to a screen reader', async () => {
    await at('/users')
    await page.getByRole('columnheader', { name: 'Display name' }).getByRole('button').click()
    await page.waitForURL(/sort=displayName/)
    await page.getByRole('columnheader', { name: 'Display name' }).and(page.locator('[aria-sort=descending]')).waitFor()
    await rowOf(page, 'Person 119').waitFor()
    assert.equal((await names(page))[0], 'Person 119')
  })

  await t.test('columns are chosen, kept in the address and for the next time', async () => {
    await at('/users')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Account enabled' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Company name' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Account enabled' }).waitFor()
    assert.match(page.url(), /columns=[^&]*accountEnabled/)
    await load('/users')
    await page.getByRole('columnheader', { name: 'Account enabled' }).waitFor()
    await becomes(() => page.getByRole('columnheader', { name: 'Company name' }).count(), 0)
  })

  await t.test('downloads what the filters show as CSV that no spreadsheet takes for formulas', async () => {
    await at('/users?userType=Guest&columns=displayName,companyName')
    await page.getByText('50 of 60 shown').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download users' }).click()
    const file = readFileSync((await (await download).path()) ?? '', 'utf8')
    const lines = file.trimEnd().split('\r\n')
    assert.equal(lines[0], '\uFEFFDisplay name,Company name,Object id')
    assert.equal(lines.length, 61)
    assert.ok(
      lines.some((line) => line.startsWith(`Person 007,"'=HYPERLINK(""http`)),
      file.slice(0, 2_000),
    )
  })

  await t.test('a download is stopped half way: what was read is told, and no file is saved', async () => {
    const exports = (url: URL) => url.pathname === '/v1.0/users' && url.searchParams.get('$top') === '999'
    const next = (url: URL) => url.pathname === '/v1.0/users' && url.searchParams.has('$skiptoken')
    // Pages of fifty, of which the second is slow.
    await page.route(exports, (route) => route.continue({ url: route.request().url().replace('top=999', 'top=50') }))
    const asked = Promise.withResolvers<void>()
    await page.route(next, () => asked.resolve())
    const files: string[] = []
    page.on('download', (download) => files.push(download.suggestedFilename()))
    await at('/users?userType=Guest')
    await page.getByText('50 of 60 shown').waitFor()
    await page.getByRole('button', { name: 'Download users' }).click()
    await asked.promise
    await page.getByRole('button', { name: 'Stop the download' }).click()
    await page.getByText('Stopped after 50 of 60. No file was saved.').first().waitFor()
    await page.unroute(exports)
    await page.unroute(next)
    assert.deepEqual(files, [])
    const whole = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download users' }).click()
    assert.equal((await whole).suggestedFilename(), 'users.csv')
  })

  await t.test(
    'a download goes on when its page is left; the bell shows it, stops it, and tells what was saved',
    async () => {
      const next = (url: URL) => url.pathname === '/v1.0/users' && url.searchParams.has('$skiptoken')
      const exports = (url: URL) => url.pathname === '/v1.0/users' && url.searchParams.get('$top') === '999'
      await page.route(exports, (route) => route.continue({ url: route.request().url().replace('top=999', 'top=50') }))
      const bell = page.getByRole('dialog', { name: 'Notifications' })
      const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
      /** Begins a download and goes elsewhere while its second page is on its way; the answer lets that come. */
      const leave = async () => {
        const asked = Promise.withResolvers<() => Promise<void>>()
        await page.route(next, (route) => asked.resolve(() => route.continue()))
        await page.getByRole('button', { name: 'Download users' }).click()
        const go = await asked.promise
        await page.unroute(next)
        await visit(page, '/groups')
        await heading('Groups')
        await page.getByRole('button', { name: 'Notifications, 1 at work' }).click()
        await bell.getByText('50 of 60', { exact: true }).waitFor()
        return go
      }
      await load('/users?userType=Guest')
      await page.getByText('50 of 60 shown').waitFor()
      const go = await leave()
      await assertAccessible(page, 'bell-at-work')
      const download = page.waitForEvent('download')
      await go()
      await bell.getByText('users.csv was saved: 60 rows.').waitFor()
      assert.equal(
        readFileSync((await (await download).path()) ?? '', 'utf8')
          .trimEnd()
          .split('\r\n').length,
        61,
      )
      await page.keyboard.press('Escape')

      await visit(page, '/users?userType=Guest')
      await page.getByText('50 of 60 shown').waitFor()
      await leave()
      await page.keyboard.press('Escape')
      await bell.waitFor({ state: 'detached' })
      await visit(page, '/users?userType=Guest')
      await page.getByRole('button', { name: 'Stop the download' }).waitFor()
      await page.getByRole('button', { name: 'Notifications, 1 at work' }).click()
      await bell.getByRole('button', { name: 'Stop: Downloading users' }).click()
      await bell.getByText('Stopped after 50 of 60. No file was saved.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Download users' }).waitFor()
      await page.unroute(exports)
    },
  )

  await t.test('an API that fails, is slow or has too much to do', async () => {
    await page.route(
      '**/v1.0/users?*',
      (route) => route.fulfill({ status: 500, json: { error: { code: 'x', message: 'The service failed.' } } }),
      { times: 1 },
    )
    await load('/users')
    await page.getByRole('alert').getByText('The service failed.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await rowOf(page, 'Ines Moreau').waitFor()
    await page.route(
      '**/v1.0/users?*',
      (route) =>
        route.fulfill({
          status: 429,
          headers: { 'retry-after': '1' },
          json: { error: { code: 'tooManyRequests', message: 'Too many.' } },
        }),
      { times: 1 },
    )
    await load('/users')
    await page.getByLabel('Loading').first().waitFor()
    await rowOf(page, 'Ines Moreau').waitFor()
  })

  await t.test('is accessible, light and dark, on a desk and on a phone', async () => {
    await at('/users?q=Person+00')
    await page.getByRole('checkbox', { name: 'Select Person 001' }).check()
    await assertAccessible(page, 'users')
  })
})
