import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { startServer } from '../harness/index.ts'
import { addGuest, addUsers, allScopes, graphAs } from './people.ts'

/**
 * What a guest reads at each of the three levels, over the whole read surface of the directory (attack 28), with every
 * scope granted: what is refused is refused to the person. `-` 403, `404`, `400`; otherwise what the body holds.
 */
const levels = {
  same: 'a0b1b346-4d3e-4e8b-98f8-753987be4970',
  limited: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  restricted: '2af84b1e-32c8-42b7-82bc-daa82404023b',
} as const

type Names = {
  me: string
  other: string
  otherName: string
  joined: string
  open: string
  hidden: string
  unknown: string
}
let server: TestServer
let guest: GraphClient
let names: Names

async function setUp(t: TestContext): Promise<void> {
  server = await startServer(t)
  const person = await addGuest(server)
  const [other] = await addUsers(server, 'contoso', [
    { displayName: 'Otto Other', department: 'Secret', jobTitle: 'Secret', mail: 'otto@contoso.gatehouse.test' },
  ])
  const script = server.graph('contoso')
  const group = async (displayName: string, more: object) => {
    const { status, body } = await script.post('/v1.0/groups', {
      displayName,
      mailNickname: displayName.toLowerCase(),
      mailEnabled: false,
      securityEnabled: true,
      ...more,
    })
    assert.equal(status, 201, JSON.stringify(body))
    return body.id as string
  }
  const unified = { groupTypes: ['Unified'], mailEnabled: true, visibility: 'HiddenMembership' }
  names = {
    me: person.id,
    other: other?.id ?? '',
    otherName: other?.userPrincipalName ?? '',
    joined: await group('Joined', {}),
    open: await group('Open', {}),
    hidden: await group('Hidden', unified),
    unknown: '11111111-2222-4333-8444-555555555555',
  }
  for (const [groupId, member] of [
    [names.joined, names.me],
    [names.open, names.other],
    [names.hidden, names.other],
  ]) {
    const ref = { '@odata.id': `${server.origin}/v1.0/directoryObjects/${member}` }
    assert.equal((await script.post(`/v1.0/groups/${groupId}/members/$ref`, ref)).status, 204)
  }
  guest = graphAs(server, 'contoso', person.id, allScopes)
}

