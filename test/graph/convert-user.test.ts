import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../../src/directory/role-templates.ts'
import { startServer } from '../harness/index.ts'
import { person } from '../harness/person.ts'
import { employee, inviteGuest } from '../invitations/story.ts'
import { addGuest } from './people.ts'
import { personWith } from './suite.ts'

const password = 'Newly-internal-4-all'

test('a guest becomes internal: same object, signs in here with the new name, and no longer from home', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { id: tenant, domain, apps } = server.demo.tenants.contoso
  const app = apps.portal
  assert.ok(app)
  const { guestId } = await inviteGuest(server, employee(server).userPrincipalName)
  await person(server, employee(server)).signInTo({ tenant, app })
  const path = `/beta/users/${guestId}/convertExternalToInternalMemberUser`
  const userPrincipalName = `converted@${domain}`
  const { status, body } = await graph.post(path, {
    userPrincipalName,
    passwordProfile: { password, forceChangePasswordNextSignIn: false },
    mail: userPrincipalName,
  })
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(body.userPrincipalName, userPrincipalName)
  assert.equal(body.mail, userPrincipalName)
  assert.ok(body.convertedToInternalUserDateTime)
  const now = (await graph.get(`/v1.0/users/${guestId}?$select=id,userType,externalUserState,identities`)).body
  assert.deepEqual([now.userType, now.externalUserState, now.identities.length], ['Member', null, 1])

  const signedIn = await person(server, { userPrincipalName, password }).signInTo({ tenant, app })
  assert.ok(signedIn)
  const refused = await person(server, employee(server)).refusedAt({ tenant, app })
  assert.equal(refused.code, '50020')
  const again = await graph.post(path, { userPrincipalName, passwordProfile: { password } })
  assert.equal(again.status, 400)
  assert.match(again.body.error.message, /already internal/)
})

test('what cannot be converted is refused by name and stays as it was', async (t) => {
  const server = await startServer(t)
  const graph = server.graph('contoso')
  const { domain, people } = server.demo.tenants.contoso
  const guest = await addGuest(server)
  const path = `/beta/users/${guest.id}/convertExternalToInternalMemberUser`
  const good = { userPrincipalName: `gil@${domain}`, passwordProfile: { password } }
  for (const [body, message] of [
    [{}, /userPrincipalName/],
    [{ ...good, userPrincipalName: '' }, /userPrincipalName/],
    [{ ...good, userPrincipalName: 'gil@elsewhere.example' }, /userPrincipalName|verified/],
    [{ ...good, userPrincipalName: people.admin?.userPrincipalName }, /userPrincipalName/],
    [{ ...good, passwordProfile: { password: 'weak' } }, /password/],
    [{ ...good, passwordProfile: {} }, /password/],
    [{ ...good, mail: 'no address' }, /mail/],
    [{ ...good, jobTitle: 'x' }, /jobTitle/],
  ] as const) {
    const answer = await graph.post(path, body)
    assert.equal(answer.status, 400, JSON.stringify(body))
    assert.match(answer.body.error.message, message)
  }
  const helpdesk = await personWith(server, 'contoso', ['guestInviter'])
  assert.equal((await helpdesk.post(path, good)).status, 403)
  const member = `/beta/users/${people.member?.id}/convertExternalToInternalMemberUser`
  assert.match((await graph.post(member, good)).body.error.message, /already internal/)
  const given = { principalId: guest.id, roleDefinitionId: role.reportsReader, directoryScopeId: '/' }
  assert.equal((await graph.post('/v1.0/roleManagement/directory/roleAssignments', given)).status, 201)
  const admin = await personWith(server, 'contoso', ['globalAdministrator'])
  const holds = await admin.post(path, good)
  assert.equal(holds.status, 400)
  assert.match(holds.body.error.message, /roles/)
  const { body } = await graph.get(`/v1.0/users/${guest.id}?$select=userPrincipalName,userType,externalUserState`)
  assert.equal(body.userType, 'Guest')
  assert.equal(body.externalUserState, 'Accepted')
})
