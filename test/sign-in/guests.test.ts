import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from './file-server.ts'
import { problemOf, visitor } from './visitor.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const portal = contoso.apps.portal!
const { deps } = server.running

const link = (more: Record<string, string> = {}) =>
  `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: portal.redirectUris.web[0] ?? '',
    scope: 'openid profile User.Read',
    state: 's',
    ...more,
  })}`

async function invite(address: string): Promise<string> {
  const { status, body } = await server.graph().post('/v1.0/invitations', {
    invitedUserEmailAddress: address,
    inviteRedirectUrl: `${server.origin}/myapps`,
    sendInvitationMessage: false,
  })
  assert.equal(status, 201, JSON.stringify(body))
  return body.invitedUser.id
}

const stateOf = async (id: string) => (await server.graph().get(`/v1.0/users/${id}`)).body

test('an invited partner who opens the app accepts on the way, signs in at home, consents, and gets in', async () => {
  const { userPrincipalName, password, id: home } = fabrikam.people.employee!
  const guest = await invite(userPrincipalName)
  const visit = visitor(server)
  await visit.open(link({ login_hint: userPrincipalName }))
  assert.ok(visit.page.html.includes('<p class="tenant">Fabrikam'))
  await visit.press('password', { password })
  assert.equal(visit.page.title, 'Review permissions')
  await visit.press('decline')
  assert.equal(visit.page.status, 403)
  assert.equal((await stateOf(guest)).externalUserState ?? 'PendingAcceptance', 'PendingAcceptance')

  await visit.open(link())
  assert.equal(visit.page.title, 'Review permissions')
  await visit.press('accept')
  assert.equal(visit.page.title, 'Permissions requested')
  await visit.press('accept')
  assert.ok(visit.landed.params.get('code'), 'guests are not asked to stay signed in')

  await visit.open(link({ client_info: '1', prompt: 'none' }))
  const info = JSON.parse(Buffer.from(visit.landed.params.get('client_info') ?? '', 'base64url').toString())
  assert.deepEqual(info, { uid: home, utid: fabrikam.id })
  const rows = await deps.store.signIns.page(deps.store.at(contoso.id as never), {
    top: 10,
    where: { op: 'eq', column: 'userId', value: guest },
  })
  const seen = rows.items.map((row) => [row.grant, row.errorCode, row.crossTenantAccessType, row.isInteractive].join())
  assert.deepEqual(
    new Set(seen),
    new Set([
      'redemption,50014,b2bCollaboration,true',
      'redemption,65004,b2bCollaboration,true',
      'redemption,0,b2bCollaboration,true',
      'interactive,65001,b2bCollaboration,true',
      'interactive,0,b2bCollaboration,true',
      'interactive,0,b2bCollaboration,false',
    ]),
  )
  const there = await deps.store.signIns.page(deps.store.at(fabrikam.id as never), { top: 10 })
  assert.ok(there.items.some((row) => row.resourceTenantId === contoso.id && row.userId === home))
})

test('a guest without home tenant proves the mailbox by code, accepts, and comes back within a day without one', async () => {
  const address = 'dana@mailbox.example'
  const guest = await invite(address)
  const visit = visitor(server)
  await visit.open(link())
  await visit.press('name', { username: 'Dana@Mailbox.example' })
  await visit.press('send')
  const { code = '' } = await server.letter(address)
  assert.match(code, /^\d{8}$/)
  await visit.press('code', { code: `${code.slice(0, 4)} ${code.slice(4)}` })
  assert.equal(visit.page.title, 'Review permissions')
  await visit.press('accept')
  assert.equal(visit.page.title, 'Permissions requested')
  await visit.press('accept')
  assert.ok(visit.landed.params.get('code'))
  assert.equal((await stateOf(guest)).displayName !== undefined, true)

  await server.advance('PT23H')
  await visit.open(link({ prompt: 'none' }))
  assert.ok(visit.landed.params.get('code'))
  await server.advance('PT61M')
  await visit.open(link({ prompt: 'none' }))
  assert.equal(visit.landed.params.get('error'), 'login_required')
})

test('a code works once, for half an hour, and only the newest one', async () => {
  const address = 'erin@mailbox.example'
  await invite(address)
  const visit = visitor(server)
  await visit.open(link())
  await visit.press('name', { username: address })
  await visit.press('send')
  const first = (await server.letter(address)).code ?? ''
  await visit.press('send')
  assert.match(problemOf(visit.page.html), /You can ask for another one in \d+ seconds/)
  await server.advance('PT61S')
  await visit.press('send')
  const second = (await server.letter(address)).code ?? ''
  assert.notEqual(first, second)
  await visit.press('code', { code: first })
  assert.match(problemOf(visit.page.html), /AADSTS50181/)
  await server.advance('PT31M')
  await visit.press('code', { code: second })
  assert.match(problemOf(visit.page.html), /does not work any more/)
  for (let n = 0; n < 3; n += 1) {
    await visit.press('send')
    await server.advance('PT61S')
  }
  await visit.press('send')
  const sent = (await server.letters(address)).length
  assert.ok(sent <= 5 + 1, `${sent} letters`)
})

test('a cross-tenant block shows whose side it is, and nothing of the setting', async () => {
  const { userPrincipalName, password } = fabrikam.people.contractor!
  await invite(userPrincipalName)
  const blocked = await server.graph().post('/v1.0/policies/crossTenantAccessPolicy/partners', {
    tenantId: fabrikam.id,
    b2bCollaborationInbound: {
      usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
      applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
    },
  })
  assert.equal(blocked.status, 201, JSON.stringify(blocked.body))
  const visit = visitor(server)
  await visit.open(link({ login_hint: userPrincipalName }))
  await visit.press('password', { password })
  assert.equal(visit.page.status, 400)
  assert.ok(problemOf(visit.page.html).startsWith('AADSTS500213: '))
  assert.ok(visit.page.html.includes('This was decided by <strong>Contoso</strong>'))
  assert.ok(visit.page.html.includes(`Signed in as</span> <b>${userPrincipalName}`))
  for (const secret of ['AllUsers', 'blocked', 'b2bCollaboration', 'usersAndGroups']) {
    assert.ok(!visit.page.html.includes(secret), secret)
  }
  const [, request = ''] = /Request id: ([0-9a-f-]{36})/.exec(visit.page.html) ?? []
  const row = await deps.store.signIns.find(deps.store.at(contoso.id as never), request)
  assert.equal(row?.errorCode, 500213)
  assert.ok(JSON.stringify(row?.trace).includes('inboundAccess'))
  await visit.open(link({ prompt: 'none' }))
  assert.equal(visit.landed.params.get('error'), 'access_denied')
  assert.ok(visit.landed.params.get('error_description')?.startsWith('AADSTS500213: '))
  const removed = await server.graph().delete(`/v1.0/policies/crossTenantAccessPolicy/partners/${fabrikam.id}`)
  assert.equal(removed.status, 204)
})
