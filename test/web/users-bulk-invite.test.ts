import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

test('Bulk invite', async (t) => {
  const server = await startServer(t)
  const { page } = await openAdmin(t, server, { at: '/users?pane=bulk-invite' })
  page.setDefaultTimeout(10_000)
  const pane = page.getByRole('dialog')
  const open = async () => {
    await page.goto(`${server.origin}/admin/users?pane=bulk-invite`)
    await pane.waitFor()
  }
  const upload = (text: string) =>
    page
      .getByLabel('Upload a file')
      .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

  await t.test('is accessible, light and dark, on a desk and on a phone', async () => {
    await page.getByLabel('Or paste the lines').fill('email\nx@nowhere.example\nnone')
    await pane.getByText('1 ready, 1 with a problem, which are left out').first().waitFor()
    await assertAccessible(page, 'users-bulk-invite')
  })

  await t.test('a list is looked over line by line, run with progress, and its results kept', async () => {
    const group = { displayName: 'Auditors', mailNickname: 'auditors', mailEnabled: false, securityEnabled: true }
    await server.graph('contoso').post('/v1.0/groups', group)
    await open()
    const template = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download template' }).click()
    const text = readFileSync((await (await template).path()) ?? '', 'utf8')
    assert.match(text, /^\uFEFFversion:v1\.0\r\n.*\[inviteeEmail\] Required/)
    const lines = [
      text.trimEnd(),
      'gil@nowhere.example,,,"Hello, ""Gil""",Gil,,Auditors',
      'gil@nowhere.example,,,,,,',
      'broken,,,,,,',
      'hana@nowhere.example,ftp://x,,,,,',
      'ivo@nowhere.example,,false,,Ivo,,Nobody knows',
      'jo@nowhere.example,,,,,,',
    ]
    await upload(lines.join('\r\n'))
    await pane.getByText('3 ready, 3 with a problem, which are left out').first().waitFor()
    await pane.getByRole('cell', { name: 'The same address as in line 4.' }).waitFor()
    await page.getByRole('button', { name: 'Invite 3 people' }).click()
    await pane.getByText('2 invited, 1 failed or incomplete').waitFor()
    await pane.getByRole('cell', { name: 'No group is called Nobody knows.' }).waitFor()
    const results = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download results' }).click()
    const kept = readFileSync((await (await results).path()) ?? '', 'utf8').split('\r\n')
    assert.match(kept[1] ?? '', /^4,gil@nowhere\.example,Success,,[\da-f-]{36},https:/)
    assert.match((await server.letter('gil@nowhere.example')).text, /Hello, "Gil"/)
    assert.equal((await server.letters('ivo@nowhere.example')).length, 0)
  })

  await t.test('files of other shapes: an Email column, bare addresses, nothing that is one, too many', async () => {
    await open()
    const paste = page.getByLabel('Or paste the lines')
    const cases: [text: string, says: string][] = [
      ['Name,InvitedUserEmailAddress\nKim,kim@nowhere.example', '1 ready'],
      ['Email\nlea@nowhere.example\n\nmax@nowhere.example', '2 ready'],
      ['lea@nowhere.example\nmax@nowhere.example,Max', '2 ready'],
      ['colour,size\nred,4', 'There is no column of addresses.'],
    ]
    for (const [text, says] of cases) {
      await paste.fill(text)
      await pane.getByText(says).first().waitFor()
    }
    await upload(`Email\n${'a@nowhere.example\n'.repeat(10_001)}`)
    await pane.getByText('10001 lines are too many').waitFor()
  })

  await t.test('a file that is too large leaves nothing of the one before to invite', async () => {
    await open()
    await upload('Email\nlea@nowhere.example\nmax@nowhere.example')
    await page.getByRole('button', { name: 'Invite 2 people' }).waitFor()
    await upload(`Email\n${'x'.repeat(8_000_000)}`)
    await pane.getByText('The file is larger than 8 MB. Split it.').first().waitFor()
    await becomes(() => page.getByRole('button', { name: 'Invite', exact: true }).isDisabled(), true)
    await upload('Email\nkim@nowhere.example')
    await page.getByRole('button', { name: 'Invite 1 person' }).waitFor()
  })

  await t.test('stopped half way: what was done stays told, and who was not begun is named', async () => {
    await open()
    const asked: (() => Promise<void>)[] = []
    const four = Promise.withResolvers<void>()
    await page.route('**/v1.0/invitations', (route) => {
      asked.push(() => route.continue())
      if (asked.length === 4) four.resolve()
    })
    const addresses = Array.from({ length: 9 }, (_, at) => `stop${at}@nowhere.example`)
    await page.getByLabel('Or paste the lines').fill(`Email\n${addresses.join('\n')}`)
    await page.getByRole('button', { name: 'Invite 9 people' }).click()
    await four.promise
    await page.getByRole('button', { name: 'Stop after those under way' }).click()
    await page.getByRole('button', { name: 'Stopping…' }).waitFor()
    for (const go of asked) await go()
    await pane.getByText('4 invited, 0 failed or incomplete').waitFor()
    await pane.getByText('5 not begun, since you stopped.').waitFor()
    const left = pane.getByRole('table', { name: 'Not begun' })
    for (const address of addresses.slice(4)) await left.getByRole('cell', { name: address }).waitFor()
    await assertAccessible(page, 'users-bulk-stopped')
    await page.setViewportSize({ width: 390, height: 800 })
    const whole = () =>
      page.evaluate(
        "document.querySelector('[aria-modal=true] [role=status] p').getBoundingClientRect().right <= innerWidth",
      )
    await becomes(whole, true, 'sentences fit on a phone, whatever the table wants')
    await page.setViewportSize({ width: 1280, height: 900 })
    const results = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download results' }).click()
    const lines = readFileSync((await (await results).path()) ?? '', 'utf8')
      .trimEnd()
      .split('\r\n')
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(',').slice(1, 3).join(' ')),
      addresses.map((address, at) => `${address} ${at < 4 ? 'Success' : 'Not begun'}`),
    )
    await pane.getByRole('button', { name: 'Close' }).last().click()
    await pane.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Notifications/ }).click()
    await page.getByText('Stopped after 4 of 9.').first().waitFor()
    const { body } = await server.graph('contoso').get("/v1.0/users?$filter=startswith(mail,'stop')&$select=mail")
    assert.equal(body.value.length, 4)
    await page.unroute('**/v1.0/invitations')
  })

  await t.test(
    'closed while it runs, it goes on: opened again it shows how far it is, then the results; the bell keeps them',
    async () => {
      await open()
      const asked: (() => Promise<void>)[] = []
      const both = Promise.withResolvers<void>()
      await page.route('**/v1.0/invitations', (route) => {
        asked.push(() => route.continue())
        if (asked.length === 2) both.resolve()
      })
      await page.getByLabel('Or paste the lines').fill('Email\nuna@nowhere.example\nvito@nowhere.example')
      await page.getByRole('button', { name: 'Invite 2 people' }).click()
      await both.promise
      await page.keyboard.press('Escape')
      await pane.waitFor({ state: 'detached' })
      await visit(page, '/groups')
      await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
      await visit(page, '/users?pane=bulk-invite')
      await pane.getByText('0 of 2 done.').waitFor()
      await page.keyboard.press('Escape')
      await pane.waitFor({ state: 'detached' })
      for (const go of asked) await go()
      await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor()
      await page.getByRole('button', { name: 'Bulk invite' }).click()
      await pane.getByText('2 invited, 0 failed or incomplete').waitFor()
      await page.keyboard.press('Escape')
      await pane.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Bulk invite' }).click()
      await page.getByLabel('Or paste the lines').waitFor()
      await page.keyboard.press('Escape')
      await pane.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Notifications', exact: true }).click()
      const results = page.waitForEvent('download')
      await page
        .getByRole('dialog', { name: 'Notifications' })
        .getByRole('button', { name: 'Download results' })
        .first()
        .click()
      const lines = readFileSync((await (await results).path()) ?? '', 'utf8')
      assert.match(lines, /una@nowhere\.example,Success[\s\S]*vito@nowhere\.example,Success/)
      await page.unroute('**/v1.0/invitations')
    },
  )
})
