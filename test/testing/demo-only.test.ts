import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { startGatehouse } from '../../src/testing/index.ts'
import { dataFolder, gatehouse, serving } from '../cli/run.ts'

const source = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

/** Every address of the test double, as it is registered. */
const routes = [...source('src/demo/test-double.ts').matchAll(/\broute\(\s*'(POST|DELETE)',\s*'([^']+)'/g)].map(
  ([, method = '', path = '']) => ({
    method,
    path: `/gatehouse/${path.replace(':id', '00000000-0000-4000-8000-000000000000')}`,
  }),
)

function ask(origin: string, ca: string, { method, path }: (typeof routes)[number], token?: string) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const type = method === 'POST' ? { 'content-type': 'application/json' } : {}
    const headers = { ...type, ...(token ? { authorization: `Bearer ${token}` } : {}) }
    const sent = request(`${origin}${path}`, { method, headers, ca: readFileSync(ca), agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject)
    })
    sent.on('error', reject).end(method === 'POST' ? '{}' : undefined)
  })
}

test('a deployment has no snapshots, clones, minted tokens, made sessions or guests: not even for its operator', async (t) => {
  assert.ok(routes.length >= 8, 'the addresses are found in the source')
  const environment = { GATEHOUSE_DATA: dataFolder(t) }
  const wish = ['init', '--organization', 'Contoso', '--domain', 'contoso.example', '--admin', 'ada', '--json']
  const { operatorToken } = JSON.parse((await gatehouse(wish, { environment })).out)
  const server = await serving(t, ['serve'], environment)
  const { origin = '', ca = '' } = server.ready
  const code = (body: string) => JSON.parse(body).error.code
  const nowhere = await ask(origin, ca, { method: 'POST', path: '/gatehouse/nowhere' }, operatorToken)
  assert.equal(nowhere.status, 404)
  for (const route of routes) {
    const { status, body } = await ask(origin, ca, route, operatorToken)
    assert.deepEqual([status, code(body)], [404, code(nowhere.body)], `${route.method} ${route.path}`)
  }
})

test('the test double opens for the operator of the demo and for nobody else', async (t) => {
  const double = await startGatehouse()
  t.after(() => double.stop())
  const token = await double.graphToken('contoso')
  const { accessToken } = await double.mint({ tenant: 'contoso', app: 'graph', client: 'cli', person: 'admin' })
  for (const route of routes)
    for (const key of [undefined, 'guessed', token, accessToken]) {
      const { status } = await ask(double.origin, double.ca.path, route, key)
      assert.equal(status, 401, `${route.method} ${route.path}`)
    }
})

