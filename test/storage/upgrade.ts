import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import { sql as raw } from 'kysely'
import type { Dialect, Row, Sql } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrations/index.ts'
import { sqliteConnection } from '../../src/storage/sqlite-dialect.ts'
import { startServer } from '../harness/index.ts'
import { employee, inviteGuest, signInToRedeem } from '../invitations/story.ts'

/** All rows of a database, by table. */
export type Rows = Readonly<Record<string, readonly Row[]>>

/** What this version writes while a world is seeded and lived in: guests, letters, logs, settings. */
export async function livedIn(t: TestContext): Promise<Rows> {
  const server = await startServer(t, { environment: { DATABASE_URL: '' } })
  const { link } = await inviteGuest(server, employee(server).mail, { sendInvitationMessage: true })
  await (await signInToRedeem(server, link, employee(server))).browser.press('Accept')
  await inviteGuest(server, 'ann@partner.example', { sendInvitationMessage: true })
  const app = await server.graph().post('/v1.0/applications', { displayName: 'Ünder way', passwordCredentials: [] })
  await server.graph().post(`/v1.0/applications/${app.body.id}/addPassword`, { passwordCredential: {} })
  const partner = { tenantId: server.demo.tenants.fabrikam.id }
  await server.graph().post('/v1.0/policies/crossTenantAccessPolicy/partners', partner)
  await server.running.stop()
  const file = new DatabaseSync(join(server.dataFolder, 'gatehouse.db'), { readOnly: true })
  const rows = await allRows(sqliteConnection(file).sql)
  file.close()
  return rows
}

/** An empty database is brought to `version`, gets the rows that fit there, and is brought to the newest. */
export async function upgrade(sql: Sql, dialect: Dialect, version: string, rows: Rows): Promise<void> {
  await migrate(sql, dialect, version)
  for (const { name, columns } of await sql.introspection.getTables()) {
    for (const row of rows[name] ?? []) {
      if (cameLater(version, name, row)) continue
      const known = columns.map((column) => [column.name, row[column.name] ?? null])
      await sql.insertInto(name).values(Object.fromEntries(known)).execute()
    }
  }
  await migrate(sql, dialect)
}

/** Rows, not columns, that a later version brought. */
const cameLater = (version: string, table: string, { kind }: Row): boolean =>
  table === 'object_values' &&
  ((version < '0003' && kind === 'audit_target') || (version < '0006' && kind === 'audit_target_name'))

export async function allRows(sql: Sql): Promise<Rows> {
  const tables = await sql.introspection.getTables()
  const read = tables.map(async ({ name }) => [name, sorted(await sql.selectFrom(name).selectAll().execute())] as const)
  return Object.fromEntries(await Promise.all(read))
}

const sorted = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** Names and texts of all indexes. */
export async function indexes(sql: Sql, dialect: Dialect): Promise<unknown> {
  const text =
    dialect === 'postgres'
      ? raw`select indexname as name, indexdef as sql from pg_indexes where schemaname = 'public' order by indexname`
      : raw`select name, sql from sqlite_master where type = 'index' order by name`
  return (await text.execute(sql)).rows
}
