import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppId, UserId } from '../ids.ts'
import {
  type AccessFacts,
  admit,
  checks,
  type Decision,
  decide,
  type GuestFromTenant,
  type SignInFacts,
} from './index.ts'
import {
  account,
  application,
  contoso,
  type DefaultSpec,
  fabrikam,
  guest,
  invite,
  type PartnerSpec,
  pending,
  redeem,
  signIn,
} from './test-facts.ts'

/** `allow`, `require consent`, or `deny 500213 [setting@id]`: the reason is part of the expectation. */
function summary(decision: Decision): string {
  if (decision.outcome === 'allow') return 'allow'
  if (decision.outcome === 'require') return `require ${decision.requirements.join(', ')}`
  const { rule } = decision.trace.at(-1)!
  return `deny ${decision.error.code ?? decision.error.error}${rule ? ` [${rule.setting}@${rule.id}]` : ''}`
}

const blocked = 'invitationBlockedByCrossTenant'
const inbound = 'b2bCollaborationInbound'
const outbound = 'b2bCollaborationOutbound'

type Row = [number, string, DefaultSpec, PartnerSpec, DefaultSpec, PartnerSpec, string]
const rows: Row[] = [
  [1, 'invite u1', 'A/A', '-', 'A/A', '-', 'allow'],
  [2, 'invite u1', 'B/B', '-', 'A/A', '-', `deny ${blocked} [${inbound}@default]`],
  [3, 'invite u1', 'B/B', 'A/A', 'A/A', '-', 'allow'],
  [4, 'invite u1', 'A/A', 'B/B', 'A/A', '-', `deny ${blocked} [${inbound}@fabrikam]`],
  [5, 'invite u1', 'B/B', 'inh', 'A/A', '-', `deny ${blocked} [${inbound}@default]`],
  [6, 'invite u1', 'A/A', 'A{u1}/A', 'A/A', '-', 'allow'],
  [7, 'invite u2', 'A/A', 'A{u1}/A', 'A/A', '-', 'allow'],
  [7, 'redeem u2', 'A/A', 'A{u1}/A', 'A/A', '-', `deny 500213 [${inbound}.usersAndGroups@fabrikam]`],
  [8, 'invite u1', 'A/A', 'B{u1}/A', 'A/A', '-', 'allow'],
  [8, 'redeem u1', 'A/A', 'B{u1}/A', 'A/A', '-', `deny 500213 [${inbound}.usersAndGroups@fabrikam]`],
  [9, 'invite u2', 'A/A', 'B{u1}/A', 'A/A', '-', 'allow'],
  [10, 'invite u1', 'A/A', 'A{G1}/A', 'A/A', '-', 'allow'],
  [10, 'redeem u1', 'A/A', 'A{G1}/A', 'A/A', '-', 'require redemption'],
  [11, 'invite u2', 'A/A', 'A{G1}/A', 'A/A', '-', 'allow'],
  [11, 'redeem u2', 'A/A', 'A{G1}/A', 'A/A', '-', `deny 500213 [${inbound}.usersAndGroups@fabrikam]`],
  [12, 'invite u1', 'A/A', '-', 'B/B', '-', `deny ${blocked} [${outbound}@default]`],
  [13, 'invite u1', 'A/A', '-', 'B/B', 'A/A', 'allow'],
  [14, 'invite u2', 'A/A', '-', 'A/A', 'A{u1}/A', 'allow'],
  [14, 'redeem u2', 'A/A', '-', 'A/A', 'A{u1}/A', `deny 500212 [${outbound}.usersAndGroups@contoso]`],
  [24, 'redeem u1', 'A/A', 'B/B', 'A/A', '-', `deny 500213 [${inbound}@fabrikam]`],
  [25, 'redeem u1', 'A/A', '-', 'B/B', '-', `deny 500212 [${outbound}@default]`],
  [31, 'redeem u1', 'A/A', 'A/A{app1}', 'A/A', '-', 'require redemption'],
  [31, 'sign-in u1 myapps', 'A/A', 'A/A{app1}', 'A/A', '-', `deny 500213 [${inbound}.applications@fabrikam]`],
  [32, 'redeem u1', 'A/A', 'A/A{app1}', 'A/A', '-', 'require redemption'],
  [32, 'sign-in u1 app1', 'A/A', 'A/A{app1}', 'A/A', '-', 'allow'],
  [33, 'sign-in u1 app1', 'A/A', '-', 'A/A', '-', 'allow'],
  [34, 'sign-in u1 app1', 'B/B', '-', 'A/A', '-', `deny 500213 [${inbound}@default]`],
  [35, 'sign-in u1 app1', 'B/B', 'A/A', 'A/A', '-', 'allow'],
  [36, 'sign-in u1 app1', 'B/B', 'inh', 'A/A', '-', `deny 500213 [${inbound}@default]`],
  [37, 'sign-in u1 app1', 'A/A', 'A{u1}/A', 'A/A', '-', 'allow'],
  [38, 'sign-in u2 app1', 'A/A', 'A{u1}/A', 'A/A', '-', `deny 500213 [${inbound}.usersAndGroups@fabrikam]`],
  [39, 'sign-in u1 app1', 'A/A', 'B{G1}/A', 'A/A', '-', `deny 500213 [${inbound}.usersAndGroups@fabrikam]`],
  [40, 'sign-in u2 app1', 'A/A', 'B{G1}/A', 'A/A', '-', 'allow'],
  [41, 'sign-in u1 app1', 'A/A', 'A/A{app1}', 'A/A', '-', 'allow'],
  [42, 'sign-in u1 app2', 'A/A', 'A/A{app1}', 'A/A', '-', `deny 500213 [${inbound}.applications@fabrikam]`],
  [43, 'sign-in u1 app1', 'A/A', 'A/B{app2}', 'A/A', '-', 'allow'],
  [44, 'sign-in u1 app2', 'A/A', 'A/B{app2}', 'A/A', '-', `deny 500213 [${inbound}.applications@fabrikam]`],
  [45, 'sign-in u1 app1', 'A/A', '-', 'B/B', '-', `deny 500212 [${outbound}@default]`],
  [46, 'sign-in u1 app1', 'A/A', '-', 'B/B', 'A/A', 'allow'],
  [47, 'sign-in u2 app1', 'A/A', '-', 'A/A', 'A{u1}/A', `deny 500212 [${outbound}.usersAndGroups@contoso]`],
  [48, 'sign-in u1 app2', 'A/A', '-', 'A/A', 'A/A{app1}', `deny 500212 [${outbound}.applications@contoso]`],
  [49, 'sign-in u1 app1', 'B/B', '-', 'B/B', '-', `deny 500212 [${outbound}@default]`],
  [50, 'sign-in u1 app1', 'B/B', '-', 'A/A', '-', `deny 500213 [${inbound}@default]`],
  [51, 'sign-in u1 app2', 'A/A{app1}', 'A/A', 'A/A', '-', 'allow'],
]
for (const [row, stage, resourceDefault, resourcePartner, homeDefault, homePartner, expected] of rows) {
  const sides = { resourceDefault, resourcePartner, homeDefault, homePartner }
  const [what, who, app] = stage.split(' ') as [string, string, string | undefined]
  const facts: AccessFacts =
    what === 'invite'
      ? invite(sides, { invited: { address: `${who}@fabrikam.test`, asMember: false } })
      : what === 'redeem'
        ? redeem({ person: guest(who, sides, { guest: pending() }) })
        : signIn({ person: guest(who, sides), application: application(app) })
  test(`row ${row}: ${stage}, R ${resourceDefault} ${resourcePartner}, H ${homeDefault} ${homePartner}`, () => {
    assert.equal(summary(decide(facts)), expected)
    if (what === 'sign-in') assert.equal(summary(decide({ ...facts, stage: 'refresh' } as SignInFacts)), expected)
  })
}

