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
