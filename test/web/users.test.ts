import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { serverOfSuite } from '../graph/suite.ts'
import { openAdmin } from './admin.ts'

/** All users: found, filtered, sorted, paged and changed in bulk. */
describe('All users', () => {
  const suite = serverOfSuite()

  test('people are listed with their columns', async (t) => {
    const { page } = await openAdmin(t, suite.server, { at: '/users' })
    const row = page.getByRole('row', { name: /Ines Moreau/ })
    await row.waitFor()
    assert.ok(await row.getByText('Member', { exact: true }).isVisible())
    await invite(page, 'first@nowhere.example')
    await page
      .getByRole('row', { name: /first@nowhere|first_nowhere/ })
      .getByText('Pending acceptance')
      .waitFor()
  })
})

async function invite(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'New user' }).click()
  await page.getByRole('menuitem', { name: 'Invite external user' }).click()
  await page.getByLabel('Email address').fill(address)
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByText('What happens next').waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
}