const mailbox = { kind: 'guestByEmail', address: 'x@gmail.test', guest: guest().guest } as const
const blockedInbound = guest('u1', { resourceDefault: 'B/B' })
const more: { row: number | string; given: string; facts: AccessFacts; expected: string }[] = [
  {
    row: 19,
    given: 'an address without a home tenant',
    facts: invite({}, { home: null, invited: { address: 'x@gmail.test', asMember: false } }),
    expected: 'allow',
  },
  {
    row: 20,
    given: 'allowInvitesFrom none, a Global Administrator, and a block that would refuse too',
    facts: invite(
      { resourceDefault: 'B/B' },
      {
        allowInvitesFrom: 'none',
        inviter: {
          kind: 'user',
          id: 'x' as UserId,
          userType: 'Member',
          guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
          roles: ['62e90394-69f5-4237-9190-012177145e10'],
        },
      },
    ),
    expected: 'deny invitationsForbidden [authorizationPolicy.allowInvitesFrom@authorizationPolicy]',
  },
  { row: 54, given: 'a guest by one-time code', facts: signIn({ person: mailbox }), expected: 'allow' },
  {
    row: 56,
    given: 'no guest object',
    facts: signIn({ person: guest('u3', {}, { guest: null }) }),
    expected: 'deny 50020',
  },
  {
    row: 57,
    given: 'the guest disabled',
    facts: signIn({ person: withGuest({ enabled: false }) }),
    expected: 'deny 50057 [user.accountEnabled@guest-u1]',
  },
  {
    row: 57,
    given: 'the guest disabled, at refresh',
    facts: signIn({ stage: 'refresh', person: withGuest({ enabled: false }) }),
    expected: 'deny 50057 [user.accountEnabled@guest-u1]',
  },
  {
    row: 58,
    given: 'the guest deleted',
    facts: signIn({ person: withGuest({ deleted: true }) }),
    expected: 'deny 50020 [user.deletedDateTime@guest-u1]',
  },
  {
    row: 58,
    given: 'the guest deleted, at refresh',
    facts: signIn({ stage: 'refresh', person: withGuest({ deleted: true }) }),
    expected: 'deny 50034 [user.deletedDateTime@guest-u1]',
  },
  {
    row: 59,
    given: 'assignment required and none',
    facts: signIn({ application: assignmentRequired() }),
    expected: 'deny 50105 [servicePrincipal.appRoleAssignmentRequired@sp-app1]',
  },
  {
    row: 59,
    given: 'assignment required and there',
    facts: signIn({ application: assignmentRequired(), assigned: true }),
    expected: 'allow',
  },
  {
    row: 60,
    given: 'admin-only scopes without consent',
    facts: signIn({ consent: { granted: false, missing: ['Files.Read.All'], adminOnly: true } }),
    expected: 'deny 90094 [oauth2PermissionGrants@sp-app1]',
  },
  {
    row: 60,
    given: 'admin-only scopes without consent, silently',
    facts: signIn({ interactive: false, consent: { granted: false, missing: ['Files.Read.All'], adminOnly: true } }),
    expected: 'deny 65001 [oauth2PermissionGrants@sp-app1]',
  },
  {
    row: '60a',
    given: 'scopes that the person may grant',
    facts: signIn({ consent: { granted: false, missing: ['User.Read'], adminOnly: false } }),
    expected: 'require consent',
  },
  {
    row: '60b',
    given: 'scopes that the person may grant, at refresh',
    facts: signIn({ stage: 'refresh', consent: { granted: false, missing: ['User.Read'], adminOnly: false } }),
    expected: 'deny 65001 [oauth2PermissionGrants@sp-app1]',
  },
  {
    row: 61,
    given: 'a pending guest by direct link',
    facts: signIn({ person: guest('u1', {}, { guest: pending() }) }),
    expected: 'require redemption',
  },
  {
    row: '61a',
    given: 'a pending guest, silently',
    facts: signIn({ interactive: false, person: guest('u1', {}, { guest: pending() }) }),
    expected: 'deny 50014 [user.externalUserState@guest-u1]',
  },
  {
    row: '61b',
    given: 'a pending guest, at refresh',
    facts: signIn({ stage: 'refresh', person: guest('u1', {}, { guest: pending() }) }),
    expected: 'deny 50014 [user.externalUserState@guest-u1]',
  },
  {
    row: 62,
    given: 'a pending guest under another address',
    facts: signIn({ person: guest('u1', {}, { guest: pending(false) }) }),
    expected: 'deny 50020 [user.externalUserState@guest-u1]',
  },
  {
    row: '62a',
    given: 'redemption by another account',
    facts: redeem({ person: guest('u2', {}, { guest: pending(false) }) }),
    expected: 'deny 50020 [user.externalUserState@guest-u1]',
  },
  {
    row: '54a',
    given: 'redemption by one-time code under a block',
    facts: redeem({ person: { kind: 'guestByEmail', address: 'x@gmail.test', guest: pending() } }),
    expected: 'require redemption',
  },
  {
    row: 15,
    given: 'a domain on the deny list',
    facts: invite({}, { domainList: { kind: 'deny', domains: ['Fabrikam.test'] } }),
    expected: 'deny invitedDomainBlocked [blockedDomains@b2bManagementPolicy]',
  },
  {
    row: 16,
    given: 'an allow list without the domain',
    facts: invite({}, { domainList: { kind: 'allow', domains: ['x.test'] } }),
    expected: 'deny invitedDomainBlocked [allowedDomains@b2bManagementPolicy]',
  },
  {
    row: 17,
    given: 'an allowed domain under a block',
    facts: invite({ resourcePartner: 'B/B' }, { domainList: { kind: 'allow', domains: ['fabrikam.test'] } }),
    expected: `deny ${blocked} [${inbound}@fabrikam]`,
  },
  {
    row: 18,
    given: 'an allowed domain',
    facts: invite({}, { domainList: { kind: 'allow', domains: ['fabrikam.test'] } }),
    expected: 'allow',
  },
  {
    row: 26,
    given: 'a domain denied after the invitation',
    facts: redeem({ domainList: { kind: 'deny', domains: ['fabrikam.test'] } }),
    expected: 'deny invitedDomainBlocked [blockedDomains@b2bManagementPolicy]',
  },
  {
    row: 55,
    given: 'a denied domain, already accepted',
    facts: redeem({ person: guest(), domainList: { kind: 'deny', domains: ['fabrikam.test'] } }),
    expected: 'allow',
  },
  {
    row: 'own',
    given: 'a member of the tenant itself',
    facts: signIn({ person: { kind: 'member', user: account('m1') } }),
    expected: 'allow',
  },
  {
    row: 'own',
    given: 'a disabled member',
    facts: signIn({ person: { kind: 'member', user: { ...account('m1'), enabled: false } } }),
    expected: 'deny 50057 [user.accountEnabled@m1]',
  },
  {
    row: 'api',
    given: 'a list that names the API, not the client',
    facts: signIn({
      person: guest('u1', { resourcePartner: 'A/A{api}' }),
      application: application('app1', { resourceAppIds: ['api' as AppId] }),
    }),
    expected: 'allow',
  },
  {
    row: 'family',
    given: 'a blocked family of applications',
    facts: signIn({
      person: guest('u1', { resourcePartner: 'A/B{MicrosoftAdminPortals}' }),
      application: application('app1', { families: ['MicrosoftAdminPortals'] }),
    }),
    expected: `deny 500213 [${inbound}.applications@fabrikam]`,
  },
]
for (const { row, given, facts, expected } of more)
  test(`row ${row}: ${given}`, () => assert.equal(summary(decide(facts)), expected))

