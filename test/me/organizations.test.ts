import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { addGuest, addUsers, allScopes, graphAs, tenantId, tokenOf } from '../graph/people.ts'
import { graphClient, startServer, type TestServer } from '../harness/index.ts'
import { acceptedGuest, type Story, story } from '../harness/story.ts'
import { atMyAccount, atMyAccountByCode, ownScopes, refreshed } from './my-account.ts'

const organizations = '/gatehouse/v1/me/organizations'
const unknown = '0d15ea5e-0000-4000-8000-00000000dead'
const leave = (id: string) => `${organizations}/${id}/leave`
const policy = '/beta/policies/externalIdentitiesPolicy'

type Scene = { server: TestServer; told: Story; contoso: string; fabrikam: string; woodgrove: string; guestId: string }

/** Fabrikam's employee has accepted Contoso's invitation, and is a guest of Woodgrove too. */
async function employeeAbroad(t: TestContext): Promise<Scene & { atContoso: Awaited<ReturnType<typeof atMyAccount>> }> {
  const server = await startServer(t)
  const told = story(server)
  const { guestId, person } = await acceptedGuest(told)
  const { contoso, fabrikam, woodgrove } = server.demo.tenants
  await addUsers(server, 'woodgrove', [
    {
      displayName: 'Emil Sato',
      userType: 'Guest',
      externalUserState: 'Accepted',
      home: {
        kind: 'tenant',
        tenantId: tenantId(server, 'fabrikam'),
        objectId: told.fabrikam.account('employee').id as never,
      },
    },
  ])
  const atContoso = await atMyAccount(server, contoso.id, told.fabrikam.account('employee'), person)
  return { server, told, contoso: contoso.id, fabrikam: fabrikam.id, woodgrove: woodgrove.id, guestId, atContoso }
}

/** Whoever cannot leave is told whom to ask, so the organization must have said that. */
async function forbidLeaving(server: TestServer): Promise<void> {
  const graph = server.graph('contoso')
  const privacyProfile = { contactEmail: 'privacy@contoso.example', statementUrl: 'https://contoso.example/privacy' }
  assert.equal(
    (await graph.patch(`/v1.0/organization/${server.demo.tenants.contoso.id}`, { privacyProfile })).status,
    204,
  )
  assert.equal((await graph.patch(policy, { allowExternalIdentitiesToLeave: false })).status, 204)
}

test('a guest sees the home organization first, then every organization that has the account as a guest', async (t) => {
  const { server, atContoso, contoso, fabrikam, woodgrove, guestId } = await employeeAbroad(t)
  const { status, body } = await atContoso.get(organizations)
  assert.equal(status, 200)
  assert.deepEqual(
    body.value.map((one: Record<string, unknown>) => [
      one.displayName,
      one.tenantId,
      one.kind,
      one.userType,
      one.externalUserState,
      one.isHome,
      one.isCurrent,
      one.canLeave,
      one.leaveBlockedBy,
    ]),
    [
      ['Fabrikam', fabrikam, 'workforce', 'Member', null, true, false, false, 'homeOrganization'],
      ['Contoso', contoso, 'workforce', 'Guest', 'Accepted', false, true, true, null],
      ['Woodgrove', woodgrove, 'external', 'Guest', 'Accepted', false, false, true, null],
    ],
  )
  assert.equal(body.value[1].userId, guestId)
  assert.equal(body.value[1].defaultDomain, server.demo.tenants.contoso.domain)

  const atHome = await atMyAccount(server, fabrikam, server.demo.tenants.fabrikam.people.employee!)
  const there = await atHome.get(organizations)
  const names = (answer: typeof body) => answer.value.map((one: { displayName: string }) => one.displayName)
  assert.deepEqual(names(there.body), names(body), 'the same from a token of any of these organizations')
  assert.deepEqual(
    there.body.value.map((one: { isCurrent: boolean }) => one.isCurrent),
    [true, false, false],
  )
})

