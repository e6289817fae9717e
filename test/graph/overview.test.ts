import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SignIn } from '../../src/logs/sign-in.ts'
import type { TestServer } from '../harness/index.ts'
import { startServer } from '../harness/index.ts'
import { addUsers, allScopes, graphAs, tenantId } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** The numbers of the admin center's first page: summary, sign-ins by day, things to fix. */

const summary = '/gatehouse/v1/summary'
const report = '/gatehouse/v1/reports/signIns'
const recommendations = '/gatehouse/v1/recommendations'
const day = 86_400_000

/** Rows of the log as sign-ins leave them, at the times wanted. */
async function addSignIns(server: TestServer, rows: (Partial<SignIn> & { createdAt: number })[]): Promise<void> {
  const { store, random } = server.running.deps
  const contoso = tenantId(server, 'contoso')
  await store.write(contoso, async (tx) => {
    for (const row of rows) {
      await store.signIns.add(tx, {
        id: random.uuid(),
        correlationId: random.uuid(),
        userId: null,
        userDisplayName: null,
        userPrincipalName: null,
        userType: 'member',
        servicePrincipalId: null,
        servicePrincipalName: null,
        appId: server.demo.tenants.contoso.apps.portal?.appId ?? '',
        appDisplayName: 'Contoso Portal',
        resourceId: null,
        resourceDisplayName: null,
        resourceTenantId: contoso,
        homeTenantId: contoso,
        crossTenantAccessType: 'none',
        isInteractive: true,
        clientAppUsed: 'Browser',
        grant: 'interactive',
        ipAddress: null,
        userAgent: null,
        errorCode: 0,
        errorName: null,
        failureReason: null,
        trace: [],
        outcome: 'allow',
        ...row,
      })
    }
  })
}

/** Noon of the next day in UTC: one hour east or a slow run is still the same day. */
async function advanceToNoon(server: TestServer): Promise<void> {
  const sinceMidnight = server.running.deps.clock.now() % day
  await server.advance(`PT${Math.round((1.5 * day - sinceMidnight) / 1000)}S`)
}

