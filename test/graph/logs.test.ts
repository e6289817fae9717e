import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { GraphClient, TestServer } from '../harness/index.ts'
import { type Person, person, type RefusalPage } from '../harness/person.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** The logs (graph.md 2.18) and the explanation of a refusal, as the admins of both tenants read them. */

const inbound = 'b2bCollaborationInbound'
const blocked = {
  usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
  applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
}

suite('logs and explanation', () => {
  const world = serverOfSuite()
  let server: TestServer
  let contoso: GraphClient
  let fabrikam: GraphClient
  let employee: Person
  let refused: RefusalPage
  /** The request id of the refused sign-in, and its correlation id. */
  let id: string
  let correlationId: string

  before(async () => {
    server = world.server
    contoso = server.graph('contoso')
    fabrikam = server.graph('fabrikam')
    const { tenants } = server.demo
    const path = '/v1.0/policies/crossTenantAccessPolicy/partners'
    await contoso.post(path, { tenantId: tenants.fabrikam.id, [inbound]: blocked })
    const account = tenants.fabrikam.people.employee
    const app = tenants.contoso.apps.portal
    assert.ok(account && app)
    employee = person(server, account)
    refused = await employee.refusedAt({ tenant: tenants.contoso.id, app })
    id = refused.block['request id'] ?? ''
    correlationId = refused.block['correlation id'] ?? ''
  })

  test('both tenants have the sign-in under one id, each as it saw it', async () => {
    assert.equal(refused.code, '500213')
    const { tenants } = server.demo
    const here = await contoso.get(`/beta/auditLogs/signIns/${id}`)
    const home = await fabrikam.get(`/beta/auditLogs/signIns/${id}`)
    for (const { status, body } of [here, home]) {
      assert.equal(status, 200)
      assert.equal(body.status.errorCode, 500213)
      assert.equal(body.correlationId, correlationId)
      assert.equal(body.homeTenantId, tenants.fabrikam.id)
      assert.equal(body.resourceTenantId, tenants.contoso.id)
      assert.equal(body.crossTenantAccessType, 'b2bCollaboration')
      assert.deepEqual(body.appliedConditionalAccessPolicies, [])
    }
    assert.equal(home.body.userId, employee.account && tenants.fabrikam.people.employee?.id)
    assert.equal(home.body.userType, 'member')
    assert.equal((await server.graph('woodgrove').get(`/beta/auditLogs/signIns/${id}`)).status, 404)
  })

  test('v1.0 knows neither userType nor crossTenantAccessType', async () => {
    const { body } = await contoso.get(`/v1.0/auditLogs/signIns/${id}`)
    assert.equal(body.id, id)
    assert.ok(!('userType' in body) && !('crossTenantAccessType' in body) && !('signInEventTypes' in body))
    assert.equal((await contoso.get("/v1.0/auditLogs/signIns?$filter=userType eq 'guest'")).status, 400)
    assert.equal((await contoso.get('/v1.0/auditLogs/signIns?$select=userType')).status, 400)
  })

  const filters: [filter: string, finds: boolean][] = [
    ['status/errorCode eq 500213', true],
    ['status/errorCode eq 0', false],
    ['status/errorCode ne 0', true],
    ["correlationId eq '{correlationId}'", true],
    ["id eq '{id}'", true],
    ["appDisplayName eq 'Contoso Portal'", true],
    ["startswith(appDisplayName,'contoso p')", true],
    ["userId eq 'nobody'", false],
    ['createdDateTime ge 2020-01-01T00:00:00Z and createdDateTime le 2099-01-01T00:00:00Z', true],
    ['createdDateTime lt 2020-01-01T00:00:00Z', false],
    ["homeTenantId eq '{fabrikam}'", true],
    ["resourceTenantId eq '{fabrikam}'", false],
    ["crossTenantAccessType eq 'b2bCollaboration'", true],
    ["crossTenantAccessType eq 'none'", false],
    ["crossTenantAccessType ne 'none' and status/errorCode eq 500213", true],
    ["signInEventTypes/any(t: t eq 'interactiveUser')", true],
    ["signInEventTypes/any(t: t eq 'nonInteractiveUser')", false],
    ["signInEventTypes/any(t: t eq 'servicePrincipal')", false],
    ["signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'servicePrincipal')", true],
    ["clientAppUsed eq 'Browser'", true],
    ["startswith(ipAddress,'10.')", false],
  ]
  for (const [filter, finds] of filters) {
    test(`beta, ${filter}: ${finds ? 'finds' : 'does not find'} the refused sign-in`, async () => {
      const written = filter
        .replace('{correlationId}', correlationId)
        .replace('{id}', id)
        .replace('{fabrikam}', server.demo.tenants.fabrikam.id)
      const { status, body } = await contoso.get(`/beta/auditLogs/signIns?$filter=${encodeURIComponent(written)}`)
      assert.equal(status, 200, JSON.stringify(body))
      assert.equal(
        body.value.some((one: { id: string }) => one.id === id),
        finds,
      )
    })
  }

  test('apps that sign in for themselves are listed when asked for', async () => {
    const path = `/beta/auditLogs/signIns?$filter=${encodeURIComponent("signInEventTypes/any(t: t eq 'servicePrincipal')")}`
    // Their rows are written within 100 ms, not before the answer.
    for (let tries = 0; tries < 50; tries++) {
      const { body } = await contoso.get(path)
      if (body.value.length > 0) {
        assert.deepEqual(body.value[0].signInEventTypes, ['servicePrincipal'])
        assert.equal(body.value[0].servicePrincipalName, 'Admin script')
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.fail('no row of an app')
  })

  test('pages go from new to old, follow their links, and stop', async () => {
    for (let at = 0; at < 7; at++)
      await contoso.patch('/v1.0/policies/crossTenantAccessPolicy', { displayName: `No. ${at}` })
    const seen: string[] = []
    let url: string | undefined = '/v1.0/auditLogs/directoryAudits?$top=3'
    for (let pages = 0; url && pages < 20; pages++) {
      const answer: Awaited<ReturnType<GraphClient['get']>> = await contoso.get(url)
      assert.equal(answer.status, 200)
      assert.ok(answer.body.value.length <= 3)
      seen.push(...answer.body.value.map((one: { id: string; activityDateTime: string }) => one.activityDateTime))
      url = answer.body['@odata.nextLink']
    }
    assert.ok(seen.length >= 8)
    assert.deepEqual(seen, seen.toSorted().toReversed())
    const oldest = await contoso.get('/v1.0/auditLogs/directoryAudits?$top=1&$orderby=activityDateTime asc')
    assert.equal(oldest.body.value[0].activityDateTime, seen.at(-1))
    const one = await contoso.get(`/v1.0/auditLogs/directoryAudits/${oldest.body.value[0].id}`)
    assert.equal(one.body.activityDateTime, seen.at(-1))
    const foreign = await fabrikam.get(`/v1.0/auditLogs/directoryAudits/${oldest.body.value[0].id}`)
    assert.equal(foreign.status, 404)
  })

  test('the audit log is asked for all that was done to one object', async () => {
    const { member } = server.demo.tenants.contoso.people
    const of = (id: string) =>
      `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(`targetResources/any(t:t/id eq '${id}')`)}`
    await contoso.patch(`/v1.0/users/${member?.id}`, { jobTitle: 'Buyer' })
    await contoso.patch(`/v1.0/users/${member?.id}`, { jobTitle: 'Head buyer' })
    const { body } = await contoso.get(of(member?.id ?? ''))
    assert.equal(body.value.length, 2)
    for (const { targetResources } of body.value) assert.equal(targetResources[0].id, member?.id)
    assert.deepEqual((await contoso.get(of('00000000-0000-4000-8000-00000000dead'))).body.value, [])
    assert.deepEqual((await fabrikam.get(of(member?.id ?? ''))).body.value, [])
    const other = "targetResources/any(t:t/groupType eq 'x')"
    assert.equal(
      (await contoso.get(`/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(other)}`)).status,
      400,
    )
  })

  const badQueries = [
    '$top=1001',
    '$top=0',
    '$count=true',
    '$search="x"',
    '$orderby=userId',
    "$filter=colour eq 'red'",
    '$skiptoken=x',
    '$expand=user',
  ]
  for (const query of badQueries) {
    test(`the sign-in log refuses ${query}`, async () => {
      assert.equal((await contoso.get(`/v1.0/auditLogs/signIns?${query}`)).status, 400)
    })
  }

  const readers: [who: string, roles: Parameters<typeof personWith>[2], status: number][] = [
    ['a member', [], 403],
    ['a User Administrator', ['userAdministrator'], 403],
    ['a Guest Inviter', ['guestInviter'], 403],
    ['a Reports Reader', ['reportsReader'], 200],
    ['a Security Reader', ['securityReader'], 200],
    ['a Security Operator', ['securityOperator'], 200],
    ['a Security Administrator', ['securityAdministrator'], 200],
    ['a Global Reader', ['globalReader'], 200],
  ]
  for (const [who, roles, status] of readers) {
    test(`${who} is answered ${status} for logs and explanations`, async () => {
      const reader = await personWith(server, 'contoso', roles)
      assert.equal((await reader.get('/v1.0/auditLogs/signIns')).status, status)
      assert.equal((await reader.get('/v1.0/auditLogs/directoryAudits')).status, status)
      assert.equal((await reader.get(`/gatehouse/v1/signIns/${id}/explanation`)).status, status)
    })
  }

  test('without the permission the answer names it', async () => {
    const reader = await personWith(server, 'contoso', ['securityReader'], { scopes: 'User.Read' })
    const { status, body } = await reader.get('/v1.0/auditLogs/signIns')
    assert.equal(status, 403)
    assert.equal(body.error.code, 'Authentication_MSGraphPermissionMissing')
    assert.match(body.error.message, /AuditLog\.Read\.All/)
  })

  test('the tenant that refused is told the setting, its value, where it is changed, and the fix', async () => {
    for (const given of [id, correlationId, id.toUpperCase()]) {
      const { status, body } = await contoso.get(`/gatehouse/v1/signIns/${given}/explanation`)
      assert.equal(status, 200)
      assert.equal(body.outcome, 'deny')
      assert.equal(body.id, id)
      assert.partialDeepStrictEqual(body.error, { code: 500213, name: 'NotAllowedByInboundPolicyTenant' })
      const objection = body.trace.find((one: { result: string }) => one.result === 'objection')
      assert.equal(objection.check, 'inboundAccess')
      assert.equal(objection.side, 'resource')
      assert.equal(objection.tenantId, server.demo.tenants.contoso.id)
      assert.match(objection.rule.setting, /b2bCollaborationInbound/)
      assert.equal(objection.rule.id, server.demo.tenants.fabrikam.id)
      assert.match(objection.rule.href, /^\/admin\//)
      assert.ok(objection.fix.text.length > 0)
      assert.equal(objection.fix.method, 'PATCH')
    }
  })

  test('the other tenant is told that it was refused there, and nothing of the settings', async () => {
    const { status, body } = await fabrikam.get(`/gatehouse/v1/signIns/${id}/explanation`)
    assert.equal(status, 200)
    const objection = body.trace.find((one: { result: string }) => one.result === 'objection')
    assert.deepEqual(objection, {
      check: 'inboundAccess',
      side: 'resource',
      tenantId: server.demo.tenants.contoso.id,
      result: 'objection',
      says: "refused by the resource organization's inbound settings",
    })
    // Its own outbound setting allows; only the other organization's says this word.
    assert.ok(!JSON.stringify(body.trace).includes('blocked'))
    for (const finding of body.trace.filter((one: { rule?: object }) => one.rule)) {
      assert.equal(finding.tenantId, server.demo.tenants.fabrikam.id)
    }
  })

  test('a tenant that had no part knows neither id; an unknown id is the same', async () => {
    const strangers = server.graph('woodgrove')
    const unknown = '11111111-2222-4333-8444-555555555555'
    for (const given of [id, correlationId, unknown, 'x']) {
      const { status, body } = await strangers.get(`/gatehouse/v1/signIns/${given}/explanation`)
      assert.equal(status, 404)
      assert.equal(body.error.code, 'Request_ResourceNotFound')
    }
  })

  test('the error reference answers by number, by coded text and by name', async () => {
    for (const given of ['500213', 'AADSTS500213', 'NotAllowedByInboundPolicyTenant']) {
      const { status, body } = await contoso.get(`/gatehouse/v1/errors/${given}`)
      assert.equal(status, 200)
      assert.equal(body.code, 500213)
      assert.ok(body.cause && body.fix)
      assert.deepEqual(
        body.seeAlso.map((one: { code: number }) => one.code),
        [500212],
      )
    }
    assert.equal((await contoso.get('/gatehouse/v1/errors/999999')).status, 404)
    const stranger = await server.fetch('/gatehouse/v1/errors/500213')
    assert.equal(stranger.status, 401)
  })
})
