import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphRoute } from '../../src/graph/route.ts'
import { routes } from '../../src/graph/routes.ts'
import { isGuid } from '../../src/ids.ts'
import { type GraphAnswer, type GraphClient, graphClient, startServer, type TestServer } from '../harness/index.ts'
import { addUsers, allScopes, graphAs, tenantId, tokenOf } from './people.ts'

/** Attacks 8 and 9: over all routes, a token of one tenant neither reads nor writes another's, and cannot tell that it exists. */

const unknown = '0d15ea5e-0000-4000-8000-00000000dead'

async function fabrikamObjects(server: TestServer): Promise<string[]> {
  const graph = server.graph('fabrikam')
  const users = await addUsers(server, 'fabrikam', [
    { displayName: 'Deleted', deletedAt: server.running.deps.clock.now() },
  ])
  const group = { displayName: 'Foreign', mailNickname: 'foreign', mailEnabled: false, securityEnabled: true }
  assert.equal((await graph.post('/v1.0/groups', group)).status, 201)
  const ids: string[] = users.map((user) => user.id)
  for (const list of [
    'users',
    'groups',
    'applications',
    'servicePrincipals',
    'roleManagement/directory/roleAssignments',
    'oauth2PermissionGrants',
    'auditLogs/directoryAudits',
    'auditLogs/signIns',
  ]) {
    const { status, body } = await graph.get(`/v1.0/${list}`)
    if (status === 200) ids.push(...body.value.map((one: { id: string }) => one.id))
  }
  for (const user of ids.slice(1, 2)) ids.push((await graph.get(`/v1.0/users/${user}`)).body.userPrincipalName)
  return ids.filter((id) => id !== undefined)
}

/** What nobody has, for the place of `id`. An organization goes by its name too, so there a word is no missing id. */
function unknownLike(id: string, { path }: GraphRoute): string {
  if (id.includes('@')) return 'nobody@nowhere.test'
  return path.includes('{organization}') && !isGuid(id) ? 'nobody-knows-it' : unknown
}

/** Everything of Fabrikam that a write could have touched. */
async function contentOf(server: TestServer): Promise<string> {
  const { store } = server.running.deps
  const door = store.at(tenantId(server, 'fabrikam'))
  const top = 500
  return JSON.stringify([
    await store.users.page(door, { top }),
    await store.users.page(door, { top, deleted: true }),
    await store.groups.page(door, { top }),
    await store.applications.page(door, { top }),
    await store.servicePrincipals.page(door, { top }),
    await store.roles.all(door),
    await store.consent.grants(door),
    await store.tenants.get(door),
    await store.tenants.domains(door),
    await store.policies.get(door, 'authorizationPolicy'),
  ])
}

const fill = (route: GraphRoute, value: string): string =>
  `/${(route.at ?? ['v1.0'])[0]}${route.path
    .replace('microsoft.graph.{cast}', 'microsoft.graph.user')
    .replaceAll(/=\{\w+\}/g, `='${encodeURIComponent(value)}'`)
    .replaceAll(/\{\w+\}/g, encodeURIComponent(value))}`

