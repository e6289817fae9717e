import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newApplication, newServicePrincipal } from '../../src/applications/application.ts'
import type { AppId, ApplicationId, ServicePrincipalId } from '../../src/ids.ts'
import { tenantId } from '../graph/people.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

/** Puts apps into the directory directly, each with its service principal: a crowd by Graph would take its time. */
async function addApps(server: TestServer, count: number): Promise<void> {
  const { deps } = server.running
  const tenant = tenantId(server, 'contoso')
  await deps.store.write(tenant, async (tx) => {
    for (let at = 0; at < count; at++) {
      const appId = deps.random.uuid() as AppId
      const displayName = `Machine ${String(at).padStart(4, '0')}`
      // The last by name is the first by time.
      const createdAt = deps.clock.now() - at * 60_000
      await deps.store.applications.add(
        tx,
        newApplication({ id: deps.random.uuid() as ApplicationId, appId, displayName, createdAt }),
      )
      await deps.store.servicePrincipals.add(
        tx,
        newServicePrincipal({
          id: deps.random.uuid() as ServicePrincipalId,
          appId,
          appOwnerTenant: tenant,
          displayName,
          createdAt,
        }),
      )
    }
  })
}

test('lists of apps: none, a thousand, and a server that is slow or has too much to do', async (t) => {
  const server = await startServer(t)
  await addApps(server, 1000)
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: '/applications' })
  page.setDefaultTimeout(10_000)
  const main = page.getByRole('main')
  const at = (path: string) => page.goto(`${server.origin}/admin${path}`)
  const names = async () => {
    const rows = await main.getByRole('row').all()
    return Promise.all(rows.slice(1).map((row) => row.getByRole('link').first().textContent()))
  }
  const sort = (column: string) => main.getByRole('columnheader', { name: column }).getByRole('button').click()
  /** What the pages asked Graph for: the path of each list, with its page. */
  const asked: URL[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/\/v1\.0\/(applications|servicePrincipals)$/.test(url.pathname)) asked.push(url)
  })

  for (const { list, path, name } of [
    { list: 'App registrations', path: '/applications', name: 'Display name' },
    { list: 'Enterprise applications', path: '/enterprise-applications?kind=own', name: 'Name' },
  ]) {
    await t.test(`${list}: a thousand apps come a page at a time, sorted and searched by the server`, async () => {
      asked.length = 0
      await at(path)
      await main.getByText('50 of 1,005 shown').waitFor()
      assert.equal(asked.length, 1)
      assert.equal(asked[0]?.searchParams.get('$top'), '50')
      await main.getByRole('button', { name: 'Show more' }).click()
      await main.getByText('100 of 1,005 shown').waitFor()
      assert.equal(asked.length, 2)
      assert.ok(asked[1]?.searchParams.has('$skiptoken'), 'the server gives the next page')
      await sort(name)
      await main.getByRole('link', { name: 'Machine 0999' }).waitFor()
      assert.equal((await names())[0], 'Machine 0999')
      await page.getByRole('searchbox').fill('machine 0777')
      await main.getByText('1 of 1 shown').waitFor()
      await page.reload()
      await main.getByRole('link', { name: 'Machine 0777' }).waitFor()
      assert.equal(asked.length, 5, 'sorted, searched, and the same again after a reload')
    })
  }

  await t.test('the oldest app first, by its time of registration', async () => {
    await at('/applications?q=Machine')
    await main.getByText('50 of 1,000 shown').waitFor()
    await sort('Created')
    await main.getByRole('columnheader', { name: 'Created' }).and(page.locator('[aria-sort=ascending]')).waitFor()
    await main.getByRole('link', { name: 'Machine 0999' }).waitFor()
    assert.equal((await names())[0], 'Machine 0999')
  })

  await t.test('a slow list shows what is coming; one that has too much to do is asked again', async () => {
    for (const path of ['/applications', '/enterprise-applications']) {
      let answers = 0
      const api = path === '/applications' ? '**/v1.0/applications?*' : '**/v1.0/servicePrincipals?*'
      await page.route(api, async (route) => {
        answers += 1
        if (answers === 1) return route.fulfill({ status: 429, headers: { 'retry-after': '0' }, json: {} })
        await main.getByLabel('Loading').first().waitFor()
        return route.continue()
      })
      await at(path)
      await main.getByText(/^50 of 1,0\d\d shown$/).waitFor()
      assert.equal(answers, 2)
      await page.unroute(api)
    }
  })

  await t.test('so is one app; after a failure another try helps, and what was typed stays', async () => {
    const { body: portal } = await server
      .graph()
      .get(`/v1.0/applications(appId='${server.demo.tenants.contoso.apps.portal?.appId}')`)
    const api = `**/v1.0/applications/${portal.id}`
    let answers = 0
    await page.route(api, async (route) => {
      answers += 1
      if (answers === 1) return route.fulfill({ status: 429, headers: { 'retry-after': '0' }, json: {} })
      if (answers === 2) {
        await main.getByLabel('Loading').first().waitFor()
        const error = { code: 'generalException', message: 'It broke.' }
        return route.fulfill({ status: 500, json: { error }, headers: { 'request-id': 'r-17' } })
      }
      return route.continue()
    })
    await at(`/applications/${portal.id}`)
    await main.getByRole('alert').getByText('It broke.').waitFor()
    await main.getByText('r-17').waitFor()
    await main.getByRole('button', { name: 'Try again' }).click()
    await main.getByRole('heading', { name: 'Contoso Portal', level: 1 }).waitFor()
    assert.equal(answers, 3)

    const refused: number[] = []
    await page.unroute(api)
    await page.route(api, async (route) => {
      if (route.request().method() !== 'PATCH' || refused.length > 3) return route.continue()
      const status = refused.length === 0 ? 429 : 503
      refused.push(status)
      const error = { code: 'serviceNotAvailable', message: 'Later, please.' }
      return route.fulfill({ status, headers: { 'retry-after': '0' }, json: { error } })
    })
    await main.getByRole('button', { name: 'Edit properties' }).click()
    const form = page.getByRole('dialog', { name: 'Properties' })
    await form.getByLabel('Internal notes').fill('typed once')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('Later, please.').waitFor()
    assert.deepEqual(refused, [429, 503, 503], 'asked three times, then told')
    assert.equal(await form.getByLabel('Internal notes').inputValue(), 'typed once')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.waitFor({ state: 'detached' })
    const after = await server.graph().get(`/v1.0/applications/${portal.id}`)
    assert.equal(after.body.notes, 'typed once')
    await page.unroute(api)
  })

  await t.test('a directory without apps says what to do first', async () => {
    const fabrikam = server.graph('fabrikam')
    const { body } = await fabrikam.get('/v1.0/applications')
    const script = server.demo.tenants.fabrikam.apps['admin-script']?.appId
    // The one that deletes them goes last.
    for (const { id } of body.value.toSorted((one: { appId: string }) => (one.appId === script ? 1 : -1))) {
      assert.equal((await fabrikam.delete(`/v1.0/applications/${id}`)).status, 204)
    }
    const { page: other, context } = await enterAdmin(browser, server, { tenant: 'fabrikam', at: '/applications' })
    await other.getByRole('heading', { name: 'No app is registered yet' }).waitFor()
    await assertAccessible(other, 'applications-none')
    await other.getByRole('button', { name: 'New registration' }).last().click()
    await other.getByRole('dialog', { name: 'Register an application' }).waitFor()
    await context.close()
  })
})