test('the summary counts people, guests by state and organization, apps, groups and invitations', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const fabrikam = tenantId(server, 'fabrikam')
  const before = (await graph.get(summary)).body
  const guest = { userType: 'Guest', creationType: 'Invitation', externalUserState: 'Accepted' } as const
  const home = (index: number) =>
    ({ kind: 'tenant', tenantId: fabrikam, objectId: `employee-${index}` as never }) as const
  const [sponsor] = await addUsers(server, 'contoso', [{ displayName: 'Sponsor' }])
  await addUsers(server, 'contoso', [
    ...Array.from({ length: 5 }, (_, index) => ({
      displayName: `Of Fabrikam ${index}`,
      ...guest,
      mail: `g${index}@${index % 2 ? 'fabrikam.example' : 'sales.fabrikam.example'}`,
      home: home(index),
      sponsors: [sponsor?.id ?? ''],
    })),
    ...Array.from({ length: 12 }, (_, index) => ({
      displayName: `Alone ${index}`,
      ...guest,
      mail: `me@alone${String(index).padStart(2, '0')}.example`,
      home: { kind: 'email', address: `me@alone${index}.example` } as const,
    })),
    { displayName: 'Disabled', accountEnabled: false },
    { displayName: 'Disabled guest', ...guest, accountEnabled: false, mail: 'off@alone00.example' },
    { displayName: 'Deleted', deletedAt: server.running.deps.clock.now() },
  ])
  for (const name of ['a', 'b', 'c', 'd']) {
    const invited = await graph.post('/v1.0/invitations', {
      invitedUserEmailAddress: `${name}@partner.example`,
      inviteRedirectUrl: 'https://myapps.microsoft.com',
    })
    assert.equal(invited.status, 201)
    if (name === 'd') assert.equal((await graph.delete(`/v1.0/users/${invited.body.invitedUser.id}`)).status, 204)
  }
  const group = { displayName: 'Counted', mailNickname: 'counted', mailEnabled: false, securityEnabled: true }
  assert.equal((await graph.post('/v1.0/groups', group)).status, 201)
  assert.equal((await graph.post('/v1.0/applications', { displayName: 'Counted' })).status, 201)

  const { status, body } = await graph.get(summary)
  assert.equal(status, 200)
  const { people, guests } = body
  assert.deepEqual(people, {
    total: before.people.total + 23,
    members: before.people.members + 2,
    guests: before.people.guests + 21,
    disabled: before.people.disabled + 2,
    deleted: before.people.deleted + 2,
  })
  assert.equal(guests.accepted - before.guests.accepted, 18)
  assert.equal(guests.pending - before.guests.pending, 3)
  assert.equal(guests.disabled - before.guests.disabled, 1)
  assert.equal(guests.withoutSponsor - before.guests.withoutSponsor, 16)
  assert.equal(body.groups, before.groups + 1)
  assert.equal(body.applications, before.applications + 1)
  assert.ok(body.enterpriseApplications >= 4)
  assert.deepEqual(body.invitations, { pending: before.invitations.pending + 3, expiringIn7Days: 0, expired: 0 })

  assert.equal(guests.organizations.length, 10)
  assert.deepEqual(guests.organizations.slice(0, 3), [
    { tenantId: fabrikam, displayName: 'Fabrikam', domain: server.demo.tenants.fabrikam.domain, guests: 5 },
    { tenantId: null, displayName: null, domain: 'partner.example', guests: 3 },
    { tenantId: null, displayName: null, domain: 'alone00.example', guests: 2 },
  ])
  assert.deepEqual(guests.otherOrganizations, { organizations: 4, guests: 4 })

  await server.advance('P25D')
  const later = (await graph.get(summary)).body.invitations
  assert.deepEqual([later.pending, later.expiringIn7Days, later.expired], [3, 3, 0])
  await server.advance('P6D')
  const last = (await graph.get(summary)).body.invitations
  assert.deepEqual([last.pending, last.expiringIn7Days, last.expired], [0, 0, 3])
})

