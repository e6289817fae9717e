import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'
import { type Database, readDoor, type Sql, type Tables, unitDoor } from './database.ts'
import { migrate } from './migrations/index.ts'

const int8 = 20

/** A pool of connections; each unit of work is a serializable transaction, run again when the database asks for it. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    // Times are integers of milliseconds, far below 2^53.
    types: { getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format)) },
  })
  // A server that goes away ends idle connections; the next query takes a new one.
  pool.on('error', () => undefined)
  const sql = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  await migrate(sql, 'postgres')
  const transaction = <T>(work: (tx: Sql) => Promise<T>) =>
    retried(() => sql.transaction().setIsolationLevel('serializable').execute(work))
  return {
    dialect: 'postgres',
    at: (tenant) => readDoor(tenant, sql, 'postgres'),
    write: <T>(tenant: TenantId, work: (tx: Unit) => Promise<T>) =>
      transaction((tx) => work(unitDoor(tenant, tx, 'postgres'))),
    anywhere: sql,
    writeAnywhere: transaction,
    close: () => sql.destroy(),
  }
}

const attempts = 12

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const code = (error as { code?: unknown }).code
      const again = code === '40001' || code === '40P01'
      if (!again || attempt === attempts) throw error
      // Growing and spread, so that the losers of one race do not meet again.
      await sleep(attempt * 4 + (performance.now() % 1) * 8 * attempt)
    }
  }
}
