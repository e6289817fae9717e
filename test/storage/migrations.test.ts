import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { first } from '../../src/storage/migrations/0001-first.ts'
import { adminCenter } from '../../src/storage/migrations/0002-admin-center.ts'
import { sqliteConnection } from '../../src/storage/sqlite-dialect.ts'

test('rows from before the admin center get the columns that it counts and sorts by', async () => {
  const file = new DatabaseSync(':memory:')
  const { sql } = sqliteConnection(file)
  await first('sqlite').up(sql)
  const add = file.prepare('insert into users (tenant_id, id, data) values (?, ?, ?)')
  for (let index = 0; index < 1203; index++) {
    const user = { mail: index === 7 ? null : `p${index}@Partner.example`, sponsors: index === 3 ? ['a', 'b'] : [] }
    add.run(`t${index % 3}`, `u${String(index).padStart(5, '0')}`, JSON.stringify(user))
  }
  const invitation = JSON.stringify({ state: 'pending', expiresAt: 5 })
  file.prepare('insert into invitations (tenant_id, id, data) values (?, ?, ?)').run('t0', 'i', invitation)
  const app = JSON.stringify({ passwordCredentials: [{ endAt: 9 }], keyCredentials: [{ endAt: 4 }] })
  file.prepare('insert into applications (tenant_id, id, data) values (?, ?, ?)').run('t0', 'a', app)

  await adminCenter('sqlite').up(sql)

  const row = (text: string) => ({ ...file.prepare(text).get() })
  assert.deepEqual(row("select count(*) n from users where mail_domain_key = 'partner.example'"), { n: 1202 })
  assert.deepEqual(row('select count(*) n from users where sponsor_count is null'), { n: 0 })
  assert.deepEqual(row("select sponsor_count n from users where id = 'u00003'"), { n: 2 })
  assert.deepEqual(row('select state, expires_at from invitations'), { state: 'pending', expires_at: 5 })
  assert.deepEqual(row('select credentials_end_at n from applications'), { n: 4 })
  file.close()
})
