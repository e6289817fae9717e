import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addUsers, tenantId } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const policy = '/v1.0/policies/crossTenantAccessPolicy'

test('the settings of an organization are accessible in every look, with what a save will change and with a conflict', async (t) => {
  const server = await startServer(t)
  const { fabrikam, contoso } = server.demo.tenants
  const graph = server.graph()
  const { page } = await openAdmin(t, server, { at: '/cross-tenant-access/organizations' })
  // The checks run in the page, which its own policy forbids.
  const look = async (at: string, ready: string, name: string) => {
    await page.goto(`${server.origin}/admin${at}`)
    await page.getByText(ready).first().waitFor()
    await assertAccessible(page, name)
  }
  const portal = contoso.apps.portal?.appId
  const created = await graph.post(`${policy}/partners`, {
    tenantId: fabrikam.id,
    b2bCollaborationInbound: {
      usersAndGroups: {
        accessType: 'allowed',
        targets: [{ target: fabrikam.people.employee?.id, targetType: 'user' }],
      },
      applications: { accessType: 'allowed', targets: [{ target: portal, targetType: 'application' }] },
    },
  })
  assert.equal(created.status, 201)
  await look('/cross-tenant-access/organizations', 'Only 1 person of Fabrikam', 'organizations')
  await look(
    `/cross-tenant-access/organizations/${fabrikam.id}?direction=inbound#applications`,
    'Contoso Portal',
    'organization-inbound',
  )
  await look(
    `/cross-tenant-access/organizations/${fabrikam.id}?direction=inbound&part=trust`,
    'Automatically redeem',
    'organization-trust',
  )
  await look(
    `/cross-tenant-access/organizations/${fabrikam.id}?direction=outbound&part=directConnect`,
    'Stored, not enforced yet',
    'organization-direct-connect',
  )
  await look(
    `/cross-tenant-access/organizations/${fabrikam.id}?direction=restrictions`,
    'These settings are stored, not enforced yet',
    'organization-restrictions',
  )

  const inbound = `/cross-tenant-access/organizations/${fabrikam.id}?direction=inbound`
  await page.goto(`${server.origin}/admin${inbound}`)
  await page.getByRole('button', { name: 'Block access' }).click()
  await page.getByText('1 person').first().waitFor()
  await page.getByRole('alertdialog').getByText('during the last 30 days').waitFor()
  await assertAccessible(page, 'organization-block')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()

  const users = page.getByRole('region', { name: 'External users and groups', exact: true })
  await users.getByRole('radio', { name: 'All external users and groups' }).check()
  await users.getByRole('radio', { name: 'Block access' }).check()
  const change = page.getByRole('region', { name: 'What will change' })
  await change.getByText('This is probably not what you mean').waitFor()
  await change.getByText('during the last 30 days').waitFor()
  await assertAccessible(page, 'organization-impact')

  const nobody = { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] }
  const nothing = { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] }
  const blocked = { b2bCollaborationInbound: { usersAndGroups: nobody, applications: nothing } }
  assert.equal((await graph.patch(`${policy}/partners/${fabrikam.id}`, blocked)).status, 204)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('alertdialog', { name: 'Somebody else changed this meanwhile' }).waitFor()
  await assertAccessible(page, 'organization-conflict')
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await look(`${inbound}#users`, 'Nobody from Fabrikam can come in', 'organization-blocked')

  await t.test(
    'its guests are those who are counted: by their home and by its domains, whatever their address',
    async () => {
      const home = (name: string) =>
        ({ kind: 'tenant', tenantId: tenantId(server, 'fabrikam'), objectId: `${name}-id` as never }) as const
      const guest = { userType: 'Guest', creationType: 'Invitation', externalUserState: 'Accepted' } as const
      await addUsers(server, 'contoso', [
        { ...guest, displayName: 'Elsewhere Address', mail: 'elsewhere@private.example', home: home('a') },
        { ...guest, displayName: 'External Member', userType: 'Member', mail: 'm@private.example', home: home('b') },
        {
          ...guest,
          displayName: 'Still Pending',
          externalUserState: 'PendingAcceptance',
          mail: `p@${fabrikam.domain}`,
        },
        { ...guest, displayName: 'Of Others', mail: 'o@private.example' },
      ])
      const { guests } = (await graph.get(`/gatehouse/v1/reports/guests?tenantId=${fabrikam.id}`)).body
      await page.goto(`${server.origin}/admin${inbound}`)
      await page.getByRole('link', { name: 'Its guests' }).click()
      await page.getByRole('heading', { name: 'All users', level: 1 }).waitFor()
      await page.getByText(`${guests} of ${guests} shown`).waitFor()
      const rows = page.getByRole('table', { name: 'All users' }).getByRole('row')
      for (const name of ['Elsewhere Address', 'External Member', 'Still Pending']) {
        await rows.filter({ hasText: name }).waitFor()
      }
      await becomes(() => rows.filter({ hasText: 'Of Others' }).count(), 0)
      await assertAccessible(page, 'organization-guests')
      await page.getByRole('searchbox').fill('pending')
      await page.getByText('1 of 1 shown').waitFor()
      await page.getByLabel('Home organization (id or domain)').fill('no domain')
      await page.getByText(/Neither the id of an organization nor a domain/).waitFor()
      await page.getByLabel('Home organization (id or domain)').fill('nobody.example')
      await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    },
  )
})
