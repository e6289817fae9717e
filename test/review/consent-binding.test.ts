import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import { delegatedPermissionId } from '../../src/applications/graph-permissions.ts'
import { startServer } from '../harness/index.ts'
import { person, redirectUriOf } from '../harness/person.ts'

test('a permission that an app adds between the consent page and the button is not granted unread', async (t) => {
  const server = await startServer(t)
  const { id: tenant, people, apps } = server.demo.tenants.contoso
  const graph = server.graph('contoso')
  const portal = apps.portal!
  const grants = async () => {
    const { body } = await graph.get(`/v1.0/oauth2PermissionGrants?$filter=clientId eq '${portal.servicePrincipalId}'`)
    return body.value.map((one: { scope: string }) => one.scope).join(' ')
  }

  const member = person(server, people.member!)
  const browser = member.visitor
  const query = new URLSearchParams({
    client_id: portal.appId,
    response_type: 'code',
    redirect_uri: redirectUriOf(portal),
    scope: 'https://graph.microsoft.com/.default',
    state: 'x',
  })
  await browser.open(`/${tenant}/oauth2/v2.0/authorize?${query}`)
  await member.signIn()
  assert.equal(browser.page.title, 'Permissions requested')
  assert.doesNotMatch(browser.page.html, /Read and change your profile/)

  const { body: before } = await graph.get(`/v1.0/applications/${portal.objectId}?$select=requiredResourceAccess`)
  const wider = before.requiredResourceAccess.map(
    (one: { resourceAppId: string; resourceAccess: { id: string; type: string }[] }) =>
      one.resourceAppId === firstPartyApps.graph
        ? {
            ...one,
            resourceAccess: [...one.resourceAccess, { id: delegatedPermissionId('User.ReadWrite'), type: 'Scope' }],
          }
        : one,
  )
  const widened = await graph.patch(`/v1.0/applications/${portal.objectId}`, { requiredResourceAccess: wider })
  assert.equal(widened.status, 204)

  await browser.press('Accept')
  assert.equal(browser.page.title, 'Permissions requested')
  assert.match(browser.page.html, /Read and change your profile/)
  assert.equal(await grants(), '')

  await browser.press('Accept')
  await member.signIn()
  assert.ok(browser.page.leaves, `the app gets its answer, not ${browser.page.title}`)
  assert.match(await grants(), /User\.ReadWrite/)
})
