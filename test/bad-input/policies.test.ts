import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'
import { type BodyCase, faultsOf, faultsOfWhole, type Kind, refusesAll } from './graph-bodies.ts'

const server = await fileServer()
const { fabrikam, woodgrove } = server.demo.tenants
const root = '/v1.0/policies/crossTenantAccessPolicy'
const partner = `${root}/partners/${fabrikam.id}`
const graph = server.graph('contoso')
assert.equal((await graph.post(`${root}/partners`, { tenantId: fabrikam.id })).status, 201)

type Property = [path: string, kind: Kind]

/** What a list of targets and its type need beside them. */
const beside = (name: string): string => {
  if (name === 'targets') return '"accessType":"blocked",'
  return name === 'accessType' ? '"targets":[{"target":"AllUsers","targetType":"user"}],' : ''
}

/** A property inside of others, as a JSON member: `a.b` around a value is `"a":{"b":value}`. */
const nest = (path: string) => (json: string) => {
  const [top = '', ...below] = path.split('.')
  return `"${top}":${below.reduceRight((inner, name) => `{${beside(name)}"${name}":${inner}}`, json)}`
}

const settings = [
  'b2bCollaborationInbound',
  'b2bCollaborationOutbound',
  'b2bDirectConnectInbound',
  'b2bDirectConnectOutbound',
]
const access = settings.flatMap((setting): Property[] => [
  [setting, 'object'],
  [`${setting}.usersAndGroups`, 'object'],
  [`${setting}.usersAndGroups.accessType`, 'string'],
  [`${setting}.usersAndGroups.targets`, 'list'],
  [`${setting}.applications`, 'object'],
  [`${setting}.applications.accessType`, 'string'],
  [`${setting}.applications.targets`, 'list'],
])
const trust: Property[] = [
  ['inboundTrust', 'object'],
  ['inboundTrust.isMfaAccepted', 'boolean'],
  ['inboundTrust.isCompliantDeviceAccepted', 'boolean'],
  ['inboundTrust.isHybridAzureADJoinedDeviceAccepted', 'boolean'],
]
const places: { path: string; properties: Property[]; good: string }[] = [
  { path: `${root}/default`, properties: [...access, ...trust], good: '{"inboundTrust":{"isMfaAccepted":true}}' },
  {
    path: partner,
    properties: [
      ...access,
      ...trust,
      ['automaticUserConsentSettings', 'object'],
      ['automaticUserConsentSettings.inboundAllowed', 'boolean'],
      ['automaticUserConsentSettings.outboundAllowed', 'boolean'],
      ['isServiceProvider', 'boolean'],
    ],
    good: '{"inboundTrust":{"isMfaAccepted":true}}',
  },
  {
    path: root,
    properties: [
      ['displayName', 'string'],
      ['allowedCloudEndpoints', 'list'],
    ],
    good: '{"displayName":"Other"}',
  },
  {
    path: '/v1.0/policies/authorizationPolicy',
    properties: [
      ['allowInvitesFrom', 'string'],
      ['guestUserRoleId', 'string'],
      ['allowedToSignUpEmailBasedSubscriptions', 'boolean'],
      ['allowedToUseSSPR', 'boolean'],
      ['allowEmailVerifiedUsersToJoinOrganization', 'boolean'],
      ['blockMsolPowerShell', 'boolean'],
      ['defaultUserRolePermissions', 'object'],
      ['defaultUserRolePermissions.allowedToCreateApps', 'boolean'],
      ['defaultUserRolePermissions.allowedToReadOtherUsers', 'boolean'],
    ],
    good: '{"allowInvitesFrom":"none"}',
  },
  {
    path: '/gatehouse/v1/policies/redemption',
    properties: [['redemptionLinkDays', 'string']],
    good: '{"redemptionLinkDays":7}',
  },
]

for (const { path, properties, good } of places) {
  test(`every property of ${path.replace(fabrikam.id, '{id}')}: of another kind, huge, in characters that cannot be kept, twice`, async () => {
    const at = { method: 'PATCH', path } as const
    await refusesAll(server, [
      ...faultsOfWhole(at, good),
      ...properties.flatMap(([property, kind]) => faultsOf(at, property, kind, { inside: nest(property) })),
    ])
  })
}

