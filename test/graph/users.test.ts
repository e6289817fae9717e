import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, type GraphError, PageIterator } from '@microsoft/microsoft-graph-client'
import { role } from '../../src/directory/role-templates.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { addGuest, addUsers, allScopes, graphAs, tenantId, tokenOf } from './people.ts'

/** The public client library, unmodified: only told where to go. */
async function libraryOf(server: TestServer): Promise<Client> {
  const token = await server.graphToken('contoso')
  return Client.initWithMiddleware({
    baseUrl: server.origin,
    defaultVersion: 'v1.0',
    customHosts: new Set([new URL(server.origin).hostname]),
    authProvider: { getAccessToken: async () => token },
  })
}

const wish = (name: string) => ({
  accountEnabled: true,
  displayName: name,
  mailNickname: name.toLowerCase(),
  userPrincipalName: `${name.toLowerCase()}@contoso.gatehouse.test`,
  passwordProfile: { password: 'Blue-Kettle-42', forceChangePasswordNextSignIn: false },
})

test('microsoft-graph-client makes, finds, changes, deletes, restores and purges a user', async (t) => {
  const server = await startServer(t)
  const graph = await libraryOf(server)
  const made = await graph.api('/users').post({ ...wish('Zoe'), department: 'Sales', otherMails: ['zoe@home.test'] })
  assert.equal(made.userPrincipalName, 'zoe@contoso.gatehouse.test')
  assert.equal(made['@odata.context'], `${server.origin}/v1.0/$metadata#users/$entity`)
  assert.equal(made.passwordProfile, undefined)
  const selected = await graph
    .api(`/users/${made.id}`)
    .select('id,department,userType,otherMails,passwordProfile,identities')
    .get()
  assert.deepEqual(
    { ...selected, '@odata.context': '' },
    {
      '@odata.context': '',
      id: made.id,
      department: 'Sales',
      userType: 'Member',
      otherMails: ['zoe@home.test'],
      passwordProfile: null,
      identities: [
        { signInType: 'userPrincipalName', issuer: 'contoso.gatehouse.test', issuerAssignedId: made.userPrincipalName },
      ],
    },
  )
  const found = await graph
    .api('/users')
    .header('ConsistencyLevel', 'eventual')
    .count(true)
    .filter("endswith(userPrincipalName,'zoe@contoso.gatehouse.test') and userType ne 'Guest'")
    .orderby('displayName')
    .select('id,displayName')
    .top(5)
    .get()
  assert.equal(found['@odata.count'], 1)
  assert.deepEqual(found.value, [{ displayName: 'Zoe', id: made.id }])
  assert.equal(await graph.api(`/users/${made.id}`).update({ jobTitle: 'Buyer', department: null }), undefined)
  const byName = await graph.api('/users/ZOE@contoso.gatehouse.test').select(['jobTitle', 'department']).get()
  assert.deepEqual([byName.jobTitle, byName.department], ['Buyer', null])
  await graph.api(`/users/${made.id}`).delete()
  const gone = await graph
    .api(`/users/${made.id}`)
    .get()
    .catch((error: GraphError) => error)
  assert.deepEqual([gone.statusCode, gone.code], [404, 'Request_ResourceNotFound'])
  assert.match(gone.requestId, /^[0-9a-f-]{36}$/)
  const deleted = await graph.api('/directory/deletedItems/microsoft.graph.user').get()
  assert.deepEqual(
    deleted.value.map((one: { id: string }) => one.id),
    [made.id],
  )
  const restored = await graph.api(`/directory/deletedItems/${made.id}/restore`).post({})
  assert.equal(restored['@odata.type'], '#microsoft.graph.user')
  assert.equal((await graph.api(`/users/${made.id}`).get()).jobTitle, 'Buyer')
  await graph.api(`/users/${made.id}`).delete()
  await graph.api(`/directory/deletedItems/${made.id}`).delete()
  assert.deepEqual((await graph.api('/directory/deletedItems/microsoft.graph.user').get()).value, [])
  const audits = await graph.api('/auditLogs/directoryAudits').get()
  const activities = audits.value.map((one: { activityDisplayName: string }) => one.activityDisplayName)
  for (const activity of ['Add user', 'Update user', 'Delete user', 'Restore user', 'Hard delete user']) {
    assert.ok(activities.includes(activity), `${activity} in ${activities}`)
  }
  assert.ok(!JSON.stringify(audits).includes('Blue-Kettle-42'))
})

