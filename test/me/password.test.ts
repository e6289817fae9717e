import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addGuest, allScopes, graphAs } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { myAppsSignIn } from '../harness/my-apps.ts'
import { person } from '../harness/person.ts'
import { acceptedGuest, story } from '../harness/story.ts'
import { atMyAccount, atMyAccountByCode, refreshed } from './my-account.ts'

const change = '/v1.0/me/changePassword'
const methods = '/v1.0/me/authentication/methods'
const fresh = 'Quite-Another-1'

test('a person changes the password: the new one signs in, the old one does not, other sessions end and this one stays', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const browser = person(server, account)
  const desk = await atMyAccount(server, contoso.id, account, browser)
  const phone = await atMyAccount(server, contoso.id, account)
  await server.advance('PT5S')
  const changed = await desk.post(change, { currentPassword: account.password, newPassword: fresh })
  assert.equal(changed.status, 204, JSON.stringify(changed.body))

  const sessions = await desk.get('/gatehouse/v1/me/sessions')
  assert.deepEqual(
    sessions.body.value.map((one: { id: string }) => one.id),
    [desk.claims.sid],
  )
  for (const one of [desk, phone]) assert.equal((await refreshed(server, contoso.id, one)).body.error, 'invalid_grant')
  const again = await atMyAccount(server, contoso.id, account, browser)
  assert.equal(again.claims.sid, desk.claims.sid, 'the browser is signed in still, and asked for nothing')

  const old = person(server, account)
  await old.visitor.open(myAppsSignIn(server, contoso.id))
  await old.signIn()
  assert.match(old.visitor.page.html, /AADSTS50126/)
  const back = await atMyAccount(server, contoso.id, { ...account, password: fresh })
  assert.equal((await back.get('/v1.0/me')).status, 200)

  const { value } = (
    await server
      .graph('contoso')
      .get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Change user password'")
  ).body
  assert.deepEqual(
    value.map((one: Record<string, unknown>) => one.result),
    ['success'],
  )
  assert.doesNotMatch(JSON.stringify(value), /Quite-Another/)
})

test('wrong current passwords are refused, logged, and lock the account as at sign-in', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  const statuses: number[] = []
  for (let n = 0; n < 11; n += 1) {
    const { status, body } = await desk.post(change, { currentPassword: `wrong ${n}`, newPassword: fresh })
    statuses.push(status)
    assert.match(body.error.message, n < 9 ? /does not match the current password/ : /locked for a while/)
  }
  assert.deepEqual(statuses, [400, 400, 400, 400, 400, 400, 400, 400, 400, 403, 403])
  assert.equal((await desk.post(change, { currentPassword: account.password, newPassword: fresh })).status, 403)
  await server.advance('PT61S')
  const { value } = (
    await server
      .graph('contoso')
      .get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Change user password'")
  ).body
  assert.equal(value.length, 12)
  assert.ok(
    value.every((one: { result: string; resultReason: string }) => one.result === 'failure' && one.resultReason),
  )
  assert.equal((await desk.post(change, { currentPassword: account.password, newPassword: fresh })).status, 204)
})

test('of eight changes at once, to eight passwords, one wins', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      desk.post(change, { currentPassword: account.password, newPassword: `${fresh}${n}` }),
    ),
  )
  const won = answers.flatMap(({ status }, n) => (status === 204 ? [n] : []))
  assert.equal(won.length, 1, answers.map((one) => one.status).join())
  const back = await atMyAccount(server, contoso.id, { ...account, password: `${fresh}${won[0]}` })
  assert.equal((await back.get('/v1.0/me')).status, 200)
})

