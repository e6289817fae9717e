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
import type { Connection, Row, Tables } from './database.ts'

/** One `node:sqlite` connection. Calls are synchronous underneath, so nothing ever waits for a connection. */
export function sqliteConnection(database: DatabaseSync): Connection {
  const prepared = preparing(database)
  const sql = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new TransactionalDdl(),
      createDriver: () => driver(database, prepared),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
  return {
    sql,
    async execute(text, values) {
      const { statement, reads } = prepared(text)
      if (reads) return statement.all(...values) as Row[]
      statement.run(...values)
      return []
    },
  }
}

// Kysely's own adapter says that SQLite cannot roll back a change of schema. It can.
class TransactionalDdl extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

type Prepared = { statement: StatementSync; reads: boolean }

function preparing(database: DatabaseSync): (text: string) => Prepared {
  const statements = new Map<string, Prepared>()
  return (text) => {
    const known = statements.get(text)
    if (known) return known
    const statement = database.prepare(text)
    const entry = { statement, reads: statement.columns().length > 0 }
    if (statements.size > 1000) statements.clear()
    statements.set(text, entry)
    return entry
  }
}

function driver(database: DatabaseSync, prepared: (text: string) => Prepared): Driver {
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
    destroy: async () => undefined,
  }
}
