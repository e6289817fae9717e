import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import type { TestServer } from '../harness/index.ts'

/** What a refused request may write: logs, counters, and the pages that somebody has open. */
const passing = new Set(['sign_ins', 'audits', 'flows', 'limits', 'kysely_migration', 'kysely_migration_lock'])

type Row = Record<string, unknown>
export type Content = Record<string, string[]>

/**
 * Every row of every table that a request could have changed, as text, by table. Read past the server from the
 * database, so that nothing hides a change. `except` names tables where the case itself expects one.
 */
export async function contentOf(server: TestServer, except: readonly string[] = []): Promise<Content> {
  const rows = await reader(server)
  try {
    const tables = (await rows.tables()).filter((name) => !passing.has(name) && !except.includes(name))
    const content: Content = {}
    for (const table of tables.toSorted()) {
      const kept = (await rows.of(table)).filter((row) => !isOfLogs(row))
      content[table] = kept.map((row) => JSON.stringify(row, (_, value) => text(value))).toSorted()
    }
    return content
  } finally {
    await rows.close()
  }
}

/** Look-up values of log rows are part of the logs. */
const isOfLogs = ({ kind }: Row): boolean => typeof kind === 'string' && /^(signIn|audit)/.test(kind)
const text = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

async function reader({ running }: TestServer) {
  const { database } = running.deps.config
  if (database.kind === 'sqlite') {
    const file = new DatabaseSync(database.file, { readOnly: true })
    const all = (sql: string) => file.prepare(sql).all() as Row[]
    return {
      tables: async () => all("select name from sqlite_master where type = 'table'").map(({ name }) => String(name)),
      of: async (table: string) => all(`select * from "${table}"`),
      close: async () => file.close(),
    }
  }
  const client = new Client({ connectionString: database.url })
  await client.connect()
  const all = async (sql: string) => (await client.query<Row>(sql)).rows
  return {
    tables: async () =>
      (await all('select tablename as name from pg_tables where schemaname = current_schema()')).map(({ name }) =>
        String(name),
      ),
    of: (table: string) => all(`select * from "${table}"`),
    close: () => client.end(),
  }
}
