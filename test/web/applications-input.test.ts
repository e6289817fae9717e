import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redirectUriProblem } from '../../src/applications/redirect-uri-rules.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { corpus } from '../security/redirect-corpus.ts'
import { enterAdmin } from './admin.ts'
import { becomes } from './becomes.ts'

/** Of the attacks' corpus, what registration refuses and one line of text can hold; every third, for the sake of time. */
const refused = corpus
  .filter((uri) => uri.length < 2048 && uri.trim() === uri && !/[\n\r\0]/.test(uri))
  .filter((uri) => redirectUriProblem(uri, 'web', 'AzureADMyOrg') !== undefined)
  .filter((_, index) => index % 3 === 0)

test('bad input of the pages of an app is refused where it was typed, and changes nothing', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const browser = await launchBrowser(t)
  const { body: app } = await server.graph().get(`/v1.0/applications(appId='${contoso.apps.portal?.appId}')`)
  const at = `/applications/${app.id}`
  const { page } = await enterAdmin(browser, server, { at: `${at}/authentication` })
  page.setDefaultTimeout(15_000)
  const main = page.getByRole('main')
  const button = (name: string) => main.getByRole('button', { name, exact: true })
  const pane = (name: string) => page.getByRole('dialog', { name })
  const open = (part: string) => page.goto(`${server.origin}/admin${at}${part}`)
  const now = async () => (await server.graph().get(`/v1.0/applications/${app.id}`)).body
  const faults: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`)
  })

  await t.test('redirect URIs of the attack corpus: each with its reason in its row', async () => {
    assert.ok(refused.length > 10)
    await button('Add URI: Web').click()
    const line = main.getByLabel(`Web redirect URI ${app.web.redirectUris.length + 1}`)
    const row = page.locator('.fui-Field', {
      has: page.getByLabel(`Web redirect URI ${app.web.redirectUris.length + 1}`),
    })
    for (const uri of refused) {
      await line.fill(uri)
      const answered = page.waitForResponse((answer) => answer.request().method() === 'PATCH')
      await button('Save').click()
      assert.equal((await answered).status(), 400, uri)
      await row.getByRole('alert').waitFor()
    }
    assert.deepEqual((await now()).web, app.web)
    await button('Discard changes').click()
  })

  await t.test('names that are empty, of spaces, too long; HTML is a name like any other', async () => {
    await open('?pane=properties')
    const form = pane('Properties')
    for (const [name, says] of [
      ['', 'Fill this in.'],
      ['   ', 'Fill this in.'],
      ['x'.repeat(257), 'At most 256 characters.'],
    ] as const) {
      await form.getByLabel('Display name').fill(name)
      await form.getByRole('button', { name: 'Save' }).click()
      await form.getByText(says).waitFor()
    }
    const markup = '<img src=x onerror=alert(1)> مرحبا 你好'
    await form.getByLabel('Display name').fill(markup)
    await form.getByLabel('Privacy statement URL').fill('javascript:alert(1)')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('It must be a URL of http or https.').waitFor()
    await form.getByLabel('Privacy statement URL').fill('')
    await form.getByRole('button', { name: 'Save' }).click()
    await main.getByRole('heading', { name: markup, level: 1 }).waitFor()
    await becomes(() => page.locator('img').count(), 0)
  })

  await t.test('certificates: nothing, no certificate, a private key, which is not sent', async () => {
    await open('/credentials?pane=certificate')
    const form = pane('Upload certificate')
    const add = form.getByRole('button', { name: 'Add' })
    await add.click()
    await form.getByText('Choose a file or paste the certificate.').waitFor()
    await form.getByLabel('or paste it (PEM)').fill('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')
    await add.click()
    await form.getByText(/It must be an X\.509 certificate/).waitFor()
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.postData() ?? ''))
    await form.getByLabel('or paste it (PEM)').fill('-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----')
    await add.click()
    await form.getByText(/This holds a private key/).waitFor()
    assert.ok(!sent.some((body) => body.includes('PRIVATE KEY')))
    assert.deepEqual((await now()).keyCredentials, [])
  })

  await t.test(
    'scopes and roles: a space, a value that is there already; nothing is switched off by a refusal',
    async () => {
      const { body: api } = await server.graph().get(`/v1.0/applications(appId='${contoso.apps.api?.appId}')`)
      await page.goto(`${server.origin}/admin/applications/${api.id}/roles?pane=role`)
      const form = pane('Create app role')
      await form.getByLabel('Display name').fill('Again')
      await form.getByLabel('Description').fill('Again')
      await form.getByLabel('Value').fill('two words')
      await form.getByRole('button', { name: 'Save' }).click()
      await form.getByText('It may not hold spaces.').waitFor()
      await form.getByLabel('Value').fill(api.appRoles[0].value)
      await form.getByRole('button', { name: 'Save' }).click()
      await form.getByText(/Two app roles have the value/).waitFor()
      const after = (await server.graph().get(`/v1.0/applications/${api.id}`)).body
      assert.deepEqual(after.appRoles, api.appRoles)
    },
  )

  await t.test('an app that is not there, and a person without a role', async () => {
    await page.goto(`${server.origin}/admin/applications/11111111-2222-4333-8444-555555555555`)
    await main.getByText('This is not here (any more)').waitFor()
    const member = await enterAdmin(browser, server, { person: 'member', at: `${at}?pane=properties` })
    const form = member.page.getByRole('dialog', { name: 'Properties' })
    await form.getByLabel('Internal notes').fill('mine')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('You do not have access to this').waitFor()
    await member.context.close()
  })

  await t.test('a list that the server does not give says why, and another try helps', async () => {
    await page.route('**/v1.0/applications?**', (route) => route.abort())
    await page.goto(`${server.origin}/admin/applications`)
    await main.getByText('The server did not answer.', { exact: false }).waitFor({ timeout: 15_000 })
    await page.unroute('**/v1.0/applications?**')
    await main.getByRole('button', { name: 'Try again' }).click()
    await main.getByRole('link', { name: 'Contoso Orders API' }).waitFor()
  })

  assert.deepEqual(faults, [])
})