const ask = (graph: GraphClient, route: GraphRoute, path: string, reference: string): Promise<GraphAnswer> => {
  const object = isGuid(reference) ? reference : unknown
  const body = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${object}` }
  switch (route.method) {
    case 'GET':
      return graph.get(path)
    case 'DELETE':
      return graph.delete(path)
    case 'PATCH':
      return graph.patch(path, {})
    case 'PUT':
      return graph.put(path, body)
    case 'POST':
      return graph.post(path, route.path.endsWith('$ref') ? body : {})
  }
}

/** The answer without what differs from request to request, and without the id that was asked for. */
const told = (answer: GraphAnswer, id: string): string => {
  const { innerError: _, ...error } = answer.body?.error ?? {}
  const body = answer.body?.error ? { error } : answer.body
  return `${answer.status} ${JSON.stringify(body ?? '').replaceAll(id, '<id>')}`
}

test("another tenant's ids are unknown ids, on every route and to everybody", async (t) => {
  const server = await startServer(t)
  const foreign = await fabrikamObjects(server)
  assert.ok(foreign.length > 12, `${foreign.length} foreign objects`)
  const before = await contentOf(server)
  const admin = server.demo.tenants.contoso.people.admin?.id ?? ''
  const appToken = await server.graphToken('contoso')
  const personToken = await tokenOf(server, 'contoso', admin, allScopes)
  const callers = {
    app: graphClient(server.fetch, () => appToken),
    admin: graphClient(server.fetch, () => personToken),
  }
  const withIds = routes.filter((route) => /\{(?!cast)\w+\}/.test(route.path))
  assert.ok(withIds.length > 60, `${withIds.length} routes with ids`)
  const differences: string[] = []
  for (const [who, graph] of Object.entries(callers)) {
    for (const route of withIds) {
      // Templates of roles are the same in every tenant, and so are error codes and the names of organizations.
      if (/directoryRole|roleDefinitions|errors|tenantRelationships/.test(route.path)) continue
      const expected = told(await ask(graph, route, fill(route, unknown), unknown), unknown)
      for (const id of foreign) {
        const asUnknown = unknownLike(id, route)
        const wanted =
          asUnknown === unknown ? expected : told(await ask(graph, route, fill(route, asUnknown), asUnknown), asUnknown)
        const got = told(await ask(graph, route, fill(route, id), id), id)
        if (got !== wanted)
          differences.push(
            `${who} ${route.method} ${route.path} ${id}: ${got.slice(0, 200)} instead of ${wanted.slice(0, 200)}`,
          )
      }
    }
  }
  assert.deepEqual(differences, [])
  assert.equal(await contentOf(server), before, 'nothing of the other tenant was changed')
})

test('what another tenant has cannot be referred to, filtered or paged into', async (t) => {
  const server = await startServer(t)
  const [foreign = ''] = await fabrikamObjects(server)
  const users = await server.graph('fabrikam').get('/v1.0/users')
  const stranger = users.body.value[0].id as string
  const graph = server.graph('contoso')
  const group = await graph.post('/v1.0/groups', {
    displayName: 'Own',
    mailNickname: 'own',
    mailEnabled: false,
    securityEnabled: true,
  })
  assert.equal(group.status, 201)
  const before = await contentOf(server)
  for (const id of [foreign, stranger]) {
    const ref = { '@odata.id': `${server.origin}/v1.0/directoryObjects/${id}` }
    for (const place of [
      `groups/${group.body.id}/members`,
      `groups/${group.body.id}/owners`,
      'directoryRoles/62e90394-69f5-4237-9190-012177145e10/members',
    ]) {
      const { status, body } = await graph.post(`/v1.0/${place}/$ref`, ref)
      assert.equal(status, 404, place)
      assert.equal(body.error.code, 'Request_ResourceNotFound')
    }
    const assignment = {
      principalId: id,
      roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
      directoryScopeId: '/',
    }
    assert.equal((await graph.post('/v1.0/roleManagement/directory/roleAssignments', assignment)).status, 404)
    const bound = {
      displayName: 'B',
      mailNickname: 'b',
      mailEnabled: false,
      securityEnabled: true,
      'members@odata.bind': [ref['@odata.id']],
    }
    assert.equal((await graph.post('/v1.0/groups', bound)).status, 404)
    assert.deepEqual((await graph.get(`/v1.0/users?$filter=id eq '${id}'`)).body.value, [])
    assert.deepEqual((await graph.post('/v1.0/directoryObjects/getByIds', { ids: [id] })).body.value, [])
  }
  assert.deepEqual((await graph.get("/v1.0/groups?$filter=displayName eq 'B'")).body.value, [], 'all or nothing')
  const page = await server.graph('fabrikam').get('/v1.0/users?$top=1')
  const next = new URL(page.body['@odata.nextLink'])
  const carried = await graph.get(`${next.pathname}${next.search}`)
  assert.equal(carried.status, 400)
  const ours = await graph.get('/v1.0/users?$top=1')
  const own = new URL(ours.body['@odata.nextLink'])
  const token = own.searchParams.get('$skiptoken') ?? ''
  for (const elsewhere of ['/v1.0/groups?', '/v1.0/users?$filter=accountEnabled eq true&', '/beta/users?']) {
    assert.equal((await graph.get(`${elsewhere}$skiptoken=${token}`)).status, 400, elsewhere)
  }
  assert.equal(await contentOf(server), before)
})

test('no list of one tenant shows anything of another', async (t) => {
  const server = await startServer(t)
  const foreign = await fabrikamObjects(server)
  const graph = server.graph('contoso')
  const lists = routes.filter((route) => route.method === 'GET' && !route.path.includes('{'))
  for (const route of lists) {
    for (const place of route.at ?? ['v1.0', 'beta']) {
      const { body } = await graph.get(`/${place}${route.path}`, { consistencylevel: 'eventual' })
      const text = JSON.stringify(body)
      for (const id of foreign) assert.ok(!text.includes(id), `${route.path} shows ${id}`)
    }
  }
})

test('a token of one tenant with the id of another is no token', async (t) => {
  const server = await startServer(t)
  const admin = server.demo.tenants.contoso.people.admin?.id ?? ''
  const stranger = server.demo.tenants.fabrikam.people.admin?.id ?? ''
  const fabrikam = tenantId(server, 'fabrikam')
  const contoso = tenantId(server, 'contoso')
  const forgeries: Record<string, unknown>[] = [
    { tid: fabrikam },
    { tid: fabrikam, iss: `${server.origin}/${fabrikam}/` },
    { iss: `${server.origin}/${fabrikam}/` },
    { tid: fabrikam, oid: stranger },
    { oid: stranger },
    { tid: contoso.toUpperCase(), oid: stranger },
    { tid: [contoso, fabrikam] },
  ]
  for (const forged of forgeries) {
    const token = await tokenOf(server, 'contoso', admin, allScopes, forged)
    const answer = await graphClient(server.fetch, () => token).get('/v1.0/me')
    assert.equal(answer.status, 401, JSON.stringify(forged))
    assert.equal(answer.body.error.code, 'InvalidAuthenticationToken')
  }
  // Roles and scopes that a token claims give nothing that the directory did not grant.
  const member = server.demo.tenants.contoso.people.member?.id ?? ''
  const claimed = await tokenOf(server, 'contoso', member, allScopes, {
    wids: ['62e90394-69f5-4237-9190-012177145e10'],
    roles: ['User.ReadWrite.All'],
  })
  const graph = graphClient(server.fetch, () => claimed)
  const wish = {
    displayName: 'X',
    accountEnabled: true,
    mailNickname: 'x',
    userPrincipalName: `x@${server.demo.tenants.contoso.domain}`,
    passwordProfile: { password: 'Very-Long-4-You' },
  }
  assert.equal((await graph.post('/v1.0/users', wish)).status, 403)
  assert.equal((await graphAs(server, 'contoso', member, 'User.Read').get('/v1.0/users')).status, 403)
})