/** Every address, and what it gives at: same as members, limited, restricted. */
const surface: [path: string, same: string, limited: string, restricted: string][] = [
  ['/me', 'me', 'me', 'me'],
  ['/users/{me}', 'me', 'me', 'me'],
  ['/me/memberOf', 'names', 'names', 'ids'],
  ['/me/transitiveMemberOf', 'names', 'names', 'ids'],
  ['/me/memberOf/microsoft.graph.group', 'names', 'names', 'ids'],
  ['/users/{me}/memberOf', 'names', 'names', 'ids'],
  ['/me/sponsors', 'empty', 'empty', 'empty'],
  ['/users', 'names', '-', '-'],
  ["/users?$filter=displayName eq 'Otto Other'", 'names', '-', '-'],
  ['/users?$search="displayName:otto"', 'names', '-', '-'],
  ['/users/$count', 'text', '-', '-'],
  ['/users/{other}', 'full', 'reduced', '-'],
  ['/users/{other}?$select=department,displayName', 'full', 'reduced', '-'],
  ['/users/{otherName}', 'full', '-', '-'],
  ['/users/{unknown}', '404', '404', '-'],
  ['/users/nobody@contoso.gatehouse.test', '404', '-', '-'],
  ['/users/{other}/memberOf', 'names', '-', '-'],
  ['/users/{other}/transitiveMemberOf', 'names', '-', '-'],
  ['/users/{other}/sponsors', 'empty', '-', '-'],
  ['/groups', 'names', '-', '-'],
  ['/groups/$count', 'text', '-', '-'],
  ['/groups?$search="displayName:open"', 'names', '-', '-'],
  ["/groups?$filter=displayName eq 'Open'", 'names', 'names', '-'],
  ["/groups?$filter=id eq '{open}'", 'names', 'names', '-'],
  ["/groups?$filter=startswith(displayName,'')", 'names', '-', '-'],
  ["/groups?$filter=displayName eq 'Open' or displayName eq 'Joined'", 'names', '-', '-'],
  ["/groups?$filter=displayName ge 'A'", 'names', '-', '-'],
  ['/groups/{joined}', 'full', 'full', 'idOnly'],
  ['/groups/{open}', 'full', 'full', '-'],
  ['/groups/{hidden}', 'full', '404', '-'],
  ['/groups/{unknown}', '404', '404', '-'],
  ['/groups/{joined}/members', 'names', 'names', '-'],
  ['/groups/{open}/members', 'names', 'names', '-'],
  ['/groups/{open}/members/$count', 'text', 'text', '-'],
  ['/groups/{open}/members/$ref', 'refs', 'refs', '-'],
  ['/groups/{open}/members/microsoft.graph.user', 'names', 'names', '-'],
  ['/groups/{open}/transitiveMembers', 'names', 'names', '-'],
  ['/groups/{open}/owners', 'empty', 'empty', '-'],
  ['/groups/{hidden}/members', '-', '404', '-'],
  ['/groups/{hidden}/owners', '-', '404', '-'],
  ['/groups/{open}/memberOf', 'empty', 'empty', '-'],
  ['/directoryObjects/{me}', 'me', 'me', 'me'],
  ['/directoryObjects/{other}', 'full', 'reduced', '-'],
  ['/directoryObjects/{open}', 'full', 'full', '-'],
  ['/directoryObjects/{hidden}', 'full', '404', '-'],
  ['/directoryObjects/{unknown}', '404', '404', '-'],
  ['/directoryRoles', 'names', '-', '-'],
  ['/directoryRoles/62e90394-69f5-4237-9190-012177145e10/members', 'names', '-', '-'],
  ['/directoryRoleTemplates', 'names', '-', '-'],
  ['/roleManagement/directory/roleDefinitions', 'names', '-', '-'],
  ['/roleManagement/directory/roleAssignments', 'list', '-', '-'],
  ['/directory/deletedItems/microsoft.graph.user', '-', '-', '-'],
  ['/directory/deletedItems/microsoft.graph.group', '-', '-', '-'],
  ['/directory/deletedItems/{unknown}', '-', '-', '-'],
]

function shape(answer: { status: number; body: unknown }): string {
  const { status, body } = answer
  if (status === 403) return '-'
  if (status !== 200) return String(status)
  if (typeof body !== 'object' || body === null) return 'text'
  if ('value' in body && Array.isArray(body.value)) {
    if (body.value.length === 0) return 'empty'
    const [first] = body.value
    if ('@odata.id' in first) return 'refs'
    if (!('displayName' in first)) return 'list'
    return body.value.some((one) => one.displayName !== null) ? 'names' : 'ids'
  }
  const one = body as Record<string, unknown>
  if (one.id === names.me) return 'me'
  if (one.displayName === null) return 'idOnly'
  for (const kept of ['jobTitle', 'department']) if (kept in one) return one[kept] === null ? 'reduced' : 'full'
  return 'full'
}

test('a guest sees what the table of the level says, and nothing else', async (t) => {
  await setUp(t)
  for (const [level, column] of [
    ['same', 1],
    ['limited', 2],
    ['restricted', 3],
  ] as const) {
    await t.test(level, async () => {
      const policy = { guestUserRoleId: levels[level] }
      assert.equal((await server.graph('contoso').patch('/v1.0/policies/authorizationPolicy', policy)).status, 204)
      const seen: Record<string, string> = {}
      const expected: Record<string, string> = {}
      for (const row of surface) {
        const path = row[0].replaceAll(/\{(\w+)\}/g, (_, name: keyof Names) => encodeURIComponent(names[name]))
        seen[row[0]] = shape(await guest.get(`/v1.0${path}`, { consistencylevel: 'eventual' }))
        expected[row[0]] = row[column]
      }
      assert.deepEqual(seen, expected)
    })
  }
})