test('a guest who leaves is soft-deleted with all tokens and sessions, and both organizations log it', async (t) => {
  const { server, atContoso, contoso, guestId, told } = await employeeAbroad(t)
  assert.equal((await atContoso.post(leave(contoso))).status, 204)

  assert.equal((await atContoso.get('/v1.0/me')).status, 401, 'the token is over')
  const refused = await refreshed(server, contoso, atContoso)
  assert.equal(refused.status, 400)
  assert.equal(refused.body.error, 'invalid_grant')

  const graph = server.graph('contoso')
  assert.equal((await graph.get(`/v1.0/users/${guestId}`)).status, 404)
  const log = async (key: 'contoso' | 'fabrikam', activity: string) =>
    (await server.graph(key).get(`/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq '${activity}'`)).body
      .value
  const [entry, ...more] = await log('contoso', 'Delete external user')
  assert.equal(more.length, 0)
  assert.equal(entry.initiatedBy.user.id, guestId)
  assert.equal(entry.targetResources[0].id, guestId)
  const [atHome] = await log('fabrikam', 'Leave external organization')
  assert.equal(atHome.initiatedBy.user.id, told.fabrikam.account('employee').id)
  assert.equal(atHome.targetResources[0].displayName, 'Contoso')

  const restored = await graph.post(`/v1.0/directory/deletedItems/${guestId}/restore`)
  assert.equal(restored.status, 200, 'an administrator can bring the guest back')
  assert.equal((await refreshed(server, contoso, atContoso)).status, 400, 'not the old tokens')
  const back = await atMyAccount(server, contoso, told.fabrikam.account('employee'))
  assert.equal((await back.get(organizations)).body.value.length, 3)
})

test('an organization is left from a token of another one, and whoever left is gone from the list and can be invited again', async (t) => {
  const { server, atContoso, woodgrove, contoso, told, fabrikam } = await employeeAbroad(t)
  assert.equal((await atContoso.post(leave(woodgrove))).status, 204)
  const { body } = await atContoso.get(organizations)
  assert.deepEqual(
    body.value.map((one: { displayName: string }) => one.displayName),
    ['Fabrikam', 'Contoso'],
  )
  assert.equal((await atContoso.get('/v1.0/me')).status, 200, 'the other organizations are as before')

  const atHome = await atMyAccount(server, fabrikam, told.fabrikam.account('employee'))
  assert.equal((await atHome.post(leave(contoso))).status, 204)
  const again = await acceptedGuest(told)
  assert.equal((await server.graph('contoso').get(`/v1.0/users/${again.guestId}`)).status, 200)
})

test('of eight leaves at once one wins, and the others are told that there is nothing to leave', async (t) => {
  const { server, fabrikam, contoso, told } = await employeeAbroad(t)
  const atHome = await atMyAccount(server, fabrikam, told.fabrikam.account('employee'))
  const answers = await Promise.all(Array.from({ length: 8 }, () => atHome.post(leave(contoso))))
  const statuses = answers.map((one) => one.status).toSorted()
  assert.deepEqual(statuses, [204, 404, 404, 404, 404, 404, 404, 404])
  const { value } = (
    await server
      .graph('contoso')
      .get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Delete external user'")
  ).body
  assert.equal(value.length, 1)
})

test('the home organization is never left, and an organization that forbids it says whom to ask', async (t) => {
  const { server, atContoso, fabrikam, contoso, guestId } = await employeeAbroad(t)
  const home = await atContoso.post(leave(fabrikam))
  assert.equal(home.status, 400)
  assert.match(home.body.error.message, /^Fabrikam is the home organization/)

  await forbidLeaving(server)
  const { body } = await atContoso.get(organizations)
  const here = body.value.find((one: { tenantId: string }) => one.tenantId === contoso)
  assert.deepEqual(
    [here.canLeave, here.leaveBlockedBy, here.privacyContact, here.privacyStatementUrl],
    [false, 'leavingNotAllowed', 'privacy@contoso.example', 'https://contoso.example/privacy'],
  )
  const refused = await atContoso.post(leave(contoso))
  assert.equal(refused.status, 403)
  assert.match(refused.body.error.message, /privacy@contoso\.example/)
  assert.equal((await server.graph('contoso').get(`/v1.0/users/${guestId}`)).status, 200)
})

test('a disabled guest cannot leave, nor can the only administrator', async (t) => {
  const { server, fabrikam, contoso, guestId, told } = await employeeAbroad(t)
  const graph = server.graph('contoso')
  const atHome = await atMyAccount(server, fabrikam, told.fabrikam.account('employee'))
  assert.equal((await graph.patch(`/v1.0/users/${guestId}`, { accountEnabled: false })).status, 204)
  const disabled = await atHome.post(leave(contoso))
  assert.equal(disabled.status, 403)
  assert.match(disabled.body.error.message, /has disabled this account/)
  assert.equal((await graph.patch(`/v1.0/users/${guestId}`, { accountEnabled: true })).status, 204)

  const assignment = {
    principalId: guestId,
    roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
    directoryScopeId: '/',
  }
  assert.equal((await graph.post('/v1.0/roleManagement/directory/roleAssignments', assignment)).status, 201)
  // As when the last of the others has gone: Graph itself keeps one who can sign in.
  const { store } = server.running.deps
  const { id: admin } = server.demo.tenants.contoso.people.admin!
  await store.write(tenantId(server, 'contoso'), async (tx) => {
    await store.users.update(tx, admin as never, (old) => ({ ...old, accountEnabled: false }))
  })
  const last = await atHome.post(leave(contoso))
  assert.equal(last.status, 400)
  assert.match(last.body.error.message, /only Global Administrator/)
  const { body } = await atHome.get(organizations)
  assert.equal(body.value[1].leaveBlockedBy, 'lastAdministrator')
})