test('thousands of users are paged through once each, in order, also while pages change size', async (t) => {
  const server = await startServer(t)
  const graph = await libraryOf(server)
  const crowd = Array.from({ length: 2345 }, (_, index) => ({
    displayName: `Crowd ${String((index * 7919) % 2345).padStart(4, '0')}`,
    userType: index % 3 === 0 ? ('Guest' as const) : ('Member' as const),
    mail: `crowd${index}@mail.test`,
  }))
  await addUsers(server, 'contoso', crowd)
  const first = await graph.api('/users').filter("startswith(displayName,'Crowd')").top(999).get()
  assert.equal(first['@odata.count'], undefined)
  const ids = new Set<string>()
  const iterator = new PageIterator(graph, first, (user) => {
    ids.add(user.id)
    return true
  })
  await iterator.iterate()
  assert.equal(ids.size, 2345)

  const script = server.graph('contoso')
  const eventual = { consistencylevel: 'eventual' }
  const names: string[] = []
  let counts = 0
  let next: string | undefined =
    "/v1.0/users?$filter=startswith(displayName,'crowd')&$orderby=displayName desc&$count=true&$top=400&$select=displayName"
  for (let page = 0; next; page++) {
    // The header is left out after the first page, as some clients do.
    const { status, body }: Awaited<ReturnType<typeof script.get>> = await script.get(next, page === 0 ? eventual : {})
    assert.equal(status, 200)
    if (body['@odata.count'] !== undefined) counts += body['@odata.count']
    names.push(...body.value.map((one: { displayName: string }) => one.displayName))
    const link: string | undefined = body['@odata.nextLink']
    if (link) assert.ok(link.startsWith(`${server.origin}/v1.0/users?`), link)
    // Graph PowerShell shortens the last page by another $top beside the token.
    next = link && new URL(link).pathname + new URL(link).search.replace(/top=\d+/, `top=${page % 2 ? 999 : 7}`)
  }
  assert.equal(counts, 2345, 'the number is told once')
  assert.equal(names.length, 2345)
  assert.deepEqual(names, names.toSorted().reverse())
  const guests = await script.get("/v1.0/users/$count?$filter=userType eq 'Guest'", eventual)
  assert.deepEqual([guests.status, guests.body], [200, '782'])
  assert.equal((await script.get('/v1.0/users/$count')).status, 400)
  const searched = await script.get(
    '/v1.0/users?$search="displayName:crowd 0042" OR "mail:crowd7@"&$select=displayName',
    eventual,
  )
  assert.equal(searched.body.value.length, 2)
})

test('a person changes of herself what the directory allows, and never an address (attack 5)', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const member = graphAs(server, 'contoso', people.member?.id ?? '', 'User.ReadWrite')
  assert.equal((await member.patch('/v1.0/me', { mobilePhone: '+1 555 0100' })).status, 204)
  assert.equal((await member.get('/v1.0/me')).body.mobilePhone, '+1 555 0100')
  const before = (await member.get('/beta/me')).body
  for (const body of [
    { mail: 'ceo@contoso.gatehouse.test' },
    { mail: 'ceo@contoso.gatehouse.test', emailVerified: true },
    { otherMails: ['ceo@contoso.gatehouse.test'] },
    { userType: 'Guest' },
    { accountEnabled: true },
    { displayName: 'CEO' },
    { mobilePhone: '1', mail: 'x@y.test' },
    { department: 'Board' },
    { passwordProfile: { password: 'Blue-Kettle-42' } },
    { userPrincipalName: 'ceo@contoso.gatehouse.test' },
  ]) {
    for (const path of ['/v1.0/me', `/v1.0/users/${people.member?.id}`]) {
      const { status, body: answer } = await member.patch(path, body)
      assert.deepEqual([status, answer.error.code], [403, 'Authorization_RequestDenied'], JSON.stringify(body))
    }
  }
  assert.deepEqual((await member.get('/beta/me')).body, before)
  const guest = await addGuest(server)
  const asGuest = graphAs(server, 'contoso', guest.id, allScopes)
  for (const body of [{ department: 'Board' }, { mobilePhone: '1' }, { companyName: 'X' }, { userType: 'Member' }]) {
    assert.equal((await asGuest.patch('/v1.0/me', body)).status, 403)
  }
})

test('a token is good only as long as the directory says so', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const member = people.member?.id ?? ''
  const admin = graphAs(server, 'contoso', people.admin?.id ?? '', allScopes)
  const token = await tokenOf(server, 'contoso', member, allScopes)
  const me = () => server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${token}` } })
  const state = async () => {
    const answer = await me()
    const code = answer.status === 200 ? 'good' : ((await answer.json()) as { error: { code: string } }).error.code
    return `${answer.status} ${code}`
  }
  assert.equal(await state(), '200 good')
  assert.equal((await admin.patch(`/v1.0/users/${member}`, { accountEnabled: false })).status, 204)
  assert.equal(await state(), '401 InvalidAuthenticationToken')
  assert.equal((await admin.patch(`/v1.0/users/${member}`, { accountEnabled: true })).status, 204)
  assert.equal(await state(), '200 good')
  await server.advance('PT2S')
  assert.deepEqual((await admin.post(`/v1.0/users/${member}/revokeSignInSessions`)).body.value, true)
  assert.equal(await state(), '401 InvalidAuthenticationToken')
  const fresh = graphAs(server, 'contoso', member, allScopes)
  assert.equal((await fresh.get('/v1.0/me')).status, 200)
  await server.advance('PT2S')
  const later = await tokenOf(server, 'contoso', member, allScopes)
  await server.advance('PT2S')
  const password = { passwordProfile: { password: 'Green-Kettle-43' } }
  assert.equal((await admin.patch(`/v1.0/users/${member}`, password)).status, 204)
  assert.equal((await server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${later}` } })).status, 401)
  assert.equal((await admin.delete(`/v1.0/users/${member}`)).status, 204)
  assert.equal((await fresh.get('/v1.0/me')).status, 401)
})

