import { CompiledQuery } from 'kysely'
import type { WorldCopy, WorldStore } from '../tenants/world-store.ts'
import type { Database, Row, Sql, SqlValue } from './database.ts'

type Rows = ReadonlyMap<string, readonly Row[]>

/** Facts about the deployment, and the schema's own history. */
const ofDeployment = /^(instance|kysely_.*|sqlite_.*)$/

/** Not doubled with a tenant: what lives for a while, what happened, and what only this tenant may have. */
const notDoubled = new Set([
  'audits',
  'codes',
  'flows',
  'limits',
  'one_time_codes',
  'outbox',
  'refresh_families',
  'replays',
  'sessions',
  'sign_ins',
  'signing_keys',
])

/** Copies of all tables, as rows: the same on both databases, and small next to what a test's world weighs. */
export function worldStore({ writeAnywhere }: Database, flush: () => Promise<void>): WorldStore {
  let tables: readonly string[] | undefined
  const allRows = async (sql: Sql): Promise<Map<string, Row[]>> => {
    tables ??= (await sql.introspection.getTables()).map(({ name }) => name).filter((name) => !ofDeployment.test(name))
    const rows = new Map<string, Row[]>()
    for (const table of tables) rows.set(table, (await sql.selectFrom(table).selectAll().execute()) as Row[])
    return rows
  }
  return {
    async copy() {
      await flush()
      const rows = await writeAnywhere(allRows)
      return { rows: count(rows), tables: rows } as unknown as WorldCopy
    },

    async restore(copy) {
      // Rows that wait to be written belong to the world that ends here.
      await flush()
      const { tables: then } = copy as unknown as { tables: Rows }
      await writeAnywhere(async (sql) => {
        const now = await allRows(sql)
        const next = Math.max(0, ...[...numbers(now), ...numbers(then)]) + 1
        for (const [table, current] of now) {
          const wanted = then.get(table) ?? []
          const rows = table === 'tenants' ? wanted.map((row) => ({ ...row, change_number: next })) : wanted
          if (same(current, rows)) continue
          await sql.deleteFrom(table).execute()
          await insert(sql, table, rows)
        }
      })
    },

    async double(tenants, { tag, newId }) {
      return writeAnywhere(async (sql) => {
        const rows = await allRows(sql)
        const own = new Map<string, readonly Row[]>()
        for (const [table, all] of rows) {
          const kept = all.filter((row) => tenants.has(row.tenant_id as never))
          if (!notDoubled.has(table) && kept.length > 0) own.set(table, kept)
        }
        const rename = renaming(ids(own, tenants, newId), domainsOf(own, tag))
        for (const [table, kept] of own)
          await insert(
            sql,
            table,
            kept.map((row) => renamed(row, rename)),
          )
        return rename
      })
    },
  }
}

const count = (rows: Rows): number => [...rows.values()].reduce((sum, { length }) => sum + length, 0)

const numbers = (rows: Rows): number[] => (rows.get('tenants') ?? []).map((row) => Number(row.change_number ?? 0))

/** Most tables have not changed since the copy: comparing costs less than writing. */
const same = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.length === b.length &&
  a.every((row, index) => Object.entries(row).every(([column, value]) => value === b[index]?.[column]))

/** One prepared text for all rows of a table. */
async function insert(sql: Sql, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const text = sql.insertInto(table).values(first).compile().sql
  for (const row of rows) {
    await sql.executeQuery(
      CompiledQuery.raw(
        text,
        columns.map((column) => row[column] ?? null),
      ),
    )
  }
}

/** Ids of the tenants' objects, and the client ids of their apps: none of them may exist twice. */
function ids(own: Rows, tenants: ReadonlyMap<string, string>, newId: () => string): Map<string, string> {
  const map = new Map<string, string>(tenants)
  for (const [table, rows] of own)
    for (const row of rows)
      for (const id of [row.id, table === 'applications' ? row.app_id : undefined]) {
        if (typeof id === 'string' && !map.has(id)) map.set(id, newId())
      }
  return map
}

function domainsOf(own: Rows, tag: string): Map<string, string> {
  const names = (own.get('domains') ?? []).map((row) => String(row.name))
  return new Map(names.map((name) => [name, name.replace('.', `-${tag}.`)]))
}

/**
 * GUIDs and domains wherever they stand, in columns and inside documents. A GUID is unmistakable; a domain counts where
 * neither a longer name nor a longer domain goes on.
 */
function renaming(guids: ReadonlyMap<string, string>, domains: ReadonlyMap<string, string>): (text: string) => string {
  const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
  const names = [...domains.keys()].toSorted((a, b) => b.length - a.length).map((name) => name.replaceAll('.', '\\.'))
  const domain =
    names.length > 0 ? new RegExp(`(?<![a-z0-9-])(${names.join('|')})(?![a-z0-9-]|\\.[a-z0-9])`, 'gi') : undefined
  return (text) => {
    const withIds = text.replaceAll(guid, (found) => guids.get(found.toLowerCase()) ?? found)
    return domain ? withIds.replaceAll(domain, (found) => domains.get(found.toLowerCase()) ?? found) : withIds
  }
}

const renamed = (row: Row, rename: (text: string) => string): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]): [string, SqlValue] => [
      column,
      typeof value === 'string' ? rename(value) : value,
    ]),
  )
