import type { Kysely, Migration } from 'kysely'
import type { Row, Tables } from '../database.ts'
import { fold } from '../fold.ts'
import { eachPage } from './pages.ts'

/** Entries of the audit log are found by the name of what they are about. */
export const auditTargetNames: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as Kysely<Tables>
    await eachPage(db, 'audits', async (rows) => {
      const values = rows.flatMap(namesOf)
      if (values.length === 0) return
      await db
        .insertInto('object_values')
        .values(values)
        .onConflict((on) => on.doNothing())
        .execute()
    })
  },
}

function namesOf({ tenant_id, id, data }: Row): Row[] {
  const { targetResources = [] } = JSON.parse(String(data)) as { targetResources?: { displayName: string | null }[] }
  const names = new Set(targetResources.flatMap(({ displayName }) => (displayName === null ? [] : fold(displayName))))
  return [...names].map((value) => ({
    tenant_id: tenant_id ?? null,
    kind: 'audit_target_name',
    value,
    object_id: id ?? null,
  }))
}
