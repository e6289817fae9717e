import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inheritingPartner, systemDefault } from '../../src/cross-tenant-access/index.ts'
import type { TenantId } from '../../src/ids.ts'
import {
  changedBlocks,
  emptyLists,
  opening,
  parseIds,
  parseOrganization,
  withList,
} from '../../web/admin/pages/external-identities/access.ts'
import {
  definitionWith,
  parseDefinition,
  parseDomains,
} from '../../web/admin/pages/external-identities/restrictions.ts'
import type {
  DefaultConfiguration,
  Half,
  PartnerConfiguration,
  WholeSetting,
} from '../../web/admin/pages/external-identities/rules.ts'
import {
  changes,
  restrictionSummary,
  sayBlock,
  sayHalf,
  summary,
} from '../../web/admin/pages/external-identities/words.ts'

const tenantId = '0000000f-0000-4000-8000-00000000000f' as TenantId
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** The notation of external-identities.md 3.10, with counts: `A/A`, `B/B`, `A2+1/A` (two people and a group), `A/B2`. */
function setting(notation: string): WholeSetting {
  const [users = '', applications = ''] = notation.split('/')
  const accessType = (half: string) => (half.startsWith('A') ? 'allowed' : 'blocked')
  const [, people, groups] = /^[AB](\d*)(?:\+(\d))?$/.exec(users) ?? assert.fail(users)
  const targets = (count: string | undefined, targetType: string) =>
    Array.from({ length: Number(count ?? 0) }, (_, index) => ({ target: id(index), targetType }))
  const named = [...targets(people, 'user'), ...targets(groups, 'group')]
  const apps = targets(applications.slice(1), 'application')
  return {
    usersAndGroups: {
      accessType: accessType(users),
      targets: named.length > 0 ? named : [{ target: 'AllUsers', targetType: 'user' }],
    },
    applications: {
      accessType: accessType(applications),
      targets: apps.length > 0 ? apps : [{ target: 'AllApplications', targetType: 'application' }],
    },
  } as WholeSetting
}

const general = (more: Partial<DefaultConfiguration> = {}): DefaultConfiguration => ({ ...systemDefault, ...more })
const partner = (more: Partial<PartnerConfiguration> = {}): PartnerConfiguration => ({
  ...inheritingPartner(tenantId),
  ...more,
})
const fabrikam = { kind: 'organization', tenantId, name: 'Fabrikam' } as const
const trusting = { isMfaAccepted: true, isCompliantDeviceAccepted: true, isHybridAzureADJoinedDeviceAccepted: false }

const inbound = [
  ['A/A', 'Fabrikam’s people can be invited and can reach all apps; their MFA is not trusted.'],
  ['A/A2', 'Fabrikam’s people can be invited and can reach 2 apps; their MFA is not trusted.'],
  ['A/B', 'Nobody from Fabrikam can be invited or sign in.'],
  ['A/B1', 'Fabrikam’s people can be invited and can reach all apps but 1 app; their MFA is not trusted.'],
  ['A1/A', 'Only 1 person of Fabrikam can come in, and can reach all apps; their MFA is not trusted.'],
  ['A2+1/A3', 'Only 2 people and 1 group of Fabrikam can come in, and can reach 3 apps; their MFA is not trusted.'],
  ['B/B', 'Nobody from Fabrikam can be invited or sign in.'],
  ['B/A', 'Nobody from Fabrikam can be invited or sign in.'],
  ['B2/A', 'Fabrikam’s people but for 2 people can be invited and can reach all apps; their MFA is not trusted.'],
  // Blocked beside blocked refuses only the listed people in the listed apps.
  ['B/B2', 'Fabrikam’s people can be invited and can reach all apps but 2 apps; their MFA is not trusted.'],
  ['B2/B', 'Fabrikam’s people but for 2 people can be invited and can reach all apps; their MFA is not trusted.'],
  [
    'B1/B2',
    'Fabrikam’s people can be invited and can reach all apps, where 1 person cannot use 2 apps; their MFA is not trusted.',
  ],
] as const
for (const [notation, says] of inbound) {
  test(`inbound ${notation} is said in plain words`, () => {
    const configured = { default: general(), partner: partner({ b2bCollaborationInbound: setting(notation) }) }
    assert.equal(summary('inbound', fabrikam, configured), says)
  })
}

const outbound = [
  ['A/A', 'Your people can be guests at Fabrikam and can reach all apps.'],
  ['A+1/A2', 'Only 1 group of yours can be guests at Fabrikam, and can reach 2 apps.'],
  ['B/B', 'None of your people can be guests at Fabrikam.'],
  ['B1/A', 'Your people but for 1 person can be guests at Fabrikam and can reach all apps.'],
] as const
for (const [notation, says] of outbound) {
  test(`outbound ${notation} is said in plain words`, () => {
    const configured = { default: general(), partner: partner({ b2bCollaborationOutbound: setting(notation) }) }
    assert.equal(summary('outbound', fabrikam, configured), says)
  })
}

