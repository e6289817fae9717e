import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { refusalPage, visitor } from '../harness/person.ts'
import { graphAs, invite, namesIn, setting, story, succeeded } from '../harness/story.ts'
import { enterAdmin, visit } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Audit logs' }).getByRole('row')
const pane = (page: Page) => page.getByRole('dialog', { name: 'Audit entry' })

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('an admin finds out who changed what', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const names = namesIn(world)
  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('A/A', names) })
  const guest = await invite(world, fabrikam.account('employee'))
  const replaced = await invite(world, fabrikam.account('contractor'))
  await invite(world, fabrikam.account('contractor'), { sendInvitationMessage: true })
  succeeded(await contoso.graph.patch(`/v1.0/users/${guest.guestId}`, { jobTitle: '<b>Buyer</b>' }))
  await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/A', names) })
  const group = { displayName: 'Listened to', mailNickname: 'listened', mailEnabled: false, securityEnabled: true }
  succeeded(await contoso.graph.post('/v1.0/groups', group))
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/audit' })
  const open = async (activity: string) => {
    await rowsOf(page).filter({ hasText: activity }).first().getByRole('link').click()
    await pane(page).waitFor()
  }

  await t.test('a changed setting shows its old and its new value, and nothing that stayed', async () => {
    await open('Update a partner cross-tenant access setting')
    const row = pane(page).getByRole('table', { name: 'Changed values' }).getByRole('row').nth(1)
    await becomes(
      () => row.getByRole('cell').allInnerTexts(),
      ['Inbound B2B collaboration › Users and groups', 'Allowed: all users', 'Blocked: all users'],
    )
    await becomes(() => pane(page).getByRole('row').count(), 2)
    await pane(page).getByText('(application)').waitFor()
    await assertAccessible(page, 'audit-entry')
    await page.reload()
    await pane(page).getByText('Blocked: all users').waitFor()
    await page.goBack()
    await pane(page).waitFor({ state: 'detached' })
    await assertAccessible(page, 'audit')
  })

  await t.test('values are shown as they are, also what looks like HTML', async () => {
    await open('Update user')
    await pane(page).getByRole('cell', { name: '<b>Buyer</b>' }).waitFor()
    await page.goBack()
  })

  await t.test('the id on the page of an ended link leads to its entry, and from there to what it means', async () => {
    const told = refusalPage(await visitor(server).open(replaced.link))
    await page.goto(`${server.origin}/admin/audit?correlationId=${told.block['correlation id']}`)
    await open('Redeem external user invite')
    await pane(page)
      .getByText(told.message.replace(/ \(\w+\)$/, ''))
      .first()
      .waitFor()
    await pane(page).getByRole('link', { name: 'invitationSuperseded' }).click()
    await page.getByRole('heading', { name: 'invitationSuperseded', level: 1 }).waitFor()
    await page.getByText('The invitation was sent again, which ends the earlier link.').waitFor()
    await page.goto(`${server.origin}/admin/audit`)
  })

  await t.test('filters by category, activity, who did it, result, and the object by name, address or id', async () => {
    await page.goto(`${server.origin}/admin/audit`)
    await choose(page, 'Category', 'Cross-tenant access settings')
    await page.getByText('2 shown').waitFor()
    await page.getByLabel('Activity').fill('update a')
    await page.getByText('1 shown').waitFor()
    await page.goto(`${server.origin}/admin/audit`)
    await page.getByLabel('Target').fill(guest.email)
    await page.waitForURL(/target=/)
    await rowsOf(page).filter({ hasText: 'Update user' }).first().waitFor()
    await rowsOf(page).filter({ hasText: 'partner' }).first().waitFor({ state: 'detached' })
    // By the beginning of its name, also of what is no person.
    await page.getByLabel('Target').fill('default configuration of nothing')
    await page.getByText('Nothing matches').waitFor()
    await page.getByLabel('Target').fill('LISTENED')
    await rowsOf(page).filter({ hasText: 'Add group' }).waitFor()
    assert.equal(await rowsOf(page).count(), 2)
    await page.getByLabel('Target').fill(guest.guestId)
    await page.waitForURL(new RegExp(guest.guestId))
    await rowsOf(page).filter({ hasText: 'Update user' }).first().waitFor()
    await choose(page, 'Status', 'Failure')
    await page.getByText('Nothing matches').waitFor()
    await page.goto(`${server.origin}/admin/audit?by=${contoso.account('admin').userPrincipalName}`)
    await page.getByText('Nothing matches').waitFor()
    await page.goto(`${server.origin}/admin/audit?by=${contoso.app('admin-script').app.appId}`)
    await rowsOf(page).nth(2).waitFor()
    await page.goto(`${server.origin}/admin/audit?target=nobody@nowhere.example`)
    await page.getByText('nobody here has this address').waitFor()
    await page.getByText('Nothing matches').waitFor()
  })

  await t.test('odd input is harmless', async () => {
    for (const name of ['activity', 'by', 'target', 'category', 'result', 'correlationId']) {
      await page.goto(`${server.origin}/admin/audit?${name}=${encodeURIComponent(`'<script>")`)}`)
      await page.getByText('Nothing matches').or(page.getByRole('alert')).first().waitFor()
    }
  })

  await t.test('what is filtered can be downloaded', async () => {
    await page.goto(`${server.origin}/admin/audit?category=CrossTenantAccessSettings`)
    await rowsOf(page).nth(2).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download (CSV)' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'audit.csv')
    const lines = readFileSync(await download.path())
      .subarray(3)
      .toString()
      .split('\r\n')
    assert.equal(lines.length, 3)
    assert.match(lines[0] ?? '', /^Date,Activity,Category,Status/)
    assert.match(lines[1] ?? '', /Update a partner cross-tenant access setting/)
  })

  await t.test('a download goes on when its page is left', async () => {
    const whole = (url: URL) => url.pathname.endsWith('/directoryAudits') && url.searchParams.get('$top') === '999'
    const asked = Promise.withResolvers<() => Promise<void>>()
    await page.route(whole, (route) => asked.resolve(() => route.continue()))
    await page.getByRole('button', { name: 'Download (CSV)' }).click()
    const go = await asked.promise
    await visit(page, '/sign-ins')
    await page.getByRole('heading', { name: 'Sign-in logs', level: 1 }).waitFor()
    // Another log can be downloaded meanwhile.
    await page.getByRole('button', { name: 'Download (CSV)' }).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), go()])
    assert.equal(download.suggestedFilename(), 'audit.csv')
    await page.getByRole('button', { name: 'Notifications', exact: true }).click()
    await page
      .getByRole('dialog', { name: 'Notifications' })
      .getByText(/^audit\.csv was saved: \d+ rows\.$/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await page.unroute(whole)
  })

  await t.test('ids are named and can be copied; while nothing can be looked up they stand as they are', async () => {
    const { value } = (await contoso.graph.get("/v1.0/groups?$filter=displayName eq 'Listened to'")).body
    const id: string = value[0].id
    await contoso.towards(fabrikam, {
      b2bCollaborationOutbound: {
        usersAndGroups: { accessType: 'blocked', targets: [{ target: id, targetType: 'group' }] },
        applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
      },
    })
    const address = `${server.origin}/admin/audit?category=CrossTenantAccessSettings`
    const changed = pane(page)
      .getByRole('table', { name: 'Changed values' })
      .getByRole('row', { name: /Users and groups/ })
    await page.goto(address)
    await open('Update a partner cross-tenant access setting')
    await pane(page).getByRole('heading', { name: 'Policy: Fabrikam' }).waitFor()
    await pane(page).getByText(fabrikam.id).waitFor()
    await changed.getByText('Blocked: Listened to').waitFor()
    await changed.getByText(id).waitFor()
    await changed.getByRole('button', { name: 'Copy the id of Listened to' }).waitFor()
    await assertAccessible(page, 'audit-entry-names')

    const lookUps = /getByIds|findTenantInformation/
    await page.route(lookUps, (route) => route.fulfill({ status: 500, json: {} }))
    await page.reload()
    await changed.getByText(`Blocked: ${id}`).waitFor()
    await pane(page)
      .getByRole('heading', { name: `Policy: ${fabrikam.id}` })
      .waitFor()
    await becomes(() => pane(page).getByRole('alert').count(), 0)
    await page.unroute(lookUps)
  })

  await t.test('a failing server can be asked again; a member without a role is told what is missing', async () => {
    const logs = '**/auditLogs/directoryAudits?*'
    const error = { code: 'x', message: 'Out of order.' }
    await page.route(logs, (route) => route.fulfill({ status: 500, json: { error } }))
    await page.goto(`${server.origin}/admin/audit`)
    await page.getByRole('alert').getByText('Out of order.').waitFor()
    await page.unroute(logs)
    await page.getByRole('button', { name: 'Try again' }).click()
    await rowsOf(page).nth(1).waitFor()
    const { page: member, context } = await enterAdmin(browser, server, { person: 'member', at: '/audit' })
    await member.getByRole('alert').getByText('You do not have access to this').waitFor()
    await context.close()
  })
})

