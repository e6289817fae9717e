import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** Who may invite and what guests see (graph.md 2.11). */

const path = '/v1.0/policies/authorizationPolicy'

suite('authorization policy', () => {
  const world = serverOfSuite()
  let server: TestServer
  let contoso: GraphClient
  before(() => {
    server = world.server
    contoso = server.graph('contoso')
  })

  test('the defaults of a fresh tenant, alone in v1.0 and as a collection of one in beta', async () => {
    const { body } = await contoso.get(path)
    const { '@odata.context': _, ...policy } = body
    assert.partialDeepStrictEqual(policy, {
      id: 'authorizationPolicy',
      allowInvitesFrom: 'everyone',
      guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
      allowEmailVerifiedUsersToJoinOrganization: false,
      blockMsolPowerShell: false,
      defaultUserRolePermissions: { allowedToCreateApps: true, allowedToReadOtherUsers: true },
    })
    const beta = await contoso.get('/beta/policies/authorizationPolicy')
    assert.deepEqual(beta.body.value, [policy])
    const { '@odata.context': __, ...single } = (
      await contoso.get('/beta/policies/authorizationPolicy/authorizationPolicy')
    ).body
    assert.deepEqual(single, policy)
  })

  test('a PATCH keeps what it does not name, also inside of defaultUserRolePermissions', async () => {
    const before = (await contoso.get(path)).body
    const change = { allowInvitesFrom: 'none', defaultUserRolePermissions: { allowedToCreateApps: false } }
    assert.equal((await contoso.patch(path, change)).status, 204)
    const { body } = await contoso.get(path)
    assert.deepEqual(body, {
      ...before,
      allowInvitesFrom: 'none',
      defaultUserRolePermissions: { ...before.defaultUserRolePermissions, allowedToCreateApps: false },
    })
    const [entry] = (await contoso.get('/v1.0/auditLogs/directoryAudits?$top=1')).body.value
    assert.equal(entry.activityDisplayName, 'Update authorization policy')
    assert.deepEqual(entry.targetResources[0].modifiedProperties[0], {
      displayName: 'allowInvitesFrom',
      oldValue: '"everyone"',
      newValue: '"none"',
    })
    // Null is the default again.
    const back = { allowInvitesFrom: null, defaultUserRolePermissions: { allowedToCreateApps: null } }
    assert.equal((await contoso.patch('/beta/policies/authorizationPolicy/authorizationPolicy', back)).status, 204)
    assert.deepEqual((await contoso.get(path)).body, before)
  })

  const bad: [body: unknown, named: RegExp][] = [
    [{ allowInvitesFrom: 'nobody' }, /allowInvitesFrom/],
    [{ allowInvitesFrom: 1 }, /allowInvitesFrom/],
    [{ guestUserRoleId: '62e90394-69f5-4237-9190-012177145e10' }, /guestUserRoleId/],
    [{ guestUserRoleId: '' }, /guestUserRoleId/],
    [{ blockMsolPowerShell: 'true' }, /blockMsolPowerShell/],
    [{ defaultUserRolePermissions: { allowedToCreateApps: 'no' } }, /allowedToCreateApps/],
    [{ defaultUserRolePermissions: { colour: 'red' } }, /colour/],
    [{ defaultUserRolePermissions: { permissionGrantPoliciesAssigned: ['everything'] } }, /permissionGrantPolicies/],
    [{ defaultUserRolePermissions: null }, /defaultUserRolePermissions/],
    [{ id: 'other' }, /id/],
    [{ colour: 'red' }, /colour/],
  ]
  for (const [body, named] of bad) {
    test(`a PATCH with ${JSON.stringify(body)} is a 400 that changes nothing`, async () => {
      const before = (await contoso.get(path)).body
      const answer = await contoso.patch(path, body)
      assert.equal(answer.status, 400)
      assert.match(answer.body.error.message, named)
      assert.deepEqual((await contoso.get(path)).body, before)
    })
  }

  const invites = { allowInvitesFrom: 'everyone' }
  const members = { defaultUserRolePermissions: { allowedToCreateApps: true } }
  const roles: [who: string, roles: Parameters<typeof personWith>[2], invites: number, members: number][] = [
    ['a member', [], 403, 403],
    ['a Guest Inviter', ['guestInviter'], 403, 403],
    ['a User Administrator', ['userAdministrator'], 403, 403],
    ['an External Identity Provider Administrator', ['externalIdentityProviderAdministrator'], 204, 403],
    ['a Privileged Role Administrator', ['privilegedRoleAdministrator'], 204, 204],
    ['a Global Administrator', ['globalAdministrator'], 204, 204],
  ]
  for (const [who, held, onInvites, onMembers] of roles) {
    test(`${who} is answered ${onInvites} for the collaboration settings and ${onMembers} for the rest`, async () => {
      const caller = await personWith(server, 'contoso', held)
      assert.equal((await caller.patch(path, invites)).status, onInvites)
      assert.equal((await caller.patch(path, members)).status, onMembers)
      assert.equal((await caller.patch(path, { ...invites, ...members })).status, onMembers)
    })
  }

  test('members read it, guests do not', async () => {
    assert.equal((await (await personWith(server, 'contoso', [])).get(path)).status, 200)
    assert.equal((await (await personWith(server, 'contoso', [], { userType: 'Guest' })).get(path)).status, 403)
  })
})