test('sign-ins are counted by day on the clock of whoever asks, with what failed, where and of whom', async (t) => {
  const server = await startServer(t)
  const { clock } = server.running.deps
  await advanceToNoon(server)
  const today = Math.floor(clock.now() / day) * day
  const fabrikam = tenantId(server, 'fabrikam')
  const guest = { userType: 'guest', homeTenantId: fabrikam, crossTenantAccessType: 'b2bCollaboration' } as const
  const failed = (errorCode: number) => ({ errorCode, outcome: 'deny' }) as const
  const api = { appId: '0ddba11a-0000-4000-8000-000000000001', appDisplayName: 'Orders' }
  await addSignIns(server, [
    { createdAt: today - 1 },
    { createdAt: today - 1, ...failed(50126) },
    { createdAt: today - 1, ...failed(65001) },
    { createdAt: today - 3 * day, ...guest },
    { createdAt: today - 3 * day, ...guest, ...failed(500213), ...api },
    { createdAt: today - 3 * day, ...guest, ...failed(500213), ...api },
    { createdAt: today - 3 * day, ...guest, homeTenantId: null },
    { createdAt: today - 3 * day, resourceTenantId: fabrikam, crossTenantAccessType: 'b2bCollaboration' },
    // Not of people, not interactive, too old.
    { createdAt: today - 3 * day, servicePrincipalId: 'sp' },
    { createdAt: today - 3 * day, isInteractive: false, ...failed(50173) },
    { createdAt: today - 7 * day - 1, ...failed(50173) },
  ])
  const graph = server.graph('contoso')
  const { status, body } = await graph.get(`${report}?days=7`)
  assert.equal(status, 200)
  const date = (back: number) => new Date(today - back * day).toISOString().slice(0, 10)
  const empty = { successes: 0, failures: 0, interrupted: 0 }
  assert.deepEqual(
    body.days,
    [6, 5, 4, 3, 2, 1, 0].map((back) => ({
      date: date(back),
      ...(back === 1
        ? { successes: 1, failures: 1, interrupted: 1 }
        : back === 3
          ? { successes: 3, failures: 2, interrupted: 0 }
          : empty),
    })),
  )
  assert.deepEqual(body.totals, { successes: 4, failures: 3, interrupted: 1 })
  assert.equal(body.complete, true)
  assert.deepEqual(
    body.topFailures.map(({ code, count }: { code: number; count: number }) => [code, count]),
    [
      [500213, 2],
      [50126, 1],
    ],
  )
  assert.ok(body.topFailures.every((one: { name: string; cause: string }) => one.name && one.cause))
  assert.deepEqual(body.topApplications[1], { appId: api.appId, displayName: 'Orders', ...empty, failures: 2 })
  assert.deepEqual(body.topOrganizations, [
    { tenantId: fabrikam, displayName: 'Fabrikam', ...empty, successes: 1, failures: 2 },
    { tenantId: null, displayName: null, ...empty, successes: 1 },
  ])
  assert.ok(body.interruptedCodes.includes(65001))

  // East of UTC the last moment of yesterday is today.
  const east = (await graph.get(`${report}?days=2&timeZoneOffset=60`)).body.days
  assert.deepEqual(east.at(-1), { date: date(0), successes: 1, failures: 1, interrupted: 1 })
  const west = (await graph.get(`${report}?days=3&timeZoneOffset=-600`)).body
  assert.equal(west.totals.successes >= 1, true)
  assert.equal(west.days.length, 3)
  assert.equal((await server.graph('fabrikam').get(`${report}?days=30`)).body.totals.failures, 0)
})

test('each thing to fix is told with its count, its page and its fix, and is gone when it is fixed', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const told = async () => {
    const { status, body } = await graph.get(recommendations)
    assert.equal(status, 200)
    for (const one of body.value) {
      assert.deepEqual(Object.keys(one).toSorted(), ['count', 'fix', 'href', 'id', 'says', 'severity'])
      assert.match(one.href, /^\/admin\//)
      assert.ok(['high', 'medium', 'low'].includes(one.severity))
    }
    return new Map<string, number>(body.value.map((one: { id: string; count: number }) => [one.id, one.count]))
  }
  const start = await told()
  assert.equal(start.get('singleGlobalAdministrator'), 1)
  assert.equal(start.get('everyoneInvites'), 1)
  assert.equal(start.has('secretsExpired'), false)

  const second = await personWith(server, 'contoso', ['globalAdministrator'])
  const guest = await personWith(server, 'contoso', ['userAdministrator'], { userType: 'Guest' })
  const app = (await graph.post('/v1.0/applications', { displayName: 'Ending' })).body
  const now = server.running.deps.clock.now()
  const secret = async (days: number) =>
    graph.post(`/v1.0/applications/${app.id}/addPassword`, {
      passwordCredential: { endDateTime: new Date(now + days * day).toISOString() },
    })
  assert.equal((await secret(20)).status, 200)
  const invited = await graph.post('/v1.0/invitations', {
    invitedUserEmailAddress: 'slow@partner.example',
    inviteRedirectUrl: 'https://myapps.microsoft.com',
  })
  assert.equal(invited.status, 201)
  await graph.patch(`/v1.0/users/${guest.id}`, { jobTitle: 'Guest with a role' })
  let facts = await told()
  assert.equal(facts.has('singleGlobalAdministrator'), false)
  assert.equal(facts.get('guestAdministrators'), 1)
  assert.equal(facts.get('secretsExpiring'), 1)
  assert.equal(facts.has('guestsPending'), false)
  assert.ok((facts.get('guestsWithoutSponsor') ?? 0) >= 2)

  await server.advance('P21D')
  facts = await told()
  assert.equal(facts.get('secretsExpired'), 1)
  assert.equal(facts.get('guestsPending'), 1)
  assert.equal(facts.has('invitationsExpired'), false)
  await server.advance('P10D')
  assert.equal((await told()).get('invitationsExpired'), 1)

  assert.equal((await graph.delete(`/v1.0/users/${invited.body.invitedUser.id}`)).status, 204)
  assert.equal((await graph.delete(`/v1.0/applications/${app.id}`)).status, 204)
  await graph.patch('/v1.0/policies/authorizationPolicy', { allowInvitesFrom: 'adminsAndGuestInviters' })
  assert.equal((await graph.delete(`/v1.0/users/${second.id}`)).status, 403, 'an app deletes no administrator')
  facts = await told()
  for (const gone of ['secretsExpired', 'guestsPending', 'invitationsExpired', 'everyoneInvites']) {
    assert.equal(facts.has(gone), false, gone)
  }
})

