import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { test } from 'node:test'
import Value from 'typebox/value'
import { demoWorldSchema } from '../../src/demo/world-schema.ts'
import { dataFolder, gatehouse, serving } from './run.ts'

/** Over HTTPS, trusting nothing but this authority. */
function ask(url: string, ca: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    get(url, { ca: readFileSync(ca), agent: false }, (response) => {
      json(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    }).on('error', reject)
  })
}

/** The status that the operator's token gets. */
function operatorAsks(url: string, ca: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    get(url, { ca: readFileSync(ca), agent: false, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    }).on('error', reject)
  })
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

test('the demo writes demo.json as its schema says, answers, and keeps everything over a restart', async (t) => {
  const data = dataFolder(t)
  const environment = { GATEHOUSE_DATA: data }
  const first = await serving(t, ['demo'], environment)
  const { origin = '', ca = '', demoFile = '', portalUrl = '' } = first.ready
  assert.deepEqual(await ask(`${origin}/gatehouse/health`, ca), { status: 200, body: { status: 'ok' } })
  assert.match(await (await fetch(portalUrl)).text(), /Contoso/)
  const world = read(demoFile)
  assert.deepEqual([...Value.Errors(demoWorldSchema, world)], [])
  assert.equal(world.origin, origin)
  assert.equal(statSync(demoFile).mode & 0o077, 0, 'nobody else may read the secrets')
  const guests = (args: string[]) => gatehouse(['guests', '--json', ...args], { environment })
  const invited = await gatehouse(['invite', 'ann@partner.example', '--no-mail', '--json'], { environment })
  assert.equal(invited.code, 0, invited.err)
  const ended = await first.stop('SIGTERM')
  assert.equal(ended.code, 0, ended.err)
  assert.equal(existsSync(join(data, 'gatehouse.db')), true)

  const second = await serving(t, ['demo'], environment)
  const again = read(demoFile)
  assert.equal(again.operator.token, world.operator.token)
  assert.deepEqual(again.tenants.contoso.people, world.tenants.contoso.people)
  assert.deepEqual(
    JSON.parse((await guests([])).out).guests.map(({ mail }: { mail: string }) => mail),
    ['ann@partner.example'],
  )
  assert.equal((await second.stop('SIGINT')).code, 0)
})

test('two demos run side by side and know nothing of each other', async (t) => {
  const [one, two] = await Promise.all([
    serving(t, ['demo'], { GATEHOUSE_DATA: dataFolder(t) }),
    serving(t, ['demo'], { GATEHOUSE_DATA: dataFolder(t) }),
  ])
  assert.notEqual(one.ready.origin, two.ready.origin)
  assert.notEqual(one.ready.portalUrl, two.ready.portalUrl)
  const worlds = [read(one.ready.demoFile ?? ''), read(two.ready.demoFile ?? '')]
  assert.notEqual(worlds[0].operator.token, worlds[1].operator.token)
  // One authority does not vouch for the other server.
  await assert.rejects(ask(`${one.ready.origin}/gatehouse/health`, two.ready.ca ?? ''))
})

test('one data folder serves one process', async (t) => {
  const environment = { GATEHOUSE_DATA: dataFolder(t) }
  await serving(t, ['demo'], environment)
  const second = await gatehouse(['demo', '--json'], { environment: { ...environment, PORT: '0' } })
  assert.equal(second.code, 2, second.err)
  assert.match(
    JSON.parse(second.err.trim().split('\n').at(-1) ?? '').error.message,
    /GATEHOUSE_DATA|DATABASE_URL|in use/i,
  )
})

