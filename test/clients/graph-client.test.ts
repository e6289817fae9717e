import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { ClientSecretCredential } from '@azure/identity'
import { Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { DemoWorld } from '../../src/demo/world.ts'
import '../harness/offline.ts'
import { startServer } from '../harness/index.ts'
import { claimsOf } from '../harness/person.ts'
import { accept, story } from '../harness/story.ts'

/** Microsoft's Graph client with a credential of @azure/identity, configured by demo.json's blocks for them. */

function credentialOf({ clients }: DemoWorld): ClientSecretCredential {
  const { tenantId, clientId, clientSecret, options } = clients.azureIdentity
  return new ClientSecretCredential(tenantId, clientId, clientSecret, options)
}

function graphOf(demo: DemoWorld): Client {
  const { baseUrl, customHosts } = demo.clients.graphClient
  const authProvider = new TokenCredentialAuthenticationProvider(credentialOf(demo), {
    scopes: ['https://graph.microsoft.com/.default'],
  })
  return Client.initWithMiddleware({ baseUrl, customHosts: new Set(customHosts), authProvider })
}

test('ClientSecretCredential of @azure/identity gets a token for Graph and for an API, and tells why not', async (t) => {
  const { demo } = await startServer(t)
  const { contoso } = demo.tenants
  const credential = credentialOf(demo)
  const forGraph = await credential.getToken('https://graph.microsoft.com/.default')
  assert.equal(claimsOf(forGraph.token).tid, contoso.id)
  assert.ok(forGraph.expiresOnTimestamp > Date.parse('2020-01-01'))
  const ours = await credential.getToken(`${demo.graph}/.default`)
  assert.deepEqual(claimsOf(ours.token).roles, claimsOf(forGraph.token).roles, 'our own URL names the same permissions')

  const { tenantId, options } = demo.clients.azureIdentity
  const daemon = contoso.apps.daemon
  const forApi = new ClientSecretCredential(tenantId, daemon?.appId ?? '', daemon?.secret ?? '', options)
  const token = await forApi.getToken(`${contoso.apps.api?.identifierUri}/.default`)
  assert.deepEqual(claimsOf(token.token).roles, ['Orders.Process'])

  const wrong = new ClientSecretCredential(tenantId, daemon?.appId ?? '', 'not the secret', options)
  await assert.rejects(wrong.getToken('https://graph.microsoft.com/.default'), /AADSTS7000215/)
})

test('the Graph client: people, made, found, paged, changed and deleted', async (t) => {
  const { demo } = await startServer(t)
  const graph = graphOf(demo)
  const { domain, people } = demo.tenants.contoso
  const made = await graph.api('/users').post({
    accountEnabled: true,
    displayName: 'Zita Graph',
    mailNickname: 'zita',
    userPrincipalName: `zita@${domain}`,
    passwordProfile: { password: 'Correct-horse-7', forceChangePasswordNextSignIn: false },
  })
  const found = await graph
    .api('/users')
    .header('ConsistencyLevel', 'eventual')
    .filter(`startsWith(displayName,'Zita')`)
    .count(true)
    .select(['id', 'displayName'])
    .get()
  assert.equal(found['@odata.count'], 1)
  assert.deepEqual(found.value, [{ id: made.id, displayName: 'Zita Graph' }])

  await graph.api(`/users/${made.id}`).update({ jobTitle: 'Tester' })
  const changed = await graph.api(`/users/${made.id}`).select('jobTitle').get()
  assert.equal(changed.jobTitle, 'Tester')

  const names: string[] = []
  const first = await graph.api('/users').select('id,userPrincipalName').top(2).get()
  assert.equal(first.value.length, 2)
  const pages = new PageIterator(graph, first, ({ userPrincipalName }) => names.push(userPrincipalName) > 0)
  await pages.iterate()
  for (const person of Object.values(people))
    assert.ok(names.includes(person.userPrincipalName), person.userPrincipalName)
  assert.equal(new Set(names).size, names.length)

  await graph.api(`/users/${made.id}`).delete()
  await assert.rejects(graph.api(`/users/${made.id}`).get(), (thrown: unknown) => {
    assert.ok(thrown instanceof GraphError)
    assert.equal(thrown.statusCode, 404)
    assert.equal(thrown.code, 'Request_ResourceNotFound')
    assert.ok(thrown.requestId)
    return true
  })
})

test('the Graph client: an invitation that reaches a real mailbox and is accepted, and the cross-tenant policy', async (t) => {
  const { url, mail: delivered } = await startMailServer(t)
  const server = await startServer(t, { environment: { SMTP_URL: url } })
  const world = story(server)
  const { contoso, fabrikam } = world
  const graph = graphOf(server.demo)
  const employee = fabrikam.account('employee')
  const invitation = await graph.api('/invitations').post({
    invitedUserEmailAddress: employee.mail,
    inviteRedirectUrl: 'https://myapps.microsoft.com',
    sendInvitationMessage: true,
  })
  assert.equal(invitation.status, 'PendingAcceptance')

  const mail = await delivered
  assert.equal(mail.subject, `Admin script invited you to collaborate with ${contoso.domain}`)
  const [link = ''] = /https:\/\/\S+\/redeem\/\?\S+/.exec(mail.text ?? '') ?? []
  assert.equal(link, invitation.inviteRedeemUrl)
  await accept(fabrikam.person('employee'), link)
  const guest = await graph.api(`/users/${invitation.invitedUser.id}`).select('externalUserState,userType').get()
  assert.equal(guest.externalUserState, 'Accepted')
  assert.equal(guest.userType, 'Guest')

  const policy = '/policies/crossTenantAccessPolicy'
  const partner = `${policy}/partners/${fabrikam.id}`
  await graph.api(`${policy}/partners`).post({ tenantId: fabrikam.id })
  const inbound = {
    usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
    applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
  }
  await graph.api(partner).update({ b2bCollaborationInbound: inbound })
  const read = await graph.api(partner).get()
  assert.deepEqual(read.b2bCollaborationInbound, inbound)
  assert.equal((await fabrikam.person('employee').refusedAt(contoso.app('portal'))).code, '500213')
  const again = graph.api(`${policy}/partners`).post({ tenantId: fabrikam.id })
  await assert.rejects(again, (thrown: unknown) => {
    assert.ok(thrown instanceof GraphError)
    assert.equal(thrown.statusCode, 409)
    return true
  })
  await graph.api(partner).delete()
  assert.deepEqual((await graph.api(`${policy}/partners`).get()).value, [])
  await fabrikam.person('employee').signInTo(contoso.app('portal'))
})

/** A mail server of somebody else. `mail`: the first that it gets. */
async function startMailServer(t: TestContext) {
  const mail = Promise.withResolvers<ParsedMail>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then((parsed) => {
        mail.resolve(parsed)
        done()
      }, done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, mail: mail.promise }
}
