import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Client } from 'pg'
import type { DemoWorld } from '../../src/demo/world.ts'
import { trustLocalCa } from '../../src/http/tls.ts'
import { dataFolder, serving } from '../cli/run.ts'
import { askToken, type Place } from '../harness/person.ts'
import { startPostgres } from '../harness/postgres.ts'
import { type AccessSetting, guestInside, type Served, servedBy, setting, story, succeeded } from '../harness/story.ts'

/** Two processes of the real command on one PostgreSQL: what one was told, the other knows at its next request. */

const rounds = 100

test(`a block takes effect at the next request, ${rounds} times, through another process`, async (t) => {
  const { first, second } = await twoProcesses(t)
  const world = story(first)
  const { contoso, fabrikam } = world
  const { inside } = await guestInside(world)
  // Both sides in turn: the resource tenant's inbound settings, then the home tenant's outbound settings.
  const sides = [
    { by: contoso, of: fabrikam, name: 'b2bCollaborationInbound', code: 500213 },
    { by: fabrikam, of: contoso, name: 'b2bCollaborationOutbound', code: 500212 },
  ] as const
  const partners = '/v1.0/policies/crossTenantAccessPolicy/partners'
  for (const { by, of } of sides) succeeded(await by.graph.post(partners, { tenantId: of.id }))
  const seen = { refused: 0, admitted: 0, stale: [] as string[] }
  for (let round = 0; round < rounds; round++) {
    const { by, of, name, code } = sides[round % 2] ?? assert.fail()
    const change = async (value: AccessSetting) => {
      const answer = await by.graph.patch(`${partners}/${of.id}`, { [name]: value })
      assert.equal(answer.status, 204, JSON.stringify(answer.body))
    }
    await change(setting('B/B', {}))
    const refused = await inside.refresh(second)
    if (refused.body.error_codes?.[0] === code) seen.refused++
    else
      seen.stale.push(`round ${round}, ${name} blocked: ${refused.status} ${JSON.stringify(refused.body.error_codes)}`)
    await change(setting('A/A', {}))
    const admitted = await inside.refresh(second)
    if (admitted.status === 200) seen.admitted++
    else
      seen.stale.push(
        `round ${round}, ${name} allowed: ${admitted.status} ${JSON.stringify(admitted.body.error_codes)}`,
      )
  }
  assert.deepEqual(seen, { refused: rounds, admitted: rounds, stale: [] })
})

test('64 parallel refreshes of one public client over two processes get the one derived successor', async (t) => {
  const { first, second } = await twoProcesses(t)
  const world = story(first)
  const commandLine = world.contoso.app('cli')
  const { inside } = await guestInside(world, 'employee', 'cli')
  const refresh = (place: Place, token: string) =>
    askToken(place, commandLine, { grant_type: 'refresh_token', refresh_token: token })

  const start = inside.tokens.refresh_token ?? ''
  const answers = await Promise.all(Array.from({ length: 64 }, (_, at) => refresh(at % 2 ? first : second, start)))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  const successors = [...new Set(answers.map(({ body }) => body.refresh_token ?? ''))]
  assert.equal(successors.length, 1)
  const [successor = ''] = successors
  assert.notEqual(successor, start)

  const next = await refresh(second, successor)
  assert.equal(next.status, 200)
  assert.notEqual(next.body.refresh_token, successor, 'and it goes on from there')
})

/** `gatehouse demo` twice: one database, one secret, one public URL that both serve. */
async function twoProcesses(t: TestContext): Promise<{ first: Served; second: Place }> {
  const port = await freePort()
  let otherPort = await freePort()
  // The portal of the first demo takes the port beside it.
  while (Math.abs(otherPort - port) < 2) otherPort = await freePort()
  const origin = `https://localhost:${port}`
  const environment = {
    DATABASE_URL: await emptyDatabase(t),
    GATEHOUSE_SECRET: randomBytes(32).toString('base64'),
    GATEHOUSE_ORIGIN: origin,
    GATEHOUSE_HOSTS: `localhost:${otherPort}`,
  }
  const start = async (at: number) => {
    const { ready } = await serving(t, ['demo'], {
      ...environment,
      PORT: String(at),
      GATEHOUSE_DATA: dataFolder(t),
    })
    trustLocalCa(readFileSync(ready.ca ?? '', 'utf8'))
    return JSON.parse(readFileSync(ready.demoFile ?? '', 'utf8')) as DemoWorld
  }
  const demo = await start(port)
  await start(otherPort)
  return { first: servedBy(demo), second: { origin: `https://localhost:${otherPort}` } }
}

let databases = 0

async function emptyDatabase(t: TestContext): Promise<string> {
  const shared = process.env.GATEHOUSE_TEST_POSTGRES
  const name = `next_request_${process.pid}_${++databases}`
  if (!shared) {
    const server = await startPostgres()
    t.after(() => server.stop())
    return server.database(name)
  }
  const client = new Client({ connectionString: shared })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  const url = new URL(shared)
  url.pathname = `/${name}`
  return url.href
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : assert.fail('no loopback port')
}
