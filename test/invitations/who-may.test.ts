import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../../src/directory/role-templates.ts'
import { type AllowInvitesFrom, guestUserRole } from '../../src/tenants/authorization-policy.ts'
import { addGuest, addUsers, graphAs } from '../graph/people.ts'
import { type GraphClient, startServer, type TestServer } from '../harness/index.ts'
import { audits, inviteGuest, person, redirectUrl, stateOf } from './story.ts'

const policy = '/v1.0/policies/authorizationPolicy'
const wish = (email: string, more: Record<string, unknown> = {}) => ({
  invitedUserEmailAddress: email,
  inviteRedirectUrl: redirectUrl,
  ...more,
})
const asPerson = (server: TestServer, userId: string, scopes = 'User.Invite.All') =>
  graphAs(server, 'contoso', userId, scopes)

async function giveRole(server: TestServer, principalId: string, roleDefinitionId: string): Promise<void> {
  const answer = await server
    .graph('contoso')
    .post('/v1.0/roleManagement/directory/roleAssignments', { principalId, roleDefinitionId, directoryScopeId: '/' })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
}

const levels: AllowInvitesFrom[] = ['everyone', 'adminsGuestInvitersAndAllMembers', 'adminsAndGuestInviters', 'none']
/** In the order of the levels. */
const expected: Record<string, [number, number, number, number]> = {
  member: [201, 201, 403, 403],
  inviter: [201, 201, 201, 403],
  admin: [201, 201, 201, 403],
  guest: [201, 403, 403, 403],
  'guest with the Guest Inviter role': [201, 201, 201, 403],
  app: [201, 201, 201, 403],
}

test('who may invite, at each of the four levels', async (t) => {
  const server = await startServer(t)
  const guest = await addGuest(server)
  const helper = await addGuest(server, {
    displayName: 'Helper',
    mail: 'h@partner.test',
    home: { kind: 'email', address: 'h@partner.test' },
  })
  await giveRole(server, helper.id, role.guestInviter)
  const of = (key: string) => asPerson(server, person(server, 'contoso', key).id)
  const actors: Record<string, GraphClient> = {
    member: of('member'),
    inviter: of('inviter'),
    admin: of('admin'),
    guest: asPerson(server, guest.id),
    'guest with the Guest Inviter role': asPerson(server, helper.id),
    app: server.graph('contoso'),
  }
  let n = 0
  for (const [index, allowInvitesFrom] of levels.entries()) {
    assert.equal((await server.graph('contoso').patch(policy, { allowInvitesFrom })).status, 204)
    for (const [name, client] of Object.entries(actors)) {
      const answer = await client.post('/v1.0/invitations', wish(`n${n++}@nowhere.example`))
      assert.equal(
        answer.status,
        expected[name]?.[index],
        `${name} at ${allowInvitesFrom}: ${JSON.stringify(answer.body)}`,
      )
      if (answer.status !== 403) continue
      assert.equal(answer.body.error.code, 'Forbidden')
      assert.match(answer.body.error.message, /^Guest invitations not allowed for your company\./)
    }
  }
  const failures = (await audits(server, 'contoso', 'Invite external user')).filter((one) => one.result === 'failure')
  assert.equal(
    failures.length,
    Object.values(expected)
      .flat()
      .filter((status) => status === 403).length,
  )
})

test('a refused invitation names the setting to whoever may read it, and its side to everybody else', async (t) => {
  const server = await startServer(t)
  assert.equal((await server.graph('contoso').patch(policy, { allowInvitesFrom: 'none' })).status, 204)
  const asked = async (key: string, scopes: string) => {
    const client = asPerson(server, person(server, 'contoso', key).id, scopes)
    return (await client.post('/v1.0/invitations', wish('a@nowhere.example'))).body.error
  }
  const inFull = await asked('admin', 'User.Invite.All Policy.Read.All')
  assert.equal(inFull.details.length, 1)
  assert.equal(inFull.details[0].code, 'inviterAllowed')
  assert.equal(inFull.details[0].target, 'authorizationPolicy.allowInvitesFrom')
  assert.match(
    inFull.details[0].message,
    /guest invite settings .* Let at least administrators and guest inviters invite/,
  )
  const inPart = [
    { code: 'inviterAllowed', message: 'This organization does not allow it. Ask an administrator there.' },
  ]
  for (const [key, scopes] of [
    ['member', 'User.Invite.All Policy.Read.All'],
    ['admin', 'User.Invite.All'],
  ] as const) {
    const { message, details } = await asked(key, scopes)
    assert.equal(message, inFull.message)
    assert.deepEqual(details, inPart, key)
  }
  const [tried] = await audits(server, 'contoso', 'Invite external user')
  assert.ok(tried?.additionalDetails.some(({ key }: { key: string }) => key === 'refusedBy'))
})

