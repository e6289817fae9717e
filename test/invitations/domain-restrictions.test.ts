import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { personWith, serverOfSuite } from '../graph/suite.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { audits, employee, inviteGuest, redirectUrl, signInToRedeem, stateOf } from './story.ts'

/** Collaboration restrictions: domains that may be invited, or may not. */

const policies = '/beta/policies/b2bManagementPolicies'
const legacy = '/beta/legacy/policies'

const definition = (lists: { AllowedDomains?: unknown; BlockedDomains?: unknown }, more: object = {}) => [
  JSON.stringify({
    B2BManagementPolicy: { Version: 1, InvitationsAllowedAndBlockedDomainsPolicy: lists, ...more },
  }),
]
const invite = (server: TestServer, email: string) =>
  server.graph('contoso').post('/v1.0/invitations', { invitedUserEmailAddress: email, inviteRedirectUrl: redirectUrl })

async function restrict(server: TestServer, lists: Parameters<typeof definition>[0]): Promise<string> {
  const { status, body } = await server.graph('contoso').post(policies, { definition: definition(lists) })
  assert.equal(status, 201, JSON.stringify(body))
  return `${policies}/${body.id}`
}

test('a denied domain is not invited, its subdomains and all others are, until the list changes', async (t) => {
  const server = await startServer(t)
  const policy = await restrict(server, { BlockedDomains: ['Partner.example', 'münchen.example'] })
  for (const address of ['ann@partner.example', 'ann@PARTNER.EXAMPLE', 'ann@xn--mnchen-3ya.example']) {
    const { status, body } = await invite(server, address)
    assert.equal(status, 400, address)
    assert.match(body.error.message, /The domain '.+' of the user is blocked by your invitation policy\./)
  }
  assert.equal((await invite(server, 'ann@sub.partner.example')).status, 201)
  assert.equal((await invite(server, 'ann@other.example')).status, 201)
  const { body } = await server.graph('contoso').get("/v1.0/users?$filter=mail eq 'ann@partner.example'")
  assert.deepEqual(body.value, [])

  assert.equal((await server.graph('contoso').patch(policy, { definition: definition({}) })).status, 204)
  assert.equal((await invite(server, 'ann@partner.example')).status, 201)
  assert.equal((await server.graph('contoso').delete(policy)).status, 204)
  assert.equal((await server.graph('contoso').get(policy)).status, 404)
  assert.equal((await invite(server, 'bob@partner.example')).status, 201)
})

test('with a list of allowed domains no other is invited, resent invitations included', async (t) => {
  const server = await startServer(t)
  await inviteGuest(server, 'early@other.example')
  await restrict(server, { AllowedDomains: ['partner.example'] })
  assert.equal((await invite(server, 'ann@partner.example')).status, 201)
  assert.equal((await invite(server, 'ann@sub.partner.example')).status, 400)
  assert.equal((await invite(server, 'early@other.example')).status, 400)
})

test('a guest who is pending when her domain is denied cannot accept; who has accepted is not concerned', async (t) => {
  const server = await startServer(t)
  const { domain } = server.demo.tenants.fabrikam
  const { userPrincipalName } = employee(server)
  const first = await inviteGuest(server, userPrincipalName)
  const policy = await restrict(server, { BlockedDomains: [domain] })
  const refused = await signInToRedeem(server, first.link, employee(server))
  assert.match(refused.page.html, new RegExp(`The domain .*${domain}.* of the user is blocked`))
  assert.equal(await stateOf(server, first.guestId), 'PendingAcceptance')

  const graph = server.graph('contoso')
  assert.equal(
    (await graph.patch(policy, { definition: definition({ BlockedDomains: ['else.example'] }) })).status,
    204,
  )
  const { browser } = await signInToRedeem(server, first.link, employee(server))
  await browser.press('Accept')
  assert.equal(await stateOf(server, first.guestId), 'Accepted')
})

