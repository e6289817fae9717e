import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { clientsOf } from '../demo/describe.ts'
import { demoId, demoTenantIds } from '../demo/world.ts'
import { type ConnectionFlags, findConnection, findOperator } from './connection.ts'
import { CommandFailure } from './failure.ts'

const origin = 'https://localhost:8443'
const app = (name: string) => ({
  appId: demoId(name),
  objectId: demoId(`${name}/object`),
  displayName: name,
  servicePrincipalId: demoId(`${name}/principal`),
  kind: 'confidential',
  secret: `secret of ${name}`,
  redirectUris: { web: [], spa: [], publicClient: [] },
  permissions: { delegated: [], application: [], adminConsent: false },
  clients: clientsOf(
    { appId: demoId(name), secret: null, redirectUris: { web: [], spa: [], publicClient: [] } },
    demoId(name),
    origin,
  ),
})
const tenant = (key: keyof typeof demoTenantIds) => ({
  id: demoTenantIds[key],
  kind: 'workforce',
  displayName: key,
  domain: `${key}.gatehouse.test`,
  people: {},
  groups: {},
  guests: {},
  apps: { 'admin-script': app(`${key}/apps/admin-script`) },
})
const world = {
  origin,
  ca: '/data/tls/ca.pem',
  graph: origin,
  outbox: `${origin}/gatehouse/outbox`,
  clock: `${origin}/gatehouse/clock`,
  operator: { token: 'operator of the demo' },
  clients: {
    msal: { auth: { clientId: demoId('x'), authority: origin, knownAuthorities: ['localhost:8443'] } },
    azureIdentity: {
      tenantId: demoId('x'),
      clientId: demoId('x'),
      clientSecret: 's',
      options: { authorityHost: origin, disableInstanceDiscovery: true },
    },
    graphClient: { baseUrl: origin, customHosts: ['localhost'] },
  },
  tenants: { contoso: tenant('contoso'), fabrikam: tenant('fabrikam'), woodgrove: tenant('woodgrove') },
}

function folder(t: TestContext, demo: unknown): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'))
  t.after(() => rmSync(path, { recursive: true }))
  if (demo !== undefined) writeFileSync(join(path, 'demo.json'), typeof demo === 'string' ? demo : JSON.stringify(demo))
  return path
}

const app1 = { GATEHOUSE_CLIENT_ID: 'app-1', GATEHOUSE_CLIENT_SECRET: 'secret-1' }
const elsewhere = { GATEHOUSE_ORIGIN: 'https://login.example.com' }

type Case = {
  given: string
  demo?: unknown
  flags?: ConnectionFlags
  environment?: Record<string, string>
  answer: string | RegExp
}

const cases: Case[] = [
  { given: 'only a demo', demo: world, answer: `contoso script at ${origin}` },
  {
    given: 'a demo and another tenant by key',
    demo: world,
    flags: { tenant: 'Fabrikam' },
    answer: `fabrikam script at ${origin}`,
  },
  {
    given: 'a demo and another tenant by domain, in the environment',
    demo: world,
    environment: { GATEHOUSE_TENANT: 'woodgrove.gatehouse.test' },
    answer: `woodgrove script at ${origin}`,
  },
  {
    given: 'a demo and a tenant that it has not',
    demo: world,
    flags: { tenant: 'tailspin' },
    answer: /no tenant 'tailspin'/,
  },
  {
    given: 'a demo, and the wish to sign in',
    demo: world,
    flags: { browser: true },
    answer: `contoso browser at ${origin}`,
  },
  {
    given: 'a demo, but another origin: its secrets stay at home',
    demo: world,
    environment: elsewhere,
    answer: 'organizations browser at https://login.example.com',
  },
  {
    given: 'credentials in the environment, which win over the demo',
    demo: world,
    environment: app1,
    answer: `contoso app-1 at ${origin}`,
  },
  {
    given: 'everything in the environment',
    environment: { ...elsewhere, ...app1, GATEHOUSE_TENANT: 'contoso.example' },
    answer: 'contoso.example app-1 at https://login.example.com',
  },
  {
    given: 'flags, which win over the environment',
    environment: { ...elsewhere, ...app1, GATEHOUSE_TENANT: 'contoso.example' },
    flags: { origin: 'https://other.example', tenant: 'tailspin.example' },
    answer: 'tailspin.example app-1 at https://other.example',
  },
  { given: 'an app without a tenant', environment: { ...elsewhere, ...app1 }, answer: /GATEHOUSE_TENANT is not set/ },
  {
    given: 'half an app',
    environment: { ...elsewhere, GATEHOUSE_CLIENT_ID: 'app-1' },
    answer: /GATEHOUSE_CLIENT_SECRET is not set/,
  },
  { given: 'nothing', answer: /GATEHOUSE_ORIGIN is not set/ },
  {
    given: 'an origin with a path',
    environment: { GATEHOUSE_ORIGIN: 'https://x.example/y' },
    answer: /GATEHOUSE_ORIGIN is/,
  },
  { given: 'an origin without TLS', flags: { origin: 'http://x.example' }, answer: /--origin is 'http:/ },
  {
    given: 'an authority that is not there',
    environment: { ...elsewhere, GATEHOUSE_CA: '/nowhere/ca.pem' },
    answer: /GATEHOUSE_CA names \/nowhere\/ca.pem/,
  },
  { given: 'a demo file that is no JSON', demo: '{', answer: /demo.json cannot be read as JSON/ },
  { given: 'a demo file of another shape', demo: { ...world, origin: 7 }, answer: /not a demo world \(\/origin / },
]

for (const { given, demo, flags = {}, environment = {}, answer } of cases)
  test(`the connection with ${given}`, (t) => {
    const find = () => findConnection(flags, { GATEHOUSE_DATA: folder(t, demo), ...environment })
    if (answer instanceof RegExp)
      return assert.throws(find, (thrown) => thrown instanceof CommandFailure && answer.test(thrown.message))
    const { origin: at, tenant: id, credentials } = find()
    const named = Object.entries(demoTenantIds).find(([, known]) => known === id)?.[0] ?? id
    const script = Object.values(world.tenants).some(
      ({ apps }) => credentials.kind === 'secret' && apps['admin-script'].appId === credentials.clientId,
    )
    const as = credentials.kind === 'browser' ? 'browser' : script ? 'script' : credentials.clientId
    assert.equal(`${named} ${as} at ${at}`, answer)
  })

test('the authority comes from the demo, or from the data folder of a server on this machine', (t) => {
  assert.equal(findConnection({}, { GATEHOUSE_DATA: folder(t, world) }).ca, world.ca)
  const data = folder(t, undefined)
  mkdirSync(join(data, 'tls'))
  writeFileSync(join(data, 'tls', 'ca.pem'), 'pem')
  assert.equal(findConnection({}, { GATEHOUSE_DATA: data, ...elsewhere }).ca, join(data, 'tls', 'ca.pem'))
  assert.equal(findConnection({}, { GATEHOUSE_DATA: folder(t, undefined), ...elsewhere }).ca, undefined)
})

test("the operator's token comes from the environment, else from the demo, and from nowhere else", (t) => {
  const data = { GATEHOUSE_DATA: folder(t, world) }
  assert.equal(findOperator({}, data).token, world.operator.token)
  assert.equal(findOperator({}, { ...data, GATEHOUSE_OPERATOR_TOKEN: 'mine' }).token, 'mine')
  assert.throws(() => findOperator({}, { ...data, ...elsewhere }), /GATEHOUSE_OPERATOR_TOKEN is not set/)
})
