import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import { installedApp } from '../../src/applications/installed.ts'
import { grantConsent } from '../../src/consent/index.ts'
import type { AppId, ApplicationId, TenantId, UserId } from '../../src/ids.ts'
import { snapshot } from '../../src/tenants/snapshot.ts'
import { employee, inviteGuest, signInToRedeem } from '../invitations/story.ts'
import { fileServer } from '../sign-in/file-server.ts'
import { appOf, claimsOf, codeFor, portal, redeem, refresh, summary } from './client.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const emil = employee(server)
const person = { tenant: 'fabrikam', key: 'employee' } as const
const scope = 'openid profile offline_access User.Read'

const invited = await inviteGuest(server, emil.mail)
const { browser } = await signInToRedeem(server, invited.link, emil)
await browser.press('Accept')
const { code } = await codeFor(server, portal, { person, scope })
const first = await redeem(server, portal, code)

test('a guest has the objects of here and the account of there', () => {
  assert.equal(summary(first), '200 ok')
  const claims = claimsOf(first.body.id_token)
  assert.equal(claims.tid, contoso.id)
  assert.equal(claims.oid, invited.guestId)
  assert.equal(claims.idp, `${server.origin}/${fabrikam.id}/`)
  assert.equal(claims.acct, 1)
  assert.equal(claims.email, emil.mail)
  assert.equal(claims.preferred_username, emil.mail)
  const clientInfo = JSON.parse(Buffer.from(first.body.client_info, 'base64url').toString())
  assert.deepEqual(clientInfo, { uid: emil.id, utid: fabrikam.id })
  const access = claimsOf(first.body.access_token)
  assert.deepEqual([access.unique_name, access.upn], [emil.mail, undefined])
})

test('the same refresh token gives a token of the home tenant, where a multi-tenant app is known', async () => {
  const { store, clock, random } = server.running.deps
  const token = first.body.refresh_token
  const atHome = () => refresh(server, portal, token, { segment: fabrikam.id })
  assert.equal(summary(await atHome()), '400 unauthorized_client 700016')
  const { appId, objectId } = appOf(server, portal)
  const [here, there] = [contoso.id as TenantId, fabrikam.id as TenantId]
  await store.write(here, (tx) =>
    store.applications.update(tx, objectId as ApplicationId, (old) => ({
      ...old,
      signInAudience: 'AzureADMultipleOrgs',
    })),
  )
  assert.equal(summary(await atHome()), '400 invalid_grant 65001')
  const application = await store.applications.byAppId(store.at(here), appId as AppId)
  const wanted = scope.split(' ')
  const graph = await installedApp(
    server.running.deps,
    await snapshot(server.running.deps, there),
    firstPartyApps.graph,
  )
  const permissions = graph!.application.api.oauth2PermissionScopes
    .filter(({ value }) => wanted.includes(value))
    .map((one) => ({ resource: graph!, scope: one, adminOnly: false }))
  await store.write(there, (tx) =>
    grantConsent(
      tx,
      { store, clock, random },
      {
        client: { application: application!, tenant: here },
        userId: emil.id as UserId,
        forEverybody: false,
        permissions,
      },
    ),
  )
  const home = await atHome()
  assert.equal(summary(home), '200 ok')
  const claims = claimsOf(home.body.id_token)
  assert.deepEqual([claims.tid, claims.oid, claims.idp], [fabrikam.id, emil.id, undefined])
  assert.deepEqual(JSON.parse(Buffer.from(home.body.client_info, 'base64url').toString()), {
    uid: emil.id,
    utid: fabrikam.id,
  })
  assert.notEqual(claims.sub, claimsOf(first.body.id_token).sub)
  const common = await refresh(server, portal, home.body.refresh_token, { segment: 'common' })
  assert.equal(claimsOf(common.body.id_token).tid, fabrikam.id)
})

test('what each side forbids ends the next refresh, logged on both sides', async () => {
  const token = first.body.refresh_token
  const blocked = {
    usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
    applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
  }
  const partners = '/v1.0/policies/crossTenantAccessPolicy/partners'
  const inbound = await server
    .graph('contoso')
    .post(partners, { tenantId: fabrikam.id, b2bCollaborationInbound: blocked })
  assert.equal(inbound.status, 201, JSON.stringify(inbound.body))
  const refused = await refresh(server, portal, token)
  assert.equal(summary(refused), '400 invalid_grant 500213')
  const { store } = server.running.deps
  for (const tenant of [contoso.id, fabrikam.id]) {
    const row = await store.signIns.find(store.at(tenant as TenantId), refused.body.trace_id)
    assert.deepEqual([row?.errorCode, row?.grant, row?.outcome], [500213, 'refresh_token', 'deny'])
  }
  await server.graph('fabrikam').post(partners, { tenantId: contoso.id, b2bCollaborationOutbound: blocked })
  assert.equal(summary(await refresh(server, portal, token)), '400 invalid_grant 500212')
  await server.graph('contoso').delete(`${partners}/${fabrikam.id}`)
  await server.graph('fabrikam').delete(`${partners}/${contoso.id}`)
  assert.equal(summary(await refresh(server, portal, token)), '200 ok')
  await server.graph('fabrikam').post(`/v1.0/users/${emil.id}/revokeSignInSessions`)
  assert.equal(summary(await refresh(server, portal, token)), '400 invalid_grant 50173')
})
