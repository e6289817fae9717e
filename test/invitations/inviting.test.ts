import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphAs } from '../graph/people.ts'
import { startServer } from '../harness/index.ts'
import { audits, contractor, employee, inviteGuest, person, redirectUrl, signInToRedeem, stateOf } from './story.ts'

test('bad bodies get a 400 that names the property, and change nothing', async (t) => {
  const server = await startServer(t)
  const { post, get } = server.graph('contoso')
  const before = (await get('/v1.0/users?$top=999')).body.value.length
  const least = { invitedUserEmailAddress: 'a@nowhere.example', inviteRedirectUrl: redirectUrl }
  const cases: [body: unknown, property: string][] = [
    [{}, 'invitedUserEmailAddress'],
    [{ ...least, invitedUserEmailAddress: 'a b@nowhere.example' }, 'invitedUserEmailAddress'],
    [{ ...least, invitedUserEmailAddress: ['a@nowhere.example'] }, 'invitedUserEmailAddress'],
    [{ ...least, inviteRedirectUrl: 'javascript:alert(1)' }, 'inviteRedirectUrl'],
    [{ ...least, invitedUserType: 'Owner' }, 'invitedUserType'],
    [{ ...least, sendInvitationMessage: 'yes' }, 'sendInvitationMessage'],
    [{ ...least, invitedUser: { id: 'x' } }, 'invitedUser/id'],
    [{ ...least, resetRedemption: true, invitedUser: { id: server.demo.tenants.fabrikam.people.admin?.id } }, ''],
    [{ ...least, nonsense: 1 }, 'nonsense'],
  ]
  for (const [body, property] of cases) {
    const answer = await post('/v1.0/invitations', body)
    const status = property === '' ? 404 : 400
    assert.equal(answer.status, status, `${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`)
    assert.ok(answer.body.error.message.includes(property), answer.body.error.message)
  }
  assert.equal((await get('/v1.0/users?$top=999')).body.value.length, before)
  const failures = (await audits(server, 'contoso', 'Invite external user')).filter((one) => one.result === 'failure')
  assert.equal(failures.length, cases.length, 'every refused try is in the audit log')
})

test('people who are there already', async (t) => {
  const server = await startServer(t)
  const { post } = server.graph('contoso')
  const member = person(server, 'contoso', 'member')
  const body = (email: string) => ({ invitedUserEmailAddress: email, inviteRedirectUrl: redirectUrl })
  const exists = await post('/v1.0/invitations', body(member.mail))
  assert.equal(exists.status, 400)
  assert.ok(exists.body.error.message.includes(`already exists in the directory as object ID: ${member.id}`))
  const own = await post('/v1.0/invitations', body(`nobody@${server.demo.tenants.contoso.domain}`))
  assert.equal(own.status, 400)
  assert.match(own.body.error.message, /verified domain of your own organization/)

  const invited = await inviteGuest(server, employee(server).mail)
  const { browser } = await signInToRedeem(server, invited.link, employee(server))
  await browser.press('Accept')
  const again = await inviteGuest(server, employee(server).mail, { sendInvitationMessage: true })
  assert.equal(again.body.status, 'Completed')
  assert.equal(again.guestId, invited.guestId)
  assert.equal((await server.letters(employee(server).mail)).length, 0, 'no mail to somebody who has accepted')
})

