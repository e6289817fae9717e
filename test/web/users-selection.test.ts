import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { addCrowd } from './crowd.ts'

const bell = async (page: Page, says: string | RegExp) => {
  await page.getByRole('button', { name: /^Notifications/ }).click()
  const surface = page.getByRole('dialog', { name: 'Notifications' })
  // Where the focus is, nothing is hidden from a screen reader.
  await surface.and(page.locator(':focus')).waitFor()
  await surface.getByText(says).first().waitFor()
  await page.keyboard.press('Escape')
  await surface.waitFor({ state: 'detached' })
}

test('many users at once', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  await addCrowd(server, 20)
  const { page } = await openAdmin(t, server, { at: '/users?q=Person' })
  page.setDefaultTimeout(15_000)
  const select = async (path: string, ...names: string[]) => {
    await page.goto(`${server.origin}/admin${path}`)
    for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const agree = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click()
  const idOf = async (name: string): Promise<string> =>
    (await graph.get(`/v1.0/users?$filter=displayName eq '${name}'`)).body.value[0].id

  await t.test('many are blocked at once; what failed is told one by one and can be tried again', async () => {
    await select('/users?q=Person&columns=displayName,accountEnabled', 'Person 010', 'Person 012', 'Person 014')
    // One of them is deleted by somebody else meanwhile.
    const [gone] = (await graph.get("/v1.0/users?$filter=displayName eq 'Person 012'")).body.value
    await graph.delete(`/v1.0/users/${gone.id}`)
    await page.getByRole('button', { name: 'Block sign-in' }).click()
    await page.getByRole('alertdialog').getByText('Block sign-in of 3 users?').waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Block sign-in' }).click()
    const failures = page.getByRole('dialog', { name: '1 of 3 failed' })
    await failures.getByRole('cell', { name: 'Person 012' }).waitFor()
    await failures.getByText(/does not exist/).waitFor()
    await graph.post(`/v1.0/directory/deletedItems/${gone.id}/restore`)
    await failures.getByRole('button', { name: 'Try these again' }).click()
    await page.getByText('Sign-in of Person 012 is blocked').first().waitFor()
    await page
      .getByRole('row', { name: /Person 012/ })
      .getByText('Blocked')
      .waitFor()
    const blocked = await graph.get('/v1.0/users?$filter=accountEnabled eq false')
    assert.deepEqual(blocked.body.value.map((one: { displayName: string }) => one.displayName).toSorted(), [
      'Person 010',
      'Person 012',
      'Person 014',
    ])
    await bell(page, 'Blocking 3 users')
  })

  await t.test('work on many goes on when its page is left, and is stopped behind the bell', async () => {
    const names = ['002', '003', '004', '005', '006', '007'].map((number) => `Person ${number}`)
    await select('/users?q=Person', ...names)
    const asked: (() => Promise<void>)[] = []
    const four = Promise.withResolvers<void>()
    await page.route('**/revokeSignInSessions', (route) => {
      asked.push(() => route.continue())
      if (asked.length === 4) four.resolve()
    })
    await press('Revoke sessions')
    await agree('Revoke sessions')
    await four.promise
    await visit(page, '/groups')
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
    await press('Notifications, 1 at work')
    const surface = page.getByRole('dialog', { name: 'Notifications' })
    await surface.getByText('0 of 6').waitFor()
    await surface.getByRole('button', { name: /^Stop: / }).click()
    await surface.getByRole('button', { name: 'Stopping…' }).waitFor()
    for (const go of asked) await go()
    await surface.getByText('Stopped after 4 of 6.').waitFor()
    assert.equal(asked.length, 4)
    await page.keyboard.press('Escape')
    await surface.waitFor({ state: 'detached' })
    await page.unroute('**/revokeSignInSessions')
  })

  await t.test('the deleted come back by undo', async () => {
    await select('/users?q=Person+00', 'Person 000', 'Person 002')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('8 of 8 shown').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('10 of 10 shown').waitFor()
  })

  await t.test('sends invitations again to those who wait for one, and to nobody else', async () => {
    await select('/users?q=Person+00', 'Person 002')
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
    await select('/users?q=Person+00', 'Person 001', 'Person 003')
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

  await t.test('sessions of many end at once, and of nobody else', async () => {
    const since = async (name: string): Promise<string> =>
      (await graph.get(`/v1.0/users?$filter=displayName eq '${name}'&$select=signInSessionsValidFromDateTime`)).body
        .value[0].signInSessionsValidFromDateTime
    const names = ['Person 003', 'Person 004', 'Person 005']
    const before = await Promise.all(names.map(since))
    await server.advance('PT1M')
    await select('/users?q=Person+00', 'Person 003', 'Person 004')
    await press('Revoke sessions')
    await page.getByRole('alertdialog').getByText('Revoke the sessions of 2 users?').waitFor()
    await agree('Revoke sessions')
    await page.getByText('0 selected').waitFor()
    await page.getByText('Revoking sessions of 2 users').first().waitFor()
    await bell(page, '2 of 2')
    const after = await Promise.all(names.map(since))
    assert.deepEqual(
      after.map((now, index) => now > (before[index] ?? '')),
      [true, true, false],
    )
  })

  await t.test('several of the deleted are restored at once', async () => {
    const ids = await Promise.all(['Person 015', 'Person 016', 'Person 017', 'Person 018', 'Person 019'].map(idOf))
    for (const id of ids) await graph.delete(`/v1.0/users/${id}`)
    await select('/users/deleted', 'Person 015', 'Person 016')
    await press('Restore')
    await page.getByRole('row', { name: /Person 015/ }).waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /Person 016/ }).waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /Person 017/ }).waitFor()
    const there = await Promise.all(ids.map(async (id) => (await graph.get(`/v1.0/users/${id}`)).status))
    assert.deepEqual(there, [200, 200, 404, 404, 404])
  })

  await t.test('several are deleted for good, once a word is typed; what failed is told one by one', async () => {
    const deleted = async () =>
      (await graph.get('/v1.0/directory/deletedItems/microsoft.graph.user')).body.value
        .map((one: { displayName: string }) => one.displayName)
        .toSorted()
    await select('/users/deleted', 'Person 017', 'Person 018')
    await press('Delete permanently')
    const question = page.getByRole('alertdialog', { name: 'Delete 2 users permanently?' })
    await question.getByText('This cannot be undone.').waitFor()
    assert.ok(await question.getByRole('button', { name: 'Delete permanently' }).isDisabled())
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })
    assert.deepEqual(await deleted(), ['Person 017', 'Person 018', 'Person 019'])
    // One of them is brought back by somebody else meanwhile.
    const back = (await graph.get('/v1.0/directory/deletedItems/microsoft.graph.user')).body.value.find(
      (one: { displayName: string }) => one.displayName === 'Person 018',
    )
    assert.equal((await graph.post(`/v1.0/directory/deletedItems/${back.id}/restore`)).status, 200)
    await press('Delete permanently')
    await question.getByLabel('Type delete to confirm').fill('delete')
    await agree('Delete permanently')
    const failures = page.getByRole('dialog', { name: '1 of 2 failed' })
    await failures.getByRole('cell', { name: 'Person 018' }).waitFor()
    await assertAccessible(page, 'users-failures')
    await failures.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('row', { name: /Person 017/ }).waitFor({ state: 'detached' })
    assert.deepEqual(await deleted(), ['Person 019'])
    assert.equal((await graph.get(`/v1.0/users/${back.id}`)).status, 200)
  })
})