const target = (target: unknown, targetType: unknown) => ({ target, targetType })
const users = (accessType: unknown, ...targets: unknown[]) =>
  JSON.stringify({ b2bCollaborationInbound: { usersAndGroups: { accessType, targets } } })

test('targets, partners and their ids: unknown, foreign, doubled, absent', async () => {
  const someone = '00000000-0000-4000-8000-00000000dead'
  const patch = (what: string, body: string, names: string, path = partner): BodyCase => ({
    method: 'PATCH',
    path,
    what,
    body,
    names,
  })
  const post = (what: string, body: string, names: string): BodyCase => ({
    method: 'POST',
    path: `${root}/partners`,
    what,
    body,
    names,
  })
  await refusesAll(server, [
    patch('no accessType', '{"b2bCollaborationInbound":{"usersAndGroups":{"targets":[]}}}', 'usersAndGroups'),
    patch('no targets', users('allowed'), 'targets'),
    patch('an empty accessType', users('', target('AllUsers', 'user')), 'accessType'),
    patch('an accessType in capitals', users('ALLOW', target('AllUsers', 'user')), 'accessType'),
    patch('a target that is no id', users('allowed', target('x', 'user')), 'target'),
    patch('an empty target', users('allowed', target('', 'user')), 'target'),
    patch('a target that is a number', users('allowed', target(1, 'user')), 'target'),
    patch('a target without its type', users('allowed', { target: someone }), 'targetType'),
    patch('a target of an unknown type', users('allowed', target(someone, 'device')), 'targetType'),
    patch('a target that is an object', users('allowed', target({}, 'user')), 'target'),
    patch('an unknown word', users('allowed', { ...target(someone, 'user'), colour: 'red' }), 'colour'),
    patch('the partner’s id changed', `{"tenantId":"${woodgrove.id}"}`, 'tenantId'),
    post('no tenantId', '{}', 'tenantId'),
    post('an empty tenantId', '{"tenantId":""}', 'tenantId'),
    post('tenantId null', '{"tenantId":null}', 'tenantId'),
    post('tenantId a number', '{"tenantId":1}', 'tenantId'),
    post('tenantId a list', `{"tenantId":["${woodgrove.id}"]}`, 'tenantId'),
    post('tenantId twice', `{"tenantId":"${woodgrove.id}","tenantId":"${fabrikam.id}"}`, 'tenantId'),
    post('tenantId huge', `{"tenantId":"${'x'.repeat(100_000)}"}`, 'tenantId'),
    post('an unknown tenant', `{"tenantId":"${someone}"}`, 'tenantId'),
    post('a domain', `{"tenantId":"${fabrikam.domain}"}`, 'tenantId'),
    // What is missing is told before what is unknown.
    ...faultsOfWhole({ method: 'POST', path: `${root}/partners` }, `{"tenantId":"${woodgrove.id}"}`).map((one) => ({
      ...one,
      names: one.names && 'tenantId',
    })),
  ])
})

test('policies by other verbs, and partners that are not there', async () => {
  const token = await server.graphToken('contoso')
  const before = (await graph.get(`${root}/partners`)).body
  const ask = async (method: string, path: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await server.fetch(path, method === 'GET' ? { headers } : { method, headers, body: '{}' })
    return answer.status
  }
  for (const { path } of places) {
    assert.equal(await ask('POST', path), 405, `POST ${path}`)
    if (path !== partner) assert.equal(await ask('DELETE', path), 405, `DELETE ${path}`)
  }
  for (const id of ['00000000-0000-4000-8000-00000000dead', woodgrove.id, 'x', '%00', '%ff', "'", 'a'.repeat(3000)]) {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const status = await ask(method, `${root}/partners/${id}`)
      assert.ok(status === 404 || status === 400, `${method} ${id.slice(0, 40)}: ${status}`)
    }
  }
  assert.deepEqual((await graph.get(`${root}/partners`)).body, before)
})
