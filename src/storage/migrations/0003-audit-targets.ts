import type { Kysely, Migration } from 'kysely'
import type { Row, Tables } from '../database.ts'
import { eachPage } from './pages.ts'

/** Entries of the audit log are found by what they are about. */
export const auditTargets: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as Kysely<Tables>
    await eachPage(db, 'audits', async (rows) => {
      const values = rows.flatMap(targetsOf)
      if (values.length === 0) return
      await db
        .insertInto('object_values')
        .values(values)
        .onConflict((on) => on.doNothing())
        .execute()
    })
  },
}

function targetsOf({ tenant_id, id, data }: Row): Row[] {
  const { targetResources = [] } = JSON.parse(String(data)) as { targetResources?: { id: string | null }[] }
  const ids = new Set(targetResources.flatMap((target) => target.id?.toLowerCase() ?? []))
  return [...ids].map((value) => ({
    tenant_id: tenant_id ?? null,
    kind: 'audit_target',
    value,
    object_id: id ?? null,
  }))
}
