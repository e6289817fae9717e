import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptedGuest, story } from '../harness/story.ts'
import { assertAccessible } from './axe.ts'
import { enterMine } from './me.ts'

test('My Apps shows a guest whose guest they are and what they can open there', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  await acceptedGuest(told)
  const { contoso } = server.demo.tenants
  const account = told.fabrikam.account('employee')
  const browser = await launchBrowser(t)
  const { page } = await enterMine(browser, server, { account, tenant: contoso.id })
  await page.getByRole('heading', { name: 'My Apps', level: 1 }).waitFor()

  await t.test('nothing yet: what that means and what to do', async () => {
    await page.getByText('There are no apps to show.').waitFor()
    await page.getByText('You are a guest of Contoso. You sign in with your account of Fabrikam.').waitFor()
    await assertAccessible(page, 'my-apps-empty')
  })
})