test('a demo whose demo.json was cut short or changed starts all the same, and writes it anew for its owner alone', async (t) => {
  const data = dataFolder(t)
  const environment = { GATEHOUSE_DATA: data }
  const file = join(data, 'demo.json')
  await (await serving(t, ['demo'], environment)).stop()
  for (const left of ['{ "origin": "https://', '', 'null', '{ "operator": { "token": 7 } }']) {
    writeFileSync(file, left)
    chmodSync(file, 0o644)
    const server = await serving(t, ['demo'], environment)
    const world = read(file)
    assert.deepEqual([...Value.Errors(demoWorldSchema, world)], [], left)
    assert.equal(statSync(file).mode & 0o077, 0, left)
    const { origin = '', ca = '' } = server.ready
    const answer = await operatorAsks(`${origin}/gatehouse/clock`, ca, world.operator.token)
    assert.equal(answer, 200, left)
    assert.equal((await server.stop()).code, 0)
  }
})

test('a demo listens on this machine only, whatever HOST a shell exports, unless it is told to expose itself', async (t) => {
  for (const HOST of ['0.0.0.0', '::', 'workstation', '127.0.0.1.evil.example']) {
    const refused = await gatehouse(['demo', '--json'], {
      environment: { GATEHOUSE_DATA: dataFolder(t), HOST, PORT: '0' },
    })
    assert.equal(refused.code, 2, HOST)
    assert.match(JSON.parse(refused.err).error.message, /^HOST is '.*passwords of a demo are public.*--expose/)
  }
  const inside = await serving(t, ['demo'], { GATEHOUSE_DATA: dataFolder(t), HOST: 'localhost' })
  assert.equal((await inside.stop()).code, 0)
})

test('a key that is cut short or is not that of the database is named, with what to do', async (t) => {
  const data = dataFolder(t)
  const environment = { GATEHOUSE_DATA: data }
  const told = async () => (await gatehouse(['migrate'], { environment })).err
  const key = join(data, 'secret.key')
  writeFileSync(key, 'c2hvcnQ=')
  assert.match(await told(), /GATEHOUSE_DATA holds .*secret\.key, which is cut short\. Put your copy of it back/)
  rmSync(key)
  assert.equal((await gatehouse(['migrate'], { environment })).code, 0)
  rmSync(key)
  assert.match(
    await told(),
    /GATEHOUSE_DATA holds .*secret\.key, which is not the one that this database was made with/,
  )
})

test('init makes a deployment that serve serves; a demo and a second init are refused', async (t) => {
  const data = dataFolder(t)
  const environment = { GATEHOUSE_DATA: data }
  const wish = ['init', '--organization', 'Contoso', '--domain', 'contoso.example', '--admin', 'ada', '--json']
  const early = await gatehouse(['serve', '--json'], { environment: { ...environment, PORT: '0' } })
  assert.equal(early.code, 2, early.err)
  assert.match(early.err, /GATEHOUSE_DATA holds no deployment yet\. Run `gatehouse init` first/)
  const elsewhere = { ...environment, DATABASE_URL: `sqlite:${join(data, 'other.db')}` }
  const other = await gatehouse(['serve'], { environment: { ...elsewhere, PORT: '0' } })
  assert.match(other.err, /DATABASE_URL holds no deployment yet/, 'the setting that was used is the one that is named')

  const made = JSON.parse((await gatehouse(wish, { environment })).out)
  assert.equal(made.admin.userPrincipalName, 'ada@contoso.example')
  assert.ok(made.admin.password.length >= 20)
  const second = await gatehouse(wish, { environment })
  assert.equal(second.code, 2)
  assert.match(second.err, /deployment here already/)

  const server = await serving(t, ['serve'], environment)
  const { origin = '', ca = '' } = server.ready
  assert.equal((await ask(`${origin}/gatehouse/health`, ca)).status, 200)
  assert.equal((await ask(`${origin}/gatehouse/outbox`, ca)).status, 404, 'the demo API does not exist in serve')
  const keys = ['keys', 'list', '--tenant', 'contoso.example', '--origin', origin, '--json']
  const operator = { ...environment, GATEHOUSE_OPERATOR_TOKEN: made.operatorToken }
  assert.equal(JSON.parse((await gatehouse(keys, { environment: operator })).out).keys.length, 2)
  const stranger = await gatehouse(keys, { environment: { ...operator, GATEHOUSE_OPERATOR_TOKEN: 'guessed' } })
  assert.equal(stranger.code, 1)
  assert.equal((await server.stop()).code, 0)
  assert.equal((await gatehouse(['demo', '--json'], { environment: { ...environment, PORT: '0' } })).code, 2)
})

test('init refuses names that no page could show', async (t) => {
  const environment = { GATEHOUSE_DATA: dataFolder(t) }
  for (const name of ['', 'Ada\u001b[2J', 'Ada\nRoot', 'a'.repeat(257)]) {
    for (const flags of [
      ['--organization', 'Contoso', '--admin-name', name],
      ['--organization', name],
    ]) {
      const wish = ['init', ...flags, '--domain', 'contoso.example', '--json']
      const { code, out, err } = await gatehouse(wish, { environment })
      assert.deepEqual([code, out], [2, ''], JSON.stringify(flags))
      assert.match(JSON.parse(err).error.message, new RegExp(`^${flags.at(-2)} `))
    }
  }
})

test('init takes a password from standard input, and refuses one that is short', async (t) => {
  const wish = ['init', '--organization', 'Contoso', '--domain', 'contoso.example', '--password-stdin', '--json']
  const environment = { GATEHOUSE_DATA: dataFolder(t) }
  const short = await gatehouse(wish, { environment, input: 'short\n' })
  assert.equal(short.code, 2)
  assert.doesNotMatch(short.err, /short\b(?! )/)
  const done = await gatehouse(wish, { environment, input: 'correct horse battery\n' })
  assert.equal(done.code, 0, done.err)
  assert.doesNotMatch(done.out, /correct horse|"password"/)
})

test('migrate brings a fresh database to this version, twice without harm', async (t) => {
  const environment = { GATEHOUSE_DATA: dataFolder(t) }
  for (const _ of [1, 2]) {
    const { code, out, err } = await gatehouse(['migrate', '--json'], { environment })
    assert.equal(code, 0, err)
    assert.deepEqual(JSON.parse(out), { upToDate: true })
  }
})

const bad: [name: string, value: string, command: string][] = [
  ['PORT', '99999', 'demo'],
  ['PORT', 'eighty', 'serve'],
  ['GATEHOUSE_ORIGIN', 'https://x.example/path', 'serve'],
  ['GATEHOUSE_ORIGIN', 'login.example.com', 'demo'],
  ['GATEHOUSE_HOSTS', 'ok.example,no/good', 'serve'],
  ['GATEHOUSE_TLS', '/only/one.pem', 'serve'],
  ['GATEHOUSE_TLS', '/nowhere/cert.pem,/nowhere/key.pem', 'serve'],
  ['DATABASE_URL', 'mysql://user:hunter2@host/db', 'serve'],
  ['GATEHOUSE_SECRET', 'short-hunter2', 'serve'],
  ['SMTP_URL', 'smtp://user:hunter2%zz@mail.example', 'serve'],
  ['SMTP_URL', 'mail.example:hunter2', 'demo'],
  ['GATEHOUSE_DOMAIN_SUFFIX', 'not a domain', 'init'],
  ['GATEHOUSE_DTAA', '/tmp', 'demo'],
]
for (const [name, value, command] of bad)
  test(`${command} stops at ${name}=${value.replace(/:.*/, ':…')} and names it`, async (t) => {
    const { code, out, err } = await gatehouse([command, '--json'], {
      environment: { GATEHOUSE_DATA: dataFolder(t), PORT: '0', [name]: value },
    })
    assert.equal(code, 2, err)
    assert.equal(out, '')
    const { error } = JSON.parse(err.trim().split('\n').at(-1) ?? '')
    assert.equal(error.setting, name)
    assert.match(error.message, new RegExp(name))
    assert.doesNotMatch(err, /hunter2/)
  })