const bad: { path: string; body: string; told: RegExp }[] = [
  { path: 'snapshots', body: '{ "name": 1 }', told: /'name'.*Nothing is known here/ },
  { path: 'snapshots/nothing/restore', body: '{}', told: /'nothing' does not exist/ },
  { path: 'worlds', body: '{ "tenants": [] }', told: /Name at least one/ },
  { path: 'worlds', body: '{ "tenants": ["__proto__"] }', told: /It has contoso, fabrikam, woodgrove/ },
  { path: 'worlds', body: '{ "tenants": "contoso" }', told: /must be a list of texts/ },
  { path: 'keys', body: '{ "count": 1e9 }', told: /from 0 to 64/ },
  { path: 'keys', body: '{}', told: /from 0 to 64/ },
  { path: 'tokens', body: '', told: /property 'tenant'/ },
  { path: 'tokens', body: '[]', told: /./ },
  { path: 'tokens', body: '{ "tenant": "nowhere.example" }', told: /No tenant has this id or domain/ },
  { path: 'tokens', body: '{ "tenant": "contoso.gatehouse.test", "app": "x" }', told: /No app in this tenant/ },
  { path: 'tokens', body: '{ "tenant": { "$ne": 1 } }', told: /must be a text/ },
  { path: 'sessions', body: '{ "tenant": "contoso.gatehouse.test", "user": "\\u0000" }', told: /./ },
  { path: 'sessions', body: '{ "tenant": "contoso.gatehouse.test", "user": "nobody" }', told: /Nobody in this tenant/ },
  { path: 'guests', body: '{ "tenant": "contoso.gatehouse.test" }', told: /Give the address/ },
  {
    path: 'guests',
    body: '{ "tenant": "contoso.gatehouse.test", "mail": "no address" }',
    told: /not allowed in an address|one @/,
  },
  {
    path: 'guests',
    body: '{ "tenant": "contoso.gatehouse.test", "mail": "a@b.example", "state": "Deleted" }',
    told: /'Accepted' or/,
  },
  { path: 'guests', body: '{ "tenant": "contoso.gatehouse.test", "home": "fabrikam" }', told: /It must be an object/ },
  {
    path: 'guests',
    body: '{ "tenant": "contoso.gatehouse.test", "home": { "tenant": "contoso.gatehouse.test", "user": "member@contoso.gatehouse.test" } }',
    told: /Nobody is a guest at home/,
  },
]
test('what the test double cannot do is refused with the property and the reason, and changes nothing', async (t) => {
  const double = await startGatehouse()
  t.after(() => double.stop())
  const authorization = `Bearer ${double.world.operator.token}`
  const rows = async () => {
    const answer = await double.fetch('/gatehouse/snapshots', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
    })
    return ((await answer.json()) as { rows: number }).rows
  }
  const before = await rows()
  for (const { path, body, told } of bad) {
    const headers = { authorization, 'content-type': 'application/json' }
    const answer = await double.fetch(`/gatehouse/${path}`, { method: 'POST', headers, body })
    const { error } = (await answer.json()) as { error: { message: string } }
    assert.ok(answer.status === 400 || answer.status === 404, `${path} ${body}: ${answer.status}`)
    assert.match(error.message, told, `${path} ${body}`)
  }
  const form = await double.fetch('/gatehouse/snapshots', {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(),
  })
  assert.equal(form.status, 415)
  assert.equal(await rows(), before)
})

test('the clock stays where dates can be written: what would lead beyond is refused, and moves nothing', async (t) => {
  const double = await startGatehouse()
  t.after(() => double.stop())
  const frozen = await double.clock.freeze('2031-05-01T00:00:00Z')
  for (const by of ['P99999999999D', '-P99999999999D', 'P200000D', `P${'9'.repeat(400)}D`]) {
    await assert.rejects(double.clock.advance(by), /'advance'.*from 1970 to 2199/, by)
  }
  for (const at of ['+275760-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '2199-01-01T00:00:00Z', 'soon']) {
    await assert.rejects(double.clock.set(at), /'now'/, at)
    await assert.rejects(double.clock.freeze(at), /'now'/, at)
  }
  assert.equal((await double.clock.now()).getTime(), frozen.getTime())
  const guest = await double.guest({ tenant: 'contoso', mail: 'ann@partner.example' })
  await assert.rejects(double.age(guest.id, 'P99999999999D'), /'by'.*200 years/)
  const token = await double.graphToken('contoso')
  const answer = await double.fetch(`/v1.0/users/${guest.id}`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(answer.status, 200)
})

test('a deployment refuses the data of a test double, whose tokens anybody could have minted', async (t) => {
  const data = dataFolder(t)
  const double = await startGatehouse({ dataFolder: data, world: { tenants: { acme: {} } } })
  await double.stop()
  const refused = await gatehouse(['serve', '--json'], { environment: { GATEHOUSE_DATA: data, PORT: '0' } })
  assert.equal(refused.code, 2)
  assert.match(refused.err, /holds a demo, whose passwords are public/)
})

test('nothing but the demo can copy the store, and nothing but the demo’s start registers its addresses', () => {
  const files = globSync('src/**/*.ts', { exclude: ['**/*.test.ts'] }).map((file) => file.replaceAll('\\', '/'))
  const naming = (words: RegExp) => files.filter((file) => words.test(source(file)))
  assert.deepEqual(
    naming(/store\.world\b/).filter((file) => !file.startsWith('src/demo/')),
    [],
  )
  assert.deepEqual(naming(/registerTestDouble\(/).toSorted(), ['src/demo/api.ts', 'src/demo/test-double.ts'])
  assert.deepEqual(naming(/registerDemo\(/).toSorted(), ['src/demo/api.ts', 'src/main.ts'])
  const [, serve = ''] = source('src/main.ts').split('export async function startServe')
  assert.equal(serve.includes('registerDemo'), false)
})