const restrictions = [
  ['A/A', 'Accounts of Fabrikam can be used on your networks and devices, for all apps; this is not enforced yet.'],
  [
    'A1/A2',
    'Only accounts of 1 person of Fabrikam can be used on your networks and devices, for 2 apps; this is not enforced yet.',
  ],
  [
    'B1/A',
    'Accounts of Fabrikam but for 1 person can be used on your networks and devices, for all apps; this is not enforced yet.',
  ],
  ['A/B', 'Accounts of Fabrikam cannot be used on your networks and devices; this is not enforced yet.'],
  ['B/B', 'Accounts of Fabrikam cannot be used on your networks and devices; this is not enforced yet.'],
] as const
for (const [notation, says] of restrictions) {
  test(`tenant restrictions ${notation} are said in plain words`, () => {
    const own = partner({ tenantRestrictions: { ...setting(notation), devices: null } })
    assert.equal(restrictionSummary(fabrikam, { default: general(), partner: own }), says)
  })
}

test('tenant restrictions that are inherited are said as they hold, and block all accounts of others at first', () => {
  const nobody =
    'Accounts of other organizations cannot be used on your networks and devices; this is not enforced yet.'
  assert.equal(restrictionSummary({ kind: 'default' }, { default: general(), partner: null }), nobody)
  const opened = general({ tenantRestrictions: { ...setting('A/A1'), devices: null } })
  assert.equal(
    restrictionSummary(fabrikam, { default: opened, partner: partner() }),
    'Accounts of Fabrikam can be used on your networks and devices, for 1 app; this is not enforced yet.',
  )
})

test('tenant restrictions are one of the blocks that are saved and told; the order of properties is no change', () => {
  const own = { devices: null, ...setting('A/A') }
  const turned = { ...setting('A/A'), devices: null }
  const before = partner({ tenantRestrictions: own })
  assert.deepEqual(changedBlocks(before, partner({ tenantRestrictions: turned })), {})
  const [change] = changes(before, partner(), general())
  assert.deepEqual(change, {
    name: 'tenantRestrictions',
    label: 'Tenant restrictions',
    before: 'Users: Allowed for all. Apps: All allowed.',
    after: 'Inherited: Users: Blocked for all. Apps: All blocked.',
  })
  const none = { ...own, usersAndGroups: { accessType: 'allowed', targets: [] } }
  assert.deepEqual(emptyLists({ tenantRestrictions: none }), [
    { setting: 'tenantRestrictions', list: 'usersAndGroups' },
  ])
})

test('what an organization inherits is said as it holds', () => {
  const blocked = { default: general({ b2bCollaborationInbound: setting('B/B') }), partner: partner() }
  assert.equal(summary('inbound', fabrikam, blocked), 'Nobody from Fabrikam can be invited or sign in.')
  const half = { usersAndGroups: setting('A1/A').usersAndGroups, applications: null }
  const mixed = {
    default: general({ b2bCollaborationInbound: setting('A/A2'), inboundTrust: trusting }),
    partner: partner({ b2bCollaborationInbound: half }),
  }
  assert.equal(
    summary('inbound', fabrikam, mixed),
    'Only 1 person of Fabrikam can come in, and can reach 2 apps; their MFA and compliant devices are trusted.',
  )
})

test('the default speaks of all other organizations', () => {
  const whole = { default: general(), partner: null }
  assert.equal(
    summary('inbound', { kind: 'default' }, whole),
    'People of all organizations can be invited and can reach all apps; their MFA is not trusted.',
  )
  assert.equal(
    summary('outbound', { kind: 'default' }, whole),
    'Your people can be guests at other organizations and can reach all apps.',
  )
})

test('suites and the pages that guests need are named, and are not counted as apps', () => {
  const half: Half = {
    accessType: 'allowed',
    targets: [id(1), 'Office365', '2793995e-0a7d-40d7-bd35-6968ba142197'].map((target) => ({
      target,
      targetType: 'application',
    })),
  }
  assert.equal(sayHalf(half, 'applications'), 'Allowed for 1 app, Office 365 and the pages that guests need only')
})

