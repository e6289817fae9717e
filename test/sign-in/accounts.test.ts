import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from './file-server.ts'
import { problemOf, type Visitor, visitor } from './visitor.ts'

const server = await fileServer()
const { contoso } = server.demo.tenants
const portal = contoso.apps.portal!

const link = (more: Record<string, string> = {}) =>
  `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: portal.redirectUris.web[0] ?? '',
    scope: 'openid profile User.Read',
    state: 's',
    ...more,
  })}`

async function enter(key: string, stay: 'yes' | 'no' = 'no'): Promise<Visitor> {
  const visit = visitor(server)
  const { userPrincipalName, password } = contoso.people[key]!
  await visit.open(link({ login_hint: userPrincipalName }))
  await visit.press('password', { password })
  if (!visit.isLanded && visit.page.title === 'Permissions requested') await visit.press('accept')
  await visit.press(stay)
  assert.ok(visit.landed.params.get('code'))
  return visit
}

async function isSignedIn(visit: Visitor): Promise<boolean> {
  await visit.open(link({ prompt: 'none' }))
  return visit.landed.params.get('code') !== null
}

async function newUser(name: string, profile: Record<string, unknown>): Promise<string> {
  const made = await server.graph().post('/v1.0/users', {
    accountEnabled: true,
    displayName: name,
    mailNickname: name,
    userPrincipalName: `${name}@${contoso.domain}`,
    passwordProfile: profile,
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body.id
}

test('who does not stay is out after a day; who stays is in for 90 days after the last use', async () => {
  const short = await enter('member')
  const long = await enter('inviter', 'yes')
  await server.advance('PT23H')
  assert.ok(await isSignedIn(short))
  await server.advance('PT2H')
  assert.ok(!(await isSignedIn(short)))
  await server.advance('P80D')
  const cookie = [...long.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const renewed = (await server.fetch(link({ prompt: 'none' }), { headers: { cookie } })).headers.getSetCookie()
  assert.match(renewed.join(), /; Max-Age=7776000$/)
  assert.ok(await isSignedIn(long))
  await server.advance('P89D')
  assert.ok(await isSignedIn(long))
  await server.advance('P91D')
  assert.ok(!(await isSignedIn(long)))
})

test('a password that an admin has chosen is replaced before anything else', async () => {
  const name = `fresh@${contoso.domain}`
  await newUser('fresh', { password: 'Given-by-admin-1', forceChangePasswordNextSignIn: true })
  const visit = visitor(server)
  await visit.open(link({ login_hint: name }))
  await visit.press('password', { password: 'Given-by-admin-1' })
  assert.equal(visit.page.title, 'Choose a new password')
  const tries = [
    { password: 'short', repeated: 'short', says: /does not follow the rule/ },
    { password: 'My-own-choice-1', repeated: 'My-own-choice-2', says: /not the same/ },
    { password: 'Given-by-admin-1', repeated: 'Given-by-admin-1', says: /must differ/ },
    { password: 'x'.repeat(257), repeated: 'x'.repeat(257), says: /does not follow the rule/ },
  ]
  for (const { says, ...typed } of tries) {
    await visit.press('new-password', typed)
    assert.match(problemOf(visit.page.html), says)
  }
  assert.ok(!(await server.fetch(link({ prompt: 'none' }))).headers.get('location')?.includes('code='))
  await visit.press('new-password', { password: 'My-own-choice-1', repeated: 'My-own-choice-1' })
  assert.equal(visit.page.title, 'Permissions requested')

  const back = visitor(server)
  await newUser('doubter', { password: 'Given-by-admin-1', forceChangePasswordNextSignIn: true })
  await back.open(link({ login_hint: `doubter@${contoso.domain}` }))
  await back.press('password', { password: 'Given-by-admin-1' })
  await back.press('rename')
  assert.equal(back.page.title, 'Sign in')

  const old = visitor(server)
  await old.open(link({ login_hint: name }))
  await old.press('password', { password: 'Given-by-admin-1' })
  assert.match(problemOf(old.page.html), /AADSTS50126/)
  await old.press('password', { password: 'My-own-choice-1' })
  assert.equal(old.page.title, 'Permissions requested')
})

test('a disabled account is told so only after the right password, and its session ends', async () => {
  const name = `leaver@${contoso.domain}`
  const id = await newUser('leaver', { password: 'Leaving-soon-1', forceChangePasswordNextSignIn: false })
  const inside = visitor(server)
  await inside.open(link({ login_hint: name }))
  await inside.press('password', { password: 'Leaving-soon-1' })
  await inside.press('accept')
  await inside.press('no')
  assert.equal((await server.graph().patch(`/v1.0/users/${id}`, { accountEnabled: false })).status, 204)
  assert.ok(!(await isSignedIn(inside)))
  const outside = visitor(server)
  await outside.open(link({ login_hint: name }))
  await outside.press('password', { password: 'wrong' })
  assert.match(problemOf(outside.page.html), /AADSTS50126/)
  await outside.press('password', { password: 'Leaving-soon-1' })
  assert.ok(problemOf(outside.page.html).startsWith('AADSTS50057: '))
  assert.equal((await server.graph().delete(`/v1.0/users/${id}`)).status, 204)
  assert.ok(!(await isSignedIn(inside)))
})

test('what only an admin can grant stops a member, and an admin grants it for everybody', async () => {
  const wanted = { scope: 'openid User.ReadWrite.All' }
  const member = await enter('member')
  await member.open(link(wanted))
  assert.ok(problemOf(member.page.html).startsWith('AADSTS90094: '))
  assert.ok(member.page.html.includes('Need admin approval'))
  await member.open(link({ ...wanted, prompt: 'none' }))
  assert.equal(member.landed.params.get('error'), 'consent_required')
  assert.equal(member.landed.params.get('suberror'), 'consent_required')

  const admin = await enter('admin')
  await admin.open(link(wanted))
  assert.ok(admin.page.html.includes('Consent on behalf of your organization'))
  await admin.press('accept', { everybody: 'yes' })
  assert.ok(admin.landed.params.get('code'))
  await member.open(link({ ...wanted, prompt: 'none' }))
  assert.ok(member.landed.params.get('code'))
})

test('a member who ticks the box that was not offered grants for himself only', async () => {
  const id = await newUser('plain', { password: 'Ordinary-one-1', forceChangePasswordNextSignIn: false })
  const visit = visitor(server)
  await visit.open(link({ login_hint: `plain@${contoso.domain}` }))
  await visit.press('password', { password: 'Ordinary-one-1' })
  assert.ok(!visit.page.html.includes('Consent on behalf'))
  await visit.press('accept', { everybody: 'yes' })
  const { deps } = server.running
  const door = deps.store.at(contoso.id as never)
  const grants = await deps.store.consent.grantsFor(door, portal.servicePrincipalId as never, id as never)
  const own = grants.filter(({ consentType }) => consentType === 'Principal')
  assert.ok(own.length > 0 && own.every(({ principalId }) => principalId === id))
})

test('the opaque hint of an id token chooses the session', async () => {
  const visit = await enter('member')
  const { admin } = contoso.people
  await visit.open(link({ prompt: 'login', login_hint: admin!.userPrincipalName }))
  await visit.press('password', { password: admin!.password })
  if (!visit.isLanded) await visit.press(visit.page.html.includes('value="accept"') ? 'accept' : 'no')
  if (!visit.isLanded) await visit.press('no')
  await visit.open(link({ prompt: 'none' }))
  assert.equal(visit.landed.params.get('error'), 'login_required')
  assert.ok(visit.landed.params.get('error_description')?.startsWith('AADSTS16000: '))
  const { loginHintOf } = await import('../../src/sign-in/index.ts')
  const account = { tenant: contoso.id as never, userId: contoso.people.member!.id as never }
  await visit.open(link({ prompt: 'none', client_info: '1', login_hint: loginHintOf(server.running.deps, account) }))
  const info = JSON.parse(Buffer.from(visit.landed.params.get('client_info') ?? '', 'base64url').toString())
  assert.equal(info.uid, contoso.people.member!.id)
})
