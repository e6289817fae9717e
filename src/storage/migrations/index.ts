import { type Migration, Migrator } from 'kysely'
import type { Dialect, Sql } from '../database.ts'
import { first } from './0001-first.ts'
import { adminCenter } from './0002-admin-center.ts'
import { auditTargets } from './0003-audit-targets.ts'
import { lists } from './0004-lists.ts'

/** Imported one by one, so that the paths survive packaging. Names order the timeline; a released one never changes. */
const timeline = (dialect: Dialect): Record<string, Migration> => ({
  '0001-first': first(dialect),
  '0002-admin-center': adminCenter(dialect),
  '0003-audit-targets': auditTargets,
  '0004-lists': lists,
})

const migrator = (sql: Sql, dialect: Dialect) =>
  new Migrator({ db: sql, provider: { getMigrations: async () => timeline(dialect) } })

/** Brings the schema up to date. A failure leaves the schema as it was. */
export async function migrate(sql: Sql, dialect: Dialect): Promise<void> {
  const { error } = await migrator(sql, dialect).migrateToLatest()
  if (error) throw error
}