test('roles are read at each request', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const member = people.member?.id ?? ''
  const token = await tokenOf(server, 'contoso', member, allScopes)
  const create = (name: string) =>
    server.fetch('/v1.0/users', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(wish(name)),
    })
  assert.equal((await create('One')).status, 403)
  const admin = graphAs(server, 'contoso', people.admin?.id ?? '', allScopes)
  const assignment = await admin.post('/v1.0/roleManagement/directory/roleAssignments', {
    principalId: member,
    roleDefinitionId: role.userAdministrator,
    directoryScopeId: '/',
  })
  assert.equal(assignment.status, 201)
  assert.equal((await create('One')).status, 201)
  assert.equal((await create('One')).status, 400, 'the name is taken')
  assert.equal((await admin.delete(`/v1.0/roleManagement/directory/roleAssignments/${assignment.body.id}`)).status, 204)
  assert.equal((await create('Two')).status, 403)
})

test('a tenant keeps a Global Administrator who can sign in', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const id = people.admin?.id ?? ''
  const admin = graphAs(server, 'contoso', id, allScopes)
  assert.equal((await admin.delete(`/v1.0/users/${id}`)).status, 400)
  assert.equal((await admin.patch(`/v1.0/users/${id}`, { accountEnabled: false })).status, 400)
  assert.equal((await admin.delete(`/v1.0/directoryRoles/${role.globalAdministrator}/members/${id}/$ref`)).status, 400)
  assert.equal((await admin.get('/v1.0/me')).status, 200)
})

test('a delegated scope never gives more than the person has, nor a person more than the scope', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const admin = people.admin?.id ?? ''
  const other = people.member?.id ?? ''
  const read = async (scopes: string, path: string) =>
    (await graphAs(server, 'contoso', admin, scopes).get(path)).status
  assert.equal(await read('openid profile', '/v1.0/me'), 403)
  assert.equal(await read('User.Read', '/v1.0/me'), 200)
  assert.equal(await read('User.Read', `/v1.0/users/${other}`), 403)
  assert.equal(await read('User.Read', '/v1.0/users'), 403)
  assert.equal(await read('User.ReadBasic.All', '/v1.0/users'), 200)
  assert.equal(await read('User.ReadBasic.All', "/v1.0/users?$filter=department eq 'x'"), 400, 'no oracle')
  assert.equal(await read('User.Read.All', '/v1.0/groups'), 403)
  const basic = await graphAs(server, 'contoso', admin, 'User.ReadBasic.All').get(`/beta/users/${other}`)
  assert.deepEqual([basic.body.displayName !== null, basic.body.accountEnabled], [true, null])
  // What the token says and nobody granted: the command line's app is not preauthorized.
  const ungranted = await tokenOf(server, 'contoso', admin, allScopes, {
    appid: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
  })
  const answer = await server.fetch('/v1.0/users', { headers: { authorization: `Bearer ${ungranted}` } })
  assert.equal(answer.status, 403)
})

test('customers of an external tenant see and change themselves only', async (t) => {
  const server = await startServer(t)
  const [customer] = await addUsers(server, 'woodgrove', [
    { displayName: 'Cai Customer', creationType: 'LocalAccount' },
  ])
  const admin = server.demo.tenants.woodgrove.people.admin?.id ?? ''
  const graph = graphAs(server, 'woodgrove', customer?.id ?? '', allScopes)
  assert.equal((await graph.get('/v1.0/me')).status, 200)
  assert.equal((await graph.patch('/v1.0/me', { city: 'Ghent' })).status, 204)
  assert.equal((await graph.patch('/v1.0/me', { mail: 'a@b.test' })).status, 403)
  for (const path of ['/users', `/users/${admin}`, '/groups', '/me/memberOf', '/directoryRoles', '/applications']) {
    assert.equal((await graph.get(`/v1.0${path}`)).status, 403, path)
  }
  const { store } = server.running.deps
  const door = store.at(tenantId(server, 'woodgrove'))
  assert.equal((await store.users.find(door, customer?.id as never))?.city, 'Ghent')
})