function withGuest(change: Partial<NonNullable<GuestFromTenant['guest']>>): GuestFromTenant {
  return guest('u1', {}, { guest: { ...guest().guest!, ...change } })
}
function assignmentRequired() {
  const app = application()
  return { ...app, servicePrincipal: { ...app.servicePrincipal!, assignmentRequired: true } }
}

// Everything that can refuse does. Each step mends what the step before answered, so the list is the order of the checks.
const everythingWrong: SignInFacts = signIn({
  interactive: false,
  resourceTenant: { ...contoso, suspended: true },
  application: {
    ...assignmentRequired(),
    openToTenant: false,
    servicePrincipal: { ...assignmentRequired().servicePrincipal, enabled: false },
  },
  consent: { granted: false, missing: ['x'], adminOnly: true },
  person: guest(
    'u1',
    { resourceDefault: 'B/B', homeDefault: 'B/B' },
    {
      homeTenant: { ...fabrikam, suspended: true },
      homeUser: { ...guest().homeUser, deleted: true, enabled: false, lockedUntil: 2_000 },
      guest: null,
    },
  ),
})
const person =
  (change: Partial<GuestFromTenant>) =>
  (facts: SignInFacts): SignInFacts => ({
    ...facts,
    person: { ...(facts.person as GuestFromTenant), ...change },
  })
