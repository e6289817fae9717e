import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { Client } from 'pg'
import { startPostgres } from './postgres.ts'

test('the shared PostgreSQL compares text by bytes and refuses a wrong password', async () => {
  const url = process.env.GATEHOUSE_TEST_POSTGRES
  assert.ok(url, 'run by npm run test:postgres')
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(
    `SELECT 'B' < 'a' AS bytewise, current_setting('server_version_num')::int AS version`,
  )
  await client.end()
  assert.equal(rows[0].bytewise, true)
  assert.ok(rows[0].version >= 150_000, `PostgreSQL 15 or newer, not ${rows[0].version}`)
  const stranger = new Client({ connectionString: url.replace(/:[0-9a-f]+@/, ':guess@') })
  await assert.rejects(stranger.connect(), /password authentication failed/)
})

test('a private PostgreSQL stops although somebody is connected, and leaves nothing behind', async () => {
  const server = await startPostgres()
  const client = new Client({ connectionString: await server.database('second') })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query('SHOW data_directory')
  await server.stop()
  await assert.rejects(client.query('SELECT 1'))
  assert.equal(existsSync(rows[0].data_directory), false)
})
