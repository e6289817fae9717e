import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { becomes } from './becomes.ts'

test('what lies over the page closes before it goes, and leaves the page as it was', async (t) => {
  const server = await startServer(t)
  const { page } = await openAdmin(t, server, { at: '/users' })
  page.setDefaultTimeout(15_000)
  const focused = () => page.evaluate("document.activeElement?.ariaLabel || document.activeElement?.textContent || ''")
  const hidden = () => page.evaluate("document.querySelectorAll('#root[aria-hidden], #root [aria-hidden] h1').length")
  const surface = page.locator('[aria-modal="true"]')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()

  const overlays: [what: string, at: string, open: () => Promise<unknown>, opener: string][] = [
    ['a pane of its own', '/users', () => press('Bulk invite'), 'Bulk invite'],
    ['a pane from a menu', '/users', () => pressInMenu('New user', 'Create new user'), 'New user'],
    ['a pane of a list', '/groups', () => press('New group'), 'New group'],
    [
      'a pane with a look-up',
      '/cross-tenant-access/organizations',
      () => press('Add organization'),
      'Add organization',
    ],
    ['a question', `/users/${server.demo.tenants.contoso.people.member?.id}`, () => press('Delete'), 'Delete'],
  ]
  async function pressInMenu(menu: string, item: string): Promise<void> {
    await press(menu)
    await page.getByRole('menuitem', { name: item }).click()
  }
  for (const [what, at, open, opener] of overlays) {
    await t.test(`${what}: Escape closes it, and the focus is back where it was`, async () => {
      await visit(page, at)
      await open()
      await surface.and(page.locator(':has(:focus), :focus')).waitFor()
      await page.keyboard.press('Escape')
      await surface.waitFor({ state: 'detached' })
      await becomes(hidden, 0)
      await becomes(focused, opener)
    })
  }

  await t.test('the search, by its key: the focus goes back to the page', async () => {
    await visit(page, '/users')
    await page.getByRole('heading', { name: 'All users', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await surface.and(page.locator(':has(:focus)')).waitFor()
    await page.keyboard.press('Escape')
    await surface.waitFor({ state: 'detached' })
    await becomes(hidden, 0)
  })

  await t.test('the back button closes a pane just so', async () => {
    await visit(page, '/users')
    await press('Bulk invite')
    await surface.waitFor()
    await page.goBack()
    await surface.waitFor({ state: 'detached' })
    await becomes(hidden, 0)
    await becomes(focused, 'Bulk invite')
  })

  await t.test('a pane that goes with its page leaves nothing hidden, and the new page has the focus', async () => {
    await visit(page, '/users?pane=invite')
    await page.getByLabel('Email address').fill('ann@nowhere.example')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'ann@nowhere.example' }).click()
    await page.getByRole('heading', { name: 'ann', level: 1 }).waitFor()
    await becomes(hidden, 0)
    await becomes(focused, 'ann')
  })

  await t.test('what closed it is done once, however often it is pressed while it fades', async () => {
    const { body } = await server.graph('contoso').post('/v1.0/groups', {
      displayName: 'Partners',
      mailNickname: 'partners',
      mailEnabled: false,
      securityEnabled: true,
    })
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes(`/groups/${body.id}/members`)) asked.push(request.url())
    })
    await visit(page, `/groups/${body.id}/members`)
    await page.getByRole('main').getByRole('button', { name: 'Add members' }).first().click()
    await page.getByRole('combobox', { name: 'Members' }).click()
    await page.getByRole('option', { name: /Milan Okafor/ }).click()
    const add = page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true })
    await add.dblclick({ delay: 60 })
    await page.getByRole('row', { name: /Milan Okafor/ }).waitFor()
    await becomes(async () => asked.length, 1)
  })

  await t.test('the navigation of a phone closes when a page is chosen', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await press('Open the navigation')
    await page.getByRole('dialog').getByRole('link', { name: 'All groups' }).click()
    await surface.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
    await becomes(hidden, 0)
  })

  const member = `/v1.0/users/${server.demo.tenants.contoso.people.member?.id}`
  const notice = page.locator('[data-notice]')
  /** By keyboard, so that the pointer stays where it is. */
  const unblock = async () => {
    await server.graph('contoso').patch(member, { accountEnabled: false })
    await page.reload()
    await page
      .getByRole('region', { name: 'Account status' })
      .getByRole('button', { name: 'Unblock sign-in' })
      .press('Enter')
    await notice.waitFor()
  }

  await t.test(
    'a notice lies over nothing of the page, and passes though the pointer stood where it came',
    async () => {
      await page.setViewportSize({ width: 1280, height: 800 })
      await visit(page, `/users/${server.demo.tenants.contoso.people.member?.id}`)
      await page.mouse.move(100, 760)
      await unblock()
      const [over] = await Promise.all([boxOf(notice), page.mouse.move(100, 760)])
      assert.ok(over.x < 100 && over.right > 100 && over.y < 760 && over.bottom > 760, 'the pointer stands on it')
      assert.ok(over.right <= (await boxOf(page.getByRole('main'))).x, JSON.stringify(over))
      await notice.waitFor({ state: 'detached' })
    },
  )

  await t.test('on a phone, what the page ends with can be scrolled free of it; pointing at it holds it', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await unblock()
    await notice.hover()
    await page.mouse.move(200, (await boxOf(notice)).y + 10)
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    await becomes(async () => (await boxOf(page.getByRole('main'))).bottom <= (await boxOf(notice)).y, true)
    await page.waitForTimeout(4_500)
    assert.equal(await notice.count(), 1)
    await page.mouse.move(200, 200)
    await notice.waitFor({ state: 'detached' })
  })

  for (const width of [1280, 390]) {
    await t.test(`in a pane it stands above the buttons and can be reached, at ${width} px`, async () => {
      await page.setViewportSize({ width, height: 800 })
      await page.route('**/v1.0/invitations', (route) => route.fulfill({ status: 500, json: {} }))
      await visit(page, '/users?pane=bulk-invite')
      await page.getByLabel('Or paste the lines').fill('Email\nann@nowhere.example')
      await page.getByRole('button', { name: 'Invite 1 person' }).click()
      const pane = page.getByRole('dialog')
      const mine = pane.locator('[data-notice]')
      await mine.waitFor()
      // The one at the foot, which comes when the work has ended: the one at the head has no text.
      const close = pane.getByRole('button', { name: 'Close', exact: true }).filter({ hasText: 'Close' })
      await close.waitFor()
      await becomes(async () => {
        const [told, command] = [await boxOf(mine), await boxOf(close)]
        return told.bottom <= command.y && told.x >= 0 && told.right <= width ? 'above' : { told, command }
      }, 'above')
      await close.focus()
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await notice.waitFor({ state: 'detached' })
      await close.click()
      await surface.waitFor({ state: 'detached' })
      await page.unroute('**/v1.0/invitations')
    })
  }
})

async function boxOf(one: Locator) {
  const box = (await one.boundingBox()) ?? assert.fail('it is not shown')
  return { ...box, right: box.x + box.width, bottom: box.y + box.height }
}
