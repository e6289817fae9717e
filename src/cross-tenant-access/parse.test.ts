import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import {
  defaultPolicyRoot,
  inheritingPartner,
  parseDefaultPatch,
  parseNewPartner,
  parsePartnerPatch,
  parsePolicyPatch,
  systemDefault,
} from './index.ts'

const own = '11111111-1111-4111-8111-111111111111' as TenantId
const partner = '22222222-2222-4222-8222-222222222222' as TenantId
const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`
const allUsers = { accessType: 'allowed', targets: [{ target: 'AllUsers', targetType: 'user' }] }
const allApplications = { accessType: 'allowed', targets: [{ target: 'AllApplications', targetType: 'application' }] }
const users = (...targets: unknown[]) => ({ accessType: 'allowed', targets })
const one = { target: id(1), targetType: 'user' }

const toDefault = (body: unknown) => parseDefaultPatch(body, systemDefault)
const toPartner = (body: unknown) => parsePartnerPatch(body, inheritingPartner(partner))
const create = (body: unknown) => parseNewPartner(body, own)
const inbound = (usersAndGroups: unknown) => ({ b2bCollaborationInbound: { usersAndGroups } })
const apps = (...targets: unknown[]) => ({
  b2bCollaborationInbound: { applications: { accessType: 'allowed', targets } },
})

type Case = { given: string; when: () => unknown; expected: string }
const refused: Case[] = [
  { given: 'a body that is a list', when: () => toDefault([]), expected: 'propertyInvalidBecause body' },
  { given: 'no body', when: () => toDefault(undefined), expected: 'propertyInvalidBecause body' },
  { given: 'an unknown property', when: () => toDefault({ colour: 1 }), expected: 'propertyUnknown colour' },
  { given: '__proto__', when: () => toDefault(JSON.parse('{"__proto__":{}}')), expected: 'propertyUnknown __proto__' },
  {
    given: 'keyword beside ids',
    when: () => toPartner(inbound(users({ target: 'AllUsers', targetType: 'user' }, one))),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets',
  },
  {
    given: 'keyword beside application ids',
    when: () =>
      toPartner(
        apps({ target: 'AllApplications', targetType: 'application' }, { target: id(1), targetType: 'application' }),
      ),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.applications.targets',
  },
  {
    given: 'row 94: one user on the default inbound',
    when: () => toDefault(inbound(users(one))),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets[0].target',
  },
  {
    given: 'one group on the default of tenant restrictions',
    when: () => toDefault({ tenantRestrictions: { usersAndGroups: users({ target: id(1), targetType: 'group' }) } }),
    expected: 'propertyInvalidBecause tenantRestrictions.usersAndGroups.targets[0].target',
  },
  {
    given: 'an application among the users',
    when: () => toPartner(inbound(users({ target: id(1), targetType: 'application' }))),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets[0].targetType',
  },
  {
    given: 'AllUsers as a group',
    when: () => toPartner(inbound(users({ target: 'AllUsers', targetType: 'group' }))),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets[0].targetType',
  },
  {
    given: 'a user among the applications',
    when: () => toPartner(apps(one)),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.applications.targets[0].targetType',
  },
  {
    given: 'a target that is no id',
    when: () => toPartner(inbound(users({ target: 'ann', targetType: 'user' }))),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets[0].target',
  },
  {
    given: 'a target that is a number',
    when: () => toPartner(inbound(users({ target: 7, targetType: 'user' }))),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets[0].target',
  },
  {
    given: 'no targets',
    when: () => toPartner(inbound(users())),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.targets',
  },
  {
    given: 'another access type',
    when: () => toPartner(inbound({ ...allUsers, accessType: 'maybe' })),
    expected: 'propertyInvalidBecause b2bCollaborationInbound.usersAndGroups.accessType',
  },
  {
    given: 'an unknown part of a setting',
    when: () => toPartner({ b2bCollaborationInbound: { groups: null } }),
    expected: 'propertyUnknown b2bCollaborationInbound.groups',
  },
  {
    given: 'null for a setting of the default',
    when: () => toDefault({ b2bCollaborationInbound: null }),
    expected: 'propertyInvalidBecause b2bCollaborationInbound',
  },
  {
    given: 'automatic redemption on the default',
    when: () => toDefault({ automaticUserConsentSettings: { inboundAllowed: true, outboundAllowed: false } }),
    expected: 'propertyReadOnly automaticUserConsentSettings',
  },
  {
    given: 'isServiceDefault',
    when: () => toDefault({ isServiceDefault: false }),
    expected: 'propertyReadOnly isServiceDefault',
  },
  {
    given: 'a trust flag that is text',
    when: () => toPartner({ inboundTrust: { isMfaAccepted: 'yes' } }),
    expected: 'propertyInvalidBecause inboundTrust.isMfaAccepted',
  },
  {
    given: 'a redemption order with a provider twice',
    when: () =>
      toDefault({
        invitationRedemptionIdentityProviderConfiguration: {
          primaryIdentityProviderPrecedenceOrder: ['externalFederation', 'externalFederation', 'azureActiveDirectory'],
        },
      }),
    expected:
      'propertyInvalidBecause invitationRedemptionIdentityProviderConfiguration.primaryIdentityProviderPrecedenceOrder',
  },
  {
    given: 'a redemption order that forgets one',
    when: () =>
      toDefault({
        invitationRedemptionIdentityProviderConfiguration: {
          primaryIdentityProviderPrecedenceOrder: ['externalFederation', 'azureActiveDirectory'],
        },
      }),
    expected:
      'propertyInvalidBecause invitationRedemptionIdentityProviderConfiguration.primaryIdentityProviderPrecedenceOrder',
  },
  {
    given: 'an unknown fallback',
    when: () => toDefault({ invitationRedemptionIdentityProviderConfiguration: { fallbackIdentityProvider: 'x' } }),
    expected: 'propertyInvalidBecause invitationRedemptionIdentityProviderConfiguration.fallbackIdentityProvider',
  },
  {
    given: 'devices of tenant restrictions',
    when: () => toPartner({ tenantRestrictions: { devices: {} } }),
    expected: 'propertyInvalidBecause tenantRestrictions.devices',
  },
  { given: 'a partner without id', when: () => create({}), expected: 'propertyRequired tenantId' },
  {
    given: 'a partner with a bad id',
    when: () => create({ tenantId: 'fabrikam' }),
    expected: 'propertyInvalidBecause tenantId',
  },
  {
    given: 'the own tenant',
    when: () => create({ tenantId: own.toUpperCase() }),
    expected: 'propertyInvalidBecause tenantId',
  },
  {
    given: 'another tenantId in a PATCH',
    when: () => toPartner({ tenantId: own }),
    expected: 'propertyReadOnly tenantId',
  },
  {
    given: 'redemption order on a partner',
    when: () => toPartner({ invitationRedemptionIdentityProviderConfiguration: {} }),
    expected: 'propertyUnknown invitationRedemptionIdentityProviderConfiguration',
  },
  {
    given: 'isServiceProvider in a PATCH',
    when: () => toPartner({ isServiceProvider: true }),
    expected: 'propertyReadOnly isServiceProvider',
  },
  {
    given: 'more than 25 KB',
    when: () =>
      toPartner(inbound(users(...Array.from({ length: 600 }, (_, n) => ({ target: id(n), targetType: 'user' }))))),
    expected: 'policyTooLarge',
  },
  {
    given: 'an unknown cloud',
    when: () => parsePolicyPatch({ allowedCloudEndpoints: ['example.com'] }, defaultPolicyRoot),
    expected: 'propertyInvalidBecause allowedCloudEndpoints[0]',
  },
  {
    given: 'an empty policy name',
    when: () => parsePolicyPatch({ displayName: '' }, defaultPolicyRoot),
    expected: 'propertyInvalidBecause displayName',
  },
]
for (const { given, when, expected } of refused)
  test(`cross-tenant settings refuse ${given}`, () =>
    assert.throws(when, (thrown) => {
      assert.ok(thrown instanceof Refusal, String(thrown))
      assert.equal([thrown.error, thrown.extra.target].filter(Boolean).join(' '), expected)
      assert.equal(thrown.entry.status, 400)
      return true
    }))

test('a PATCH of the default replaces what it names, keeps the rest, and it is no service default any more', () => {
  const blocked = { accessType: 'blocked', targets: [{ target: id(9).toUpperCase(), targetType: 'application' }] }
  const changed = toDefault({ '@odata.type': '#x', b2bCollaborationInbound: { applications: blocked } })
  assert.equal(changed.isServiceDefault, false)
  assert.deepEqual(changed.b2bCollaborationInbound.usersAndGroups, allUsers)
  assert.deepEqual(changed.b2bCollaborationInbound.applications, {
    accessType: 'blocked',
    targets: [{ target: id(9), targetType: 'application' }],
  })
  assert.deepEqual(changed.b2bCollaborationOutbound, systemDefault.b2bCollaborationOutbound)
  assert.equal(systemDefault.isServiceDefault, true)
})

test('single people may stand on the outbound side of the default: they are our own', () => {
  const changed = toDefault({ b2bCollaborationOutbound: { usersAndGroups: users(one) } })
  assert.deepEqual(changed.b2bCollaborationOutbound, { usersAndGroups: users(one), applications: allApplications })
})

test('a partner with one setting reads null everywhere else, and half a setting leaves the other half null', () => {
  const created = create({ tenantId: partner.toUpperCase(), b2bDirectConnectOutbound: { usersAndGroups: users(one) } })
  assert.deepEqual(created, {
    ...inheritingPartner(partner),
    b2bDirectConnectOutbound: { usersAndGroups: users(one), applications: null },
  })
})

test('what was read can be sent back, and null inherits again', () => {
  const created = create({
    tenantId: partner,
    isServiceProvider: true,
    inboundTrust: { isMfaAccepted: true },
    ...inbound(allUsers),
  })
  assert.deepEqual(parsePartnerPatch(structuredClone(created), created), created)
  assert.deepEqual(parseDefaultPatch(structuredClone(systemDefault), systemDefault), {
    ...systemDefault,
    isServiceDefault: false,
  })
  const reset = parsePartnerPatch(
    { b2bCollaborationInbound: null, inboundTrust: null, automaticUserConsentSettings: null },
    created,
  )
  assert.deepEqual([reset.b2bCollaborationInbound, reset.inboundTrust], [null, null])
})

test('newer blocks are kept as they were sent', () => {
  assert.deepEqual(toPartner({ m365CollaborationInbound: { users: 1 } }).m365CollaborationInbound, { users: 1 })
})
