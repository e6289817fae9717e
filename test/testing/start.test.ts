import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { connectGatehouse, type LogLine, startGatehouse } from '../../src/testing/index.ts'
import { invite } from './instance.ts'

test('instances run side by side on free ports, in folders that go when they stop', async (t) => {
  const [one, two] = await Promise.all([startGatehouse(), startGatehouse()])
  t.after(() => Promise.all([one.stop(), two.stop()]))
  assert.notEqual(one.origin, two.origin)
  assert.notEqual(one.world.operator.token, two.world.operator.token)
  assert.match(one.origin, /^https:\/\/localhost:\d+$/)
  // The keys of the world are known to the compiler.
  assert.equal(one.world.tenants.contoso.people.member.userPrincipalName, 'member@contoso.gatehouse.test')
  assert.equal((await one.fetch('/gatehouse/health')).status, 200)
  const folder = dirname(dirname(one.ca.path))
  assert.equal(existsSync(folder), true)
  await one.stop()
  await one.stop()
  assert.equal(existsSync(folder), false)
  await assert.rejects(one.fetch('/gatehouse/health'), /ECONNREFUSED/)
  assert.equal((await two.fetch('/gatehouse/health')).status, 200)
})

test('a world of the test: as an object whose keys the compiler knows, or as a file', async (t) => {
  const secret = 'a secret of the test'
  const mine = await startGatehouse({
    world: { tenants: { acme: { people: { ann: {} }, apps: { backend: { secret } } } } },
  })
  t.after(() => mine.stop())
  assert.equal(mine.world.tenants.acme.apps.backend.clients.azureIdentity?.clientSecret, secret)
  assert.equal(mine.world.tenants.acme.people.ann.mail, 'ann@acme.gatehouse.test')

  const folder = mkdtempSync(join(tmpdir(), 'world-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const world = join(folder, 'world.json')
  writeFileSync(world, '{ "tenants": { "acme": { "people": { "ann": { "password": "short" } } } } }')
  await assert.rejects(startGatehouse({ world }), (error: Error & { problems?: unknown[] }) => {
    assert.match(error.message, /^Gatehouse could not start\. \$\.tenants\.acme\.people\.ann\.password: has fewer/)
    assert.equal(error.problems?.length, 1)
    return true
  })
})

test('another process of the tests connects to an instance by its demo.json', async (t) => {
  const started = await startGatehouse()
  t.after(() => started.stop())
  const connected = await connectGatehouse(started.demoFile)
  assert.equal(connected.world.tenants.contoso.people.member.id, started.world.tenants.contoso.people.member.id)
  await connected.clock.freeze('2031-05-01T00:00:00Z')
  assert.equal((await started.clock.now()).toISOString(), '2031-05-01T00:00:00.000Z')
  await connected.stop()
  assert.equal((await started.fetch('/gatehouse/health')).status, 200)
  await started.stop()
  await assert.rejects(connectGatehouse(started.demoFile), /ENOENT/)
})

test('the clock, the mailbox and the log are in the hands of the test', async (t) => {
  const log: LogLine[] = []
  const gatehouse = await startGatehouse({ onLog: (line) => log.push(line) })
  t.after(() => gatehouse.stop())
  const { clock, outbox } = gatehouse
  const frozen = await clock.freeze('2031-05-01T00:00:00Z')
  assert.equal(frozen.toISOString(), '2031-05-01T00:00:00.000Z')
  assert.equal((await clock.advance('P31D')).toISOString(), '2031-06-01T00:00:00.000Z')
  assert.equal((await clock.now()).getTime(), (await clock.now()).getTime())
  assert.ok(Math.abs((await clock.reset()).getTime() - Date.now()) < 60_000)

  await assert.rejects(outbox.letter('ann@partner.example', { seconds: 0 }), /No letter to ann@partner\.example/)
  const invited = await invite(gatehouse, 'ann@partner.example')
  assert.equal(invited.status, 201)
  const letter = await outbox.letter('ann@partner.example')
  assert.equal(letter.links[0], invited.body.inviteRedeemUrl)
  assert.equal((await outbox.letters()).length, 1)
  await gatehouse.age(invited.body.id, 'P31D')
  const late = await gatehouse.fetch(letter.links[0] ?? '')
  assert.equal(late.status, 410, 'the link has expired')
  await outbox.clear()
  assert.deepEqual(await outbox.letters(), [])
  assert.deepEqual(
    log.filter(({ level }) => level === 'error'),
    [],
  )
})

test('what the test may not ask is refused with the words of the server', async (t) => {
  const gatehouse = await startGatehouse()
  t.after(() => gatehouse.stop())
  await assert.rejects(gatehouse.clock.advance('a month'), /Give an ISO 8601 duration/)
  await assert.rejects(
    gatehouse.graphToken('nobody' as 'contoso'),
    /The world has no tenant 'nobody'\. There are contoso, fabrikam, woodgrove\./,
  )
  await assert.rejects(async () => gatehouse.fetch('https://login.example/'), /is not this Gatehouse/)
})

test('a server whose test process is killed ends by itself, and leaves nothing', async (t) => {
  const entry = new URL('../../src/testing/index.ts', import.meta.url).href
  const code = `import { startGatehouse } from '${entry}'
    const { origin, ca } = await startGatehouse()
    console.log(JSON.stringify({ origin, ca: ca.path }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const { origin, ca } = JSON.parse(line)
  child.kill('SIGKILL')
  for (let tries = 0; tries < 300 && existsSync(ca); tries++) await pause(50)
  assert.equal(existsSync(ca), false)
  await assert.rejects(fetch(`${origin}/gatehouse/health`))
})

test('a test process that forgets to stop ends all the same', async () => {
  const entry = new URL('../../src/testing/index.ts', import.meta.url).href
  const code = `import { startGatehouse } from '${entry}'
    const gatehouse = await startGatehouse()
    console.log((await gatehouse.fetch('/gatehouse/health')).status)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    told += part
  })
  const [code_, signal] = await once(child, 'close')
  assert.deepEqual([code_, signal, told.trim()], [0, null, '200'])
})