test('restricted guests never invite; only administrators invite members', async (t) => {
  const server = await startServer(t)
  const guest = await addGuest(server)
  const restricted = { guestUserRoleId: guestUserRole.restricted }
  assert.equal((await server.graph('contoso').patch(policy, restricted)).status, 204)
  assert.equal((await asPerson(server, guest.id).post('/v1.0/invitations', wish('a@nowhere.example'))).status, 403)

  const asMember = wish('m@nowhere.example', { invitedUserType: 'Member' })
  const inviter = asPerson(server, person(server, 'contoso', 'inviter').id)
  assert.equal((await inviter.post('/v1.0/invitations', asMember)).status, 403)
  const admin = asPerson(server, person(server, 'contoso', 'admin').id)
  const made = await admin.post('/v1.0/invitations', asMember)
  assert.equal(made.status, 201)
  assert.equal(made.body.invitedUserType, 'Member')
})

test('the inviter becomes the sponsor and is who the mail is from; others may be named', async (t) => {
  const server = await startServer(t)
  const inviter = person(server, 'contoso', 'inviter')
  const client = asPerson(server, inviter.id)
  const body = wish('s@nowhere.example', {
    sendInvitationMessage: true,
    invitedUserMessageInfo: { customizedMessageBody: 'See you <b>soon</b>' },
  })
  const made = await client.post('/v1.0/invitations', body)
  assert.equal(made.status, 201)
  const letter = await server.letter('s@nowhere.example')
  assert.ok(letter.subject.startsWith(`${inviter.displayName} invited you`))
  assert.ok(letter.text.includes('See you <b>soon</b>') && letter.html.includes('See you &lt;b&gt;soon'))
  const sponsors = async (id: string) => {
    const { body: list } = await server.graph('contoso').get(`/v1.0/users/${id}/sponsors`)
    return list.value.map((one: { id: string }) => one.id)
  }
  assert.deepEqual(await sponsors(made.body.invitedUser.id), [inviter.id])
  const member = person(server, 'contoso', 'member').id
  const bound = { 'invitedUserSponsors@odata.bind': [`https://graph.microsoft.com/v1.0/users/${member}`] }
  const other = await client.post('/v1.0/invitations', wish('t@nowhere.example', bound))
  assert.deepEqual(await sponsors(other.body.invitedUser.id), [member])
  const unknown = { 'invitedUserSponsors@odata.bind': ['users/00000000-0000-4000-8000-000000000009'] }
  assert.equal((await client.post('/v1.0/invitations', wish('u@nowhere.example', unknown))).status, 400)
})

test('tries are limited, and the flood is one row in the log', async (t) => {
  const server = await startServer(t)
  const guest = asPerson(server, (await addGuest(server)).id)
  const answers = []
  for (let n = 0; n < 63; n++) answers.push(await guest.post('/v1.0/invitations', wish(`not an address ${n}`)))
  const [first, last] = [answers[0], answers.at(-1)]
  assert.equal(first?.status, 400)
  assert.equal(last?.status, 429)
  assert.ok(Number(last?.headers.get('retry-after')) > 0)
  const rows = await audits(server, 'contoso', 'Invite external user')
  assert.equal(rows.length, 61)
})

/** attacks.md 29: nobody hands an administrator's object to an account of his own. */
test('resetting somebody who holds a role takes a Global Administrator', async (t) => {
  const server = await startServer(t)
  const [helpdesk] = await addUsers(server, 'contoso', [{ displayName: 'Helpdesk' }])
  await giveRole(server, helpdesk?.id ?? '', role.helpdeskAdministrator)
  const plain = await addGuest(server)
  const strong = await addGuest(server, { mail: 's@partner.test', home: { kind: 'email', address: 's@partner.test' } })
  await giveRole(server, strong.id, role.userAdministrator)
  const reset = (id: string, email: string) => wish(email, { resetRedemption: true, invitedUser: { id } })
  const client = asPerson(server, helpdesk?.id ?? '')
  assert.equal((await client.post('/v1.0/invitations', reset(plain.id, 'gil@partner.test'))).status, 201)
  assert.equal(await stateOf(server, plain.id), 'PendingAcceptance')
  const refused = await client.post('/v1.0/invitations', reset(strong.id, 's@partner.test'))
  assert.equal(refused.status, 403)
  assert.equal(refused.body.error.message, 'Generic authorization exception.')
  assert.equal(
    (await server.graph('contoso').post('/v1.0/invitations', reset(strong.id, 's@partner.test'))).status,
    403,
  )
  const admin = asPerson(server, person(server, 'contoso', 'admin').id)
  assert.equal((await admin.post('/v1.0/invitations', reset(strong.id, 's@partner.test'))).status, 201)
})

test('a reset ends the sessions and tokens of the account that was linked', async (t) => {
  const server = await startServer(t)
  const guest = await addGuest(server)
  const { deps } = server.running
  const before = (await deps.store.users.find(deps.store.at(server.demo.tenants.contoso.id as never), guest.id))
    ?.sessionsValidFrom
  await server.advance('PT1M')
  await inviteGuest(server, 'gil@partner.test', { resetRedemption: true, invitedUser: { id: guest.id } })
  const after = await deps.store.users.find(deps.store.at(server.demo.tenants.contoso.id as never), guest.id)
  assert.ok((after?.sessionsValidFrom ?? 0) > (before ?? 0))
  assert.equal(after?.home, null)
})
