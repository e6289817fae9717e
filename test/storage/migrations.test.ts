import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { first } from '../../src/storage/migrations/0001-first.ts'
import { adminCenter } from '../../src/storage/migrations/0002-admin-center.ts'
import { refusals } from '../../src/storage/migrations/0005-refusals.ts'
import { migrate, versions } from '../../src/storage/migrations/index.ts'
import { sqliteConnection } from '../../src/storage/sqlite-dialect.ts'
import { allRows, indexes, livedIn, upgrade } from './upgrade.ts'

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

test('refusals that were logged under 0, which is success, get their number; sign-ins that went well keep it', async () => {
  const file = new DatabaseSync(':memory:')
  const { sql } = sqliteConnection(file)
  await first('sqlite').up(sql)
  const add = file.prepare('insert into sign_ins (tenant_id, id, error_code, data) values (?, ?, ?, ?)')
  const log = (tenant: string, id: string, errorCode: number, errorName: string | null) =>
    add.run(tenant, id, errorCode, JSON.stringify({ id, errorCode, errorName, appDisplayName: 'Portal' }))
  for (let index = 0; index < 1203; index++) {
    log(`t${index % 3}`, `s${String(index).padStart(5, '0')}`, 0, index % 2 ? 'InvitedDomainNotAllowed' : null)
  }
  log('t0', 'twice', 0, 'AccountAlreadyGuest')
  log('t0', 'other', 0, 'SomethingOld')
  log('t0', 'numbered', 50126, 'InvalidUserNameOrPassword')

  await refusals.up(sql)

  const codes = file.prepare('select error_code code, count(*) n from sign_ins group by error_code order by 1').all()
  assert.deepEqual(
    codes.map((row) => ({ ...row })),
    [
      { code: 0, n: 602 },
      { code: 50000, n: 1 },
      { code: 50126, n: 1 },
      { code: 500208, n: 601 },
      { code: 1003037, n: 1 },
    ],
  )
  const { data } = file.prepare("select data from sign_ins where id = 'twice'").get() as { data: string }
  assert.deepEqual(JSON.parse(data), {
    id: 'twice',
    errorCode: 1003037,
    errorName: 'AccountAlreadyGuest',
    appDisplayName: 'Portal',
  })
  file.close()
})

test('a database of any earlier version comes to the rows and the schema of the newest', async (t) => {
  const rows = await livedIn(t)
  assert.ok((rows.users?.length ?? 0) > 5 && (rows.audits?.length ?? 0) > 5 && (rows.outbox?.length ?? 0) === 2)
  const memory = () => {
    const file = new DatabaseSync(':memory:')
    t.after(() => file.close())
    return sqliteConnection(file).sql
  }
  const fresh = memory()
  await migrate(fresh, 'sqlite')
  for (const version of versions) {
    const sql = memory()
    await upgrade(sql, 'sqlite', version, rows)
    assert.deepEqual(await allRows(sql), rows, version)
    assert.deepEqual(await indexes(sql, 'sqlite'), await indexes(fresh, 'sqlite'), version)
  }
})
