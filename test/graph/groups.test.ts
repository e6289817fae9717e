import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../../src/directory/role-templates.ts'
import { assignmentId } from '../../src/graph/roles.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { addGuest, addUsers, allScopes, graphAs } from './people.ts'

const security = (displayName: string, more: object = {}) => ({
  displayName,
  mailNickname: displayName.toLowerCase().replaceAll(' ', '-'),
  mailEnabled: false,
  securityEnabled: true,
  ...more,
})
const ref = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })

async function newGroup(server: TestServer, displayName: string, more: object = {}): Promise<string> {
  const { status, body } = await server.graph('contoso').post('/v1.0/groups', security(displayName, more))
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

test('a group is made, filled, read, emptied and deleted', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { people } = server.demo.tenants.contoso
  const member = people.member?.id ?? ''
  const inviter = people.inviter?.id ?? ''
  const made = await graph.post('/v1.0/groups', {
    ...security('Partners', { description: 'All partners' }),
    'members@odata.bind': [ref(member)['@odata.id']],
    'owners@odata.bind': [`${server.origin}/v1.0/users/${inviter}`],
  })
  assert.equal(made.status, 201)
  assert.equal(made.headers.get('location'), `${server.origin}/v1.0/groups/${made.body.id}`)
  assert.equal(made.body.isAssignableToRole, null)
  const at = `/v1.0/groups/${made.body.id}`
  assert.deepEqual((await graph.get(`${at}/members?$select=displayName`)).body.value, [
    { '@odata.type': '#microsoft.graph.user', displayName: 'Milan Okafor', id: member },
  ])
  assert.equal((await graph.get(`${at}/owners`)).body.value[0].id, inviter)
  const again = await graph.post(`${at}/members/$ref`, ref(member))
  assert.equal(again.status, 400)
  assert.equal(
    again.body.error.message,
    "One or more added object references already exist for the following modified properties: 'members'.",
  )
  assert.equal((await graph.post(`${at}/members/$ref`, ref(inviter))).status, 204)
  assert.equal((await graph.get(`${at}/members/$count`, { consistencylevel: 'eventual' })).body, '2')
  assert.equal((await graph.delete(`${at}/members/${member}/$ref`)).status, 204)
  assert.equal((await graph.delete(`${at}/members/${member}/$ref`)).status, 404)
  assert.equal((await graph.patch(at, { displayName: 'Suppliers', description: '' })).status, 204)
  const { body } = await graph.get(at)
  assert.deepEqual([body.displayName, body.description], ['Suppliers', null])
  assert.equal((await graph.delete(at)).status, 204)
  assert.equal((await graph.get(at)).status, 404)
  const audits = await graph.get('/v1.0/auditLogs/directoryAudits')
  const activities = audits.body.value.map((one: { activityDisplayName: string }) => one.activityDisplayName)
  for (const activity of [
    'Add group',
    'Add member to group',
    'Add owner to group',
    'Remove member from group',
    'Update group',
    'Delete group',
  ]) {
    assert.ok(activities.includes(activity), activity)
  }
})

test('a group that cannot be made as asked is not made at all', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const member = server.demo.tenants.contoso.people.member?.id ?? ''
  const bound = (ids: string[]) => ids.map((id) => ref(id)['@odata.id'])
  const bad: object[] = [
    { displayName: 'X' },
    security('X', { mailEnabled: true }),
    security('X', { securityEnabled: false }),
    security('X', { mailNickname: 'a b' }),
    security('X', { visibility: 'HiddenMembership' }),
    security('X', { visibility: 'Secret' }),
    security('X', { groupTypes: ['DynamicMembership'] }),
    security('X', { groupTypes: ['Unified'], mailEnabled: true, isAssignableToRole: true, securityEnabled: false }),
    security('X', { 'members@odata.bind': bound([member, member]) }),
    security('X', { 'members@odata.bind': Array(21).fill(ref(member)['@odata.id']) }),
    security('X', { 'members@odata.bind': ['nonsense'] }),
    security('X', { 'nothing@odata.bind': [] }),
  ]
  for (const body of bad) assert.equal((await graph.post('/v1.0/groups', body)).status, 400, JSON.stringify(body))
  const unknown = security('X', { 'members@odata.bind': bound([member, '0d15ea5e-0000-4000-8000-00000000dead']) })
  assert.equal((await graph.post('/v1.0/groups', unknown)).status, 404)
  assert.deepEqual((await graph.get('/v1.0/groups')).body.value, [])
})

