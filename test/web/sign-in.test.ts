import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { signInOnScreen } from '../harness/screen.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

test('the admin center signs in with MSAL Browser at our own token service', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const { page, context } = await enterAdmin(browser, server)
  const { contoso, fabrikam } = server.demo.tenants

  await t.test('and shows whose directory it is, and of which kind', async () => {
    const banner = page.getByRole('banner')
    await banner.getByText('Contoso', { exact: true }).waitFor()
    await banner.getByText('Workforce', { exact: true }).waitFor()
    await assertAccessible(page, 'shell')
  })

  await t.test('a second tab needs no password, and goes where its address says', async () => {
    const second = await context.newPage()
    await second.goto(`${server.origin}/admin/nowhere`)
    await second.getByRole('heading', { name: 'There is no such page', level: 1 }).waitFor()
    await second.close()
  })

  await t.test(
    'tokens are renewed silently when they have ended: by refresh token, then by a hidden frame',
    async () => {
      const renewals: string[] = []
      page.on('request', (request) => {
        if (request.method() !== 'POST' || !new URL(request.url()).pathname.endsWith('/oauth2/v2.0/token')) return
        renewals.push(new URLSearchParams(request.postData() ?? '').get('grant_type') ?? '')
      })
      // What MSAL keeps, without its access tokens: as after an hour.
      const forget = (kind: string) =>
        page.evaluate(
          `for (const key of Object.keys(localStorage)) if (key.toLowerCase().includes('|${kind}|')) localStorage.removeItem(key)`,
        )
      await forget('accesstoken')
      await page.reload()
      await page.getByRole('banner').getByText('Contoso', { exact: true }).waitFor()
      assert.deepEqual(renewals, ['refresh_token'])
      await forget('accesstoken')
      await forget('refreshtoken')
      await page.reload()
      await page.getByRole('banner').getByText('Contoso', { exact: true }).waitFor()
      assert.deepEqual(renewals, ['refresh_token', 'authorization_code'])
    },
  )

  await t.test('another account is added beside the first, and each can be gone back to', async () => {
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Sign in with another account' }).click()
    await page.getByRole('button', { name: 'Use another account' }).click()
    await signInOnScreen(page, fabrikam.people.admin!)
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await page.getByRole('banner').getByText('Fabrikam', { exact: true }).waitFor()
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: contoso.people.admin!.userPrincipalName }).click()
    await page.getByRole('banner').getByText('Contoso', { exact: true }).waitFor()
  })

  await t.test(
    'signing out ends one account; the next visit is the other one’s, and after that asks who it is',
    async () => {
      const signOut = async () => {
        await page.getByRole('button', { name: /^Account of/ }).click()
        await page.getByRole('menuitem', { name: 'Sign out' }).click()
      }
      await signOut()
      await page.getByRole('banner').getByText('Fabrikam', { exact: true }).waitFor()
      await signOut()
      await page.getByLabel('Email or sign-in name').waitFor()
    },
  )
})

test('a directory of customers is marked as one', async (t) => {
  const server = await startServer(t)
  const { page } = await enterAdmin(await launchBrowser(t), server, { tenant: 'woodgrove' })
  await page.getByRole('banner').getByText('Woodgrove', { exact: true }).waitFor()
  await page.getByRole('banner').getByText('External', { exact: true }).waitFor()
})
