import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { applicationPermissionId } from '../../src/applications/graph-permissions.ts'
import { role } from '../../src/directory/role-templates.ts'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { tenantId } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** App role assignments and delegated grants (graph.md 2.8); nobody grants more than he has (attacks.md 29). */

const nobody = '11111111-2222-4333-8444-555555555555'
const none = '00000000-0000-0000-0000-000000000000'

suite('grants', () => {
  const world = serverOfSuite()
  let server: TestServer
  let contoso: GraphClient
  let graphPrincipal: string
  let api: { id: string; appRoles: { id: string; value: string; allowedMemberTypes: string[] }[] }
  before(async () => {
    server = world.server
    contoso = server.graph('contoso')
    const graph = await contoso.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id")
    graphPrincipal = graph.body.id
    api = (await contoso.get(`/v1.0/servicePrincipals/${server.demo.tenants.contoso.apps.api?.servicePrincipalId}`))
      .body
  })

  /** An app with its service principal, owned by `owner`. */
  const appOwnedBy = async (owner: string, permissions: Parameters<typeof applicationPermissionId>[0][] = []) => {
    const ref = `https://graph.microsoft.com/v1.0/directoryObjects/${owner}`
    const app = await contoso.post('/v1.0/applications', { displayName: 'Owned', 'owners@odata.bind': [ref] })
    const principal = await contoso.post('/v1.0/servicePrincipals', { appId: app.body.appId })
    for (const name of permissions) {
      const answer = await assign(contoso, principal.body.id, graphPrincipal, applicationPermissionId(name))
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
    }
    await contoso.post(`/v1.0/servicePrincipals/${principal.body.id}/owners/$ref`, { '@odata.id': ref })
    return { app: app.body.id as string, principal: principal.body.id as string }
  }
  const assign = (graph: GraphClient, principalId: string, resourceId: string, appRoleId: string) =>
    graph.post(`/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, { principalId, resourceId, appRoleId })

  test('a role of an API is assigned, listed from both sides, found once, and taken back', async () => {
    const appRole = api.appRoles.find(({ allowedMemberTypes }) => allowedMemberTypes.includes('Application'))
    const { principal } = await appOwnedBy(server.demo.tenants.contoso.people.member?.id ?? '')
    const made = await assign(contoso, principal, api.id, appRole?.id ?? '')
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.match(made.body.id, /^[\w-]{43}$/)
    assert.partialDeepStrictEqual(made.body, {
      principalId: principal,
      principalType: 'ServicePrincipal',
      resourceId: api.id,
    })
    const twice = await assign(contoso, principal, api.id, appRole?.id ?? '')
    assert.equal(twice.status, 400)
    assert.match(twice.body.error.message, /already exists on the object/)
    const from = await contoso.get(`/v1.0/servicePrincipals/${api.id}/appRoleAssignedTo`)
    assert.ok(from.body.value.some(({ id }: { id: string }) => id === made.body.id))
    const path = `/v1.0/servicePrincipals/${principal}/appRoleAssignments/${made.body.id}`
    assert.equal((await contoso.get(path)).body.id, made.body.id)
    assert.equal((await contoso.delete(path)).status, 204)
    assert.equal((await contoso.delete(path)).status, 404)
  })

  test('an assignment that cannot be is refused', async () => {
    const { principal } = await appOwnedBy(server.demo.tenants.contoso.people.member?.id ?? '')
    const path = `/v1.0/servicePrincipals/${principal}/appRoleAssignments`
    const good = { principalId: principal, resourceId: api.id, appRoleId: none }
    const bad: [body: object, status: number][] = [
      [{ ...good, principalId: api.id }, 400],
      [{ ...good, appRoleId: nobody }, 400],
      [{ ...good, appRoleId: 'x' }, 400],
      [{ ...good, resourceId: nobody }, 404],
      [{ principalId: principal, resourceId: api.id }, 400],
      [{ ...good, colour: 'red' }, 400],
      // A permission of Graph is for apps, not for people.
      [{ ...good, resourceId: graphPrincipal, appRoleId: api.appRoles[0]?.id }, 400],
    ]
    for (const [body, status] of bad) {
      assert.equal((await contoso.post(path, body)).status, status, JSON.stringify(body))
    }
    const { id } = server.demo.tenants.contoso.people.member ?? assert.fail('no member')
    const toPerson = {
      principalId: id,
      resourceId: graphPrincipal,
      appRoleId: applicationPermissionId('User.Read.All'),
    }
    assert.equal((await contoso.post(`/v1.0/users/${id}/appRoleAssignments`, toPerson)).status, 400)
    const assigned = { principalId: id, resourceId: api.id, appRoleId: none }
    assert.equal((await contoso.post(`/v1.0/users/${id}/appRoleAssignments`, assigned)).status, 201)
  })

  test('a delegated grant: once, changed by its scope, gone', async () => {
    const { principal } = await appOwnedBy(server.demo.tenants.contoso.people.member?.id ?? '')
    const wish = {
      clientId: principal,
      consentType: 'AllPrincipals',
      resourceId: graphPrincipal,
      scope: ' User.Read  User.Read',
    }
    const made = await contoso.post('/v1.0/oauth2PermissionGrants', wish)
    assert.equal(made.status, 201)
    assert.equal(made.body.scope, 'User.Read')
    const twice = await contoso.post('/v1.0/oauth2PermissionGrants', wish)
    assert.equal(twice.status, 409)
    assert.equal(twice.body.error.code, 'Request_MultipleObjectsWithSameKeyValue')
    assert.equal(twice.body.error.message, 'Permission entry already exists.')
    const path = `/v1.0/oauth2PermissionGrants/${made.body.id}`
    assert.equal((await contoso.patch(path, { scope: 'User.Read User.ReadBasic.All' })).status, 204)
    const list = await contoso.get(`/v1.0/oauth2PermissionGrants?$filter=clientId eq '${principal}'`)
    assert.deepEqual(
      list.body.value.map(({ scope }: { scope: string }) => scope),
      ['User.Read User.ReadBasic.All'],
    )
    assert.equal((await contoso.patch(path, { clientId: nobody })).status, 400)
    assert.equal((await server.graph('fabrikam').get(path)).status, 404)
    assert.equal((await contoso.delete(path)).status, 204)
    assert.equal((await contoso.get(path)).status, 404)
    const bad = [
      { ...wish, consentType: 'Principal' },
      { ...wish, principalId: nobody },
      { ...wish, consentType: 'Everybody' },
      { ...wish, scope: 'x'.repeat(3851) },
      { ...wish, clientId: 'x' },
      { consentType: 'AllPrincipals' },
    ]
    for (const body of bad) {
      assert.equal(
        (await contoso.post('/v1.0/oauth2PermissionGrants', body)).status,
        400,
        JSON.stringify(body).slice(0, 80),
      )
    }
    assert.equal((await contoso.post('/v1.0/oauth2PermissionGrants', { ...wish, clientId: nobody })).status, 404)
  })

  test('attack 29: an owner cannot grant his app a permission of Graph, nor consent for others', async () => {
    const owner = await personWith(server, 'contoso', [])
    const { principal } = await appOwnedBy(owner.id)
    const reached = await assign(
      owner,
      principal,
      graphPrincipal,
      applicationPermissionId('RoleManagement.ReadWrite.Directory'),
    )
    assert.equal(reached.status, 403)
    const grant = (more: object) =>
      owner.post('/v1.0/oauth2PermissionGrants', { clientId: principal, resourceId: graphPrincipal, ...more })
    assert.equal((await grant({ consentType: 'AllPrincipals', scope: 'User.Read' })).status, 403)
    assert.equal(
      (await grant({ consentType: 'Principal', principalId: owner.id, scope: 'Directory.ReadWrite.All' })).status,
      403,
    )
    const admin = server.demo.tenants.contoso.people.admin?.id
    assert.equal((await grant({ consentType: 'Principal', principalId: admin, scope: 'User.Read' })).status, 403)
    const own = await grant({ consentType: 'Principal', principalId: owner.id, scope: 'User.Read' })
    assert.equal(own.status, 201)
    // Nor raise it afterwards.
    assert.equal(
      (await owner.patch(`/v1.0/oauth2PermissionGrants/${own.body.id}`, { scope: 'Directory.ReadWrite.All' })).status,
      403,
    )
  })

  test('attack 29: an Application Administrator grants roles of APIs, but none of Graph', async () => {
    const admin = await personWith(server, 'contoso', ['applicationAdministrator'])
    const { principal } = await appOwnedBy(server.demo.tenants.contoso.people.member?.id ?? '')
    const ofApi = api.appRoles.find(({ allowedMemberTypes }) => allowedMemberTypes.includes('Application'))
    assert.equal((await assign(admin, principal, graphPrincipal, applicationPermissionId('User.Read.All'))).status, 403)
    assert.equal((await assign(admin, principal, api.id, ofApi?.id ?? '')).status, 201)
    const privileged = await personWith(server, 'contoso', ['privilegedRoleAdministrator'])
    assert.equal(
      (await assign(privileged, principal, graphPrincipal, applicationPermissionId('User.Read.All'))).status,
      201,
    )
  })

  type Way = (graph: GraphClient, ids: { app: string; principal: string }) => Promise<{ status: number }>
  const ways: [name: string, way: Way][] = [
    ['a secret of the app', (graph, { app }) => graph.post(`/v1.0/applications/${app}/addPassword`, {})],
    [
      'a secret of the service principal',
      (graph, { principal }) => graph.post(`/v1.0/servicePrincipals/${principal}/addPassword`, {}),
    ],
  ]
  for (const [name, way] of ways) {
    test(`attack 29: an owner cannot add ${name} where the app may do more than he`, async () => {
      const owner = await personWith(server, 'contoso', [])
      const harmless = await appOwnedBy(owner.id)
      assert.equal((await way(owner, harmless)).status, 200)
      const writes = await appOwnedBy(owner.id, ['User.ReadWrite.All'])
      assert.equal((await way(owner, writes)).status, 403)
      const holds = await appOwnedBy(owner.id)
      const { store, random, clock } = server.running.deps
      await store.write(tenantId(server, 'contoso'), (tx) =>
        store.roles.add(tx, {
          id: random.uuid(),
          principalId: holds.principal,
          principalKind: 'servicePrincipal',
          roleTemplateId: role.userAdministrator,
          assignedAt: clock.now(),
        }),
      )
      assert.equal((await way(owner, holds)).status, 403)
      const administrator = await personWith(server, 'contoso', ['applicationAdministrator'])
      assert.equal((await way(administrator, holds)).status, 403)
      const privileged = await personWith(server, 'contoso', ['globalAdministrator'])
      assert.equal((await way(privileged, holds)).status, 200)
    })
  }

  test('attack 29: nobody manages what he does not own; a guest registers nothing', async () => {
    const { app, principal } = await appOwnedBy(server.demo.tenants.contoso.people.member?.id ?? '')
    const stranger = await personWith(server, 'contoso', ['userAdministrator'])
    const ref = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${stranger.id}` }
    for (const [method, path, body] of [
      ['patch', `/v1.0/applications/${app}`, { displayName: 'Mine' }],
      ['post', `/v1.0/applications/${app}/addPassword`, {}],
      ['post', `/v1.0/applications/${app}/owners/$ref`, ref],
      ['post', `/v1.0/servicePrincipals/${principal}/owners/$ref`, ref],
      ['patch', `/v1.0/servicePrincipals/${principal}`, { accountEnabled: false }],
    ] as const) {
      assert.equal((await stranger[method](path, body)).status, 403, path)
    }
    assert.equal((await stranger.delete(`/v1.0/applications/${app}`)).status, 403)
    const guest = await personWith(server, 'contoso', [], { userType: 'Guest' })
    assert.equal((await guest.post('/v1.0/applications', { displayName: 'Guest app' })).status, 403)
  })

  test('members register apps unless the tenant forbids it, and own what they register', async () => {
    const member = await personWith(server, 'contoso', [])
    const made = await member.post('/v1.0/applications', { displayName: 'By a member' })
    assert.equal(made.status, 201)
    const owners = await contoso.get(`/v1.0/applications/${made.body.id}/owners`)
    assert.deepEqual(
      owners.body.value.map(({ id }: { id: string }) => id),
      [member.id],
    )
    assert.equal((await member.patch(`/v1.0/applications/${made.body.id}`, { displayName: 'Renamed' })).status, 204)
    const policy = '/v1.0/policies/authorizationPolicy'
    await contoso.patch(policy, { defaultUserRolePermissions: { allowedToCreateApps: false } })
    assert.equal((await member.post('/v1.0/applications', { displayName: 'No more' })).status, 403)
    const developer = await personWith(server, 'contoso', ['applicationDeveloper'])
    assert.equal((await developer.post('/v1.0/applications', { displayName: 'By a developer' })).status, 201)
    await contoso.patch(policy, { defaultUserRolePermissions: { allowedToCreateApps: true } })
  })
})
