import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptedGuest, story } from '../harness/story.ts'
import { enterAdmin } from './admin.ts'
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
