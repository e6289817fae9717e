import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'

test('an administrator signs in to the admin center with MSAL Browser and sees whose directory it is', async (t) => {
  const server = await startServer(t)
  const { page } = await openAdmin(t, server)
  await page.getByRole('banner').getByText('Contoso', { exact: true }).waitFor()
  await page.getByRole('banner').getByText('Workforce').waitFor()
  await page.screenshot({ path: '/tmp/admin.png' })
  assert.ok(true)
})
