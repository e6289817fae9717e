import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addGuest } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { person } from '../harness/person.ts'
import { acceptedGuest, story } from '../harness/story.ts'
import { atMyAccount, atMyAccountByCode, refreshed } from './my-account.ts'

const sessions = '/gatehouse/v1/me/sessions'

test('a person sees every browser that is signed in, with the current one marked, and signs one out', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const desk = await atMyAccount(server, contoso.id, account)
  await server.advance('PT10M')
  const phone = await atMyAccount(server, contoso.id, account)

  const { status, body } = await desk.get(sessions)
  assert.equal(status, 200)
  assert.equal(body.value.length, 2)
  const [newer, older] = body.value
  assert.deepEqual([newer.isCurrent, older.isCurrent], [false, true])
  assert.equal(newer.id, phone.claims.sid)
  assert.ok(Date.parse(newer.startedDateTime) - Date.parse(older.startedDateTime) >= 600_000)
  assert.ok(older.expiresDateTime > older.lastUsedDateTime)
  assert.match(older.ipAddress, /^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/)
  assert.equal(typeof older.userAgent, 'string')
  assert.deepEqual(older.methods, ['pwd'])
  assert.equal(older.browser, undefined, 'what opens the session is not shown')

  assert.equal((await desk.delete(`${sessions}/${phone.claims.sid}`)).status, 204)
  assert.equal((await desk.get(sessions)).body.value.length, 1)
  assert.equal((await refreshed(server, contoso.id, phone)).body.error, 'invalid_grant')
  assert.equal((await phone.get(sessions)).status, 403)
  assert.equal((await refreshed(server, contoso.id, desk)).status, 200, 'the other browser goes on')
  assert.equal((await desk.delete(`${sessions}/${phone.claims.sid}`)).status, 404, 'once')
  const { value } = (
    await server
      .graph('contoso')
      .get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'End sign-in session'")
  ).body
  assert.equal(value.length, 1)
  assert.equal(value[0].initiatedBy.user.id, account.id)
})

test('a guest sees the sessions of the home account; ending one ends what it obtained in every organization', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso, fabrikam } = server.demo.tenants
  const account = told.fabrikam.account('employee')
  const { person: browser } = await acceptedGuest(told)
  const abroad = await atMyAccount(server, contoso.id, account, browser)
  const atHome = await atMyAccount(server, fabrikam.id, account)
  const { body } = await abroad.get(sessions)
  assert.deepEqual(
    body.value.map((one: { id: string }) => one.id).toSorted(),
    [abroad.claims.sid, atHome.claims.sid].toSorted(),
  )
  assert.equal((await atHome.delete(`${sessions}/${abroad.claims.sid}`)).status, 204)
  assert.equal((await refreshed(server, contoso.id, abroad)).body.error, 'invalid_grant')
})

test("somebody else's session is an unknown one, in the same organization and in another", async (t) => {
  const server = await startServer(t)
  const { contoso, fabrikam } = server.demo.tenants
  const member = await atMyAccount(server, contoso.id, contoso.people.member!)
  const admin = await atMyAccount(server, contoso.id, contoso.people.admin!)
  const stranger = await atMyAccount(server, fabrikam.id, fabrikam.people.employee!)
  const answers = []
  for (const id of [admin.claims.sid, stranger.claims.sid, '0d15ea5e-0000-4000-8000-00000000dead'] as string[]) {
    const { status, body } = await member.delete(`${sessions}/${id}`)
    const { innerError: _, ...error } = body.error
    answers.push(`${status} ${JSON.stringify(error).replaceAll(id, '<id>')}`)
  }
  assert.match(answers[0] ?? '', /^404 /)
  assert.equal(new Set(answers).size, 1, answers.join('\n'))
  for (const other of [admin, stranger]) assert.equal((await other.get(sessions)).body.value.length, 1)
})

test('"sign out everywhere" leaves no session and no token of the account', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  const browser = person(server, account)
  const desk = await atMyAccount(server, contoso.id, account, browser)
  const phone = await atMyAccount(server, contoso.id, account)
  await server.advance('PT5S')
  const { status, body } = await desk.post('/v1.0/me/revokeSignInSessions')
  assert.equal(status, 200)
  assert.equal(body.value, true)
  for (const one of [desk, phone]) {
    assert.equal((await one.get('/v1.0/me')).status, 401)
    assert.equal((await refreshed(server, contoso.id, one)).body.error, 'invalid_grant')
  }
  await server.advance('PT5S')
  const back = await atMyAccount(server, contoso.id, account)
  assert.equal((await back.get(sessions)).body.value.length, 1)
})

test('a guest who signs out everywhere ends the sessions at home and the tokens of every organization', async (t) => {
  const server = await startServer(t)
  const told = story(server)
  const { contoso, fabrikam } = server.demo.tenants
  const account = told.fabrikam.account('employee')
  const { person: browser } = await acceptedGuest(told)
  const abroad = await atMyAccount(server, contoso.id, account, browser)
  const atHome = await atMyAccount(server, fabrikam.id, account)
  const colleague = await atMyAccount(server, fabrikam.id, told.fabrikam.account('contractor'))
  await server.advance('PT5S')
  assert.equal((await abroad.delete(sessions)).status, 204)
  for (const [tenant, one] of [
    [contoso.id, abroad],
    [fabrikam.id, atHome],
  ] as const) {
    assert.equal((await one.get('/v1.0/me')).status, 401)
    assert.equal((await refreshed(server, tenant, one)).body.error, 'invalid_grant')
  }
  assert.equal((await colleague.get(sessions)).body.value.length, 1, 'nobody else is signed out')
  await server.advance('PT5S')
  assert.equal((await atMyAccount(server, contoso.id, account)).claims.tid, contoso.id)
})

test('a session that expired, or that an older password opened, is not shown', async (t) => {
  const server = await startServer(t)
  const { contoso } = server.demo.tenants
  const account = contoso.people.member!
  await atMyAccount(server, contoso.id, account)
  await server.advance('PT25H')
  const fresh = await atMyAccount(server, contoso.id, account)
  assert.equal((await fresh.get(sessions)).body.value.length, 1)
})

test('a guest by mailbox has the sessions of this organization', async (t) => {
  const server = await startServer(t)
  const address = 'dana@mailbox.example'
  await addGuest(server, { mail: address, home: { kind: 'email', address } })
  const signed = await atMyAccountByCode(server, server.demo.tenants.contoso.id, address)
  const { body } = await signed.get(sessions)
  assert.deepEqual(
    body.value.map((one: Record<string, unknown>) => [one.isCurrent, one.methods]),
    [[true, ['otp']]],
  )
})
