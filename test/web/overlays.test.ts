import { test } from 'node:test'
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
})
