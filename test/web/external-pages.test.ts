import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

test('the pages and default settings of External Identities are accessible in every look, with nothing there yet', async (t) => {
  const server = await startServer(t)
  const { fabrikam } = server.demo.tenants
  const { page } = await openAdmin(t, server, { at: '/external-collaboration' })
  // The checks run in the page, which its own policy forbids.
  const look = async (at: string, ready: string, name: string) => {
    await page.goto(`${server.origin}/admin${at}`)
    await page.getByText(ready).first().waitFor()
    await assertAccessible(page, name)
  }
  await look('/external-collaboration#invites', 'Guest invite settings', 'external-collaboration')
  await look('/cross-tenant-access', 'Edit outbound defaults', 'cross-tenant-default')
  await look('/cross-tenant-access/organizations', 'No organization has settings', 'organizations-empty')
  await look('/cross-tenant-access/organizations?pane=add', 'Tenant id or domain name', 'organization-add')
  await look('/cross-tenant-access/clouds', 'Microsoft Azure Government', 'clouds')
  await look('/cross-tenant-access/default?direction=inbound', 'Access status', 'edit-inbound-defaults')
  await look(`/cross-tenant-access/organizations/${fabrikam.id}`, 'has no settings of its own', 'organization-missing')
})
