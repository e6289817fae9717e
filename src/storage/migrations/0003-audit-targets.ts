import { type Kysely, type Migration, sql } from 'kysely'
import type { Row, Tables } from '../database.ts'

const atOnce = 500

/** Entries of the audit log are found by what they are about. */
export const auditTargets: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as Kysely<Tables>
    let after: Row | undefined
    for (;;) {
      let page = db.selectFrom('audits').select(['tenant_id', 'id', 'data']).orderBy('tenant_id').orderBy('id')
      if (after) page = page.where(sql<boolean>`(tenant_id, id) > (${after.tenant_id}, ${after.id})`)
      const rows: Row[] = await page.limit(atOnce).execute()
      const values = rows.flatMap(targetsOf)
      if (values.length > 0)
        await db
          .insertInto('object_values')
          .values(values)
          .onConflict((on) => on.doNothing())
          .execute()
      if (rows.length < atOnce) return
      after = rows.at(-1)
    }
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
