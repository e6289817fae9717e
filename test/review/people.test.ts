import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword, setPassword } from '../../src/credentials/index.ts'
import type { TenantId, UserId } from '../../src/ids.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { type Visitor, visitor } from '../sign-in/visitor.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const { deps } = server.running
const portal = contoso.apps.portal
if (!portal) throw new Error('no portal')

const link = (more: Record<string, string> = {}) =>
  `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: portal.redirectUris.web[0] ?? '',
    scope: 'openid profile User.Read',
    ...more,
  })}`

async function invite(address: string): Promise<string> {
  const { status, body } = await server.graph().post('/v1.0/invitations', {
    invitedUserEmailAddress: address,
    inviteRedirectUrl: `${server.origin}/myapps`,
  })
  assert.equal(status, 201, JSON.stringify(body))
  return body.invitedUser.id
}

async function askForCode(address: string): Promise<{ visit: Visitor; code: string }> {
  const visit = visitor(server)
  await visit.open(link())
  await visit.press('name', { username: address })
  await visit.press('send')
  return { visit, code: (await server.letter(address)).code ?? '' }
}

async function hire(name: string, profile: Record<string, unknown>): Promise<{ id: string; upn: string }> {
  const upn = name.includes('@') ? name : `${name}@${fabrikam.domain}`
  const { status, body } = await server.graph('fabrikam').post('/v1.0/users', {
    accountEnabled: true,
    displayName: 'Somebody New',
    mailNickname: upn.split('@')[0],
    userPrincipalName: upn,
    passwordProfile: profile,
  })
  assert.equal(status, 201, JSON.stringify(body))
  return { id: body.id, upn }
}

test('who proved the mailbox and has not accepted is no member yet: My Apps stays closed', async () => {
  await invite('pia@mailbox.example')
  const { visit, code } = await askForCode('pia@mailbox.example')
  await visit.press('code', { code })
  assert.equal(visit.page.title, 'Review permissions')
  await visit.open(myAppsSignIn(server, contoso.id))
  assert.equal(visit.page.title, 'Review permissions', 'accepting comes first')
  const silent = await visit.send(myAppsSignIn(server, contoso.id, { prompt: 'none' }))
  const answer = new URLSearchParams(silent.headers.get('location')?.split('#')[1])
  assert.equal(answer.get('code'), null)
  assert.match(answer.get('error_description') ?? '', /^AADSTS50014/)
})

test('a guest who accepts with an account elsewhere comes in by that account alone, not by codes from before', async () => {
  const address = 'zoe@moves.example'
  const guest = await invite(address)
  const opened = await askForCode(address)
  await opened.visit.press('code', { code: opened.code })
  assert.equal(opened.visit.page.title, 'Review permissions')
  await server.advance('PT61S')
  const asked = await askForCode(address)

  const verified = await server.fetch(`/gatehouse/v1/tenants/${fabrikam.id}/domains`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.demo.operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'moves.example' }),
  })
  assert.equal(verified.status, 201)
  const account = await hire(address, { password: 'Sommer-Regen-77', forceChangePasswordNextSignIn: false })
  const atHome = visitor(server)
  await atHome.open(link({ login_hint: address }))
  await atHome.press('password', { password: 'Sommer-Regen-77' })
  await atHome.press('accept')
  await atHome.press('accept')
  assert.ok(atHome.landed.params.get('code'))
  assert.equal((await server.graph().get(`/v1.0/users/${guest}`)).body.id, guest)
  await server.graph('fabrikam').patch(`/v1.0/users/${account.id}`, { accountEnabled: false })

  await opened.visit.open(link({ prompt: 'none' }))
  assert.equal(opened.visit.landed.params.get('error'), 'login_required')
  await asked.visit.press('code', { code: asked.code })
  assert.equal(asked.visit.isLanded, false)
  assert.match(asked.visit.page.html, /AADSTS50181/)
  assert.deepEqual(await deps.store.sessions.ofUser(deps.store.at(contoso.id as TenantId), guest as UserId), [])
})

test('the page for a new password is over when an administrator has set another one, and tells nothing about it', async () => {
  const { id, upn } = await hire('carla', { password: 'First-Choice-77' })
  const stranger = visitor(server)
  await stranger.open(myAppsSignIn(server, fabrikam.id))
  await stranger.press('name', { username: upn })
  await stranger.press('password', { password: 'First-Choice-77' })
  assert.equal(stranger.page.title, 'Choose a new password')
  const opened = stranger.page
  const reset = await server
    .graph('fabrikam')
    .patch(`/v1.0/users/${id}`, { passwordProfile: { password: 'Second-Choice-88' } })
  assert.equal(reset.status, 204)
  for (const password of ['Second-Choice-88', 'Strangers-Own-99']) {
    const form = opened.form('new-password')
    const answer = await stranger.send(form.action, {
      method: 'POST',
      headers: { origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form.fields, action: 'new-password', password, repeated: password }).toString(),
    })
    const html = await answer.text()
    assert.match(html, /AADSTS50089/)
    assert.doesNotMatch(html, /must differ/)
  }
  const owner = visitor(server)
  await owner.open(myAppsSignIn(server, fabrikam.id))
  await owner.press('name', { username: upn })
  await owner.press('password', { password: 'Second-Choice-88' })
  assert.equal(owner.page.title, 'Choose a new password')
})

test('an account that is erased while its person chooses a password is no fault of the server', async () => {
  const { id, upn } = await hire('emil', { password: 'First-Choice-77' })
  const visit = visitor(server)
  await visit.open(myAppsSignIn(server, fabrikam.id))
  await visit.press('name', { username: upn })
  await visit.press('password', { password: 'First-Choice-77' })
  assert.equal((await server.graph('fabrikam').delete(`/v1.0/users/${id}`)).status, 204)
  assert.equal((await server.graph('fabrikam').delete(`/v1.0/directory/deletedItems/${id}`)).status, 204)
  await visit.press('new-password', { password: 'Own-Choice-99', repeated: 'Own-Choice-99' })
  assert.match(visit.page.html, /AADSTS50089/)
  assert.ok(visit.page.status < 500)
})

test('a password that is replaced while it is being checked opens nothing', async () => {
  const tenant = fabrikam.id as TenantId
  const { id, upn } = await hire('frida', { password: 'First-Choice-77', forceChangePasswordNextSignIn: false })
  const user = await deps.store.users.find(deps.store.at(tenant), id as UserId)
  const hash = await deps.passwords.hash('Second-Choice-88')
  const checking = checkPassword(deps, { tenant, name: upn, user, password: 'First-Choice-77' })
  await deps.store.write(tenant, (tx) => setPassword(deps, tx, id as UserId, hash))
  assert.equal(await checking, 'wrong')
  assert.equal(await checkPassword(deps, { tenant, name: upn, user, password: 'Second-Choice-88' }), 'accepted')
})
