import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { GraphAnswer, GraphClient } from '../harness/index.ts'
import { addUsers } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** Two admins, one setting: ETag at every single entity that can be changed, If-Match at its PATCH and DELETE. */

describe('optimistic concurrency', () => {
  const suite = serverOfSuite()
  const graph = () => suite.server.graph('contoso')
  const fabrikam = () => suite.server.demo.tenants.fabrikam.id
  const policies = '/v1.0/policies'

  const tagOf = (answer: GraphAnswer): string => {
    const tag = answer.headers.get('etag') ?? ''
    assert.match(tag, /^W\/"[\w-]{27}"$/)
    return tag
  }

  async function newApp(client: GraphClient): Promise<{ id: string; appId: string; principal: string }> {
    const { body } = await client.post('/v1.0/applications', { displayName: 'Tagged' })
    const principal = await client.post('/v1.0/servicePrincipals', { appId: body.appId })
    return { id: body.id, appId: body.appId, principal: principal.body.id }
  }

  /** A fresh entity of each kind, and two changes of it. */
  const entities: Record<string, (client: GraphClient) => Promise<{ path: string; first: object; second: object }>> = {
    'a user': async () => {
      const [user] = await addUsers(suite.server, 'contoso', [{ displayName: 'Tagged' }])
      return { path: `/v1.0/users/${user?.id}`, first: { jobTitle: 'One' }, second: { jobTitle: 'Two' } }
    },
    'a user by her name': async () => {
      const [user] = await addUsers(suite.server, 'contoso', [{ displayName: 'Tagged' }])
      const path = `/beta/users/${encodeURIComponent(user?.userPrincipalName ?? '')}`
      return { path, first: { city: 'One' }, second: { city: 'Two' } }
    },
    'a group': async (client) => {
      const group = { displayName: 'Tagged', mailNickname: 'tagged', mailEnabled: false, securityEnabled: true }
      const { body } = await client.post('/v1.0/groups', group)
      return { path: `/v1.0/groups/${body.id}`, first: { description: 'One' }, second: { description: 'Two' } }
    },
    'an application': async (client) => ({
      path: `/v1.0/applications/${(await newApp(client)).id}`,
      first: { displayName: 'One' },
      second: { displayName: 'Two' },
    }),
    'an application by its app id': async (client) => ({
      path: `/v1.0/applications(appId='${(await newApp(client)).appId}')`,
      first: { displayName: 'One' },
      second: { displayName: 'Two' },
    }),
    'a service principal': async (client) => ({
      path: `/v1.0/servicePrincipals/${(await newApp(client)).principal}`,
      first: { notes: 'One' },
      second: { notes: 'Two' },
    }),
    'a grant': async (client) => {
      const { principal: clientId } = await newApp(client)
      const resource = await client.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
      const grant = { clientId, consentType: 'AllPrincipals', resourceId: resource.body.id, scope: 'openid' }
      const { body } = await client.post('/v1.0/oauth2PermissionGrants', grant)
      return {
        path: `/v1.0/oauth2PermissionGrants/${body.id}`,
        first: { scope: 'openid profile' },
        second: { scope: 'openid email' },
      }
    },
    'the organization': async () => ({
      path: `/v1.0/organization/${suite.server.demo.tenants.contoso.id}`,
      first: { technicalNotificationMails: ['one@contoso.test'] },
      second: { technicalNotificationMails: ['two@contoso.test'] },
    }),
    'the authorization policy': async () => ({
      path: `${policies}/authorizationPolicy`,
      first: { description: 'One' },
      second: { description: 'Two' },
    }),
    'the cross-tenant access policy': async () => ({
      path: `${policies}/crossTenantAccessPolicy`,
      first: { displayName: 'One' },
      second: { displayName: 'Two' },
    }),
    'the default of cross-tenant access': async () => ({
      path: `${policies}/crossTenantAccessPolicy/default`,
      first: { inboundTrust: { isMfaAccepted: true } },
      second: { inboundTrust: { isCompliantDeviceAccepted: true } },
    }),
    'a partner of cross-tenant access': async (client) => {
      const partners = `${policies}/crossTenantAccessPolicy/partners`
      await client.delete(`${partners}/${fabrikam()}`)
      assert.equal((await client.post(partners, { tenantId: fabrikam() })).status, 201)
      return {
        path: `${partners}/${fabrikam()}`,
        first: { inboundTrust: { isMfaAccepted: true } },
        second: { inboundTrust: { isCompliantDeviceAccepted: true } },
      }
    },
    'the external identities policy': async (client) => {
      const privacyProfile = { contactEmail: 'privacy@contoso.test', statementUrl: 'https://contoso.test/privacy' }
      const { id } = suite.server.demo.tenants.contoso
      assert.equal((await client.patch(`/v1.0/organization/${id}`, { privacyProfile })).status, 204)
      return {
        path: '/beta/policies/externalIdentitiesPolicy',
        first: { allowExternalIdentitiesToLeave: false },
        second: { allowExternalIdentitiesToLeave: true },
      }
    },
    'the authentication flows policy': async () => ({
      path: '/v1.0/policies/authenticationFlowsPolicy',
      first: { selfServiceSignUp: { isEnabled: true } },
      second: { selfServiceSignUp: { isEnabled: false } },
    }),
    'the life of redemption links': async () => ({
      path: '/gatehouse/v1/policies/redemption',
      first: { redemptionLinkDays: 7 },
      second: { redemptionLinkDays: 14 },
    }),
  }

  for (const [what, make] of Object.entries(entities)) {
    test(`${what} is changed with the tag that was read, and not with an older one`, async () => {
      const client = graph()
      const { path, first, second } = await make(client)
      const read = await client.get(path)
      const tag = tagOf(read)
      assert.ok(!('@odata.etag' in read.body))
      assert.equal(tagOf(await client.get(path)), tag, 'the same while nothing changes')

      const changed = await client.patch(path, first, { 'if-match': tag })
      assert.equal(changed.status, 204, JSON.stringify(changed.body))
      const next = tagOf(changed)
      assert.notEqual(next, tag)
      const after = await client.get(path)
      assert.equal(tagOf(after), next)

      const refused = await client.patch(path, second, { 'if-match': tag })
      assert.equal(refused.status, 412)
      assert.equal(refused.body.error.code, 'preconditionFailed')
      assert.match(refused.body.error.message, /If-Match/)
      assert.deepEqual((await client.get(path)).body, after.body)

      const anyOf = `"other", ${next.replace('W/', '')}`
      assert.equal((await client.patch(path, second, { 'if-match': anyOf })).status, 204)
      assert.equal((await client.patch(path, first, { 'if-match': '*' })).status, 204)
      assert.equal((await client.patch(path, second)).status, 204, 'without the header nothing is compared')
    })
  }

  test('of twenty changes with one tag exactly one takes effect', async () => {
    for (const what of ['a user', 'a partner of cross-tenant access', 'an application']) {
      const client = graph()
      const { path } = await (entities[what] as (typeof entities)[string])(client)
      const tag = tagOf(await client.get(path))
      const token = await suite.server.graphToken('contoso')
      const change = (index: number) =>
        what.startsWith('a partner')
          ? { b2bCollaborationInbound: null, inboundTrust: { isMfaAccepted: index % 2 === 0 } }
          : what === 'a user'
            ? { jobTitle: `Racer ${index}` }
            : { displayName: `Racer ${index}` }
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          suite.server.fetch(path, {
            method: 'PATCH',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': tag },
            body: JSON.stringify(change(index)),
          }),
        ),
      )
      const statuses = answers.map(({ status }) => status).toSorted()
      assert.deepEqual(statuses, [204, ...Array(19).fill(412)], what)
    }
  })

  test('a delete with an old tag deletes nothing', async () => {
    const client = graph()
    for (const what of [
      'a user',
      'a group',
      'an application',
      'a service principal',
      'a grant',
      'a partner of cross-tenant access',
    ]) {
      const { path, first } = await (entities[what] as (typeof entities)[string])(client)
      const tag = tagOf(await client.get(path))
      assert.equal((await client.patch(path, first)).status, 204)
      assert.equal((await client.delete(path, { 'if-match': tag })).status, 412, what)
      const now = tagOf(await client.get(path))
      assert.equal((await client.delete(path, { 'if-match': now })).status, 204, what)
      assert.equal((await client.get(path)).status, 404, what)
    }
  })

  test('a refused change leaves no entry in the audit log', async () => {
    const client = graph()
    const { path, first, second } = await (entities['a user'] as (typeof entities)[string])(client)
    const tag = tagOf(await client.get(path))
    await client.patch(path, first)
    await client.patch(path, second, { 'if-match': tag })
    const { body } = await client.get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Update user'")
    const id = path.split('/').at(-1)
    const ofUser = body.value.filter((one: { targetResources: { id: string }[] }) => one.targetResources[0]?.id === id)
    assert.equal(ofUser.length, 1)
  })

  test('a change that changes nothing is compared too', async () => {
    const client = graph()
    const { path, first } = await (entities['a user'] as (typeof entities)[string])(client)
    const tag = tagOf(await client.get(path))
    await client.patch(path, first)
    assert.equal((await client.patch(path, {}, { 'if-match': tag })).status, 412)
    assert.equal((await client.patch(path, {}, { 'if-match': '*' })).status, 204)
  })

  test('a header that holds no tags is a 400, a permission is asked before the tag, and lists have none', async () => {
    const client = graph()
    const { path, first } = await (entities['a group'] as (typeof entities)[string])(client)
    const before = tagOf(await client.get(path))
    for (const value of ['x', 'W/x', '"x', '"a" "b"', '"a",', ',', Array(21).fill('"x"').join(',')]) {
      const refused = await client.patch(path, first, { 'if-match': value })
      assert.equal(refused.status, 400, value)
      assert.match(refused.body.error.message, /If-Match/)
    }
    assert.equal(tagOf(await client.get(path)), before)
    const member = await personWith(suite.server, 'contoso', [])
    assert.equal((await member.patch(path, first, { 'if-match': '"x"' })).status, 403)
    const unknown = '/v1.0/groups/0d15ea5e-0000-4000-8000-00000000dead'
    assert.equal((await client.patch(unknown, first, { 'if-match': '"x"' })).status, 404)
    assert.equal((await client.delete(unknown, { 'if-match': '*' })).status, 404)
    assert.equal((await client.get('/v1.0/groups')).headers.get('etag'), null)
  })

  test('tags of two tenants with the same settings differ, and browsers may read them', async () => {
    const path = `${policies}/crossTenantAccessPolicy`
    const own = await suite.server.graph('fabrikam').get(path)
    const other = await suite.server.graph('woodgrove').get(path)
    assert.deepEqual({ ...own.body, '@odata.context': '' }, { ...other.body, '@odata.context': '' })
    assert.notEqual(tagOf(own), tagOf(other))
    assert.match(own.headers.get('access-control-expose-headers') ?? '', /\bETag\b/)
  })
})
