import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCertificate } from '../clients/certificate.ts'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'
import { becomes } from './becomes.ts'
import { comeBack } from './come-back.ts'

/**
 * Two admins edit one app, one of them through Graph. What each of them changed stays, as long as it is not the same thing;
 * when it is, the second one sees both versions and chooses.
 */
test('two admins edit one app', async (t) => {
  const server = await startServer(t)
  const graph = server.graph()
  const { contoso } = server.demo.tenants
  const uri = (name: string) => `https://payroll.example/${name}`
  const role = (value: string, id: string) => ({
    id,
    value,
    displayName: value,
    description: value,
    allowedMemberTypes: ['User'],
    isEnabled: true,
  })
  const read = role('Pay.Read', '11111111-2222-4333-8444-000000000001')
  const { body: app } = await graph.post('/v1.0/applications', {
    displayName: 'Payroll',
    web: { redirectUris: [uri('a'), uri('b')] },
    appRoles: [read],
  })
  await graph.patch(`/v1.0/applications/${app.id}`, { identifierUris: [`api://${app.appId}`] })
  await graph.post('/v1.0/servicePrincipals', { appId: app.appId })
  const { page } = await openAdmin(t, server, { at: `/applications/${app.id}/authentication` })
  page.setDefaultTimeout(8_000)
  const main = page.getByRole('main')
  const button = (name: string) => main.getByRole('button', { name, exact: true })
  const pane = (name: string) => page.getByRole('dialog', { name })
  const gone = (name: string) => pane(name).waitFor({ state: 'detached' })
  const notice = (text: string) => page.locator('[data-notice]').getByText(text).first().waitFor()
  const undo = () => page.locator('[data-notice]').getByRole('button', { name: 'Undo' }).last().click()
  const open = (part: string) => page.goto(`${server.origin}/admin/applications/${app.id}${part}`)
  const saved = async () => (await graph.get(`/v1.0/applications/${app.id}`)).body
  const theirs = async (body: object) => {
    const { status } = await graph.patch(`/v1.0/applications/${app.id}`, body)
    assert.equal(status, 204)
  }
  const clash = page.getByRole('alertdialog', { name: 'Somebody else changed this meanwhile' })
  const choose = async (name: string) => {
    await clash.getByRole('button', { name }).click()
    await clash.waitFor({ state: 'detached' })
  }
  const rows = async () =>
    (await clash.getByRole('row').allInnerTexts()).slice(1).map((row) => row.replaceAll(/\s+/g, ' ').trim())
  const faults: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`)
  })

  await t.test('redirect URIs that each of them added both stay, without a question', async () => {
    await button('Add URI: Web').click()
    await main.getByLabel('Web redirect URI 3').fill(uri('mine'))
    await theirs({ web: { redirectUris: [uri('b'), uri('theirs')], logoutUrl: uri('out') } })
    await button('Save').click()
    await notice('Authentication is saved')
    const { web } = await saved()
    assert.deepEqual([web.redirectUris, web.logoutUrl], [[uri('b'), uri('mine'), uri('theirs')], uri('out')])
    await becomes(() => main.getByLabel('Web redirect URI 3').inputValue(), uri('theirs'))
    await undo()
    await becomes(async () => (await saved()).web.redirectUris, [uri('b'), uri('theirs')])
    await becomes(() => main.getByLabel('Web redirect URI 3').count(), 0)
  })

  await t.test('where both put another URI in the place of one, both versions are shown', async () => {
    await main.getByLabel('Web redirect URI 1').fill(uri('mine'))
    await main.getByLabel('Front-channel logout URL').fill('')
    await theirs({ web: { redirectUris: [uri('c'), uri('theirs')] }, spa: { redirectUris: [uri('spa')] } })
    await button('Save').click()
    await clash.waitFor()
    assert.deepEqual(await rows(), [`Web ${uri('c')}, ${uri('theirs')} ${uri('mine')}, ${uri('theirs')}`])
    assert.deepEqual((await saved()).web.redirectUris, [uri('c'), uri('theirs')], 'nothing is saved yet')
    await choose('Save mine')
    await notice('Authentication is saved')
    const { web, spa } = await saved()
    assert.deepEqual([web.redirectUris, web.logoutUrl], [[uri('mine'), uri('theirs')], null])
    assert.deepEqual(spa.redirectUris, [uri('spa')], 'nobody’s quarrel')
  })

  await t.test('of the properties only what both changed is asked about', async () => {
    await open('?pane=properties')
    const form = pane('Properties')
    await form.getByLabel('Internal notes').fill('mine')
    await form.getByLabel('Support URL').fill(uri('help'))
    await theirs({ notes: 'theirs', description: 'Pays people' })
    await form.getByRole('button', { name: 'Save' }).click()
    await clash.waitFor()
    assert.deepEqual(await rows(), ['Internal notes theirs mine'])
    assert.equal((await saved()).notes, 'theirs')
    await choose('Save mine')
    await gone('Properties')
    const { notes, description, info } = await saved()
    assert.deepEqual([notes, description, info.supportUrl], ['mine', 'Pays people', uri('help')])
  })

  await t.test('permissions that each of them added both stay, though the page has read a newer version', async () => {
    await open('/permissions?pane=permission')
    const { body: api } = await graph.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
    const scope = (value: string): string =>
      api.oauth2PermissionScopes.find((one: { value: string }) => one.value === value).id
    const form = pane('Request API permissions')
    await form.getByRole('searchbox').fill('user.readbasic')
    await form.getByRole('checkbox', { name: 'User.ReadBasic.All', exact: true }).check()
    const resourceAccess = [{ id: scope('User.Read'), type: 'Scope' }]
    await theirs({ requiredResourceAccess: [{ resourceAppId: api.appId, resourceAccess }] })
    await comeBack(page, `/v1.0/applications/${app.id}`)
    await form.getByRole('button', { name: 'Add permissions' }).click()
    await gone('Request API permissions')
    await main.getByRole('row', { name: /User.ReadBasic.All/ }).waitFor()
    await main.getByRole('row', { name: /User.Read / }).waitFor()
    const [asked] = (await saved()).requiredResourceAccess
    assert.deepEqual(
      new Set(asked.resourceAccess.map(({ id }: { id: string }) => id)),
      new Set([scope('User.Read'), scope('User.ReadBasic.All')]),
    )
  })

  await t.test(
    'what somebody else consents to meanwhile stays granted, and what she revokes stays revoked',
    async () => {
      const { body: client } = await graph.get(`/v1.0/servicePrincipals(appId='${app.appId}')`)
      const { body: api } = await graph.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
      const scopes = async (): Promise<string[]> =>
        (await graph.get(`/v1.0/oauth2PermissionGrants/${grant.id}`)).body.scope.split(' ').toSorted()
      const wish = { clientId: client.id, consentType: 'AllPrincipals', resourceId: api.id, scope: 'User.Read email' }
      const { body: grant } = await graph.post('/v1.0/oauth2PermissionGrants', wish)
      await page.reload()
      const row = main.getByRole('row', { name: /^User.Read / })
      await row.getByText('Granted for Contoso').waitFor()
      await graph.patch(`/v1.0/oauth2PermissionGrants/${grant.id}`, { scope: 'User.Read profile' })
      await button('Grant admin consent for Contoso').click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Grant', exact: true }).click()
      await main.getByRole('row', { name: /User.ReadBasic.All.*Granted for Contoso/ }).waitFor()
      assert.deepEqual(await scopes(), ['User.Read', 'User.ReadBasic.All', 'profile'])
      await graph.patch(`/v1.0/oauth2PermissionGrants/${grant.id}`, { scope: 'User.Read User.ReadBasic.All openid' })
      await button('Actions for User.Read').click()
      await page.getByRole('menuitem', { name: 'Revoke admin consent' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke admin consent' }).click()
      await row.getByText('Not granted').waitFor()
      assert.deepEqual(await scopes(), ['User.ReadBasic.All', 'openid'])
    },
  )

  await t.test('certificates that each of them uploaded both stay', async () => {
    await open('/credentials?pane=certificate')
    const [mine, other] = [await newCertificate(), await newCertificate()]
    await pane('Upload certificate').getByLabel('or paste it (PEM)').fill(mine.certificate)
    await theirs({
      keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: other.certificate, displayName: 'Theirs' }],
    })
    await pane('Upload certificate').getByRole('button', { name: 'Add' }).click()
    await gone('Upload certificate')
    await main.getByRole('row', { name: /Theirs/ }).waitFor()
    assert.equal((await saved()).keyCredentials.length, 2)
  })

  await t.test('a name that both gave to the API is asked about, and theirs can be taken', async () => {
    await open('/expose?pane=uri')
    const form = pane('Application ID URI')
    await form.getByLabel('Application ID URI').fill(`api://${contoso.id}/mine`)
    await theirs({ identifierUris: [`api://${contoso.id}/theirs`] })
    await form.getByRole('button', { name: 'Save' }).click()
    await clash.waitFor()
    assert.deepEqual(await rows(), [`Application ID URI api://${contoso.id}/theirs api://${contoso.id}/mine`])
    await choose('Take theirs')
    await gone('Application ID URI')
    await main.getByText(`api://${contoso.id}/theirs`).waitFor()
    assert.deepEqual((await saved()).identifierUris, [`api://${contoso.id}/theirs`])
  })

  await t.test(
    'a role that one deletes while the other changes it is asked about; a role that is new stays',
    async () => {
      await open('/roles')
      await button('Actions for Pay.Read').click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      const close = role('Pay.Close', '11111111-2222-4333-8444-000000000002')
      for (const isEnabled of [false, true])
        await theirs({ appRoles: [{ ...read, displayName: 'Reader', isEnabled }, close] })
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await clash.waitFor()
      assert.deepEqual(await rows(), ['App roles › Pay.Read Reader –'])
      await choose('Save mine')
      await main.getByRole('row', { name: /Pay.Close/ }).waitFor()
      assert.deepEqual(
        (await saved()).appRoles.map(({ value }: { value: string }) => value),
        ['Pay.Close'],
      )
      await undo()
      await main.getByRole('row', { name: /Reader/ }).waitFor()
      assert.equal((await saved()).appRoles.length, 2)
    },
  )

  await t.test('who meets somebody who is always faster is asked in the end', async () => {
    await open('/roles?role=11111111-2222-4333-8444-000000000002')
    const form = pane('Edit app role')
    await form.getByLabel('Description').fill('Closes the month')
    const patches = (url: URL) => url.pathname === `/v1.0/applications/${app.id}`
    let count = 0
    await page.route(patches, async (route) => {
      if (route.request().method() === 'PATCH') await theirs({ notes: `faster ${++count}` })
      await route.continue()
    })
    await form.getByRole('button', { name: 'Save' }).click()
    await clash.waitFor()
    assert.ok(count > 2, 'after more than one try')
    await page.unroute(patches)
    const { appRoles, notes } = await saved()
    assert.ok(appRoles.every(({ isEnabled }: { isEnabled: boolean }) => isEnabled))
    await choose('Save mine')
    await gone('Edit app role')
    await main.getByText('Closes the month').waitFor()
    assert.equal((await saved()).notes, notes)
  })

  await t.test(
    'a manifest changes the version that it was typed over, though the page has read a newer one',
    async () => {
      await open('/manifest')
      const text = main.getByRole('textbox', { name: 'Manifest' })
      const type = async (notes: string) => {
        const now = JSON.parse(await text.inputValue())
        await text.fill(JSON.stringify({ ...now, notes }, null, 2))
      }
      await type('mine')
      await theirs({ description: 'theirs' })
      await comeBack(page, `/v1.0/applications/${app.id}`)
      await button('Save').click()
      await notice('The manifest is saved')
      await becomes(async () => JSON.parse(await text.inputValue()).description, 'theirs')
      assert.deepEqual([(await saved()).notes, (await saved()).description], ['mine', 'theirs'])
      await type('mine again')
      await theirs({ notes: 'theirs' })
      await button('Save').click()
      await choose('Take theirs')
      await becomes(async () => JSON.parse(await text.inputValue()).notes, 'theirs')
      assert.equal((await saved()).notes, 'theirs')
    },
  )

  assert.deepEqual(faults, [])
})