const homeUser = (change: object) => (facts: SignInFacts) =>
  person({ homeUser: { ...(facts.person as GuestFromTenant).homeUser, ...change } })(facts)
const disabledPending = { ...pending(), enabled: false }
const order: { mend: (facts: SignInFacts) => SignInFacts; expected: string }[] = [
  { mend: (facts) => facts, expected: 'tenantActive 90002' },
  { mend: (facts) => ({ ...facts, resourceTenant: contoso }), expected: 'applicationEnabled 700016' },
  {
    mend: (facts) => ({ ...facts, application: { ...facts.application, openToTenant: true } }),
    expected: 'applicationEnabled 7000112',
  },
  { mend: (facts) => ({ ...facts, application: assignmentRequired() }), expected: 'homeTenantActive 90002' },
  { mend: person({ homeTenant: fabrikam }), expected: 'homeAccount 50034' },
  { mend: homeUser({ deleted: false }), expected: 'homeAccount 50057' },
  { mend: homeUser({ enabled: true }), expected: 'homeAccount 50053' },
  { mend: homeUser({ lockedUntil: 1_000 }), expected: 'outboundAccess 500212' },
  { mend: person({ policies: blockedInbound.policies }), expected: 'inboundAccess 500213' },
  { mend: person({ policies: guest().policies }), expected: 'guestObject 50020' },
  { mend: person({ guest: disabledPending }), expected: 'guestObject 50057' },
  { mend: person({ guest: pending() }), expected: 'guestObject 50014' },
  { mend: person({ guest: guest().guest }), expected: 'assignment 50105' },
  { mend: (facts) => ({ ...facts, assigned: true }), expected: 'consent 65001' },
  { mend: (facts) => ({ ...facts, consent: { granted: true } }), expected: 'allow' },
]
test('the order of the checks at sign-in', () => {
  let facts = everythingWrong
  for (const { mend, expected } of order) {
    facts = mend(facts)
    const decision = decide(facts)
    assert.equal(
      decision.outcome === 'deny' ? `${decision.trace.at(-1)?.check} ${decision.error.code}` : decision.outcome,
      expected,
    )
  }
})

