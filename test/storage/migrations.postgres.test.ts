import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from '../../src/storage/database.ts'
import { openStore } from '../../src/storage/index.ts'
import { migrate, versions } from '../../src/storage/migrations/index.ts'
import { startPostgres } from '../harness/postgres.ts'
import { allRows, indexes, livedIn, upgrade } from './upgrade.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const int8 = 20
const connect = (connectionString: string) =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({
        connectionString,
        types: { getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format)) },
      }),
    }),
  })

test('on PostgreSQL a database of any earlier version comes to the rows and the schema of the newest', async (t) => {
  const rows = await livedIn(t)
  const fresh = connect(postgres.url)
  await migrate(fresh, 'postgres')
  for (const [index, version] of versions.entries()) {
    const url = await postgres.database(`from${index}`)
    const sql = connect(url)
    await upgrade(sql, 'postgres', version, rows)
    assert.deepEqual(await allRows(sql), rows, version)
    assert.deepEqual(await indexes(sql, 'postgres'), await indexes(fresh, 'postgres'), version)
    await sql.destroy()
    const store = await openStore({ kind: 'postgres', url })
    assert.equal((await store.across.recentMail({ limit: 10 })).length, 2, version)
    await store.close()
  }
  await fresh.destroy()
})
