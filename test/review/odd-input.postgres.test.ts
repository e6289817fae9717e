import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { startPostgres } from '../harness/postgres.ts'

const postgres = await startPostgres()
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
after(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('what PostgreSQL cannot be asked is no fault of the server', async (t) => {
  const environment = { DATABASE_URL: postgres.url, GATEHOUSE_SECRET: Buffer.alloc(32, 7).toString('base64') }
  const server = await startServer(t, { dataFolder: folder, environment })
  const { id, apps } = server.demo.tenants.contoso
  const script = apps['admin-script']
  const named = await server.fetch(`/${id}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: script?.appId ?? '',
      client_secret: script?.secret ?? '',
      resource: 'api://a\0b',
    }),
  })
  assert.equal(named.status, 400)
  assert.deepEqual(((await named.json()) as { error_codes: number[] }).error_codes, [500011])

  const graph = server.graph()
  const rows = '/beta/auditLogs/signIns?$filter=status/errorCode'
  for (const [question, status] of [
    [`${rows} eq 1.5`, 400],
    [`${rows} gt 99999999999999.5`, 400],
    [`${rows} eq 999999999999999`, 200],
    ["/v1.0/users?$filter=displayName eq '%00'", 400],
    ['/v1.0/users/%00@contoso.gatehouse.test', 400],
  ] as const) {
    assert.equal((await graph.get(question.replaceAll(' ', '%20'))).status, status, question)
  }

  const operator = {
    authorization: `Bearer ${server.demo.operator.token}`,
    'content-type': 'application/json',
  }
  for (const [path, status] of [
    ['/gatehouse/v1/tenants/%00', 404],
    ['/gatehouse/outbox?to=%00', 400],
    ['/gatehouse/outbox?to=a&to=b', 400],
  ] as const) {
    assert.equal((await server.fetch(path, { headers: operator })).status, status, path)
  }
  const body = JSON.stringify({ id: 'a\0', by: 'P1D' })
  const aged = await server.fetch('/gatehouse/age', { method: 'POST', headers: operator, body })
  assert.equal(aged.status, 404)
  assert.deepEqual(
    server.log.filter(({ level }) => level === 'error'),
    [],
  )
})