test('a change is told block by block, before and after, with what is inherited', () => {
  const before = partner()
  const after = partner({ b2bCollaborationInbound: setting('B/B'), inboundTrust: trusting })
  assert.deepEqual(changes(before, after, general()), [
    {
      name: 'b2bCollaborationInbound',
      label: 'Inbound, B2B collaboration',
      before: 'Inherited: Users: Allowed for all. Apps: All allowed.',
      after: 'Users: Blocked for all. Apps: All blocked.',
    },
    {
      name: 'inboundTrust',
      label: 'Trust settings',
      before: 'Inherited: Nothing trusted',
      after: 'MFA and compliant devices trusted',
    },
  ])
  assert.deepEqual(Object.keys(changedBlocks(before, after)), ['b2bCollaborationInbound', 'inboundTrust'])
  assert.deepEqual(changedBlocks(after, after), {})
})

test('half a setting can be inherited, and a setting that inherits both halves is null', () => {
  const users = setting('B/B').usersAndGroups
  const half = withList(null, 'usersAndGroups', users)
  assert.deepEqual(half, { usersAndGroups: users, applications: null })
  assert.equal(
    sayBlock('b2bCollaborationInbound', partner({ b2bCollaborationInbound: half }), general()),
    'Users: Blocked for all. Apps: Inherited: All allowed.',
  )
  assert.equal(withList(half, 'usersAndGroups', null), null)
})

test('where nobody passes, the way back is the default if it lets them, and everybody otherwise', () => {
  const closed = partner({ b2bCollaborationInbound: setting('B/B') })
  assert.deepEqual(opening('inbound', { default: general(), partner: closed }), { setting: null })
  const shut = general({ b2bCollaborationInbound: setting('B/B') })
  assert.deepEqual(opening('inbound', { default: shut, partner: partner() }), { setting: setting('A/A') })
  assert.deepEqual(opening('inbound', { default: shut, partner: null }), { setting: setting('A/A') })
  assert.equal(opening('outbound', { default: general(), partner: closed }), null)
})

test('a list that names nothing is found before it is sent', () => {
  const empty = { usersAndGroups: null, applications: { accessType: 'allowed', targets: [] } }
  assert.deepEqual(emptyLists({ b2bCollaborationInbound: empty, inboundTrust: trusting }), [
    { setting: 'b2bCollaborationInbound', list: 'applications' },
  ])
})

test('ids are taken out of whatever was pasted, and what is none is named', () => {
  const pasted = `"${id(1)}", {${id(2).toUpperCase()}};\n${id(3)}\t${id(1)}`
  assert.deepEqual(parseIds(pasted), { ids: [id(1), id(2), id(3)], wrong: [] })
  assert.deepEqual(parseIds(`${id(1)} <script>alert(1)</script> 王`), {
    ids: [id(1)],
    wrong: ['<script>alert(1)</script>', '王'],
  })
  assert.deepEqual(parseIds('  ,; '), { ids: [], wrong: [] })
})

test('domains are taken out of whatever was pasted, and what is none is named', () => {
  assert.deepEqual(parseDomains('"@Fabrikam.com", bücher.example;\nfabrikam.com'), {
    domains: ['fabrikam.com', 'bücher.example'],
    wrong: [],
  })
  const wrong = ['localhost', '10.0.0.1', 'a..b', '-a.example', '*.example', `${'a'.repeat(64)}.example`]
  assert.deepEqual(parseDomains(wrong.join(' ')), { domains: [], wrong })
})

test('a list of domains keeps what else its definition holds', () => {
  const policy = { Version: 1, PreviewPolicy: { Features: ['OneTimePasscode'] } }
  const before = JSON.stringify({ B2BManagementPolicy: policy })
  const after = definitionWith(before, { kind: 'allow', domains: ['fabrikam.com'] })
  assert.deepEqual(JSON.parse(after).B2BManagementPolicy, {
    ...policy,
    InvitationsAllowedAndBlockedDomainsPolicy: { AllowedDomains: ['fabrikam.com'] },
  })
  assert.deepEqual(parseDefinition(after), { kind: 'allow', domains: ['fabrikam.com'] })
  assert.deepEqual(parseDefinition(before), { kind: 'any', domains: [] })
})

const organizations = [
  [` ${id(7).toUpperCase()} `, { tenantId: id(7) }],
  ['Fabrikam.GATEHOUSE.test', { domain: 'fabrikam.gatehouse.test' }],
  ['bücher.example', { domain: 'bücher.example' }],
  ['fabrikam', null],
  ['', null],
  ['a@fabrikam.com', null],
  ['https://fabrikam.com/', null],
  ['<b>fabrikam.com</b>', null],
  [`${'a'.repeat(64)}.com`, null],
  [`${id(7)}\n${id(8)}`, null],
] as const
for (const [typed, meant] of organizations) {
  test(`as an organization, ${JSON.stringify(typed).slice(0, 40)} is ${meant ? Object.keys(meant)[0] : 'refused'}`, () => {
    assert.deepEqual(parseOrganization(typed), meant)
  })
}
