import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { graphAs } from '../graph/people.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { invite, story } from '../harness/story.ts'
import { enterAdmin } from './admin.ts'
import { becomes } from './becomes.ts'

const at = '/external-collaboration'
const authorization = '/v1.0/policies/authorizationPolicy'
const redemption = '/gatehouse/v1/policies/redemption'
const restrictions = '/beta/policies/b2bManagementPolicies'
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('external collaboration settings', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso, fabrikam } = told
  const { graph } = contoso
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at })
  // A page with unsaved changes asks before it is left; here it is left.
  page.on('dialog', (dialog) => void dialog.accept())
  page.setDefaultTimeout(10_000)
  const open = async (hash = '') => {
    await page.goto(`${server.origin}/admin${at}${hash}`)
    await page.getByRole('radio').first().waitFor()
  }
  const saved = () => page.getByText('External collaboration settings saved').first().waitFor()
  const takeBack = () =>
    page
      .locator('[data-notice]')
      .filter({ hasText: 'External collaboration settings saved' })
      .last()
      .getByRole('button', { name: 'Undo' })
      .click()

  await t.test(
    'one save keeps who may invite, what guests see and how long links work; it counts at once, and can be undone',
    async () => {
      await open()
      await page
        .getByRole('radio', { name: 'Only users assigned to specific admin roles can invite guest users' })
        .check()
      await page.getByRole('radio', { name: /restricted to properties and memberships of their own/ }).check()
      await page.getByRole('radio', { name: '7 days' }).check()
      await press(page, 'Save')
      await saved()
      assert.equal((await graph.get(authorization)).body.allowInvitesFrom, 'adminsAndGuestInviters')
      assert.equal((await graph.get(authorization)).body.guestUserRoleId, '2af84b1e-32c8-42b7-82bc-daa82404023b')
      assert.equal((await graph.get(redemption)).body.redemptionLinkDays, 7)
      const member = graphAs(server, 'contoso', contoso.account('member').id, 'User.Invite.All')
      const asked = { invitedUserEmailAddress: 'a@b.example', inviteRedirectUrl: 'https://b.example' }
      assert.equal((await member.post('/v1.0/invitations', asked)).status, 403)
      await takeBack()
      await page.getByText('Taken back').first().waitFor()
      await page.locator('input[value=everyone]:checked').waitFor({ state: 'attached' })
      assert.equal((await graph.get(authorization)).body.allowInvitesFrom, 'everyone')
      assert.equal((await graph.get(redemption)).body.redemptionLinkDays, 30)
    },
  )

  await t.test('a choice that is changed back is no change', async () => {
    await open()
    await page.getByRole('radio', { name: 'For ever' }).check()
    await page.getByRole('button', { name: 'Save' }).waitFor()
    await page.getByRole('radio', { name: '30 days' }).check()
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
  })

  await t.test(
    'domains are pasted as a list; what is none is named; an empty list is refused beside the choice',
    async () => {
      await open('#domains')
      const domains = part(page, 'Collaboration restrictions')
      await domains.getByText('You were sent here').waitFor()
      await domains.getByRole('radio', { name: 'Deny invitations to the specified domains' }).check()
      await press(page, 'Save')
      await domains.getByText('Name at least one domain, or allow any.').waitFor()
      const field = domains.getByLabel('Add domains', { exact: true })
      const add = domains.getByRole('button', { name: 'Add: Add domains' })
      await add.click()
      await domains.getByText('Type or paste at least one domain.').waitFor()
      await field.fill(`ok.example; <img src=x onerror=alert(1)> nodot ${'a'.repeat(300)}.example 10.0.0.1`)
      await add.click()
      await domains.getByText(/“<img”, “src=x”, “onerror=alert\(1\)>” and 3 more: not a domain name/).waitFor()
      await field.fill(`"@${fabrikam.domain.toUpperCase()}",\n bücher.example ${fabrikam.domain}`)
      await add.click()
      await becomes(() => domains.getByRole('listitem').count(), 2)
      await press(page, 'Save')
      await saved()
      const [policy] = (await graph.get(restrictions)).body.value
      assert.match(
        policy.definition[0],
        new RegExp(`"BlockedDomains":\\["${fabrikam.domain}","xn--bcher-kva.example"\\]`),
      )
      const asked = {
        invitedUserEmailAddress: fabrikam.account('contractor').mail,
        inviteRedirectUrl: 'https://b.example',
      }
      assert.notEqual((await graph.post('/v1.0/invitations', asked)).status, 201, 'a denied domain is not invited')
    },
  )

  await t.test('and taken away again, with undo', async () => {
    await open()
    await page.getByRole('radio', { name: /Allow invitations to be sent to any domain/ }).check()
    await press(page, 'Save')
    await saved()
    assert.deepEqual((await graph.get(restrictions)).body.value, [])
    await invite(told, fabrikam.account('contractor'))
    await takeBack()
    await page.getByText('Taken back').first().waitFor()
    assert.equal((await graph.get(restrictions)).body.value.length, 1)
  })

  await t.test('guests can be kept from leaving only once they are told whom to ask', async () => {
    await open()
    const leave = part(page, 'External user leave settings')
    await leave.getByText('first enter a privacy contact').waitFor()
    await becomes(() => leave.getByRole('radio', { name: 'No' }).isDisabled(), true)
    const privacyProfile = { contactEmail: 'privacy@contoso.test', statementUrl: 'https://contoso.test/privacy' }
    assert.equal((await graph.patch(`/v1.0/organization/${contoso.id}`, { privacyProfile })).status, 204)
    await open()
    await leave.getByRole('radio', { name: 'No' }).check()
    await press(page, 'Save')
    await saved()
    const { body } = await graph.get('/beta/policies/externalIdentitiesPolicy')
    assert.equal(body.allowExternalIdentitiesToLeave, false)
  })

  await t.test('self-service sign up is kept, and says that nothing acts on it yet', async () => {
    await open()
    const signUp = part(page, 'Guest self-service sign up')
    await signUp.getByText('Stored, not enforced yet').waitFor()
    await signUp.getByRole('radio', { name: 'Yes' }).check()
    await press(page, 'Save')
    await saved()
    const { body } = await graph.get('/v1.0/policies/authenticationFlowsPolicy')
    assert.deepEqual(body.selfServiceSignUp, { isEnabled: true })
  })

  await t.test(
    'of two admins who change one setting, the second sees both versions; other settings are nobody’s quarrel',
    async () => {
      await open()
      await page.getByRole('radio', { name: /No one in the organization/ }).check()
      await page.getByRole('radio', { name: '90 days' }).check()
      await graph.patch(authorization, { allowInvitesFrom: 'adminsAndGuestInviters' })
      await press(page, 'Save')
      const dialog = page.getByRole('alertdialog', { name: 'Somebody else changed this meanwhile' })
      await dialog.getByText('Only users assigned to specific admin roles').waitFor()
      await dialog.getByText('No one in the organization').waitFor()
      assert.equal((await graph.get(authorization)).body.allowInvitesFrom, 'adminsAndGuestInviters')
      await dialog.getByRole('button', { name: 'Save mine' }).click()
      await saved()
      await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
      assert.equal((await graph.get(authorization)).body.allowInvitesFrom, 'none')
      assert.equal((await graph.get(redemption)).body.redemptionLinkDays, 90)

      await open()
      await page.getByRole('radio', { name: /Anyone in the organization/ }).check()
      await graph.patch(authorization, { guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3' })
      await press(page, 'Save')
      await saved()
      const { body } = await graph.get(authorization)
      assert.equal(body.allowInvitesFrom, 'everyone')
      assert.equal(body.guestUserRoleId, '10dae51f-b6af-4016-8d66-8c2a99b929b3')
    },
  )

  await t.test(
    'while the server is slow there is a skeleton; when it fails, what, which code, and another try',
    async () => {
      const policy = '**/policies/redemption'
      let answered = 0
      await page.route(policy, async (route) => {
        answered += 1
        if (answered === 1) await new Promise((done) => setTimeout(done, 400))
        const error = { error: { code: 'serviceNotAvailable', message: 'Try later.' } }
        await route.fulfill({ status: 500, json: error, headers: { 'request-id': 'r-1' } })
      })
      await page.goto(`${server.origin}/admin${at}`)
      await page.getByLabel('Loading').first().waitFor()
      const links = part(page, 'How long invitation links work')
      await links.getByText('Try later. (serviceNotAvailable').waitFor()
      await page.getByRole('radio', { name: /Anyone in the organization/ }).waitFor()
      await page.unroute(policy)
      await links.getByRole('button', { name: 'Try again' }).click()
      await links.getByRole('radio', { name: '90 days' }).waitFor()
    },
  )

  await t.test('a save that is throttled comes again; one that fails keeps what was chosen', async () => {
    await open()
    let tries = 0
    await page.route('**/policies/redemption', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue()
      tries += 1
      const error = { error: { code: 'tooManyRequests', message: 'Too many requests.' } }
      if (tries === 1) return route.fulfill({ status: 429, json: error, headers: { 'retry-after': '0' } })
      if (tries === 2) return route.fulfill({ status: 500, json: { error: { code: 'broken', message: 'It broke.' } } })
      return route.continue()
    })
    await page.getByRole('radio', { name: '14 days' }).check()
    await press(page, 'Save')
    await page.getByText('It broke.').waitFor()
    assert.equal(tries, 2)
    await becomes(() => page.getByRole('radio', { name: '14 days' }).isChecked(), true)
    await press(page, 'Save')
    await saved()
    await page.unroute('**/policies/redemption')
    assert.equal((await graph.get(redemption)).body.redemptionLinkDays, 14)
  })

  await t.test(
    'who has no role for it sees what is open to members, and is refused the rest in Graph’s words',
    async () => {
      const { page: hers } = await enterAdmin(browser, server, { at, person: 'member' })
      await hers.getByRole('radio', { name: /Anyone in the organization/ }).waitFor()
      await part(hers, 'How long invitation links work').getByText('You do not have access to this').waitFor()
      await hers.getByRole('radio', { name: /No one in the organization/ }).check()
      await press(hers, 'Save')
      await hers.getByRole('region', { name: 'You have changes' }).getByText('You do not have access to this').waitFor()
      assert.equal((await graph.get(authorization)).body.allowInvitesFrom, 'everyone')
      await hers.context().close()
    },
  )
})
