import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptedGuest, story } from '../harness/story.ts'
import { enterAdmin, openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

test('a guest who administers switches from the directory of the home to that of the host', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const browser = await launchBrowser(t)
  await acceptedGuest(world, 'admin')
  const { page } = await enterAdmin(browser, server, { tenant: 'fabrikam' })
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Switch directory' }).click()
  const row = page.getByRole('row', { name: /Contoso/ })
  await row.waitFor()
  await assertAccessible(page, 'directories')
  await row.getByRole('button', { name: 'Switch' }).click()
  await page.getByRole('banner').getByText('Contoso', { exact: true }).waitFor()
  assert.equal(new URL(page.url()).searchParams.has('directories'), false)
})

test('a directory that is not on this server is named, and the admin comes to those that are her own', async (t) => {
  const server = await startServer(t)
  const { page } = await openAdmin(t, server)
  await page.goto(`${server.origin}/admin/users?tenant=nowhere.example`)
  await page.getByRole('heading', { name: 'This organization is not here', level: 1 }).waitFor()
  await page.getByText('Nothing on this server is called “nowhere.example”.').waitFor()
  await page.getByRole('link', { name: 'Go to my organizations' }).click()
  const row = page.getByRole('dialog', { name: 'Switch directory' }).getByRole('row', { name: /Contoso/ })
  await row.getByText('You are here').waitFor()
})
