import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { trustLocalCa } from '../../src/http/tls.ts'
import { dataFolder, gatehouse, serving } from './run.ts'

const world = {
  tenants: {
    acme: {
      domain: 'acme.example',
      people: { ann: { password: 'correct horse battery' } },
      guests: { bob: { home: 'globex/bob' } },
      apps: {
        backend: {
          appId: '22222222-2222-4222-8222-222222222222',
          secret: 'not so secret',
          redirectUris: { web: ['http://localhost:3000/callback'] },
          permissions: { application: ['User.Read.All'] },
        },
      },
    },
    globex: { kind: 'workforce', people: { bob: {} } },
  },
}

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

test('a demo serves the tenants, people, guests and apps of a world file, and keeps them over a restart', async (t) => {
  const data = dataFolder(t)
  const file = join(dataFolder(t), 'world.json')
  writeFileSync(file, JSON.stringify(world))
  const first = await serving(t, ['demo', '--world', file], { GATEHOUSE_DATA: data })
  const { origin = '', ca = '', demoFile = '', portalUrl } = first.ready
  assert.equal(portalUrl, null, 'the sample portal is for the sample world')
  trustLocalCa(readFileSync(ca, 'utf8'))
  const made = readJson(demoFile)
  assert.deepEqual(Object.keys(made.tenants), ['acme', 'globex'])
  const { backend } = made.tenants.acme.apps
  assert.deepEqual(backend.clients.msalNode.auth, {
    clientId: '22222222-2222-4222-8222-222222222222',
    clientSecret: 'not so secret',
    authority: `${origin}/${made.tenants.acme.id}`,
    knownAuthorities: [new URL(origin).host],
  })
  const answer = await fetch(`${origin}/acme.example/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: backend.appId,
      client_secret: 'not so secret',
      scope: `${origin}/.default`,
    }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  const users = await fetch(`${origin}/v1.0/users?$select=mail,userType,externalUserState&$orderby=displayName`, {
    headers: { authorization: `Bearer ${access_token}` },
  })
  assert.deepEqual(((await users.json()) as { value: unknown }).value, [
    { mail: 'ann@acme.example', userType: 'Member', externalUserState: null },
    { mail: 'bob@globex.gatehouse.test', userType: 'Guest', externalUserState: 'Accepted' },
  ])
  assert.equal((await first.stop()).code, 0)

  const second = await serving(t, ['demo'], { GATEHOUSE_DATA: data })
  assert.deepEqual(Object.keys(readJson(demoFile).tenants), ['acme', 'globex'])
  assert.equal((await second.stop()).code, 0)
  writeFileSync(file, JSON.stringify({ tenants: { other: {} } }))
  const refused = await gatehouse(['demo', '--world', file], { environment: { GATEHOUSE_DATA: data, PORT: '0' } })
  assert.equal(refused.code, 2)
  assert.match(refused.err, /GATEHOUSE_DATA holds another world than the file describes/)
})

test('the demo.json of a world is itself a world file, for the same world', async (t) => {
  const file = join(dataFolder(t), 'world.json')
  writeFileSync(file, JSON.stringify(world))
  const first = await serving(t, ['demo', '--world', file], { GATEHOUSE_DATA: dataFolder(t) })
  const one = readJson(first.ready.demoFile ?? '')
  const second = await serving(t, ['demo', '--world', first.ready.demoFile ?? ''], { GATEHOUSE_DATA: dataFolder(t) })
  const two = readJson(second.ready.demoFile ?? '')
  const text = JSON.stringify(two.tenants).replaceAll(new URL(two.origin).host, new URL(one.origin).host)
  assert.deepEqual(JSON.parse(text), one.tenants)
})

test('a bad world file is refused with each place, problem and fix, before anything is written', async (t) => {
  const data = join(dataFolder(t), 'new')
  const file = join(dataFolder(t), 'world.json')
  const run = (args: string[] = []) =>
    gatehouse(['demo', '--world', file, ...args], { environment: { GATEHOUSE_DATA: data, PORT: '0' } })

  writeFileSync(file, JSON.stringify({ tenants: { acme: { kind: 'b2c', apps: { shop: { redirectUri: [] } } } } }))
  const told = await run()
  assert.equal(told.code, 2)
  assert.match(told.err, /\$\.tenants\.acme\.kind: is 'b2c'\. Write 'workforce' or 'external'\./)
  assert.match(
    told.err,
    /\$\.tenants\.acme\.apps\.shop\.redirectUri: is not known here\. Did you mean 'redirectUris'\?/,
  )
  const { error } = JSON.parse((await run(['--json'])).err)
  assert.deepEqual(error.problems[0], {
    path: '$.tenants.acme.kind',
    problem: "is 'b2c'.",
    fix: "Write 'workforce' or 'external'.",
  })

  writeFileSync(file, '{ "tenants": ')
  assert.match((await run()).err, /world\.json is not JSON/)
  const missing = await gatehouse(['demo', '--world', 'nowhere.json'], { environment: { GATEHOUSE_DATA: data } })
  assert.equal(missing.code, 2)
  assert.match(missing.err, /--world names nowhere\.json, which cannot be read \(ENOENT\)/)
  assert.equal(existsSync(data), false)
})
