import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, Kysely, PostgresDialect, sql as raw } from 'kysely'
import pg from 'pg'
import type { Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'
import { type Connection, type Database, type Row, readDoor, type Sql, type Tables, unitDoor } from './database.ts'
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
  const reading = connection(sql)
  const transaction = transactions(sql)
  return {
    dialect: 'postgres',
    at: (tenant) => readDoor(tenant, reading, 'postgres'),
    write: <T>(tenant: TenantId, work: (tx: Unit) => Promise<T>) =>
      transaction(tenant, (tx) => work(unitDoor(tenant, connection(tx), 'postgres'))),
    anywhere: sql,
    writeAnywhere: (work) => transaction('anywhere', work),
    close: () => sql.destroy(),
  }
}

const connection = (sql: Sql): Connection => ({
  sql,
  execute: async (text, values) => (await sql.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows,
})

/** Tries beside everybody else, before a unit gets in line. */
const besideOthers = 3
/** Tries at the head of the line, where only units that have just begun are in the way. */
const atTheHead = 30

/**
 * Units that collide are run again. Most pass at the next try; where many want the same row (64 tabs refresh at once),
 * retries alone would collide with each other again and again, so the losers of a lane get in line: within this process
 * by a queue, among processes by a lock of the connection that is taken before the transaction sees anything.
 */
function transactions(sql: Kysely<Tables>) {
  const inLine = lines()
  const run = <T>(on: Kysely<Tables>, work: (tx: Sql) => Promise<T>) =>
    on.transaction().setIsolationLevel('serializable').execute(work)
  return async <T>(lane: string, work: (tx: Sql) => Promise<T>): Promise<T> => {
    try {
      return await retried(besideOthers, () => run(sql, work))
    } catch (error) {
      if (!isCollision(error)) throw error
    }
    return inLine(lane, () =>
      sql.connection().execute(async (connection) => {
        await raw`select pg_advisory_lock(hashtextextended(${lane}, 0))`.execute(connection)
        try {
          return await retried(atTheHead, () => run(connection, work))
        } finally {
          // A connection that is lost has lost its locks as well.
          await raw`select pg_advisory_unlock(hashtextextended(${lane}, 0))`.execute(connection).catch(() => undefined)
        }
      }),
    )
  }
}

/** Work of the same lane one after the other, in the order it came. */
function lines() {
  const last = new Map<string, Promise<unknown>>()
  return <T>(lane: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(lane) ?? Promise.resolve()).then(work, work)
    last.set(lane, mine)
    const leave = () => {
      if (last.get(lane) === mine) last.delete(lane)
    }
    mine.then(leave, leave)
    return mine
  }
}

/** Serialization failure and deadlock: nothing was changed, and the same unit may pass at the next try. */
function isCollision(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return code === '40001' || code === '40P01'
}

async function retried<T>(attempts: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isCollision(error) || attempt === attempts) throw error
      // Growing and spread, so that the losers of one race do not meet again.
      await sleep(Math.min(attempt, 10) * (4 + (performance.now() % 1) * 8))
    }
  }
}
