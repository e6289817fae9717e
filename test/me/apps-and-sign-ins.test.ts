import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addUsers, graphAs } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { person } from '../harness/person.ts'
import { acceptedGuest, namesIn, setting, story } from '../harness/story.ts'
import { atMyAccount } from './my-account.ts'

const apps = '/gatehouse/v1/me/apps'
const signIns = '/gatehouse/v1/me/signIns'

test('a person sees the apps that they, their groups or everybody were given, and no hidden or disabled one', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  assert.deepEqual((await desk.get(apps)).body, { value: [], more: false })

  const group = await graph.post('/v1.0/groups', {
    displayName: 'Orders',
    mailNickname: 'orders',
    mailEnabled: false,
    securityEnabled: true,
  })
  const add = { '@odata.id': `${server.origin}/v1.0/directoryObjects/${account.id}` }
  assert.equal((await graph.post(`/v1.0/groups/${group.body.id}/members/$ref`, add)).status, 204)
  const app = async (displayName: string, homePageUrl: string | null, assignee: string, principal: object = {}) => {
    const made = await graph.post('/v1.0/applications', { displayName, web: { homePageUrl } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const sp = await graph.post('/v1.0/servicePrincipals', { appId: made.body.appId, ...principal })
    assert.equal(sp.status, 201, JSON.stringify(sp.body))
    const assignment = {
      principalId: assignee,
      resourceId: sp.body.id,
      appRoleId: '00000000-0000-0000-0000-000000000000',
    }
    assert.equal((await graph.post(`/v1.0/servicePrincipals/${sp.body.id}/appRoleAssignedTo`, assignment)).status, 201)
    return { id: sp.body.id, appId: made.body.appId, displayName, homePageUrl }
  }
  const direct = await app('Travel', 'https://travel.example/', account.id)
  const byGroup = await app('Orders desk', null, group.body.id)
  await app('Of somebody else', null, contoso.people.admin?.id ?? '')
  await app('Hidden', null, account.id, { tags: ['HideApp'] })
  const off = await app('Switched off', null, account.id)
  assert.equal((await graph.patch(`/v1.0/servicePrincipals/${off.id}`, { accountEnabled: false })).status, 204)
  assert.deepEqual((await desk.get(apps)).body, { value: [byGroup, direct], more: false })

  // An app that was consented to for everybody is everybody's.
  const grant = await graph.post('/v1.0/oauth2PermissionGrants', {
    clientId: contoso.apps.portal?.servicePrincipalId,
    consentType: 'AllPrincipals',
    resourceId: contoso.apps.api?.servicePrincipalId,
    scope: 'Orders.Read',
  })
  assert.equal(grant.status, 201, JSON.stringify(grant.body))
  const after = await desk.get(apps)
  assert.equal(after.body.value.length, 3)
  assert.ok(after.body.value.some((one: { appId: string }) => one.appId === contoso.apps.portal?.appId))
})

test("a person's apps are those of the token's organization: a guest of Contoso sees none of Fabrikam", async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { person: browser } = await acceptedGuest(told)
  const { contoso, fabrikam } = server.demo.tenants
  const account = told.fabrikam.account('employee')
  const graph = server.graph('fabrikam')
  const made = await graph.post('/v1.0/applications', { displayName: 'Fabrikam payroll' })
  const sp = await graph.post('/v1.0/servicePrincipals', { appId: made.body.appId })
  const assignment = {
    principalId: account.id,
    resourceId: sp.body.id,
    appRoleId: '00000000-0000-0000-0000-000000000000',
  }
  assert.equal((await graph.post(`/v1.0/servicePrincipals/${sp.body.id}/appRoleAssignedTo`, assignment)).status, 201)
  const abroad = await atMyAccount(server, contoso.id, account, browser)
  assert.deepEqual((await abroad.get(apps)).body.value, [])
  const atHome = await atMyAccount(server, fabrikam.id, account, browser)
  assert.deepEqual(
    (await atHome.get(apps)).body.value.map((one: { displayName: string }) => one.displayName),
    ['Fabrikam payroll'],
  )
})