test('a reset sends the guest back to pending, keeps the object, and ends the earlier links', async (t) => {
  const server = await startServer(t)
  const invited = await inviteGuest(server, employee(server).mail)
  const { browser } = await signInToRedeem(server, invited.link, employee(server))
  await browser.press('Accept')
  const reset = { resetRedemption: true, invitedUser: { id: invited.guestId } }
  const wrong = await server.graph('contoso').post('/v1.0/invitations', {
    invitedUserEmailAddress: 'else@nowhere.example',
    inviteRedirectUrl: redirectUrl,
    ...reset,
  })
  assert.equal(wrong.status, 400)
  assert.match(wrong.body.error.message, /doesn't match any emails on the user object/)
  const again = await inviteGuest(server, employee(server).mail, reset)
  assert.equal(again.guestId, invited.guestId)
  assert.equal(again.body.resetRedemption, true)
  assert.equal(await stateOf(server, invited.guestId), 'PendingAcceptance')
  assert.equal((await server.fetch(invited.link)).status, 410)
  assert.equal((await audits(server, 'contoso', 'Invite external user with reset invitation status')).length, 1)
  const { browser: later } = await signInToRedeem(server, again.link, employee(server))
  await later.press('Accept')
  assert.equal(await stateOf(server, invited.guestId), 'Accepted')
})

test('the same address invited many times at once makes one guest', async (t) => {
  const server = await startServer(t)
  const all = await Promise.all(Array.from({ length: 16 }, () => inviteGuest(server, 'many@nowhere.example')))
  assert.equal(new Set(all.map((one) => one.guestId)).size, 1)
  assert.equal(new Set(all.map((one) => one.link)).size, 16)
})

test('an invitation is written with its audit entries under one correlation id: user, sponsor, invitation', async (t) => {
  const server = await startServer(t)
  const correlation = '11111111-2222-4333-8444-555555555555'
  const inviter = person(server, 'contoso', 'inviter')
  const answer = await graphAs(server, 'contoso', inviter.id, 'User.Invite.All').post(
    '/beta/invitations',
    { invitedUserEmailAddress: 'c@nowhere.example', inviteRedirectUrl: redirectUrl },
    { 'client-request-id': correlation },
  )
  assert.equal(answer.status, 201)
  for (const activity of ['Add user', 'Add user sponsor', 'Invite external user']) {
    const entries = await audits(server, 'contoso', activity)
    assert.equal(entries.length, 1, activity)
    const [entry] = entries
    assert.equal(entry?.correlationId, correlation, activity)
    assert.equal(entry?.targetResources[0]?.id, answer.body.invitedUser.id)
    assert.partialDeepStrictEqual(entry?.initiatedBy, { kind: 'user', id: inviter.id }, activity)
  }
  const link = new URL(answer.body.inviteRedeemUrl)
  assert.equal(link.origin, server.origin)
  assert.equal(link.pathname, '/redeem/')
  assert.deepEqual([...link.searchParams.keys()], ['tenant', 'user', 'ticket', 'ver'])
})

test('what an inviter writes reaches the guest as text', async (t) => {
  const server = await startServer(t)
  const attack = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
  const invited = await inviteGuest(server, 'd@nowhere.example', {
    invitedUserDisplayName: attack,
    sendInvitationMessage: true,
    invitedUserMessageInfo: { customizedMessageBody: attack, messageLanguage: 'fr-FR' },
    inviteRedirectUrl: 'https://portal.contoso.test/?q=<b>&x="y"',
  })
  const letter = await server.letter('d@nowhere.example')
  assert.ok(!/<script|<img/.test(letter.html))
  const page = await (await server.fetch(invited.link)).text()
  assert.ok(!/<script|<img/.test(page))
})

/** attacks.md 35: no inviter maps a partner's people by asking. */
test("the partner's rules for single people are not told at invite time, and the partner sees every try", async (t) => {
  const server = await startServer(t)
  const rule = {
    tenantId: server.demo.tenants.contoso.id,
    b2bCollaborationOutbound: {
      usersAndGroups: { accessType: 'allowed', targets: [{ target: employee(server).id, targetType: 'user' }] },
      applications: { accessType: 'allowed', targets: [{ target: 'AllApplications', targetType: 'application' }] },
    },
  }
  const made = await server.graph('fabrikam').post('/v1.0/policies/crossTenantAccessPolicy/partners', rule)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const addresses = [employee(server).mail, contractor(server).mail, `nobody@${server.demo.tenants.fabrikam.domain}`]
  const answers = await Promise.all(addresses.map((address) => inviteGuest(server, address)))
  const shapes = answers.map(({ body }, index) =>
    JSON.stringify(body)
      .replaceAll(addresses[index] ?? '', 'ADDRESS')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|ticket=[^&"]*/g, 'ID'),
  )
  assert.equal(new Set(shapes).size, 1)
  const pages = await Promise.all(answers.map(async ({ link }) => (await server.fetch(link)).status))
  assert.deepEqual(pages, [200, 200, 200])
  const seen = await audits(server, 'fabrikam', 'Invite external user')
  assert.deepEqual(seen.map((one) => one.targetResources[0]?.displayName).toSorted(), addresses.toSorted())
  assert.ok(seen.every((one) => one.initiatedBy.kind === 'app' && one.initiatedBy.displayName === 'Contoso'))
})

test('a consumer address is invited with a hint', async (t) => {
  const server = await startServer(t)
  const body = { invitedUserEmailAddress: 'someone@gmail.com', inviteRedirectUrl: redirectUrl }
  const answer = await server.graph('contoso').post('/v1.0/invitations', body)
  assert.equal(answer.status, 201)
  assert.match(answer.headers.get('warning') ?? '', /consumer mail domain/)
})
