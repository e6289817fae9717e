import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from './database.ts'

/** Kysely over one `node:sqlite` connection. Calls are synchronous underneath, so nothing ever waits for a connection. */
export function sqliteKysely(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new TransactionalDdl(),
      createDriver: () => driver(database),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

// Kysely's own adapter says that SQLite cannot roll back a change of schema. It can.
class TransactionalDdl extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

function driver(database: DatabaseSync): Driver {
  const statements = new Map<string, { statement: StatementSync; reads: boolean }>()
  const prepared = (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const entry = { statement, reads: statement.columns().length > 0 }
    if (statements.size > 1000) statements.clear()
    statements.set(sql, entry)
    return entry
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, reads } = prepared(query.sql)
      const parameters = query.parameters as SQLInputValue[]
      if (reads) return { rows: statement.all(...parameters) as R[] }
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },
    // biome-ignore lint/correctness/useYield: nothing streams; the interface asks for the method
    async *streamQuery() {
      throw new Error('streaming is not supported')
    },
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: async () => database.exec('BEGIN IMMEDIATE'),
    commitTransaction: async () => database.exec('COMMIT'),
    rollbackTransaction: async () => database.exec('ROLLBACK'),
    releaseConnection: async () => undefined,
    destroy: async () => statements.clear(),
  }
}