test('the refusal of a redemption is explained with the list and the fix', async (t) => {
  const server = await startServer(t)
  const { domain } = server.demo.tenants.fabrikam
  const { link } = await inviteGuest(server, employee(server).userPrincipalName)
  await restrict(server, { AllowedDomains: ['elsewhere.example'] })
  await signInToRedeem(server, link, employee(server))
  const graph = server.graph('contoso')
  const { body } = await graph.get('/beta/auditLogs/signIns?$top=1')
  const explained = (await graph.get(`/gatehouse/v1/signIns/${body.value[0].id}/explanation`)).body
  const spoke = explained.trace.find((one: { check: string }) => one.check === 'domainAllowed')
  assert.equal(spoke.result, 'objection')
  assert.deepEqual(spoke.rule, {
    setting: 'allowedDomains',
    id: 'b2bManagementPolicy',
    value: false,
    href: '/admin/external-collaboration#domains',
  })
  assert.match(spoke.fix.text, new RegExp(`Add ${domain} to the allow list`))
})

describe('the policy itself', () => {
  const suite = serverOfSuite()
  const graph = () => suite.server.graph('contoso')

  test('one policy, under both paths, kept as it was sent, every change in the audit log', async () => {
    assert.deepEqual((await graph().get(policies)).body.value, [])
    const parts = { PreviewPolicy: { Features: ['OneTimePasscode'] } }
    const sent = {
      displayName: 'B2BManagementPolicy',
      type: 'B2BManagementPolicy',
      isOrganizationDefault: true,
      definition: definition({ AllowedDomains: [], BlockedDomains: ['live.example'] }, parts),
    }
    const created = await graph().post(legacy, sent)
    assert.equal(created.status, 201, JSON.stringify(created.body))
    const { id } = created.body
    for (const [path, type] of [
      [policies, undefined],
      [legacy, 'B2BManagementPolicy'],
    ] as const) {
      const list = (await graph().get(path)).body.value
      assert.deepEqual(list, [
        {
          id,
          deletedDateTime: null,
          description: null,
          displayName: 'B2BManagementPolicy',
          definition: sent.definition,
          isOrganizationDefault: true,
          ...(type ? { type } : {}),
        },
      ])
      const one = (await graph().get(`${path}/${id}`)).body
      assert.deepEqual({ ...one, '@odata.context': undefined }, { '@odata.context': undefined, ...list[0] })
    }
    assert.equal((await graph().get(`${legacy}?$filter=type eq 6`)).body.value.length, 1)
    assert.equal((await graph().get(`${legacy}?$filter=type eq 'HomeRealmDiscoveryPolicy'`)).body.value.length, 0)
    const second = await graph().post(policies, { definition: definition({}) })
    assert.equal(second.status, 400)
    assert.match(second.body.error.message, /already/)

    const changed = definition({ AllowedDomains: ['ok.example'], BlockedDomains: [] }, parts)
    assert.equal((await graph().patch(`${policies}/${id}`, { definition: changed })).status, 204)
    assert.equal((await suite.server.graph('fabrikam').get(`${policies}/${id}`)).status, 404)
    assert.equal((await suite.server.graph('fabrikam').delete(`${policies}/${id}`)).status, 404)
    const [update] = await audits(suite.server, 'contoso', 'Update policy')
    assert.deepEqual(update?.targetResources[0]?.modifiedProperties, [
      {
        displayName: 'definition',
        oldValue: JSON.stringify(sent.definition[0]),
        newValue: JSON.stringify(changed[0]),
      },
    ])
    assert.equal((await graph().delete(`${legacy}/${id}`)).status, 204)
    assert.equal((await audits(suite.server, 'contoso', 'Delete policy')).length, 1)
  })

  test('two admins: the second one with an old tag is told', async () => {
    const { body } = await graph().post(policies, { definition: definition({ BlockedDomains: ['a.example'] }) })
    const path = `${policies}/${body.id}`
    const tag = (await graph().get(path)).headers.get('etag') ?? ''
    const b = { definition: definition({ BlockedDomains: ['b.example'] }) }
    assert.equal((await graph().patch(path, b, { 'if-match': tag })).status, 204)
    assert.equal((await graph().patch(path, b, { 'if-match': tag })).status, 412)
    assert.equal((await graph().delete(path)).status, 204)
  })

  test('a definition that cannot be kept is refused by name and changes nothing', async () => {
    const { body } = await graph().post(policies, { definition: definition({ BlockedDomains: ['a.example'] }) })
    const path = `${policies}/${body.id}`
    const before = (await graph().get(path)).body
    const many = Array.from({ length: 3000 }, (_, index) => `domain-${index}.example`)
    const wrong: [unknown, RegExp][] = [
      [{ definition: [] }, /definition/],
      [{ definition: ['{}', '{}'] }, /definition/],
      [{ definition: 'text' }, /definition/],
      [{ definition: [7] }, /definition/],
      [{ definition: ['no json'] }, /definition.*JSON/],
      [{ definition: ['[]'] }, /definition/],
      [{ definition: ['{"Other":{}}'] }, /definition/],
      [{ definition: definition({}, { Version: 2 }) }, /Version/],
      [{ definition: definition({ AllowedDomains: 'a.example' }) }, /AllowedDomains/],
      [{ definition: definition({ AllowedDomains: ['*.example.com'] }) }, /\*\.example\.com/],
      [{ definition: definition({ BlockedDomains: ['<script>'] }) }, /BlockedDomains/],
      [{ definition: definition({ BlockedDomains: ['a@b.example'] }) }, /BlockedDomains/],
      [{ definition: definition({ BlockedDomains: [null] }) }, /BlockedDomains/],
      [{ definition: definition({ AllowedDomains: ['a.example'], BlockedDomains: ['b.example'] }) }, /both/],
      [{ definition: definition({ Domains: [] } as never) }, /Domains/],
      [{ definition: definition({ BlockedDomains: many }) }, /25 KB/],
      [{ displayName: '' }, /displayName/],
      [{ displayName: 7 }, /displayName/],
      [{ description: 'x'.repeat(2000) }, /description/],
      [{ isOrganizationDefault: false }, /isOrganizationDefault/],
      [{ type: 'HomeRealmDiscoveryPolicy' }, /type/],
      [{ appliesTo: [] }, /appliesTo/],
      [{ surprise: true }, /surprise/],
    ]
    for (const [wish, message] of wrong) {
      const answer = await graph().patch(path, wish)
      assert.equal(answer.status, 400, JSON.stringify(wish).slice(0, 120))
      assert.match(answer.body.error.message, message)
    }
    assert.equal((await graph().post(policies, {})).status, 400)
    assert.deepEqual((await graph().get(path)).body, before)
    assert.equal((await graph().delete(path)).status, 204)
  })

  test('the keepers of the collaboration settings change it, readers read it, others neither', async () => {
    const { server } = suite
    const { body } = await graph().post(policies, { definition: definition({}) })
    const path = `${policies}/${body.id}`
    const of = { displayName: 'Changed' }
    for (const [role, reads, writes] of [
      ['globalAdministrator', 200, 204],
      ['externalIdentityProviderAdministrator', 200, 204],
      ['privilegedRoleAdministrator', 200, 204],
      ['globalReader', 200, 403],
      ['securityReader', 200, 403],
      ['userAdministrator', 403, 403],
    ] as const) {
      const person = await personWith(server, 'contoso', [role])
      assert.equal((await person.get(path)).status, reads, role)
      assert.equal((await person.get(policies)).status, reads, role)
      assert.equal((await person.patch(path, of)).status, writes, role)
    }
    const narrow = await personWith(server, 'contoso', ['globalAdministrator'], { scopes: 'Policy.Read.All' })
    assert.equal((await narrow.get(path)).status, 200)
    assert.equal((await narrow.patch(path, of)).status, 403)
    assert.equal((await narrow.delete(path)).status, 403)
  })
})
