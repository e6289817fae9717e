import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { addUsers } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { enterAdmin, openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const names = async (page: Page): Promise<(string | null)[]> => {
  const rows = await page.getByRole('table', { name: 'All users' }).getByRole('row').all()
  return Promise.all(rows.slice(1).map((row) => row.getByRole('link').first().textContent()))
}
const choose = async (page: Page, filter: string, option: string) => {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const bell = async (page: Page, says: string | RegExp) => {
  await page.getByRole('button', { name: /^Notifications/ }).click()
  const surface = page.getByRole('dialog', { name: 'Notifications' })
  // Where the focus is, nothing is hidden from a screen reader.
  await surface.and(page.locator(':focus')).waitFor()
  await surface.getByText(says).first().waitFor()
  await page.keyboard.press('Escape')
  await surface.waitFor({ state: 'detached' })
}

test('All users', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const crowd = Array.from({ length: 120 }, (_, at) => {
    const guest = at % 2 === 1
    return {
      displayName: `Person ${String(at).padStart(3, '0')}`,
      companyName: at === 7 ? '=HYPERLINK("http://evil.example")' : null,
      ...(guest
        ? {
            userType: 'Guest' as const,
            creationType: 'Invitation' as const,
            externalUserState: at % 4 === 1 ? ('PendingAcceptance' as const) : ('Accepted' as const),
            externalUserStateChangedAt: server.running.deps.clock.now(),
            home: at % 4 === 1 ? null : { kind: 'email' as const, address: `p${at}@nowhere.example` },
            mail: `p${at}@nowhere.example`,
            otherMails: [`p${at}@nowhere.example`],
          }
        : {}),
    }
  })
  await addUsers(server, 'contoso', crowd)
  const { page, browser } = await openAdmin(t, server, { at: '/users' })
  const at = (path: string) => page.goto(`${server.origin}/admin${path}`)

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
      await at(`/users?${query}`)
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
    await at('/users')
    await page.getByRole('columnheader', { name: 'Account enabled' }).waitFor()
    await becomes(() => page.getByRole('columnheader', { name: 'Company name' }).count(), 0)
  })

  await t.test('many are blocked at once; what failed is told one by one and can be tried again', async () => {
    await at('/users?q=Person+11')
    await page.getByText('10 of 10 shown').waitFor()
    for (const name of ['Person 110', 'Person 112', 'Person 114']) {
      await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    }
    // One of them is deleted by somebody else meanwhile.
    const [gone] = (await graph.get("/v1.0/users?$filter=displayName eq 'Person 112'")).body.value
    await graph.delete(`/v1.0/users/${gone.id}`)
    await page.getByRole('button', { name: 'Block sign-in' }).click()
    await page.getByRole('alertdialog').getByText('Block sign-in of 3 users?').waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Block sign-in' }).click()
    const failures = page.getByRole('dialog', { name: '1 of 3 failed' })
    await failures.getByRole('cell', { name: 'Person 112' }).waitFor()
    await failures.getByText(/does not exist/).waitFor()
    await graph.post(`/v1.0/directory/deletedItems/${gone.id}/restore`)
    await failures.getByRole('button', { name: 'Try these again' }).click()
    await page.getByText('Sign-in of Person 112 is blocked').first().waitFor()
    await page
      .getByRole('row', { name: /Person 112/ })
      .getByText('Blocked')
      .waitFor()
    const blocked = await graph.get('/v1.0/users?$filter=accountEnabled eq false')
    assert.deepEqual(blocked.body.value.map((one: { displayName: string }) => one.displayName).toSorted(), [
      'Person 110',
      'Person 112',
      'Person 114',
    ])
    await bell(page, 'Blocking 3 users')
  })

  await t.test('the deleted come back by undo', async () => {
    await at('/users?q=Person+10')
    await page.getByRole('checkbox', { name: 'Select Person 100' }).check()
    await page.getByRole('checkbox', { name: 'Select Person 102' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('8 of 8 shown').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('10 of 10 shown').waitFor()
  })

  await t.test('sends invitations again to those who wait for one, and to nobody else', async () => {
    await at('/users?q=Person+00')
    await page.getByRole('checkbox', { name: 'Select Person 002' }).check()
    await page.getByRole('button', { name: 'Resend invitation' }).click()
    await page.getByText('None of those you selected is a guest who has yet to accept.').first().waitFor()
    await page.getByRole('checkbox', { name: 'Select Person 001' }).check()
    await page.getByRole('button', { name: 'Resend invitation' }).click()
    await page
      .getByRole('alertdialog')
      .getByText(/1 of those you selected are not waiting/)
      .waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Resend invitation' }).click()
    assert.match((await server.letter('p1@nowhere.example')).subject, /Contoso|contoso/)
  })

  await t.test('adds people to groups', async () => {
    const group = { displayName: 'Partners', mailNickname: 'partners', mailEnabled: false, securityEnabled: true }
    const { id } = (await graph.post('/v1.0/groups', group)).body
    await at('/users?q=Person+00')
    await page.getByRole('checkbox', { name: 'Select Person 001' }).check()
    await page.getByRole('checkbox', { name: 'Select Person 003' }).check()
    await page.getByRole('button', { name: 'Add to group' }).click()
    const pane = page.getByRole('dialog', { name: 'Add 2 users to groups' })
    await pane.getByRole('button', { name: 'Add', exact: true }).click()
    await pane.getByText('Choose at least one group.').waitFor()
    await pane.getByRole('combobox', { name: 'Groups' }).click()
    await page.keyboard.type('Part')
    await page.getByRole('option', { name: 'Partners' }).click()
    await pane.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('Adding 2 users to groups').first().waitFor()
    await page.getByText('2 of 2').first().waitFor()
    assert.equal((await graph.get(`/v1.0/groups/${id}/members`)).body.value.length, 2)
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

  await t.test('an API that fails, is slow or has too much to do', async () => {
    await page.route(
      '**/v1.0/users?*',
      (route) => route.fulfill({ status: 500, json: { error: { code: 'x', message: 'The service failed.' } } }),
      { times: 1 },
    )
    await at('/users')
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
    await at('/users')
    await page.getByLabel('Loading').first().waitFor()
    await rowOf(page, 'Ines Moreau').waitFor()
  })

  await t.test('is accessible, light and dark, on a desk and on a phone', async () => {
    await at('/users?q=Person+00')
    await page.getByRole('checkbox', { name: 'Select Person 001' }).check()
    await assertAccessible(page, 'users')
  })

  await t.test('a member sees the list, and is told why she may not change it', async () => {
    const { page: other, context } = await enterAdmin(browser, server, { person: 'member', at: '/users?q=Person+00' })
    await other.getByRole('checkbox', { name: 'Select Person 000' }).check()
    await other.getByRole('button', { name: 'Block sign-in' }).click()
    await other.getByRole('alertdialog').getByRole('button', { name: 'Block sign-in' }).click()
    await other
      .getByText(/Insufficient privileges/)
      .first()
      .waitFor()
    await context.close()
  })
})
