import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../harness/index.ts'
import { openAdmin, visit } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'

/** Tab until the focus is on what is called so: what a person without a mouse does. */
async function tabTo(page: Page, name: string | RegExp, most = 40): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    const label: string = await page.evaluate(`(() => {
      const at = document.activeElement
      const labels = [...(at.labels ?? [])].map((one) => one.textContent).join(' ')
      return at.getAttribute('aria-label') ?? (labels || at.textContent || '')
    })()`)
    if (typeof name === 'string' ? label.trim().startsWith(name) : name.test(label)) return
  }
  assert.fail(`the Tab key does not reach ${name}`)
}

test('Invite external user', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { page } = await openAdmin(t, server, { at: '/users' })
  page.setDefaultTimeout(10_000)
  const open = async (path = '/users?pane=invite') => {
    // A pane that is open already would keep what was typed.
    await visit(page, '/users')
    await pane.waitFor({ state: 'detached' })
    await visit(page, path)
    await pane.waitFor()
  }
  const address = page.getByLabel('Email address')
  const submit = () => page.getByRole('button', { name: 'Invite', exact: true }).click()
  const pane = page.getByRole('dialog')

  await t.test('by keyboard alone: from the list to the link of the invitation', async () => {
    await page.getByRole('row', { name: /Ines Moreau/ }).waitFor()
    await tabTo(page, 'New user')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Create new user' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await pane.getByRole('heading', { name: 'Invite external user' }).waitFor()
    await tabTo(page, 'Email address')
    await page.keyboard.type('employee@fabrikam.gatehouse.test')
    await tabTo(page, 'Display name')
    await page.keyboard.type('Emil Sato')
    await tabTo(page, 'Personal message')
    await page.keyboard.type('Welcome to the project.')
    await tabTo(page, 'Invite')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What happens next' }).waitFor()
    await pane.getByText('The invitation is on its way by mail.').waitFor()
    await pane.getByText('Pending acceptance', { exact: true }).waitFor()
    await pane.getByText(`${server.origin}/redeem/`).waitFor()
    const letter = await server.letter('employee@fabrikam.gatehouse.test')
    assert.match(letter.text, /Welcome to the project\./)
    await page.keyboard.press('Escape')
    await page
      .getByRole('row', { name: /Emil Sato/ })
      .getByText('Pending acceptance')
      .waitFor()
    assert.ok(!page.url().includes('pane='), page.url())
  })

  await t.test('back and forward close and open the pane', async () => {
    await visit(page, '/users')
    await page.getByRole('button', { name: 'New user' }).click()
    await page.getByRole('menuitem', { name: 'Invite external user' }).click()
    await address.waitFor()
    await page.goBack()
    await pane.waitFor({ state: 'detached' })
    await page.goForward()
    await address.waitFor()
  })

  await t.test('what is no address is named, and nothing is sent', async () => {
    await open()
    const cases: [typed: string, says: RegExp][] = [
      ['', /Enter the address of the person to invite/],
      ['   ', /Enter the address of the person to invite/],
      ['ann', /“ann” is not a mail address/],
      ['ann@nowhere.example, <script>alert(1)</script>', /is not a mail address/],
      ['ann@nowhere.example; bob@@x; c', /“bob@@x” is not a mail address, and neither are 1 others/],
      [Array.from({ length: 51 }, (_, at) => `p${at}@nowhere.example`).join('\n'), /At most 50 addresses here/],
    ]
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/invitations')) sent.push(request.url())
    })
    for (const [typed, says] of cases) {
      await address.fill(typed)
      await submit()
      await pane.getByText(says).waitFor()
    }
    await address.fill('ann@nowhere.example')
    await page.getByLabel('Redirect URL').fill('javascript:alert(1)')
    await page.getByLabel('Copy to').fill('not one')
    await submit()
    await pane.getByText('Enter a whole address that begins with https:// or http://.').waitFor()
    await pane.getByText('This is not a mail address.').waitFor()
    assert.deepEqual(sent, [])
  })

  const refusals: [what: string, typed: string, says: RegExp, remedy: string | null][] = [
    [
      'somebody of our own',
      'member@contoso.gatehouse.test',
      /already exists in the directory/,
      'Open the user who is there already',
    ],
    ['our own domain', 'nobody@contoso.gatehouse.test', /verified domain of your own organization/, 'Create new user'],
    ['a wrong script', 'анна@nowhere.example', /before the @/, null],
  ]
  for (const [what, typed, says, remedy] of refusals) {
    await t.test(`the refusal of ${what} stands beside the address, with the way out`, async () => {
      await open()
      await address.fill(typed)
      await page.getByLabel('Personal message').fill('What was typed stays.')
      await submit()
      await pane.getByText(says).waitFor()
      await becomes(() => address.getAttribute('aria-invalid'), 'true')
      await becomes(() => page.getByLabel('Personal message').inputValue(), 'What was typed stays.')
      if (remedy) await pane.getByRole('link', { name: remedy }).waitFor()
    })
  }

  await t.test('a partner that is blocked is refused with the sentence of both organizations', async () => {
    await graph.post('/v1.0/policies/crossTenantAccessPolicy/partners', {
      tenantId: server.demo.tenants.fabrikam.id,
      b2bCollaborationInbound: {
        usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
        applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
      },
    })
    await open()
    await address.fill('contractor@fabrikam.gatehouse.test')
    await submit()
    await pane.getByText(/blocked by cross-tenant access settings/).waitFor()
    await pane.getByText(/Inbound settings refuse everybody from Fabrikam\./).waitFor()
    await pane.getByRole('link', { name: /Open Cross-tenant access settings/ }).waitFor()
    await graph.delete(`/v1.0/policies/crossTenantAccessPolicy/partners/${server.demo.tenants.fabrikam.id}`)
  })

  await t.test('what the server has to say about an invitation that it made stands beside it', async () => {
    await open()
    await address.fill('Ann <ann@gmail.com>; bob@partner-of-ours.example')
    await submit()
    await pane.getByText('gmail.com is a consumer mail domain: an app for customers wants an external tenant').waitFor()
    assert.equal(await pane.getByText('consumer mail domain').count(), 1)
  })

  await t.test('several at once, as pasted from a mail program; the refused ones can be put right', async () => {
    await open()
    await address.fill('"Berg, Ann" <ann@nowhere.example>; member@contoso.gatehouse.test\nbob@nowhere.example')
    await page.getByLabel('Send invitation mail').uncheck()
    await submit()
    await pane.getByText('No mail is sent: hand over the link below.').waitFor()
    await pane.getByText('One address was refused.').waitFor()
    await pane.getByRole('link', { name: 'Berg, Ann' }).waitFor()
    await pane.getByRole('button', { name: 'Correct and try again' }).click()
    await becomes(() => address.inputValue(), 'member@contoso.gatehouse.test')
    const { body } = await graph.get("/v1.0/users?$filter=mail eq 'ann@nowhere.example'")
    assert.equal(body.value[0].displayName, 'Berg, Ann')
    assert.equal((await server.letters('ann@nowhere.example')).length, 0)
  })

  await t.test('properties, groups and roles follow; what could not be done is told and tried again', async () => {
    const group = { displayName: 'Auditors', mailNickname: 'auditors', mailEnabled: false, securityEnabled: true }
    const { id } = (await graph.post('/v1.0/groups', group)).body
    await open()
    await address.fill('cleo@nowhere.example')
    await pane.getByRole('button', { name: 'Properties' }).click()
    await page.getByLabel('Job title').fill('Auditor')
    await page.getByLabel('Usage location').fill('1!')
    await pane.getByRole('button', { name: 'Sponsors, groups and roles' }).click()
    await page.getByRole('combobox', { name: 'Groups' }).click()
    await page.getByRole('option', { name: 'Auditors' }).click()
    await submit()
    await pane.getByText('The invitation is made, but not all of the rest:').waitFor()
    await pane.getByText(/Properties: not done\. .*country code/).waitFor()
    await pane.getByText('Group Auditors: done').waitFor()
    assert.equal((await graph.get(`/v1.0/groups/${id}/members`)).body.value.length, 1)
    await pane.getByRole('button', { name: 'Try the rest again' }).click()
    await pane.getByText(/Properties: not done/).waitFor()
  })

  await t.test('the panes are accessible, light and dark, on a desk and on a phone', async () => {
    await open()
    await pane.getByRole('button', { name: 'Sponsors, groups and roles' }).click()
    await page.getByRole('combobox', { name: 'Groups' }).waitFor()
    await assertAccessible(page, 'users-invite')
    await address.fill('dora@nowhere.example')
    await submit()
    await page.getByRole('heading', { name: 'What happens next' }).waitFor()
    await assertAccessible(page, 'users-invited')
    await open('/users?pane=create')
    await page.getByLabel(/^Password/).waitFor()
    await assertAccessible(page, 'users-create')
  })

  await t.test(
    'a new user of our own gets a password to hand over; what is wrong is said beside its field',
    async () => {
      await open('/users?pane=create')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await pane.getByText('Fill this in.').first().waitFor()
      await page.getByLabel('User principal name').fill('no spaces')
      await page.getByLabel('Display name').fill('<b>Frida</b>')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await pane.getByText(/Letters, digits and/).waitFor()
      await page.getByLabel('User principal name').fill('member')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await pane.getByText(/userPrincipalName/).waitFor()
      await page.getByLabel('User principal name').fill('frida')
      await page.getByLabel(/^Password/).fill('weak')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await pane.getByText(/does not comply with password complexity/).waitFor()
      await page.getByLabel(/^Password/).fill('Ufer-9-Kastanie')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await pane.getByRole('heading', { name: 'User created' }).waitFor()
      await pane.getByText('<b>Frida</b>').waitFor()
      await pane.getByText('Ufer-9-Kastanie').waitFor()
      const { body } = await graph.get('/v1.0/users/frida@contoso.gatehouse.test')
      assert.equal(body.displayName, '<b>Frida</b>')
    },
  )
})
