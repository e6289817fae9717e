import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ConfidentialClientApplication } from '@azure/msal-node'
import { type AppCertificate, newCertificate } from '../clients/certificate.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { enterAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'

/** Certificates, owners and the manifest of an app: MSAL Node, an owner without a role, and Graph are the judges. */

const markup = '<img src=x onerror=alert(1)> 证书'

test('certificates, owners and the manifest of an app', async (t) => {
  const server = await startServer(t)
  const graph = server.graph()
  const { contoso } = server.demo.tenants
  const { body: app } = await graph.post('/v1.0/applications', { displayName: 'Payroll', notes: 'by hand' })
  await graph.post('/v1.0/servicePrincipals', { appId: app.appId })
  const browser = await launchBrowser(t)
  const { page } = await enterAdmin(browser, server, { at: `/applications/${app.id}/credentials` })
  page.setDefaultTimeout(8_000)
  const main = page.getByRole('main')
  const button = (name: string) => main.getByRole('button', { name, exact: true })
  const pane = (name: string) => page.getByRole('dialog', { name })
  const gone = (name: string) => pane(name).waitFor({ state: 'detached' })
  const agree = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click()
  const tab = (name: string) => main.getByRole('tab', { name, exact: true }).click()
  const saved = async () => (await graph.get(`/v1.0/applications/${app.id}`)).body
  const faults: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`)
  })

  const soon = await newCertificate(new Date(server.running.deps.clock.now() + 10 * 86_400_000))
  const lasting = await newCertificate()
  const tokenWith = ({ thumbprintSha256, privateKey, certificate }: AppCertificate) =>
    new ConfidentialClientApplication({
      auth: {
        clientId: app.appId,
        authority: `${server.origin}/${contoso.id}`,
        knownAuthorities: [new URL(server.origin).host],
        clientCertificate: { thumbprintSha256, privateKey, x5c: certificate },
      },
    }).acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
  const thumbprint = ({ certificate }: AppCertificate) =>
    new X509Certificate(certificate).fingerprint.replaceAll(':', '')
  const row = (certificate: AppCertificate) => main.getByRole('row', { name: new RegExp(thumbprint(certificate)) })

  await t.test('what is no certificate is refused beside the file; a private key stays here', async () => {
    await main.getByText('No certificates.').waitFor()
    await main.getByText('No client secrets.', { exact: false }).waitFor()
    await button('Upload certificate').click()
    const form = pane('Upload certificate')
    const add = form.getByRole('button', { name: 'Add' })
    const file = form.getByLabel('File (.cer, .crt, .pem)')
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.postData() ?? ''))
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const forms = [
      key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      key.privateKey.export({ type: 'pkcs8', format: 'der' }),
      key.privateKey.export({ type: 'pkcs1', format: 'der' }),
    ]
    for (const one of forms) {
      await file.setInputFiles({ name: 'job.key', mimeType: 'text/plain', buffer: Buffer.from(one) })
      await form.getByText(/This holds a private key/).waitFor()
      await file.setInputFiles({ name: 'empty.cer', mimeType: 'text/plain', buffer: Buffer.alloc(0) })
      await form.getByText('This file is empty.').waitFor()
    }
    await file.setInputFiles({ name: 'big.cer', mimeType: 'text/plain', buffer: Buffer.alloc(65 * 1024) })
    await form.getByText('A certificate is smaller than this file.').waitFor()
    await add.click()
    await form.getByText('Choose a file or paste the certificate.').waitFor()
    for (const buffer of [Buffer.from([0x30, 0x82, 0xff, 0x80]), Buffer.from(markup)]) {
      await file.setInputFiles({ name: 'some.cer', mimeType: 'text/plain', buffer })
      await add.click()
      await form
        .getByRole('alert')
        .getByText(/^It must be an X\.509 certificate/)
        .waitFor()
    }
    await assertAccessible(page, 'application-certificate-refused')
    const secret = String(forms[1]?.toString('base64')).slice(0, 200)
    assert.ok(!sent.some((body) => body.includes('PRIVATE KEY') || body.includes(secret)))
    await form.getByRole('button', { name: 'Cancel' }).click()
    await gone('Upload certificate')
    assert.deepEqual((await saved()).keyCredentials, [])
  })

  await t.test('a .cer file of bytes is uploaded; MSAL Node signs in with its key', async () => {
    await button('Upload certificate').click()
    const form = pane('Upload certificate')
    await form.getByLabel('Description').fill('x'.repeat(91))
    await form
      .getByLabel('File (.cer, .crt, .pem)')
      .setInputFiles({ name: 'job.cer', mimeType: 'application/pkix-cert', buffer: lasting.der })
    await form.getByText('Chosen: job.cer').waitFor()
    await form.getByRole('button', { name: 'Add' }).click()
    await form.getByText('At most 90 characters.').waitFor()
    await form.getByLabel('Description').fill(markup)
    await form.getByRole('button', { name: 'Add' }).click()
    await gone('Upload certificate')
    await row(lasting).getByText(markup).waitFor()
    await row(lasting).getByText('Current').waitFor()
    assert.equal(await main.locator('img').count(), 0)
    assert.ok((await tokenWith(lasting))?.accessToken)
  })

  await t.test(
    'one that is pasted as PEM stands beside it, named by its subject, and says that it ends soon',
    async () => {
      await button('Upload certificate').click()
      const form = pane('Upload certificate')
      await form.getByLabel('or paste it (PEM)').fill(soon.certificate)
      await form.getByRole('button', { name: 'Add' }).click()
      await gone('Upload certificate')
      await row(soon).getByText('CN=Nightly job').waitFor()
      await row(soon).getByText('Expiring soon').waitFor()
      await assertAccessible(page, 'application-certificates')
      assert.ok((await tokenWith(soon))?.accessToken)
      assert.ok((await tokenWith(lasting))?.accessToken)
      await tab('Overview')
      await main.getByText('2 certificates, 0 secrets').waitFor()
      await tab('Certificates & secrets')
    },
  )

  let keyIds: string[] = []
  await t.test('one is deleted: its key signs in no more, the other one still does', async () => {
    keyIds = (await saved()).keyCredentials.map(({ keyId }: { keyId: string }) => keyId)
    await button('Delete CN=Nightly job').click()
    await page.getByRole('alertdialog', { name: 'Delete the certificate CN=Nightly job?' }).waitFor()
    await agree('Delete')
    await row(soon).waitFor({ state: 'detached' })
    await assert.rejects(tokenWith(soon))
    assert.ok((await tokenWith(lasting))?.accessToken)
  })

  await t.test('undo brings it back as it was: its key signs in again', async () => {
    await page.locator('[data-notice]').getByRole('button', { name: 'Undo' }).last().click()
    await row(soon).waitFor()
    assert.ok((await tokenWith(soon))?.accessToken)
    const now = (await saved()).keyCredentials
    assert.deepEqual(now.map(({ keyId }: { keyId: string }) => keyId).sort(), keyIds.sort())
  })

  await t.test('a secret is gone for good: the question says so, and nothing offers to bring it back', async () => {
    const passwordCredential = { displayName: 'laptop' }
    const { body: secret } = await graph.post(`/v1.0/applications/${app.id}/addPassword`, { passwordCredential })
    await page.reload()
    await button('Delete laptop').click()
    await page.getByRole('alertdialog').getByText('It cannot be brought back.').waitFor()
    await agree('Delete')
    await main.getByText('laptop').waitFor({ state: 'detached' })
    const told = page.locator('[data-notice]').filter({ hasText: 'The client secret was deleted' })
    await told.waitFor()
    assert.equal(await told.getByRole('button', { name: 'Undo' }).count(), 0)
    const ids = (await saved()).passwordCredentials.map(({ keyId }: { keyId: string }) => keyId)
    assert.ok(!ids.includes(secret.keyId))
  })

  await t.test('owners: none, a person and an app, and what an owner may do without a role', async () => {
    await tab('Owners')
    await main.getByRole('heading', { name: 'No owners' }).waitFor()
    const theirs = await enterAdmin(browser, server, {
      person: 'member',
      at: `/applications/${app.id}?pane=properties`,
    })
    const form = theirs.page.getByRole('dialog', { name: 'Properties' })
    const note = async (text: string) => {
      await form.getByLabel('Internal notes').fill(text)
      await form.getByRole('button', { name: 'Save' }).click()
    }
    await note('mine')
    await form.getByText('You do not have access to this').waitFor()

    await button('Add owners').first().click()
    const adding = pane('Add owners')
    await adding.getByRole('button', { name: 'Add', exact: true }).click()
    await adding.getByText('Choose at least one owner.').waitFor()
    const who = adding.getByRole('combobox', { name: 'People and apps' })
    await who.click()
    await who.fill('<script>')
    await page.getByRole('option', { name: 'Nothing matches' }).waitFor()
    await who.fill('Milan')
    await page.getByRole('option', { name: /Milan Okafor/ }).click()
    await who.fill('Contoso CLI')
    await page.getByRole('option', { name: /Contoso CLI/ }).click()
    await assertAccessible(page, 'application-add-owners')
    await adding.getByRole('button', { name: 'Add', exact: true }).click()
    await gone('Add owners')
    await main.getByRole('row', { name: /Milan Okafor.*Person/ }).waitFor()
    await main.getByRole('row', { name: /Contoso CLI.*Application/ }).waitFor()
    await assertAccessible(page, 'application-owners')
    await theirs.page.reload()
    await note('mine')
    await form.waitFor({ state: 'detached' })
    assert.equal((await saved()).notes, 'mine')
    await theirs.page.goto(`${server.origin}/admin/applications/owned`)
    await theirs.page.getByRole('main').getByRole('link', { name: 'Payroll' }).waitFor()
    await theirs.context.close()
  })

  await t.test('an owner is removed, and given back by undo', async () => {
    const owners = async () => (await graph.get(`/v1.0/applications/${app.id}/owners`)).body.value.length
    await main.getByRole('checkbox', { name: 'Select Milan Okafor' }).check()
    await button('Remove').click()
    await agree('Remove')
    await main.getByRole('row', { name: /Milan Okafor/ }).waitFor({ state: 'detached' })
    assert.equal(await owners(), 1)
    await page.locator('[data-notice]').getByRole('button', { name: 'Undo' }).click()
    await main.getByRole('row', { name: /Milan Okafor/ }).waitFor()
    assert.equal(await owners(), 2)
  })

  await t.test('the manifest is what Graph has; a file of it is the same', async () => {
    await tab('Manifest')
    const text = main.getByRole('textbox', { name: 'Manifest' })
    const { '@odata.context': _, ...wire } = await saved()
    assert.deepEqual(JSON.parse(await text.inputValue()), wire)
    await assertAccessible(page, 'application-manifest')
    const download = page.waitForEvent('download')
    await button('Download').click()
    const file = await download
    assert.equal(file.suggestedFilename(), `${app.appId}.json`)
    assert.deepEqual(JSON.parse(readFileSync(await file.path(), 'utf8')), wire)
  })

  await t.test('what is no JSON, no object, changes nothing or is not to be changed is refused and stays', async () => {
    const text = main.getByRole('textbox', { name: 'Manifest' })
    const before = await text.inputValue()
    assert.equal(await button('Save').isDisabled(), true)
    for (const [typed, says] of [
      ['', /This is not JSON/],
      [before.slice(0, -1), /This is not JSON/],
      ['[1, 2]', /A manifest is a JSON object/],
      [`${before} `, 'Nothing is changed by this.'],
      [before.replace(app.appId, contoso.id), /appId/],
      ['{ "appRoles": "none" }', /It must be a list/],
      [`{ "notes": ${JSON.stringify('x'.repeat(1025))} }`, /at most 1024 characters/],
      ['{ "<script>": 1 }', /<script>/],
      ['{ "api": { "oauth2PermissionScopes": [{ "id": "x" }] } }', /It must be a GUID/],
    ] as const) {
      await text.fill(typed)
      await button('Save').click()
      await main.getByText(says).first().waitFor()
      assert.equal(await text.inputValue(), typed)
    }
    await button('Discard changes').click()
    assert.equal(await text.inputValue(), before)
  })

  await t.test('a change of the manifest is saved alone; of two at once both versions are shown', async () => {
    const text = main.getByRole('textbox', { name: 'Manifest' })
    const change = async (notes: string) => {
      const now = JSON.parse(await text.inputValue())
      await text.fill(JSON.stringify({ ...now, notes, tags: ['<b>', '标签'] }, null, 2))
      await button('Save').click()
    }
    await change('by manifest')
    await page.locator('[data-notice]').getByText('The manifest is saved').waitFor()
    const { notes, tags } = await saved()
    assert.deepEqual({ notes, tags }, { notes: 'by manifest', tags: ['<b>', '标签'] })
    await graph.patch(`/v1.0/applications/${app.id}`, { notes: 'theirs', description: 'theirs too' })
    await change('mine')
    const clash = page.getByRole('alertdialog', { name: 'Somebody else changed this meanwhile' })
    await clash.getByRole('row', { name: /theirs.*mine/ }).waitFor()
    await clash.getByRole('button', { name: 'Save mine' }).click()
    await clash.waitFor({ state: 'detached' })
    await button('Save').and(page.locator(':disabled')).waitFor()
    const after = await saved()
    assert.deepEqual([after.notes, after.description], ['mine', 'theirs too'])
  })

  assert.deepEqual(faults, [])
})
