import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { Client } from '@microsoft/microsoft-graph-client'
import type { role } from '../../src/directory/role-templates.ts'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { graphAs, tenantId } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** Cross-tenant access settings over Graph (graph.md 2.9): one server, each test leaves the settings as it found them. */

const root = '/v1.0/policies/crossTenantAccessPolicy'
const someone = '11111111-2222-4333-8444-555555555555'
const group = { target: someone, targetType: 'group' }
const everybody = { target: 'AllUsers', targetType: 'user' }
const everything = { target: 'AllApplications', targetType: 'application' }
const half = (accessType: string, ...targets: object[]) => ({ accessType, targets })
const all = (accessType: string) => ({
  usersAndGroups: half(accessType, everybody),
  applications: half(accessType, everything),
})

suite('cross-tenant access policy', () => {
  const world = serverOfSuite()
  let server: TestServer
  let contoso: GraphClient
  let fabrikam: string
  let partner: string

  before(() => {
    server = world.server
    contoso = server.graph('contoso')
    fabrikam = server.demo.tenants.fabrikam.id
    partner = `${root}/partners/${fabrikam}`
  })

  test('a tenant starts with the documented system default', async () => {
    const { status, body } = await contoso.get(`${root}/default`)
    assert.equal(status, 200)
    const { '@odata.context': context, ...shown } = body
    assert.ok(context.endsWith('/v1.0/$metadata#policies/crossTenantAccessPolicy/default/$entity'))
    assert.deepEqual(shown, {
      isServiceDefault: true,
      inboundTrust: {
        isMfaAccepted: false,
        isCompliantDeviceAccepted: false,
        isHybridAzureADJoinedDeviceAccepted: false,
      },
      b2bCollaborationOutbound: all('allowed'),
      b2bCollaborationInbound: all('allowed'),
      b2bDirectConnectOutbound: all('blocked'),
      b2bDirectConnectInbound: all('blocked'),
      tenantRestrictions: { devices: null, ...all('blocked') },
      automaticUserConsentSettings: { inboundAllowed: false, outboundAllowed: false },
      invitationRedemptionIdentityProviderConfiguration: {
        primaryIdentityProviderPrecedenceOrder: [
          'azureActiveDirectory',
          'externalFederation',
          'socialIdentityProviders',
        ],
        fallbackIdentityProvider: 'defaultConfiguredIdp',
      },
    })
  })

  test('the Graph JavaScript client adds, reads, changes, lists and deletes a partner', async () => {
    const { baseUrl, customHosts } = server.demo.clients.graphClient
    const client = Client.init({
      baseUrl,
      customHosts: new Set(customHosts),
      authProvider: (done) => {
        server.graphToken('contoso').then(
          (token) => done(null, token),
          (error) => done(error, null),
        )
      },
    })
    const path = '/policies/crossTenantAccessPolicy'
    const wish = { b2bDirectConnectOutbound: { usersAndGroups: half('blocked', group) } }
    const made = await client.api(`${path}/partners`).post({ tenantId: fabrikam, ...wish })
    const { '@odata.context': _, ...shown } = made
    assert.deepEqual(shown, {
      tenantId: fabrikam,
      isServiceProvider: null,
      isInMultiTenantOrganization: false,
      inboundTrust: null,
      automaticUserConsentSettings: { inboundAllowed: null, outboundAllowed: null },
      b2bCollaborationOutbound: null,
      b2bCollaborationInbound: null,
      b2bDirectConnectInbound: null,
      tenantRestrictions: null,
      b2bDirectConnectOutbound: { usersAndGroups: half('blocked', group), applications: null },
    })
    await client.api(`${path}/partners/${fabrikam}`).patch({ b2bCollaborationInbound: all('blocked') })
    const read = await client.api(`${path}/partners/${fabrikam}`).get()
    assert.deepEqual(read.b2bCollaborationInbound, all('blocked'))
    assert.deepEqual(read.b2bDirectConnectOutbound, shown.b2bDirectConnectOutbound, 'what was not sent stays')
    const list = await client.api(`${path}/partners`).get()
    assert.deepEqual(
      list.value.map((one: { tenantId: string }) => one.tenantId),
      [fabrikam],
    )
    const only = await client.api(`${path}/partners`).select('tenantId').filter(`tenantId eq '${fabrikam}'`).get()
    assert.deepEqual(only.value, [{ tenantId: fabrikam }])
    await client.api(`${path}/partners/${fabrikam}`).delete()
    await assert.rejects(client.api(`${path}/partners/${fabrikam}`).get(), { statusCode: 404 })
  })

  test('the first change of the default marks it as changed; a reset brings the system default back', async () => {
    const before = (await contoso.get(`${root}/default`)).body
    const change = await contoso.patch(`${root}/default`, {
      b2bCollaborationOutbound: { usersAndGroups: half('blocked', group) },
      inboundTrust: { isMfaAccepted: true },
    })
    assert.equal(change.status, 204)
    assert.equal(change.body, '')
    const { body } = await contoso.get(`${root}/default`)
    assert.equal(body.isServiceDefault, false)
    assert.deepEqual(body.b2bCollaborationOutbound, {
      usersAndGroups: half('blocked', group),
      applications: half('allowed', everything),
    })
    assert.equal(body.inboundTrust.isMfaAccepted, true)
    const reset = await contoso.post(`${root}/default/resetToSystemDefault`)
    assert.equal(reset.status, 204)
    assert.deepEqual((await contoso.get(`${root}/default`)).body, before)
  })

  test('the policy itself takes a name and cloud endpoints', async () => {
    const { body: before } = await contoso.get(root)
    assert.equal(before.displayName, 'CrossTenantAccessPolicy')
    assert.deepEqual(before.allowedCloudEndpoints, [])
    assert.equal((await contoso.patch(root, { allowedCloudEndpoints: ['microsoftonline.us'] })).status, 204)
    assert.deepEqual((await contoso.get(root)).body.allowedCloudEndpoints, ['microsoftonline.us'])
    assert.equal((await contoso.patch(root, { allowedCloudEndpoints: ['elsewhere.example'] })).status, 400)
    assert.equal((await contoso.patch(root, { allowedCloudEndpoints: [] })).status, 204)
  })

  const manyGroups = Array.from({ length: 400 }, (_, at) => ({
    target: `11111111-2222-4333-8444-${String(at).padStart(12, '0')}`,
    targetType: 'group',
  }))
  const bothDirections = (setting: string) => [
    { [setting]: { usersAndGroups: half('blocked', everybody, group) } },
    { [setting]: { usersAndGroups: half('blocked', { target: 'AllUsers', targetType: 'group' }) } },
    { [setting]: { usersAndGroups: half('blocked', { target: 'AllPeople', targetType: 'user' }) } },
    { [setting]: { usersAndGroups: half('blocked') } },
    { [setting]: { usersAndGroups: half('forbidden', everybody) } },
    { [setting]: { usersAndGroups: { accessType: 'blocked' } } },
    { [setting]: { usersAndGroups: half('blocked', { target: someone, targetType: 'application' }) } },
    { [setting]: { applications: half('blocked', everything, { target: someone, targetType: 'application' }) } },
    { [setting]: { applications: half('blocked', { target: someone, targetType: 'user' }) } },
    { [setting]: { applications: half('blocked', { target: 'Office', targetType: 'application' }) } },
    { [setting]: { applications: half('blocked', everything), colour: 'red' } },
    { [setting]: 'blocked' },
    { [setting]: [] },
  ]
  const badBodies = [
    ...bothDirections('b2bCollaborationInbound'),
    ...bothDirections('b2bDirectConnectOutbound'),
    { inboundTrust: { isMfaAccepted: 'yes' } },
    { inboundTrust: true },
    { tenantRestrictions: { devices: { mode: 'allowed' } } },
    { colour: 'red' },
    { isServiceDefault: 'no' },
  ]
  const badForDefault = [
    ...badBodies,
    { b2bCollaborationInbound: { usersAndGroups: half('blocked', group) } },
    { b2bCollaborationInbound: null },
    { b2bCollaborationOutbound: { usersAndGroups: half('blocked', ...manyGroups) } },
    { automaticUserConsentSettings: { inboundAllowed: true, outboundAllowed: false } },
    { invitationRedemptionIdentityProviderConfiguration: { fallbackIdentityProvider: 'mail' } },
    {
      invitationRedemptionIdentityProviderConfiguration: {
        primaryIdentityProviderPrecedenceOrder: ['azureActiveDirectory', 'azureActiveDirectory', 'externalFederation'],
      },
    },
    { tenantId: someone },
  ]
  const short = (body: unknown) => JSON.stringify(body).slice(0, 110)

  for (const body of badForDefault) {
    test(`a PATCH of the default with ${short(body)} is a 400 that changes nothing`, async () => {
      const before = await contoso.get(`${root}/default`)
      const answer = await contoso.patch(`${root}/default`, body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.ok(['Request_BadRequest', 'BadRequest'].includes(answer.body.error.code))
      const [name = ''] = Object.keys(body)
      const named = JSON.stringify(answer.body).includes(name) || answer.body.error.message.includes('object limit')
      assert.ok(named, `the message names the property: ${answer.body.error.message}`)
      assert.deepEqual((await contoso.get(`${root}/default`)).body, before.body)
    })
  }

  test('each bad PATCH of a partner is a 400 that changes nothing', async () => {
    assert.equal((await contoso.post(`${root}/partners`, { tenantId: fabrikam })).status, 201)
    const before = await contoso.get(partner)
    const bodies = [
      ...badBodies,
      { tenantId: someone },
      { b2bCollaborationOutbound: { usersAndGroups: half('blocked', ...manyGroups) } },
      { automaticUserConsentSettings: { inboundAllowed: 'yes' } },
      { isInMultiTenantOrganization: true },
    ]
    for (const body of bodies) {
      const answer = await contoso.patch(partner, body)
      assert.equal(answer.status, 400, `${short(body)}: ${JSON.stringify(answer.body)}`)
    }
    assert.deepEqual((await contoso.get(partner)).body, before.body)
    assert.equal((await contoso.delete(partner)).status, 204)
  })

  test('a partner that cannot be: own tenant, no GUID, unknown, missing; twice is a conflict', async () => {
    const own = server.demo.tenants.contoso.id
    for (const tenant of [own, own.toUpperCase(), 'fabrikam.gatehouse.test', '', null, 7, someone]) {
      const answer = await contoso.post(`${root}/partners`, { tenantId: tenant })
      assert.equal(answer.status, 400, String(tenant))
      assert.match(JSON.stringify(answer.body), /tenantId/)
    }
    assert.equal((await contoso.post(`${root}/partners`, {})).status, 400)
    assert.equal((await contoso.post(`${root}/partners`, { tenantId: fabrikam })).status, 201)
    const twice = await contoso.post(`${root}/partners`, { tenantId: fabrikam.toUpperCase(), inboundTrust: null })
    assert.equal(twice.status, 409)
    assert.equal(twice.body.error.code, 'Request_MultipleObjectsWithSameKeyValue')
    assert.equal((await contoso.delete(partner)).status, 204)
    assert.equal((await contoso.delete(partner)).status, 404)
    assert.equal((await contoso.patch(partner, {})).status, 404)
  })

  test('of two that add the same partner at once, one gets the conflict', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => contoso.post(`${root}/partners`, { tenantId: fabrikam })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409, 409, 409])
    assert.equal((await contoso.delete(partner)).status, 204)
  })

  test('the answer to a partner says where it is, and null inherits again', async () => {
    const made = await contoso.post(`${root}/partners`, { tenantId: fabrikam, inboundTrust: { isMfaAccepted: true } })
    assert.equal(made.headers.get('location'), `${server.origin}${partner}`)
    assert.equal((await contoso.patch(partner, { inboundTrust: null })).status, 204)
    assert.equal((await contoso.get(partner)).body.inboundTrust, null)
    assert.equal((await contoso.delete(partner)).status, 204)
  })

  const roles: [name: string, roles: (keyof typeof role)[], reads: number, writes: number][] = [
    ['a member', [], 403, 403],
    ['a Security Reader', ['securityReader'], 200, 403],
    ['a Global Reader', ['globalReader'], 200, 403],
    ['a Security Administrator', ['securityAdministrator'], 200, 204],
    ['a Teams Administrator', ['teamsAdministrator'], 200, 204],
    ['a User Administrator', ['userAdministrator'], 403, 403],
    ['a Global Administrator', ['globalAdministrator'], 200, 204],
  ]
  for (const [name, held, reads, writes] of roles) {
    test(`${name} is answered ${reads} for reading and ${writes} for changing`, async () => {
      const caller = await personWith(server, 'contoso', held)
      assert.equal((await caller.get(`${root}/default`)).status, reads)
      assert.equal((await caller.get(`${root}/partners`)).status, reads)
      const answer = await caller.patch(`${root}/default`, { inboundTrust: { isMfaAccepted: false } })
      assert.equal(answer.status, writes)
      if (writes === 204) await contoso.post(`${root}/default/resetToSystemDefault`)
    })
  }

  test('without the permission even a Global Administrator is refused, and told that the scope is missing', async () => {
    const { id } = server.demo.tenants.contoso.people.admin ?? assert.fail('no admin')
    const answer = await graphAs(server, 'contoso', id, 'User.Read Policy.Read.All').patch(`${root}/default`, {})
    assert.equal(answer.status, 403)
    assert.equal(answer.body.error.code, 'AccessDenied')
  })

  test('the settings of one tenant are not those of another', async () => {
    const woodgrove = server.demo.tenants.woodgrove.id
    assert.equal((await contoso.post(`${root}/partners`, { tenantId: woodgrove })).status, 201)
    const other = server.graph('fabrikam')
    assert.deepEqual((await other.get(`${root}/partners`)).body.value, [])
    assert.equal((await other.get(`${root}/partners/${woodgrove}`)).status, 404)
    assert.equal((await contoso.delete(`${root}/partners/${woodgrove}`)).status, 204)
  })

  test('each change is in the audit log with old and new values', async () => {
    await contoso.post(`${root}/partners`, { tenantId: fabrikam })
    await contoso.patch(partner, { b2bCollaborationInbound: all('blocked') })
    await contoso.delete(partner)
    await contoso.patch(`${root}/default`, { inboundTrust: { isMfaAccepted: true } })
    await contoso.post(`${root}/default/resetToSystemDefault`)
    const { body } = await contoso.get('/v1.0/auditLogs/directoryAudits?$top=5')
    const names = body.value.map((one: { activityDisplayName: string }) => one.activityDisplayName)
    assert.deepEqual(names.sort(), [
      'Add a partner to cross-tenant access setting',
      'Delete partner specific cross-tenant access setting',
      'Reset the cross-tenant access default setting',
      'Update a partner cross-tenant access setting',
      'Update the company default cross-tenant access setting',
    ])
    const update = body.value.find(
      (one: { activityDisplayName: string }) =>
        one.activityDisplayName === 'Update a partner cross-tenant access setting',
    )
    assert.equal(update.category, 'CrossTenantAccessSettings')
    assert.equal(update.initiatedBy.app.displayName, 'Admin script')
    assert.deepEqual(update.targetResources[0].modifiedProperties, [
      { displayName: 'b2bCollaborationInbound', oldValue: 'null', newValue: JSON.stringify(all('blocked')) },
    ])
  })

  test('a refused change leaves the change number, and a change moves it', async () => {
    const { store } = server.running.deps
    const number = () => store.tenants.changeNumber(store.at(tenantId(server, 'contoso')))
    const before = await number()
    await contoso.patch(`${root}/default`, { colour: 'red' })
    assert.equal(await number(), before)
    await contoso.patch(`${root}/default`, { inboundTrust: { isMfaAccepted: true } })
    assert.ok((await number()) > before)
    await contoso.post(`${root}/default/resetToSystemDefault`)
  })
  test('a combination that is probably not meant is saved, with a warning that names it (rows 92, 93)', async () => {
    const odd = {
      b2bCollaborationInbound: {
        usersAndGroups: half('blocked', everybody),
        applications: half('allowed', everything),
      },
    }
    const added = await contoso.post(`${root}/partners`, { tenantId: fabrikam, ...odd })
    assert.equal(added.status, 201)
    assert.match(added.headers.get('warning') ?? '', /^299 gatehouse "b2bCollaborationInbound: All users are blocked/)
    const changed = await contoso.patch(partner, {
      b2bCollaborationInbound: all('blocked'),
      b2bCollaborationOutbound: {
        usersAndGroups: half('allowed', everybody),
        applications: half('blocked', everything),
      },
    })
    assert.equal(changed.status, 204)
    assert.match(changed.headers.get('warning') ?? '', /^299 gatehouse "b2bCollaborationOutbound: Users are allowed/)
    const mended = await contoso.patch(partner, { b2bCollaborationOutbound: all('blocked') })
    assert.equal(mended.headers.get('warning'), null)
    await contoso.delete(partner)
  })
})
