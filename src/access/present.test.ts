import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Decision, decide, personView, presentDecision, type SignInFacts, tracesOf } from './index.ts'
import {
  application,
  contoso,
  type DefaultSpec,
  fabrikam,
  guest,
  invite,
  pending,
  redeem,
  signIn,
} from './test-facts.ts'

const tenants = { home: fabrikam.id, resource: contoso.id }
const denied = (facts: SignInFacts) => decide(facts) as Extract<Decision, { outcome: 'deny' }>

test('an admin sees the setting, its value, the way to it and the fix, of the own tenant', () => {
  const decision = decide(signIn({ person: guest('u2', { resourcePartner: 'A{u1}/A' }) }))
  const finding = presentDecision(decision, contoso.id).trace.at(-1)
  assert.deepEqual(finding, {
    check: 'inboundAccess',
    side: 'resource',
    tenantId: 'contoso',
    result: 'objection',
    reason: 'user',
    rule: {
      setting: 'b2bCollaborationInbound.usersAndGroups',
      id: 'fabrikam',
      value: { accessType: 'allowed', targets: [{ target: 'u1', targetType: 'user' }], from: 'partner' },
      href: '/admin/cross-tenant-access/organizations/fabrikam?direction=inbound#users',
    },
    says: 'Inbound settings from Fabrikam do not let this person pass: see users and groups.',
    fix: {
      text: 'In the inbound settings for Fabrikam, allow this person to use app1.',
      method: 'PATCH',
      url: '/v1.0/policies/crossTenantAccessPolicy/partners/fabrikam',
      body: {
        b2bCollaborationInbound: {
          usersAndGroups: {
            accessType: 'allowed',
            targets: [
              { target: 'u1', targetType: 'user' },
              { target: 'u2', targetType: 'user' },
            ],
          },
          applications: { accessType: 'allowed', targets: [{ target: 'AllApplications', targetType: 'application' }] },
        },
      },
    },
  })
})

test('without an entry for the partner the fix adds one, and never changes the default', () => {
  const { fix } = denied(signIn({ person: guest('u1', { resourceDefault: 'B/B' }) })).trace.at(-1)!
  assert.deepEqual([fix?.method, fix?.url], ['POST', '/v1.0/policies/crossTenantAccessPolicy/partners'])
  assert.partialDeepStrictEqual(fix?.body, {
    tenantId: 'fabrikam',
    b2bCollaborationInbound: {
      usersAndGroups: { accessType: 'allowed', targets: [{ target: 'u1', targetType: 'user' }] },
    },
  })
})

test('each tenant keeps its own half; the other reads only who refused', () => {
  const { trace } = decide(signIn({ person: guest('u1', { homePartner: 'A/A{secretApp}' }) }))
  const { home, resource } = tracesOf(trace, tenants)
  assert.deepEqual(resource.at(-1), {
    check: 'outboundAccess',
    side: 'home',
    tenantId: 'fabrikam',
    result: 'objection',
    says: "refused by the home organization's outbound settings",
  })
  assert.match(JSON.stringify(home), /secretApp/)
  assert.doesNotMatch(JSON.stringify(resource), /secretApp/)
  assert.equal(tracesOf(trace, { home: null, resource: contoso.id }).home, null)
})

const secrets: DefaultSpec[] = [
  'A{secretU}/A',
  'B{secretU}/A',
  'A/A{secretA}',
  'A/B{secretA}',
  'B{u1}/B{app1}',
  'B/B',
  'A{secretU}/B{secretA}',
  'B{GsecretG}/A{secretA}',
  'A/A',
]
for (const own of secrets)
  for (const others of secrets)
    test(`no trace tells the other tenant's settings: R ${own}, H ${others}`, () => {
      const home = { homePartner: others.replaceAll('secret', 'home') as DefaultSpec }
      const sides = { resourcePartner: own.replaceAll('secret', 'resource') as DefaultSpec, ...home }
      const all = [
        decide(signIn({ person: guest('u1', sides) })),
        decide(signIn({ stage: 'refresh', person: guest('u2', sides), application: application('app1') })),
        decide(redeem({ person: guest('u1', sides, { guest: pending() }) })),
        decide(invite(sides)),
      ]
      for (const decision of all) {
        const seen = (viewer: typeof contoso.id) => JSON.stringify(presentDecision(decision, viewer))
        assert.doesNotMatch(seen(contoso.id), /home[UAG]|b2bCollaborationOutbound/)
        assert.doesNotMatch(seen(fabrikam.id), /resource[UAG]|b2bCollaborationInbound|guest-|externalUserState/)
        for (const { tenantId, rule, fix, reason } of presentDecision(decision, contoso.id).trace)
          if (tenantId !== contoso.id) assert.deepEqual([rule, fix, reason], [undefined, undefined, undefined])
        if (decision.outcome === 'deny')
          assert.doesNotMatch(
            JSON.stringify(personView(decision, { home: 'Fabrikam', resource: 'Contoso' })),
            /home[UAG]|resource[UAG]|b2b/,
          )
      }
    })

test('an invitation answers alike whatever the partner says about single people, groups or applications', () => {
  const outcomes = secrets
    .filter((spec) => spec !== 'B/B')
    .map((homePartner) => presentDecision(decide(invite({ homePartner })), contoso.id))
  for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0])
})

test('the person is told what happened, whose side it is and whom to ask', () => {
  const view = (facts: SignInFacts) => personView(denied(facts), { home: 'Fabrikam', resource: 'Contoso' })
  const out = view(signIn({ person: guest('u1', { homePartner: 'A/A{x}' }) }))
  assert.deepEqual(
    [out.code, out.side, out.organization, out.ask],
    [500212, 'home', 'Fabrikam', 'Ask an administrator of Fabrikam, and send them the details below.'],
  )
  const into = view(signIn({ person: guest('u1', { resourcePartner: 'B/B' }) }))
  assert.deepEqual([into.code, into.side, into.organization], [500213, 'resource', 'Contoso'])
  assert.match(view(signIn({ person: guest('u1', {}, { guest: null }) })).ask, /invited/)
})

test('a long list is kept short in a trace', () => {
  const many = Array.from({ length: 300 }, (_, index) => `u${index + 10}`).join(',')
  const finding = denied(signIn({ person: guest('u1', { resourcePartner: `A{${many}}/A` }) })).trace.at(-1)!
  assert.partialDeepStrictEqual(finding.rule?.value, { more: 275 })
  assert.deepEqual([finding.fix?.method, finding.fix?.body], [null, null])
  assert.ok(JSON.stringify(finding).length < 3000)
})

test('row 56: who is unknown to the resource tenant is 50020 there and 90072 at home', () => {
  const decision = decide(signIn({ person: guest('u3', {}, { guest: null }) }))
  assert.equal(presentDecision(decision, contoso.id).error?.code, 50020)
  assert.equal(presentDecision(decision, fabrikam.id).error?.code, 90072)
  const blocked = decide(signIn({ person: guest('u1', { resourcePartner: 'B/B' }) }))
  assert.equal(presentDecision(blocked, fabrikam.id).error?.code, 500213)
})