const bothBlock = guest('u1', { homePartner: 'B/B', resourcePartner: 'B/B' })
const further = [
  { given: 'only one setting', facts: signIn({ person: blockedInbound }), expected: [] },
  { given: 'both tenants', facts: signIn({ person: bothBlock }), expected: ['inboundAccess resource'] },
  {
    given: 'inbound settings and a missing assignment',
    facts: signIn({ person: blockedInbound, application: assignmentRequired() }),
    expected: ['assignment resource'],
  },
  {
    given: 'inbound settings for somebody who is no guest, of whom nothing more can be said',
    facts: signIn({
      person: { ...blockedInbound, guest: null },
      application: assignmentRequired(),
    }),
    expected: ['guestObject resource'],
  },
]
for (const { given, facts, expected } of further) {
  test(`what would refuse next, after a refusal by ${given}`, () => {
    const decision = decide(facts)
    assert.equal(decision.outcome, 'deny')
    if (decision.outcome === 'deny')
      assert.deepEqual(
        decision.further.map(({ check, side }) => `${check} ${side}`),
        expected,
      )
  })
}

test('a refusal between the tenants is told alike, whether or not the person is a guest', () => {
  const facts = (of: GuestFromTenant['guest']) => decide(signIn({ person: { ...blockedInbound, guest: of } }))
  // What is kept for the resource tenant's own admin may differ: nobody else is told.
  const told = (of: GuestFromTenant['guest']) => ({ ...facts(of), further: null })
  assert.deepEqual(told(null), told(guest().guest))
  assert.deepEqual(told(pending()), told(guest().guest))
})

test('an application without a user is checked for itself', () => {
  const facts = (app = application(), roleHeld = true) =>
    decide({
      stage: 'clientCredentials',
      at: 0,
      resourceTenant: contoso,
      application: app,
      resource: { appId: 'api' as AppId, displayName: 'Api', assignmentRequired: true, roleHeld },
    })
  assert.equal(summary(facts()), 'allow')
  assert.equal(summary(facts(application('app1', { servicePrincipal: null }))), 'deny 7000229')
  assert.equal(summary(facts(application(), false)), 'deny 501051')
})

test('admit throws the refusal of a denial, with its trace for the log', () => {
  const denied = decide(signIn({ person: blockedInbound }))
  assert.throws(() => admit(denied), { name: 'Refusal', error: 'inboundPolicyBlocks', extra: { trace: denied.trace } })
  assert.equal(admit(decide(signIn())).outcome, 'allow')
})

test('facts and decisions are plain JSON', () => {
  for (const { facts } of more) {
    const decision = decide(facts)
    assert.deepEqual(decide(structuredClone(facts)), decision)
    assert.deepEqual(JSON.parse(JSON.stringify(decision)), decision)
  }
})

test('every check bears the facts of every row, whatever was refused before it', () => {
  for (const { row, facts } of more) {
    for (const check of checks[facts.stage] as ((facts: AccessFacts) => unknown)[])
      assert.doesNotThrow(() => check(facts), `row ${row}: ${check.name}`)
  }
})

test('the checks of every stage, in order', () => {
  const names = Object.entries(checks).map(([stage, list]) => `${stage}: ${list.map(({ name }) => name).join(' ')}`)
  const person = 'homeTenantActive homeAccount'
  const between = 'outboundAccess inboundAccess guestObject'
  assert.deepEqual(names, [
    'invite: tenantActive inviterAllowed domainAllowed inboundAccess outboundAccess',
    `redeem: tenantActive ${person} domainAllowed ${between}`,
    `signIn: tenantActive applicationEnabled ${person} ${between} assignment consent`,
    `refresh: tenantActive applicationEnabled ${person} ${between} assignment consent`,
    'clientCredentials: tenantActive applicationEnabled applicationAssignment',
  ])
})
