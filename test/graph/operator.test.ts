import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { TestServer } from '../harness/index.ts'
import { tokenOf } from './people.ts'
import { personWith, serverOfSuite } from './suite.ts'

/** The operator's API (design 2): opened by his credential and by no tenant's token. */

suite('operator', () => {
  const world = serverOfSuite()
  let server: TestServer
  before(() => {
    server = world.server
  })

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await server.fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${server.demo.operator.token}`,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json = (answer.headers.get('content-type') ?? '').includes('json') && text !== ''
    return { status: answer.status, body: json ? JSON.parse(text) : text }
  }

  const guarded = [
    ['GET', '/gatehouse/metrics'],
    ['GET', '/gatehouse/v1/tenants'],
    ['POST', '/gatehouse/v1/tenants'],
    ['GET', '/gatehouse/v1/tenants/{contoso}'],
    ['POST', '/gatehouse/v1/tenants/{contoso}/suspend'],
    ['POST', '/gatehouse/v1/tenants/{contoso}/resume'],
    ['GET', '/gatehouse/v1/tenants/{contoso}/domains'],
    ['POST', '/gatehouse/v1/tenants/{contoso}/domains'],
    ['GET', '/gatehouse/v1/tenants/{contoso}/keys'],
    ['POST', '/gatehouse/v1/tenants/{contoso}/keys/rotate'],
  ] as const

  for (const [method, path] of guarded) {
    test(`${method} ${path} is closed to strangers and to every tenant's token`, async () => {
      const { contoso } = server.demo.tenants
      const admin = contoso.people.admin?.id ?? ''
      const script = contoso.apps['admin-script']?.secret ?? ''
      const credentials = [
        undefined,
        'Bearer ',
        'Bearer x',
        `Basic ${btoa(`operator:${server.demo.operator.token}`)}`,
        `Bearer ${server.demo.operator.token}x`,
        `Bearer ${script}`,
        `Bearer ${await server.graphToken('contoso')}`,
        `Bearer ${await tokenOf(server, 'contoso', admin, 'Directory.ReadWrite.All Organization.ReadWrite.All')}`,
      ]
      for (const authorization of credentials) {
        const answer = await server.fetch(path.replace('{contoso}', contoso.id), {
          method,
          headers: { ...(authorization ? { authorization } : {}), 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: '{}' } : {}),
        })
        assert.equal(answer.status, 401, String(authorization).slice(0, 20))
      }
    })
  }

  test('the operator’s token opens nothing of a tenant', async () => {
    for (const path of ['/v1.0/users', '/v1.0/organization', '/gatehouse/v1/errors/50020']) {
      assert.equal((await call('GET', path)).status, 401)
    }
  })

  test('health is open and says nothing else', async () => {
    const answer = await server.fetch('/gatehouse/health')
    assert.equal(answer.status, 200)
    assert.deepEqual(await answer.json(), { status: 'ok' })
  })

  test('writes need JSON by name', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const { status } = await call('POST', '/gatehouse/v1/tenants', { displayName: 'X' }, { 'content-type': type })
      assert.equal(status, 415, type)
    }
  })

  test('a new tenant works at once: its first administrator signs in to Graph, its directory is empty', async () => {
    const made = await call('POST', '/gatehouse/v1/tenants', {
      kind: 'workforce',
      displayName: 'Litware',
      initialDomain: 'litware.gatehouse.test',
      countryLetterCode: 'DE',
      administrator: { name: 'root', displayName: 'Rita Root' },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal(made.body.administrator.userPrincipalName, 'root@litware.gatehouse.test')
    assert.equal(made.body.administrator.password.length, 24)
    const { body } = await call('GET', '/gatehouse/v1/tenants')
    const kinds = body.value.map((one: { displayName: string; kind: string }) => `${one.displayName} ${one.kind}`)
    assert.deepEqual(kinds, ['Contoso workforce', 'Fabrikam workforce', 'Woodgrove external', 'Litware workforce'])
    assert.equal((await call('GET', '/gatehouse/v1/tenants/litware.gatehouse.test')).body.id, made.body.id)
    const discovery = await server.fetch(`/${made.body.id}/v2.0/.well-known/openid-configuration`)
    assert.equal(discovery.status, 200)
    assert.ok(!server.log.some((line) => JSON.stringify(line).includes(made.body.administrator.password)))
  })

  const bad: [body: unknown, named: RegExp][] = [
    [{}, /displayName/],
    [{ displayName: '' }, /displayName/],
    [{ displayName: 'X', kind: 'other' }, /kind/],
    [{ displayName: 'X', initialDomain: 'nodots' }, /initialDomain/],
    [{ displayName: '!!!' }, /initialDomain/],
    [{ displayName: 'X', countryLetterCode: 'Germany' }, /countryLetterCode/],
    [{ displayName: 'X', colour: 'red' }, /colour/],
    [{ displayName: 'X', initialDomain: 'x.example', administrator: { name: 'a b' } }, /name/],
    [{ displayName: 'X', initialDomain: 'x.example', administrator: { password: 'short' } }, /password/],
    [{ displayName: 'Again', initialDomain: 'contoso.gatehouse.test' }, /contoso\.gatehouse\.test/],
  ]
  for (const [body, named] of bad) {
    test(`a tenant of ${JSON.stringify(body)} is refused`, async () => {
      const before = (await call('GET', '/gatehouse/v1/tenants')).body.value.length
      const answer = await call('POST', '/gatehouse/v1/tenants', body)
      assert.equal(answer.status, 400)
      assert.match(JSON.stringify(answer.body), named)
      assert.equal((await call('GET', '/gatehouse/v1/tenants')).body.value.length, before)
    })
  }

  test('a suspended tenant is closed at the next request and open again when resumed', async () => {
    const { id, people } = server.demo.tenants.fabrikam
    const graph = server.graph('fabrikam')
    const token = await tokenOf(server, 'fabrikam', people.admin?.id ?? '', 'User.Read')
    const me = () => server.fetch('/v1.0/me', { headers: { authorization: `Bearer ${token}` } })
    assert.equal((await me()).status, 200)
    assert.equal((await call('POST', `/gatehouse/v1/tenants/${id}/suspend`)).status, 204)
    assert.equal((await me()).status, 401)
    await assert.rejects(graph.get('/v1.0/me'), /no token for Graph/)
    assert.ok((await call('GET', `/gatehouse/v1/tenants/${id}`)).body.suspendedDateTime)
    assert.equal((await call('POST', `/gatehouse/v1/tenants/${id}/resume`)).status, 204)
    assert.equal((await me()).status, 200)
    assert.equal((await graph.get('/v1.0/organization')).status, 200)
  })

  test('rotation: the standby key signs, tokens of the old key stay good', async () => {
    const path = `/gatehouse/v1/tenants/${server.demo.tenants.contoso.id}/keys`
    const before = (await call('GET', path)).body.value as { kid: string; state: string }[]
    assert.deepEqual(before.map(({ state }) => state).sort(), ['signing', 'standby'])
    const old = await server.graphToken('contoso')
    const rotation = await call('POST', `${path}/rotate`, {})
    assert.equal(rotation.status, 200)
    assert.equal(rotation.body.signing, before.find(({ state }) => state === 'standby')?.kid)
    const states = (await call('GET', path)).body.value.map((one: { state: string }) => one.state)
    assert.deepEqual(states.sort(), ['retiring', 'signing', 'standby'])
    const fresh = await server.graphToken('contoso')
    for (const token of [old, fresh]) {
      const answer = await server.fetch('/v1.0/organization', { headers: { authorization: `Bearer ${token}` } })
      assert.equal(answer.status, 200)
    }
    assert.equal((await call('POST', '/gatehouse/v1/tenants/unknown.example/keys/rotate', {})).status, 404)
  })

  test('what the operator did is in the log of the tenant', async () => {
    const reader = await personWith(server, 'contoso', ['securityReader'])
    const { body } = await reader.get('/v1.0/auditLogs/directoryAudits?$top=1')
    assert.equal(body.value[0].activityDisplayName, 'Rotate signing keys')
    assert.equal(body.value[0].initiatedBy.app.displayName, 'Operator')
  })

  test('metrics have closed labels whatever is asked for', async () => {
    for (let at = 0; at < 20; at++) await server.fetch(`/made-up-${at}/oauth2/v2.0/token?x=${at}`, { method: 'POST' })
    const { status, body } = await call('GET', '/gatehouse/metrics')
    assert.equal(status, 200)
    assert.ok(!body.includes('made-up'))
    const series = body.split('\n').filter((line: string) => line.startsWith('gatehouse_http_requests_total{'))
    assert.ok(series.length > 0 && series.length < 60, String(series.length))
    assert.match(body, /process_resident_memory_bytes \d+/)
  })
})
