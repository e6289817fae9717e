import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { guestInside, namesIn, setting, story, succeeded } from '../harness/story.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

const pane = (page: Page) => page.getByRole('dialog', { name: 'Sign-in', exact: true })
const partnersPath = '/v1.0/policies/crossTenantAccessPolicy/partners'

test('what refused is mended from its sign-in, whatever it takes', async (t) => {
  const server = await startServer(t)
  const world = story(server)
  const { contoso, fabrikam } = world
  const { graph } = contoso
  const portal = contoso.app('portal').app
  const { inside, guestId, email } = await guestInside(world)
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/sign-ins' })
  page.setDefaultTimeout(10_000)

  const refusedBy = async (code: number): Promise<string> => {
    const { status, body } = await inside.refresh()
    assert.equal(status, 400)
    assert.deepEqual(body.error_codes, [code])
    const rows = (await contoso.signIns(body.correlation_id ?? '')) as { id: string }[]
    return rows[0]?.id ?? assert.fail('no row')
  }
  const why = async (id: string) => {
    await page.goto(`${server.origin}/admin/sign-ins?signIn=${id}&part=why`)
    await pane(page).getByRole('list', { name: 'The checks, in the order in which they spoke' }).waitFor()
  }
  const checks = () => pane(page).getByRole('list', { name: 'The checks, in the order in which they spoke' })
  const apply = async (within: ReturnType<Page['locator']>) => {
    await within.getByRole('button', { name: 'Apply this fix' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Change it' }).click()
    await within.getByText('The fix is applied').waitFor()
  }
  const assignedTo = async () =>
    succeeded(
      await graph.get(`/v1.0/servicePrincipals/${portal.servicePrincipalId}/appRoleAssignedTo`),
    ).body.value.filter(({ principalId }: { principalId: string }) => principalId === guestId)
  const required = (on: boolean) =>
    graph.patch(`/v1.0/servicePrincipals/${portal.servicePrincipalId}`, { appRoleAssignmentRequired: on })

  await t.test(
    'a fix that makes something (POST) tells who gets what by name, is done, and is undone by its deletion',
    async () => {
      // Consent has assigned the guest: that is taken away, too.
      for (const { id } of await assignedTo()) {
        succeeded(await graph.delete(`/v1.0/servicePrincipals/${portal.servicePrincipalId}/appRoleAssignedTo/${id}`))
      }
      succeeded(await required(true))
      await why(await refusedBy(50105))
      const refusal = checks().getByRole('listitem').filter({ hasText: 'Refused' })
      await refusal.getByText('Contoso Portal', { exact: true }).waitFor()
      await refusal.getByRole('button', { name: 'Apply this fix' }).click()
      const question = page.getByRole('alertdialog')
      const changes = question.getByRole('table', { name: 'What will change' })
      const { displayName } = succeeded(await graph.get(`/v1.0/users/${guestId}`)).body
      await changes.getByRole('row').filter({ hasText: 'Who' }).getByText(displayName).waitFor()
      await changes.getByRole('row').filter({ hasText: 'Application' }).getByText('Contoso Portal').waitFor()
      await question.getByText('The request that is sent').click()
      await question.getByText(`POST /v1.0/servicePrincipals/${portal.servicePrincipalId}/appRoleAssignedTo`).waitFor()
      await question.getByRole('button', { name: 'Change it' }).click()
      await refusal.getByText('The fix is applied').waitFor()
      assert.equal((await assignedTo()).length, 1)
      assert.equal((await inside.refresh()).status, 200)
      await refusal.getByRole('button', { name: 'Undo' }).click()
      await refusal.getByText('Undone: everything is as it was').waitFor()
      assert.equal((await assignedTo()).length, 0)
    },
  )

  await t.test(
    'two settings that refuse at once are both told, each with its fix; after both the guest is in',
    async () => {
      await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(world)) })
      await why(await refusedBy(500213))
      assert.equal(await checks().getByRole('listitem').filter({ hasText: 'Refused' }).count(), 1)
      const next = pane(page).getByRole('region', { name: 'One change is not enough' })
      await next.getByText('one more check of your organization would refuse the same sign-in').waitFor()
      await next.getByText('Would refuse', { exact: true }).waitFor()
      await next.getByText('requires assignment').waitFor()
      await assertAccessible(page, 'sign-in-why-further')
      await apply(checks().getByRole('listitem').filter({ hasText: 'Refused' }))
      await refusedBy(50105)
      await apply(next)
      assert.equal((await inside.refresh()).status, 200)
      succeeded(await required(false))
    },
  )

  await t.test('a fix is not undone over what somebody has set since', async () => {
    await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(world)) })
    await why(await refusedBy(500213))
    const refusal = checks().getByRole('listitem').filter({ hasText: 'Refused' })
    await apply(refusal)
    const theirs = { b2bCollaborationInbound: setting('B/A', namesIn(world)) }
    await contoso.towards(fabrikam, theirs)
    const { b2bCollaborationInbound } = succeeded(await graph.get(`${partnersPath}/${fabrikam.id}`)).body
    await refusal.getByRole('button', { name: 'Undo' }).click()
    await refusal.getByText('Somebody has changed the same thing since.').waitFor()
    const { body } = succeeded(await graph.get(`${partnersPath}/${fabrikam.id}`))
    assert.deepEqual(body.b2bCollaborationInbound, b2bCollaborationInbound)
  })

  await t.test(
    'where the home organization refuses first, the own setting that would refuse next is told here alone',
    async () => {
      await contoso.towards(fabrikam, { b2bCollaborationInbound: setting('B/B', namesIn(world)) })
      await fabrikam.towards(contoso, { b2bCollaborationOutbound: setting('B/B', namesIn(world)) })
      const id = await refusedBy(500212)
      await why(id)
      await checks().getByText("refused by the home organization's outbound settings").waitFor()
      const next = pane(page).getByRole('region', { name: 'One change is not enough' })
      await next.getByText('Inbound settings refuse everybody from Fabrikam').waitFor()
      await next.getByText('Fabrikam', { exact: true }).waitFor()
      assert.equal((await fabrikam.explanation(id)).further, undefined, 'the home organization is told nothing of it')
      await fabrikam.towards(contoso, { b2bCollaborationOutbound: null })
    },
  )

  // No fix of today deletes or replaces an object: the answer of the network says so, all else is real.
  const withFix = async (id: string, fix: { method: string; url: string; body: unknown }) => {
    const path = `**/gatehouse/v1/signIns/${id}/explanation`
    await page.route(path, async (route) => {
      const answer = await route.fetch()
      const body = (await answer.json()) as { trace: { result: string; fix?: object }[] }
      for (const finding of body.trace) {
        if (finding.result === 'objection') finding.fix = { text: 'Do what was said.', ...fix }
      }
      await route.fulfill({ response: answer, json: body })
    })
    await why(id)
    await page.unroute(path)
  }

  await t.test(
    'a fix that deletes shows what goes, deletes it, and can be undone; done already, it says so',
    async () => {
      const id = await refusedBy(500213)
      const url = `${partnersPath}/${fabrikam.id}`
      const before = succeeded(await graph.get(url)).body
      await withFix(id, { method: 'DELETE', url, body: null })
      const refusal = checks().getByRole('listitem').filter({ hasText: 'Refused' })
      await refusal.getByRole('button', { name: 'Apply this fix' }).click()
      await page
        .getByRole('alertdialog')
        .getByRole('row')
        .filter({ hasText: fabrikam.id })
        .getByText('Deleted')
        .waitFor()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Change it' }).click()
      await refusal.getByText('The fix is applied').waitFor()
      assert.equal((await graph.get(url)).status, 404)
      assert.equal((await inside.refresh()).status, 200)
      await refusal.getByRole('button', { name: 'Undo' }).click()
      await refusal.getByText('Undone: everything is as it was').waitFor()
      assert.deepEqual(succeeded(await graph.get(url)).body, before)
      succeeded(await graph.delete(url))
      await refusal.getByRole('button', { name: 'Apply this fix' }).click()
      await refusal.getByText('Nothing to change').waitFor()
      await graph.post(partnersPath, { tenantId: fabrikam.id, b2bCollaborationInbound: before.b2bCollaborationInbound })
    },
  )

  await t.test(
    'a fix that the server refuses says why, and one by an unknown method is told in words only',
    async () => {
      const id = await refusedBy(500213)
      await withFix(id, { method: 'PUT', url: `/v1.0/users/${guestId}`, body: { jobTitle: 'Buyer' } })
      const refusal = checks().getByRole('listitem').filter({ hasText: 'Refused' })
      await refusal.getByRole('button', { name: 'Apply this fix' }).click()
      await page.getByRole('alertdialog').getByRole('row').filter({ hasText: 'Buyer' }).waitFor()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Change it' }).click()
      await refusal.getByRole('alert').waitFor()
      assert.equal(succeeded(await graph.get(`/v1.0/users/${guestId}?$select=jobTitle`)).body.jobTitle, null)
      await withFix(id, { method: 'PURGE', url: `/v1.0/users/${guestId}`, body: null })
      await refusal.getByText('Do what was said.').waitFor()
      assert.equal(await refusal.getByRole('button', { name: 'Apply this fix' }).count(), 0)
      assert.equal(succeeded(await graph.get(`/v1.0/users/${guestId}`)).body.mail.toLowerCase(), email.toLowerCase())
    },
  )
})
