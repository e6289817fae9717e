import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GraphAnswer, startServer } from '../harness/index.ts'
import { type Account, person } from '../harness/person.ts'
import { openAdmin } from './admin.ts'
import { assertAccessible } from './axe.ts'
import { becomes } from './becomes.ts'
import { comeBack } from './come-back.ts'

/** An app becomes an API: its name, its scopes, who need not ask for them, and its roles. A client of it is the judge. */

const markup = '<script>alert("读取")</script>'
const long = (length: number) => 'x'.repeat(length)

test('an app becomes an API on the pages Expose an API and App roles', async (t) => {
  const server = await startServer(t)
  const graph = server.graph()
  const { contoso } = server.demo.tenants
  const made = async (body: object) => {
    const { body: app } = await graph.post('/v1.0/applications', body)
    await graph.post('/v1.0/servicePrincipals', { appId: app.appId })
    return app as GraphAnswer['body']
  }
  const ledger = await made({ displayName: 'Ledger' })
  const till = await made({ displayName: 'Till', publicClient: { redirectUris: ['http://localhost/till'] } })
  const { page } = await openAdmin(t, server, { at: `/applications/${ledger.id}/expose` })
  page.setDefaultTimeout(8_000)
  const main = page.getByRole('main')
  const button = (name: string) => main.getByRole('button', { name, exact: true })
  const pane = (name: string) => page.getByRole('dialog', { name })
  const save = (name: string) => pane(name).getByRole('button', { name: 'Save' }).click()
  const gone = (name: string) => pane(name).waitFor({ state: 'detached' })
  const row = (name: RegExp) => main.getByRole('row', { name })
  const act = async (name: string, action: string) => {
    await button(`Actions for ${name}`).click()
    await page.getByRole('menuitem', { name: action }).click()
  }
  const agree = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click()
  const undo = () => page.locator('[data-notice]').getByRole('button', { name: 'Undo' }).last().click()
  const saved = async () => (await graph.get(`/v1.0/applications/${ledger.id}`)).body
  const faults: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`)
  })
  const name = `https://${contoso.domain}/ledger`
  const member = person(server, contoso.people.member as Account)
  const app = {
    tenant: contoso.id,
    app: { ...till, redirectUris: { web: [], spa: [], publicClient: till.publicClient.redirectUris } },
  }
  /** What the client gets that asks for a scope behind the person's back: a code, or the error in its place. */
  const silently = async (scope: string): Promise<string> => {
    const { code, page: end } = await member.enter(app, { scope, parameters: { prompt: 'none' } })
    return code === null ? (new URL(end.leaves ?? 'about:').searchParams.get('error') ?? end.title) : 'a code'
  }

  await t.test('before it has a name there are no scopes, and before scopes no clients', async () => {
    await main.getByText('None yet. It is needed before others can ask for scopes.').waitFor()
    assert.equal(await button('Add a scope').isDisabled(), true)
    assert.equal(await button('Add a client application').isDisabled(), true)
    await main.getByText('Set the Application ID URI first.').waitFor()
    await main.getByText('Add a scope first.').waitFor()
  })

  await t.test('the Application ID URI is offered, and one that another could have is refused beside it', async () => {
    await button('Set').click()
    const form = pane('Application ID URI')
    const uri = form.getByLabel('Application ID URI')
    assert.equal(await uri.inputValue(), `api://${ledger.appId}`)
    for (const [typed, says] of [
      ['', 'Fill this in.'],
      [`api://${long(250)}`, 'At most 255 characters.'],
      ['api://账本', /It may hold plain URI characters only/],
      [markup, /It may hold plain URI characters only/],
      ['https://evil.example/ledger', /must use a verified domain/],
      [`https://${contoso.domain}/ledger/`, "It may not end with '/'."],
    ] as const) {
      await uri.fill(typed)
      await save('Application ID URI')
      await form.getByRole('alert').getByText(says).waitFor()
      assert.equal(await uri.getAttribute('aria-invalid'), 'true', `beside the field: ${typed}`)
    }
    await uri.fill(`  ${name} `)
    await save('Application ID URI')
    await gone('Application ID URI')
    await main.getByText(name, { exact: true }).waitFor()
    assert.deepEqual((await saved()).identifierUris, [name])
  })

  await t.test('a scope wants a name that tokens can hold, and words for whoever consents', async () => {
    await button('Add a scope').click()
    const form = pane('Add a scope')
    await save('Add a scope')
    await becomes(() => form.getByText('Fill this in.').count(), 3)
    const value = form.getByLabel('Scope name')
    await form.getByLabel('Admin consent display name').fill(markup)
    await form.getByLabel('Admin consent description').fill('   ')
    for (const [typed, says] of [
      ['two words', 'It may not hold spaces.'],
      [long(121), 'At most 120 characters.'],
    ] as const) {
      await value.fill(typed)
      await save('Add a scope')
      await form.getByText(says).waitFor()
    }
    await form.getByText('Fill this in.').waitFor()
    await form.getByLabel('Admin consent description').fill('Reads the ledger. مرحبا')
    for (const typed of ['读取', '<script>"x"</script>', '.Read']) {
      await value.fill(typed)
      await save('Add a scope')
      await form.getByText(/without spaces, quotes and backslashes/).waitFor()
      assert.equal(await value.getAttribute('aria-invalid'), 'true', `beside the field: ${typed}`)
    }
    await value.fill('Ledger.Read')
    await assertAccessible(page, 'application-scope')
    await save('Add a scope')
    await gone('Add a scope')
    await row(/Ledger\.Read/)
      .getByText(`${name}/Ledger.Read`)
      .waitFor()
    await row(/Ledger\.Read/)
      .getByText(markup)
      .waitFor()
    await button('Add a scope').click()
    await value.fill('ledger.read')
    await form.getByLabel('Admin consent display name').fill('Again')
    await form.getByLabel('Admin consent description').fill('Again')
    await save('Add a scope')
    await form.getByText(/Two scopes have the value/).waitFor()
    await form.getByRole('button', { name: 'Cancel' }).click()
    await gone('Add a scope')
    assert.equal((await saved()).api.oauth2PermissionScopes.length, 1)
  })

  await t.test('people are asked for it, until the client is authorized', async () => {
    await member.signInTo(app, { scope: 'openid' })
    const scope = `${name}/Ledger.Read`
    assert.equal(await silently(scope), 'consent_required')
    await button('Add a client application').click()
    const form = pane('Add a client application')
    await save('Add a client application')
    await form.getByText('Fill this in.').waitFor()
    for (const typed of ['Till', markup, `${till.appId} ${till.appId}`]) {
      await form.getByLabel('Client ID').fill(typed)
      await save('Add a client application')
      await form.getByText(/A client id has the form/).waitFor()
    }
    await form.getByLabel('Client ID').fill(` ${till.appId.toUpperCase()} `)
    await save('Add a client application')
    await form.getByText('Choose at least one scope.').waitFor()
    await assertAccessible(page, 'application-client')
    await form.getByRole('checkbox', { name: 'Ledger.Read' }).check()
    await save('Add a client application')
    await gone('Add a client application')
    await row(new RegExp(till.appId)).getByText('Ledger.Read').waitFor()
    await row(new RegExp(till.appId)).getByText('Till').waitFor()
    await assertAccessible(page, 'application-expose')
    assert.equal(await silently(scope), 'a code')
    const { accessToken } = await member.signInTo(app, { scope })
    assert.equal(accessToken.scp, 'Ledger.Read')
  })

  await t.test('a scope is edited, switched off and on again, and deleted with what names it', async () => {
    await act('Ledger.Read', 'Edit')
    const form = pane('Edit scope')
    await form.getByLabel('Admin consent display name').fill('Read the ledger')
    await form.getByRole('radio', { name: 'Admins only' }).check()
    // A change goes through a state in between: somebody else saves something else just then, and it stays.
    let patches = 0
    const theirs = (url: URL) => url.pathname.startsWith('/v1.0/applications/')
    await page.route(theirs, async (route) => {
      if (route.request().method() === 'PATCH' && ++patches === 2)
        await graph.patch(`/v1.0/applications/${ledger.id}`, { notes: 'saved meanwhile' })
      await route.continue()
    })
    await save('Edit scope')
    await gone('Edit scope')
    await page.unroute(theirs)
    const { api: edited, notes } = await saved()
    assert.deepEqual([edited.oauth2PermissionScopes[0].isEnabled, notes], [true, 'saved meanwhile'])
    assert.equal(patches, 5, 'off, refused, back, and once more')
    await row(/Read the ledger/)
      .getByText('Admins only')
      .waitFor()
    await act('Ledger.Read', 'Disable')
    await row(/Read the ledger/)
      .getByText('Disabled')
      .waitFor()
    assert.notEqual(await silently(`${name}/Ledger.Read`), 'a code')
    await page.reload()
    await act('Ledger.Read', 'Enable')
    await row(/Read the ledger/)
      .getByText('Enabled')
      .waitFor()
    assert.equal(await silently(`${name}/Ledger.Read`), 'a code')
    const before = (await saved()).api
    await act('Ledger.Read', 'Delete')
    await agree('Delete')
    await main.getByText('No scopes.').waitFor()
    assert.notEqual(await silently(`${name}/Ledger.Read`), 'a code')
    await undo()
    await row(/Read the ledger/).waitFor()
    assert.deepEqual((await saved()).api, before, 'with its id, and the client that need not ask for it')
    assert.equal(await silently(`${name}/Ledger.Read`), 'a code')
    // Without the notices, which lie over the end of the page for a while.
    await page.reload()
    await act(till.appId, 'Remove')
    await agree('Remove')
    await main.getByText('No authorized client applications.').waitFor()
    await act('Ledger.Read', 'Delete')
    await agree('Delete')
    await main.getByText('No scopes.').waitFor()
    const { api } = await saved()
    assert.deepEqual([api.oauth2PermissionScopes, api.preAuthorizedApplications], [[], []])
    await button('Remove').click()
    await agree('Remove')
    await main.getByText('None yet.', { exact: false }).waitFor()
    assert.deepEqual((await saved()).identifierUris, [])
  })

  await t.test('an app role is created, offered where it is assigned, edited, switched off and deleted', async () => {
    await main.getByRole('tab', { name: 'App roles' }).click()
    await main.getByRole('heading', { name: 'No app roles' }).waitFor()
    await button('Create app role').first().click()
    const form = pane('Create app role')
    await save('Create app role')
    await becomes(() => form.getByText('Fill this in.').count(), 3)
    await form.getByLabel('Display name').fill(markup)
    await form.getByLabel('Description').fill('May close the books. 你好')
    await form.getByLabel('Value').fill('会计')
    await save('Create app role')
    await form.getByText(/without spaces, quotes and backslashes/).waitFor()
    assert.equal(await form.getByLabel('Value').getAttribute('aria-invalid'), 'true')
    await form.getByLabel('Value').fill('Ledger.Close')
    await assertAccessible(page, 'application-role')
    await save('Create app role')
    await gone('Create app role')
    await row(/Ledger\.Close/)
      .getByText(markup)
      .waitFor()
    await assertAccessible(page, 'application-roles')
    await main.getByRole('link', { name: 'Assign people and groups' }).click()
    await button('Add user or group').first().click()
    await pane('Add assignment').getByRole('combobox', { name: 'Role' }).selectOption({ label: markup })
    await page.goBack()
    await page.goBack()
    await act(markup, 'Edit')
    await pane('Edit app role').getByLabel('Display name').fill('Bookkeeper')
    await pane('Edit app role').getByRole('radio', { name: 'Both' }).check()
    // Somebody else describes the role otherwise, and the page reads that, but not the pane.
    const [role] = (await saved()).appRoles
    for (const isEnabled of [false, true])
      await graph.patch(`/v1.0/applications/${ledger.id}`, {
        appRoles: [{ ...role, description: 'Theirs', isEnabled }],
      })
    await comeBack(page, `/v1.0/applications/${ledger.id}`)
    await save('Edit app role')
    await gone('Edit app role')
    await row(/Bookkeeper/)
      .getByText('Theirs')
      .waitFor()
    await row(/Bookkeeper/)
      .getByText('Users and groups, Applications')
      .waitFor()
    await act('Bookkeeper', 'Disable')
    await row(/Bookkeeper/)
      .getByText('Disabled')
      .waitFor()
    assert.equal((await saved()).appRoles[0].isEnabled, false)
    await act('Bookkeeper', 'Enable')
    await row(/Bookkeeper/)
      .getByText('Enabled')
      .waitFor()
    const address = page.url()
    const before = (await saved()).appRoles
    await act('Bookkeeper', 'Delete')
    await agree('Delete')
    await main.getByRole('heading', { name: 'No app roles' }).waitFor()
    await undo()
    await row(/Bookkeeper/).waitFor()
    assert.deepEqual((await saved()).appRoles, before, 'whoever had it has it again: its id is the same')
    await act('Bookkeeper', 'Delete')
    await agree('Delete')
    await main.getByRole('heading', { name: 'No app roles' }).waitFor()
    assert.deepEqual((await saved()).appRoles, [])
    await page.goto(`${address}?role=${ledger.id}`)
    await main.getByRole('heading', { name: 'No app roles' }).waitFor()
    assert.equal(await page.getByRole('dialog').count(), 0, 'a role that is not there is not edited')
  })

  assert.deepEqual(faults, [])
})