test('the demo’s outbox is read as the guest reads it', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/outbox' })

  await t.test('it is empty until somebody is invited', async () => {
    await page.getByText('No mail yet: invite somebody').waitFor()
    assert.equal(
      await page.getByRole('link', { name: 'Invite an external user' }).getAttribute('href'),
      '/admin/users?pane=invite',
    )
    await assertAccessible(page, 'outbox-empty')
  })

  // A message of one's own goes along when a person invites who has a mailbox.
  const customizedMessageBody = 'Welcome <script>alert(1)</script> https://elsewhere.example'
  const letter = { sendInvitationMessage: true, invitedUserMessageInfo: { customizedMessageBody } }
  const admin = await graphAs(world, 'admin', ['User.Invite.All'])

  await t.test('new mail comes by itself, and opens with its text and the link to accept', async () => {
    const guest = await invite(world, { mail: world.fabrikam.account('employee').userPrincipalName }, letter, admin)
    await page.getByRole('table', { name: 'Outbox' }).getByRole('link').first().click()
    const mail = page.getByRole('dialog')
    await mail.getByText(guest.email).first().waitFor()
    await mail.getByText('<script>alert(1)</script>').waitFor()
    const link = mail.getByRole('link', { name: 'Open the link' })
    await becomes(() => link.getAttribute('href'), guest.link)
    await becomes(() => link.getAttribute('rel'), 'noreferrer')
    await becomes(() => mail.getByRole('link', { name: /elsewhere/ }).count(), 0)
    await assertAccessible(page, 'outbox-mail')
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()])
    await opened.waitForURL(guest.link)
    assert.match(await opened.title(), /Invitation/)
    await opened.close()
    await page.goBack()
    await mail.waitFor({ state: 'detached' })
  })

  await t.test('it is searched by address; an unknown one finds nothing', async () => {
    await page.getByRole('searchbox').fill('EMPLOYEE@')
    await page.waitForURL(/q=/)
    await page.getByText('1 shown').waitFor()
    await page.getByRole('searchbox').fill(`nobody'@`)
    await page.getByText('Nothing matches').waitFor()
    await page.goto(`${server.origin}/admin/outbox?mail=unknown`)
    await page.getByText('This is not here (any more)').waitFor()
  })

  await t.test('it is for administrators of people only', async () => {
    const { page: member, context } = await enterAdmin(browser, server, { person: 'member', at: '/outbox' })
    await member.getByRole('alert').getByText('You do not have access to this').waitFor()
    await context.close()
  })
})