test('groups in groups are followed, and never in a circle', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const member = server.demo.tenants.contoso.people.member?.id ?? ''
  const [outer, middle, inner] = [
    await newGroup(server, 'Outer'),
    await newGroup(server, 'Middle'),
    await newGroup(server, 'Inner'),
  ]
  for (const [group, id] of [
    [outer, middle],
    [middle, inner],
    [inner, member],
  ]) {
    assert.equal((await graph.post(`/v1.0/groups/${group}/members/$ref`, ref(id ?? ''))).status, 204)
  }
  for (const id of [outer, middle, inner]) {
    assert.equal((await graph.post(`/v1.0/groups/${inner}/members/$ref`, ref(id))).status, 400)
  }
  const ids = (answer: { body: { value: { id: string }[] } }) => answer.body.value.map((one) => one.id).toSorted()
  assert.deepEqual(ids(await graph.get(`/v1.0/users/${member}/memberOf`)), [inner])
  assert.deepEqual(ids(await graph.get(`/v1.0/users/${member}/transitiveMemberOf`)), [outer, middle, inner].toSorted())
  assert.deepEqual(ids(await graph.get(`/v1.0/groups/${outer}/transitiveMembers`)), [middle, inner, member].toSorted())
  assert.deepEqual(ids(await graph.get(`/v1.0/groups/${outer}/transitiveMembers/microsoft.graph.user`)), [member])
  assert.deepEqual(ids(await graph.get(`/v1.0/groups/${inner}/transitiveMemberOf`)), [outer, middle].toSorted())
  const checked = await graph.post(`/v1.0/users/${member}/checkMemberGroups`, {
    groupIds: [outer, '0d15ea5e-0000-4000-8000-00000000dead'],
  })
  assert.deepEqual(checked.body.value, [outer])
  const held = await graph.post(`/v1.0/users/${member}/microsoft.graph.getMemberGroups`, { securityEnabledOnly: true })
  assert.deepEqual(held.body.value.toSorted(), [outer, middle, inner].toSorted())
  const admin = server.demo.tenants.contoso.people.admin?.id
  const objects = await graph.post(`/v1.0/users/${admin}/getMemberObjects`, {})
  assert.deepEqual(objects.body.value, [role.globalAdministrator])
})

test('members in their thousands are paged', async (t) => {
  const server = await startServer(t)
  const group = await newGroup(server, 'Crowd')
  const { deps } = server.running
  const crowd = await addUsers(
    server,
    'contoso',
    Array.from({ length: 1234 }, (_, index) => ({ displayName: `M ${index}` })),
  )
  await deps.store.write(server.demo.tenants.contoso.id as never, async (tx) => {
    for (const { id } of crowd) {
      await deps.store.groups.addMember(tx, { groupId: group as never, memberId: id, memberKind: 'user', addedAt: 0 })
    }
  })
  const graph = server.graph('contoso')
  const ids = new Set<string>()
  for (let next: string | undefined = `/v1.0/groups/${group}/members?$top=500&$select=id`; next; ) {
    const { body }: Awaited<ReturnType<typeof graph.get>> = await graph.get(next)
    for (const one of body.value) ids.add(one.id)
    const link: string | undefined = body['@odata.nextLink']
    next = link && new URL(link).pathname + new URL(link).search
  }
  assert.equal(ids.size, 1234)
})

