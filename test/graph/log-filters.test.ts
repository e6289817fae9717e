import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { GraphClient } from '../harness/index.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** What the admin center's pages of the logs ask by, one at a time and together. */

suite('filters of the logs', () => {
  const world = serverOfSuite()
  let graph: GraphClient
  let admin: GraphClient & { id: string }
  let user: string
  let group: string

  before(async () => {
    graph = world.server.graph('contoso')
    admin = await personWith(world.server, 'contoso', ['globalAdministrator'])
    const made = await graph.post('/v1.0/users', {
      displayName: 'Logged',
      accountEnabled: true,
      mailNickname: 'logged',
      userPrincipalName: `logged@${world.server.demo.tenants.contoso.domain}`,
      passwordProfile: { password: 'Correct-horse-battery-1' },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    user = made.body.id
    const body = { displayName: 'Logged', mailNickname: 'logged', mailEnabled: false, securityEnabled: true }
    group = (await admin.post('/v1.0/groups', body)).body.id
    await admin.patch(`/v1.0/users/${user}`, { jobTitle: 'Known' })
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${user}` }
    assert.equal((await admin.post(`/v1.0/groups/${group}/members/$ref`, reference)).status, 204)
  })

  const activities = async (filter: string): Promise<string[]> => {
    const written = filter.replace('{user}', user).replace('{group}', group).replace('{admin}', admin.id)
    const { status, body } = await graph.get(`/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(written)}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.value.map((one: { activityDisplayName: string }) => one.activityDisplayName).toSorted()
  }
  const about = ['Add member to group', 'Add user', 'Update user']

  for (const [filter, found] of [
    ["targetResources/any(t: t/id eq '{user}')", about],
    ["targetResources/any(t:t/id eq '{user}') and initiatedBy/user/id eq '{admin}'", [about[0], about[2]]],
    ["targetResources/any(t:t/id eq '{user}') and category eq 'UserManagement'", ['Add user', 'Update user']],
    [
      "targetResources/any(t:t/id eq '{group}') and loggedByService eq 'Core Directory'",
      ['Add group', about[0]].toSorted(),
    ],
    ["targetResources/any(t:t/id eq '{user}') and result eq 'failure'", []],
    ["targetResources/any(t:t/id eq '{user}') and activityDateTime ge 2020-01-01T00:00:00Z", about],
    ["targetResources/any(t:t/id eq '{user}') and activityDateTime lt 2020-01-01T00:00:00Z", []],
    ["initiatedBy/user/id eq '{admin}' and startswith(activityDisplayName,'update')", ['Update user']],
    ["targetResources/any(t: t/displayName eq 'LOGGED') and category eq 'UserManagement'", ['Add user', 'Update user']],
    [
      "targetResources/any(t: startswith(t/displayName,'log')) and category eq 'GroupManagement'",
      ['Add group', about[0]].toSorted(),
    ],
    ["targetResources/any(t: t/displayName eq 'log')", []],
    ["targetResources/any(t: t/id eq '{group}' or t/displayName eq 'nobody')", ['Add group', about[0]].toSorted()],
    ["initiatedBy/user/id eq '{user}'", []],
    ["targetResources/any(t: t/id eq 'nobody')", []],
  ] as [string, string[]][]) {
    test(`audit entries by ${filter}`, async () => assert.deepEqual(await activities(filter), found))
  }

  test('audit entries of another tenant are not found by their target', async () => {
    const filter = encodeURIComponent(`targetResources/any(t: t/id eq '${user}')`)
    const { body } = await world.server.graph('fabrikam').get(`/v1.0/auditLogs/directoryAudits?$filter=${filter}`)
    assert.deepEqual(body.value, [])
  })

  test('a filter that the log does not have is a 400 that names it', async () => {
    for (const filter of [
      "targetResources/any(t: t/type eq 'x')",
      "targetResources/any(t: endswith(t/displayName,'x'))",
      "targetResources/any(t: t/displayName ne 'x')",
      'targetResources/any(t: t/displayName eq 5)',
      "targetResources/any(t: t/id eq 'x' and t/displayName eq 'x')",
      "targetResources/any(t: startswith(t/id,'x'))",
      "targetResources eq 'x'",
      "targetResources/id eq 'x'",
      "additionalDetails/any(t: t/key eq 'x')",
      'activityDateTime ge yesterday',
    ]) {
      const { status } = await graph.get(`/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`)
      assert.equal(status, 400, filter)
    }
  })

  test('what the log forgets after its 400 days is not found by its target either', async () => {
    const { store, clock } = world.server.running.deps
    await store.across.sweep(clock.now() + 401 * 86_400_000)
    assert.deepEqual(await activities("targetResources/any(t: t/id eq '{user}')"), [])
  })

  test('sign-ins by status, person, app and time together', async () => {
    const { portal } = world.server.demo.tenants.contoso.apps
    const wrong = await world.server.fetch(`/${world.server.demo.tenants.contoso.id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: portal?.appId ?? '',
        client_secret: 'wrong',
        scope: 'https://graph.microsoft.com/.default',
      }),
    })
    const id = wrong.headers.get('x-ms-request-id') ?? ((await wrong.json()) as { trace_id: string }).trace_id
    const finds = async (filter: string) => {
      const { status, body } = await graph.get(`/beta/auditLogs/signIns?$filter=${encodeURIComponent(filter)}`)
      assert.equal(status, 200, JSON.stringify(body))
      return body.value.some((one: { id: string }) => one.id === id)
    }
    const app = `appId eq '${portal?.appId}'`
    // Rows of apps are written within 100 ms.
    for (let tries = 0; tries < 50 && !(await finds(`id eq '${id}'`)); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const all = `createdDateTime ge 2020-01-01T00:00:00Z and ${app}`
    assert.equal(await finds(`${all} and status/errorCode ne 0`), true)
    assert.equal(await finds(`${all} and status/errorCode in (7000215, 50126)`), true)
    assert.equal(await finds(`${all} and not(status/errorCode in (50058, 65001)) and status/errorCode ne 0`), true)
    assert.equal(await finds(`${all} and status/errorCode eq 0`), false)
    assert.equal(await finds(`${app} and createdDateTime lt 2020-01-01T00:00:00Z and status/errorCode ne 0`), false)
    assert.equal(await finds(`id eq '${id}' and userType eq 'guest'`), false)
    assert.equal(await finds(`id eq '${id}' and startswith(userPrincipalName,'ann@')`), false)
  })
})