const bad: [what: string, body: unknown, status: number, says: RegExp][] = [
  ['nothing', {}, 400, /currentPassword/],
  ['no new password', { currentPassword: '<current>' }, 400, /newPassword/],
  ['an empty current password', { currentPassword: '', newPassword: fresh }, 400, /currentPassword/],
  ['a number', { currentPassword: 1, newPassword: fresh }, 400, /currentPassword/],
  ['a list', { currentPassword: ['<current>'], newPassword: fresh }, 400, /currentPassword/],
  ['null', { currentPassword: null, newPassword: null }, 400, /currentPassword/],
  ['an unknown property', { currentPassword: '<current>', newPassword: fresh, userId: 'x' }, 400, /userId/],
  ['seven characters', { currentPassword: '<current>', newPassword: 'Abcde-1' }, 400, /complexity/],
  ['two kinds of characters', { currentPassword: '<current>', newPassword: 'abcdefgh1' }, 400, /complexity/],
  ['257 characters', { currentPassword: '<current>', newPassword: `Aa1-${'x'.repeat(253)}` }, 400, /complexity/],
  [
    'a current password of a megabyte',
    { currentPassword: 'x'.repeat(900_000), newPassword: fresh },
    400,
    /does not match/,
  ],
  ['the name of the account', { currentPassword: '<current>', newPassword: 'Xx-1-member-1' }, 400, /complexity/],
  ['the same password', { currentPassword: '<current>', newPassword: '<current>' }, 400, /complexity|must differ/],
]

test('a change of password that cannot be is refused by name, and the password stays', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  for (const [what, body, status, says] of bad) {
    const filled = JSON.parse(JSON.stringify(body).replaceAll('<current>', account.password))
    const answer = await desk.post(change, filled)
    assert.equal(answer.status, status, what)
    assert.match(answer.body.error.message, says, what)
  }
  assert.equal((await desk.post(`/v1.0/users/${account.id}/changePassword`, {})).status, 403)
  const again = await atMyAccount(server, contoso.id, account)
  assert.equal((await again.get('/v1.0/me')).status, 200)
})

test('a change to the same password is refused', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  assert.equal((await desk.post(change, { currentPassword: account.password, newPassword: fresh })).status, 204)
  const same = await desk.post(change, { currentPassword: fresh, newPassword: fresh })
  assert.equal(same.status, 400)
  assert.match(same.body.error.message, /must differ/)
})

test('guests have no password here: the method of those who prove a mailbox is that mailbox, others sign in at home', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso } = server.demo.tenants
  const { person: browser } = await acceptedGuest(told)
  const abroad = await atMyAccount(server, contoso.id, told.fabrikam.account('employee'), browser)
  assert.deepEqual((await abroad.get(methods)).body.value, [])
  const refused = await abroad.post(change, {
    currentPassword: told.fabrikam.account('employee').password,
    newPassword: fresh,
  })
  assert.equal(refused.status, 403)
  assert.match(refused.body.error.message, /signs in elsewhere/)

  const address = 'dana@mailbox.example'
  await addGuest(server, { mail: address, home: { kind: 'email', address } })
  const byCode = await atMyAccountByCode(server, contoso.id, address)
  assert.deepEqual((await byCode.get(methods)).body.value, [
    {
      '@odata.type': '#microsoft.graph.emailAuthenticationMethod',
      id: '3ddfcfc8-9383-446f-83cc-3ab9be4be18f',
      emailAddress: address,
    },
  ])
  assert.equal((await byCode.get('/v1.0/me/authentication/emailMethods')).body.value.length, 1)
  assert.equal((await byCode.post(change, { currentPassword: 'x', newPassword: fresh })).status, 403)
})

test('a member has a password method that never shows the password; the scope is needed', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  const { body } = await desk.get(methods)
  const [{ createdDateTime, ...method }] = body.value
  assert.deepEqual(method, {
    '@odata.type': '#microsoft.graph.passwordAuthenticationMethod',
    id: '28c10230-6103-485e-b985-444c60001490',
    password: null,
  })
  assert.match(createdDateTime, /^\d{4}-\d\d-\d\dT/)
  assert.deepEqual((await desk.get('/beta/me/authentication/emailMethods')).body.value, [])
  assert.equal((await desk.get('/v1.0/me/authentication/passwordMethods')).body.value.length, 1)

  const wide = graphAs(server, 'contoso', account.id, allScopes.replaceAll(/User-PasswordProfile\S+/g, ''))
  assert.equal((await wide.get(methods)).status, 403)
  assert.equal((await wide.post(change, { currentPassword: account.password, newPassword: fresh })).status, 403)
  assert.equal((await server.graph('contoso').get(methods)).status, 400, 'an application is nobody')
})