describe('who may read the numbers', () => {
  const suite = serverOfSuite()

  test('the summary is for whoever may list people: members, not guests', async () => {
    const { server } = suite
    const member = await personWith(server, 'contoso', [])
    assert.equal((await member.get(summary)).status, 200)
    const guest = await personWith(server, 'contoso', [], { userType: 'Guest' })
    assert.equal((await guest.get(summary)).status, 403)
    const narrow = await personWith(server, 'contoso', ['globalAdministrator'], { scopes: 'User.Read.All' })
    assert.equal((await narrow.get(summary)).status, 403)
    assert.equal((await server.fetch(summary)).status, 401)
  })

  test('the report of sign-ins is for roles that read logs, with AuditLog.Read.All', async () => {
    const { server } = suite
    for (const [role, status] of [
      ['reportsReader', 200],
      ['securityReader', 200],
      ['globalReader', 200],
      ['userAdministrator', 403],
    ] as const) {
      assert.equal((await (await personWith(server, 'contoso', [role])).get(report)).status, status, role)
    }
    assert.equal((await (await personWith(server, 'contoso', [])).get(report)).status, 403)
    const scopes = 'Directory.Read.All'
    const narrow = await personWith(server, 'contoso', ['globalAdministrator'], { scopes })
    assert.equal((await narrow.get(report)).status, 403)
  })

  test('things to fix are for those who fix them', async () => {
    const { server } = suite
    for (const [role, status] of [
      ['userAdministrator', 200],
      ['globalReader', 200],
      ['applicationAdministrator', 200],
      ['guestInviter', 403],
    ] as const) {
      assert.equal((await (await personWith(server, 'contoso', [role])).get(recommendations)).status, status, role)
    }
    assert.equal((await (await personWith(server, 'contoso', [])).get(recommendations)).status, 403)
  })

  test('a number of days or an offset that cannot be is a 400 that names it', async () => {
    const { server } = suite
    const admin = server.demo.tenants.contoso.people.admin?.id ?? ''
    const graph = graphAs(server, 'contoso', admin, allScopes)
    for (const query of ['days=0', 'days=31', 'days=x', 'days=', 'days=1.5', 'days=-1', 'days=1e1', 'days=99999']) {
      const { status, body } = await graph.get(`${report}?${query}`)
      assert.equal(status, 400, query)
      assert.match(body.error.message, /days/)
    }
    for (const query of [
      'timeZoneOffset=841',
      'timeZoneOffset=-841',
      'timeZoneOffset=Europe/Berlin',
      'timeZoneOffset=',
    ]) {
      const { status, body } = await graph.get(`${report}?${query}`)
      assert.equal(status, 400, query)
      assert.match(body.error.message, /timeZoneOffset/)
    }
    assert.equal((await graph.get(`${report}?days=30&timeZoneOffset=840`)).status, 200)
  })
})