test('an organization that the person does not belong to is an unknown one, whether it exists or not', async (t) => {
  const server = await startServer(t)
  const { contoso, fabrikam } = server.demo.tenants
  const atHome = await atMyAccount(server, fabrikam.id, fabrikam.people.contractor!)
  const answers = []
  for (const id of [contoso.id, contoso.id.toUpperCase(), unknown, '00000000-0000-0000-0000-000000000000']) {
    const { status, body } = await atHome.post(leave(id))
    const { innerError: _, ...error } = body.error
    answers.push(`${status} ${JSON.stringify(error).replaceAll(id, '<id>')}`)
  }
  assert.match(answers[0] ?? '', /^404 /)
  assert.equal(new Set(answers).size, 1, answers.join('\n'))
  const { body } = await atHome.get(organizations)
  assert.deepEqual(
    body.value.map((one: { displayName: string }) => one.displayName),
    ['Fabrikam'],
  )
})

test('a suspended organization is not shown and cannot be left', async (t) => {
  const { server, atContoso, woodgrove } = await employeeAbroad(t)
  const suspended = await server.fetch(`/gatehouse/v1/tenants/${woodgrove}/suspend`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  assert.equal(suspended.status, 204)
  const { body } = await atContoso.get(organizations)
  assert.equal(body.value.length, 2)
  assert.equal((await atContoso.post(leave(woodgrove))).status, 404)
})

test('a guest by mailbox sees the current organization only, though another one knows the same address, and can leave it', async (t) => {
  const server = await startServer(t)
  const { contoso, woodgrove } = server.demo.tenants
  const address = 'dana@mailbox.example'
  const guest = await addGuest(server, { mail: address, home: { kind: 'email', address } })
  const [elsewhere] = await addUsers(server, 'woodgrove', [
    { displayName: 'Dana', userType: 'Guest', mail: address, home: { kind: 'email', address } },
  ])
  const signed = await atMyAccountByCode(server, contoso.id, address)
  const { body } = await signed.get(organizations)
  assert.deepEqual(
    body.value.map((one: Record<string, unknown>) => [one.displayName, one.isHome, one.isCurrent, one.canLeave]),
    [['Contoso', false, true, true]],
  )
  assert.equal((await signed.post(leave(woodgrove.id))).status, 404)
  assert.equal((await signed.post(leave(contoso.id))).status, 204)
  const graph = server.graph('contoso')
  assert.equal((await graph.get(`/v1.0/users/${guest.id}`)).status, 404)
  assert.equal((await server.graph('woodgrove').get(`/v1.0/users/${elsewhere?.id}`)).status, 200)
  await signed.visitor.open(
    `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: '2793995e-0a7d-40d7-bd35-6968ba142197',
      response_type: 'code',
      redirect_uri: `${server.origin}/myaccount`,
      scope: ownScopes,
      prompt: 'none',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })}`,
  )
  assert.match(signed.visitor.page.leaves ?? '', /error=/, 'the session went with the guest')
})

test('no other app reaches beyond its organization, whatever scopes it holds (attacks 7 and 8)', async (t) => {
  const { server, guestId, contoso, woodgrove, told, atContoso } = await employeeAbroad(t)
  // The portal holds the same scopes, and even the session is there.
  const { portal } = server.demo.tenants.contoso.apps
  const graph = server.graph('contoso')
  const { body: resource } = await graph.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
  const grant = await graph.post('/v1.0/oauth2PermissionGrants', {
    clientId: portal?.servicePrincipalId,
    consentType: 'AllPrincipals',
    resourceId: resource.id,
    scope: 'User.Read User.ReadWrite',
  })
  assert.equal(grant.status, 201, JSON.stringify(grant.body))
  const portalLike = graphClient(server.fetch, () =>
    tokenOf(server, 'contoso', guestId, 'User.Read User.ReadWrite', {
      appid: portal?.appId,
      sid: atContoso.claims.sid,
    }),
  )
  assert.equal((await portalLike.get('/gatehouse/v1/me/apps')).status, 200, 'its own organization is open to it')
  for (const path of [organizations, '/gatehouse/v1/me/sessions']) {
    const refused = await portalLike.get(path)
    assert.equal(refused.status, 403, path)
    assert.match(refused.body.error.message, /open to My Account and the admin center only/)
  }
  assert.equal((await portalLike.post(leave(woodgrove))).status, 403)
  assert.equal((await portalLike.post(leave(contoso))).status, 403)
  assert.equal((await server.graph('contoso').get(organizations)).status, 403, 'an application has no organizations')

  // The guest object is given to another account of the partner while the first one's token is still good.
  const { store } = server.running.deps
  const other = told.fabrikam.account('contractor').id
  await store.write(tenantId(server, 'contoso'), async (tx) => {
    await store.users.update(tx, guestId as never, (old) => ({
      ...old,
      home: { kind: 'tenant', tenantId: tenantId(server, 'fabrikam'), objectId: other as never },
    }))
  })
  const relinked = await atContoso.get(organizations)
  assert.equal(relinked.status, 403, 'the session is not of the account that the guest object names now')
})

test('once the session has ended, its token reaches its own organization only', async (t) => {
  const { atContoso, server, told } = await employeeAbroad(t)
  const { store } = server.running.deps
  await store.write(tenantId(server, 'fabrikam'), (tx) =>
    store.sessions.removeOfUser(tx, told.fabrikam.account('employee').id as never),
  )
  assert.equal((await atContoso.get('/v1.0/me')).status, 200)
  assert.equal((await atContoso.get(organizations)).status, 403)
})

test('a token with User.Read alone shows organizations and leaves none', async (t) => {
  const { atContoso, server, guestId, woodgrove } = await employeeAbroad(t)
  const narrow = graphClient(server.fetch, () =>
    tokenOf(server, 'contoso', guestId, 'User.Read', { appid: atContoso.claims.appid, sid: atContoso.claims.sid }),
  )
  assert.equal((await narrow.get(organizations)).status, 200)
  assert.equal((await narrow.post(leave(woodgrove))).status, 403)
})

for (const bad of ['%00', "'", '..', '%2e%2e', '<script>', 'a'.repeat(3000), '__proto__', '{}', '%F0%9F', 'me'])
  test(`leaving ${bad.slice(0, 20)} is refused and changes nothing`, async (t) => {
    const server = await startServer(t)
    const { fabrikam } = server.demo.tenants
    const atHome = await atMyAccount(server, fabrikam.id, fabrikam.people.employee!)
    const { status } = await atHome.post(leave(bad))
    assert.ok([400, 404, 414].includes(status), `${status}`)
    assert.equal((await atHome.get('/v1.0/me')).status, 200)
  })

test('the external user leave setting is read and changed in beta, by whoever keeps external identities', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const first = await graph.get(policy)
  assert.equal(first.status, 200)
  assert.equal(first.body.id, 'externalidentitiespolicy')
  assert.equal(first.body.allowExternalIdentitiesToLeave, true)
  assert.equal(first.body.allowDeletedIdentitiesDataRemoval, false)
  assert.equal((await graph.get('/v1.0/policies/externalIdentitiesPolicy')).status, 400, 'beta only')

  const early = await graph.patch(policy, { allowExternalIdentitiesToLeave: false })
  assert.equal(early.status, 400)
  assert.match(early.body.error.message, /privacyProfile/)
  await forbidLeaving(server)
  assert.equal((await graph.get(policy)).body.allowExternalIdentitiesToLeave, false)
  assert.equal(
    (await graph.patch(policy, (await graph.get(policy)).body)).status,
    204,
    'what was read can be sent back',
  )
  assert.equal((await graph.patch(policy, { allowExternalIdentitiesToLeave: null })).status, 204)
  assert.equal((await graph.get(policy)).body.allowExternalIdentitiesToLeave, true)
  const { value } = (
    await graph.get(
      "/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Update external identities policy'",
    )
  ).body
  assert.ok(value.length >= 2)

  const member = graphAs(
    server,
    'contoso',
    server.demo.tenants.contoso.people.member?.id ?? '',
    `${allScopes} Policy.ReadWrite.ExternalIdentities`,
  )
  assert.equal((await member.get(policy)).status, 403)
  assert.equal((await member.patch(policy, { allowExternalIdentitiesToLeave: false })).status, 403)
})

for (const body of [
  { allowExternalIdentitiesToLeave: 'no' },
  { allowExternalIdentitiesToLeave: 0 },
  { allowExternalIdentitiesToLeave: [false] },
  { allowDeletedIdentitiesDataRemoval: true },
  { allowExternalIdentitiesToleave: false },
  { displayName: 'Other' },
  { id: 'x' },
])
  test(`the external identities policy refuses ${JSON.stringify(body)} by name`, async (t) => {
    const server = await startServer(t)
    const graph = server.graph('contoso')
    const before = (await graph.get(policy)).body
    const refused = await graph.patch(policy, body)
    assert.equal(refused.status, 400)
    assert.match(refused.body.error.message, new RegExp(Object.keys(body)[0] ?? ''))
    assert.deepEqual((await graph.get(policy)).body, before)
  })