test('owners manage their own group, and no more (attack 29)', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const member = people.member?.id ?? ''
  const guest = await addGuest(server)
  const graph = server.graph('contoso')
  const own = await newGroup(server, 'Own')
  const foreign = await newGroup(server, 'Foreign')
  for (const owner of [member, guest.id]) {
    assert.equal((await graph.post(`/v1.0/groups/${own}/owners/$ref`, ref(owner))).status, 204)
  }
  for (const who of [member, guest.id]) {
    const owner = graphAs(server, 'contoso', who, allScopes)
    assert.equal((await owner.patch(`/v1.0/groups/${own}`, { description: `by ${who}` })).status, 204)
    assert.equal(
      (await owner.post(`/v1.0/groups/${own}/members/$ref`, ref(guest.id))).status,
      who === member ? 204 : 400,
    )
    for (const body of [{ isAssignableToRole: true }, { securityEnabled: false }]) {
      assert.equal((await owner.patch(`/v1.0/groups/${own}`, body)).status, 400)
    }
    assert.equal((await owner.patch(`/v1.0/groups/${foreign}`, { description: 'x' })).status, 403)
    assert.equal((await owner.post(`/v1.0/groups/${foreign}/members/$ref`, ref(who))).status, 403)
    assert.equal((await owner.post(`/v1.0/groups/${foreign}/owners/$ref`, ref(who))).status, 403)
    assert.equal((await owner.delete(`/v1.0/groups/${foreign}`)).status, 403)
    const assignment = { principalId: own, roleDefinitionId: role.globalAdministrator, directoryScopeId: '/' }
    assert.equal((await owner.post('/v1.0/roleManagement/directory/roleAssignments', assignment)).status, 403)
    assert.equal((await owner.post('/v1.0/groups', security('Mine', { isAssignableToRole: true }))).status, 403)
  }
})

test('roles are given to people, apps and role-assignable groups, and both views agree', async (t) => {
  const server = await startServer(t)
  const { people } = server.demo.tenants.contoso
  const member = people.member?.id ?? ''
  const admin = graphAs(server, 'contoso', people.admin?.id ?? '', allScopes)
  const plain = await newGroup(server, 'Plain')
  const strong = (await admin.post('/v1.0/groups', security('Strong', { isAssignableToRole: true }))).body
  assert.deepEqual([strong.isAssignableToRole, strong.visibility], [true, 'Private'])
  const give = (principalId: string, roleDefinitionId: string) =>
    admin.post('/v1.0/roleManagement/directory/roleAssignments', {
      principalId,
      roleDefinitionId,
      directoryScopeId: '/',
    })
  assert.equal((await give(plain, role.reportsReader)).status, 400)
  assert.equal((await give(strong.id, role.reportsReader)).status, 201)
  const given = await give(member, role.reportsReader)
  assert.equal(given.body.id, assignmentId(role.reportsReader, member))
  assert.equal((await give(member, role.reportsReader)).status, 400)
  assert.equal((await give(member, '0d15ea5e-0000-4000-8000-00000000dead')).status, 404)
  const members = await admin.get(`/v1.0/directoryRoles(roleTemplateId='${role.reportsReader}')/members`)
  assert.deepEqual(
    members.body.value.map((one: { id: string }) => one.id),
    [member, strong.id].toSorted(),
  )
  const listed = await admin.get(`/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${member}'`)
  assert.equal(listed.body.value.length, 1)
  assert.equal((await admin.delete(`/v1.0/directoryRoles/${role.reportsReader}/members/${member}/$ref`)).status, 204)
  assert.equal((await admin.get(`/v1.0/roleManagement/directory/roleAssignments/${given.body.id}`)).status, 404)
  // Through the group: whoever is put into it holds the role.
  const before = graphAs(server, 'contoso', member, allScopes)
  assert.equal((await before.get('/v1.0/auditLogs/directoryAudits')).status, 403)
  assert.equal((await admin.post(`/v1.0/groups/${strong.id}/members/$ref`, ref(member))).status, 204)
  assert.equal((await before.get('/v1.0/auditLogs/directoryAudits')).status, 200)
  // An app with the group permission alone does not reach into such a group.
  assert.equal((await admin.post(`/v1.0/groups/${strong.id}/members/$ref`, ref(plain))).status, 400)
})

test('the id of a role assignment is made as the public product makes it', () => {
  // One of the published examples.
  const id = assignmentId(role.globalAdministrator, '4ab0b690-479b-47ff-af8f-2576cf521872')
  assert.equal(id, 'lAPpYvVpN0KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1')
})
