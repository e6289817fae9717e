import { type Migration, Migrator } from 'kysely'
import type { Dialect, Sql } from '../database.ts'
import { first } from './0001-first.ts'
import { adminCenter } from './0002-admin-center.ts'
import { auditTargets } from './0003-audit-targets.ts'
import { lists } from './0004-lists.ts'
import { refusals } from './0005-refusals.ts'
import { auditTargetNames } from './0006-audit-target-names.ts'
import { auditCorrelation } from './0007-audit-correlation.ts'

/** Imported one by one, so that the paths survive packaging. Names order the timeline; a released one never changes. */
const timeline = (dialect: Dialect): Record<string, Migration> => ({
  '0001-first': first(dialect),
  '0002-admin-center': adminCenter(dialect),
  '0003-audit-targets': auditTargets,
  '0004-lists': lists,
  '0005-refusals': refusals,
  '0006-audit-target-names': auditTargetNames,
  '0007-audit-correlation': auditCorrelation,
})

const migrator = (sql: Sql, dialect: Dialect) =>
  new Migrator({ db: sql, provider: { getMigrations: async () => timeline(dialect) } })

/** In the order in which they came. */
export const versions: readonly string[] = Object.keys(timeline('sqlite')).toSorted()

/** Brings the schema up to date, or to an earlier version. A failure leaves the schema as it was. */
export async function migrate(sql: Sql, dialect: Dialect, version?: string): Promise<void> {
  const all = migrator(sql, dialect)
  const { error } = await (version === undefined ? all.migrateToLatest() : all.migrateTo(version))
  if (error) throw error
}