test('recent sign-ins say in plain words why one failed, whose side it was and whom to ask, and nothing of the setting', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso, fabrikam } = told
  const { person: browser, guestId } = await acceptedGuest(told)
  await browser.signInTo(contoso.app('portal'))
  const blocked = setting('A/B{app1}', namesIn(told))
  await contoso.towards(fabrikam, { b2bCollaborationInbound: blocked })
  await browser.refusedAt(contoso.app('portal'))
  const abroad = await atMyAccount(server, contoso.id, fabrikam.account('employee'), browser)
  const { status, body } = await abroad.get(signIns)
  assert.equal(status, 200)
  const refused = body.value.find((one: { why: unknown }) => one.why !== null)
  assert.equal(refused.outcome, 'deny')
  assert.equal(refused.organization, 'Contoso')
  assert.equal(refused.why.code, 500213)
  assert.equal(refused.why.side, 'resource')
  assert.equal(refused.why.organization, 'Contoso')
  assert.match(refused.why.ask, /^Ask an administrator of Contoso/)
  assert.doesNotMatch(JSON.stringify(body), /b2bCollaboration|accessType|blocked|"trace"|crossTenantAccessPolicy/)
  assert.ok(body.value.some((one: { outcome: string; why: unknown }) => one.outcome === 'allow' && one.why === null))
  const times = body.value.map((one: { createdDateTime: string }) => one.createdDateTime)
  assert.deepEqual(times, times.toSorted().toReversed(), 'newest first')

  // At home the same event is told from the home organization's log.
  const atHome = await atMyAccount(server, fabrikam.id, fabrikam.account('employee'), browser)
  const there = (await atHome.get(signIns)).body.value.find((one: { id: string }) => one.id === refused.id)
  assert.deepEqual(there.why, refused.why)

  // What another app of the tenant may read with the person's leave is the same; another person's rows are not in it.
  const other = graphAs(server, 'contoso', told.contoso.account('member').id, 'User.Read')
  assert.deepEqual((await other.get(signIns)).body.value, [])
  const own = graphAs(server, 'contoso', guestId, 'User.Read')
  assert.equal((await own.get(signIns)).body.value.length, body.value.length)
})

test('a wrong password is shown to the owner of the account as a sign-in that failed', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const stranger = person(server, { ...account, password: 'Guessed-it-1' })
  await stranger.visitor.open(myAppsSignIn(server, contoso.id))
  await stranger.signIn()
  const desk = await atMyAccount(server, contoso.id, account)
  const failed = (await desk.get(signIns)).body.value.find((one: { outcome: string }) => one.outcome === 'deny')
  assert.equal(failed.why.code, 50126)
  assert.match(failed.why.ask, /If it was not, tell an administrator of Contoso/)
})

test('recent sign-ins come in pages that follow one another, bound to the person and the list', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const stranger = person(server, { ...account, password: 'Guessed-it-1' })
  await stranger.visitor.open(myAppsSignIn(server, contoso.id))
  await stranger.signIn()
  for (let n = 0; n < 4; n += 1) await stranger.visitor.press('Sign in', { password: `Guess-${n}` })
  const desk = await atMyAccount(server, contoso.id, account)
  const whole = (await desk.get(signIns)).body.value.map((one: { id: string }) => one.id)
  assert.ok(whole.length >= 6, `${whole.length}`)
  const paged: string[] = []
  let next: string | undefined = `${signIns}?$top=2`
  while (next !== undefined) {
    const { status, body }: Awaited<ReturnType<typeof desk.get>> = await desk.get(next)
    assert.equal(status, 200)
    assert.ok(body.value.length <= 2)
    paged.push(...body.value.map((one: { id: string }) => one.id))
    next = body['@odata.nextLink']
  }
  assert.deepEqual(paged, whole)

  const [someone] = await addUsers(server, 'contoso', [{ displayName: 'Other' }])
  const link = new URL((await desk.get(`${signIns}?$top=2`)).body['@odata.nextLink'])
  const other = graphAs(server, 'contoso', someone?.id ?? '', 'User.Read')
  assert.deepEqual((await other.get(`${link.pathname}${link.search}`)).body.value, [], "a link shows the caller's own")
})

for (const bad of [
  '$top=0',
  '$top=101',
  '$top=x',
  '$skip=1',
  '$count=true',
  '$search="x"',
  "$filter=appId eq 'x'",
  '$orderby=id',
  '$skiptoken=x',
  '$select=trace',
])
  test(`recent sign-ins refuse ${bad}`, async (t) => {
    const server = await startServer(t)
    const member = graphAs(server, 'contoso', server.demo.tenants.contoso.people.member?.id ?? '', 'User.Read')
    const { status, body } = await member.get(`${signIns}?${bad}`)
    assert.equal(status, 400)
    assert.ok(body.error.message)
  })

test('an application has no apps, sign-ins or account of its own', async (t) => {
  const server = await startServer(t)
  for (const path of [apps, signIns, '/gatehouse/v1/me/sessions'])
    assert.equal((await server.graph('contoso').get(path)).status, 403, path)
  const scopeless = graphAs(server, 'contoso', server.demo.tenants.contoso.people.member?.id ?? '', 'openid')
  for (const path of [apps, signIns]) assert.equal((await scopeless.get(path)).status, 403, path)
})
