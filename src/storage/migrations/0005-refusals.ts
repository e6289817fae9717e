import { type Kysely, type Migration, sql } from 'kysely'
import type { Row, Tables } from '../database.ts'

const atOnce = 500

/** What the log's number of these refusals has been since; whatever else was kept without one is told as a failure. */
const numbers: Record<string, number> = {
  InvitedDomainNotAllowed: 500208,
  AccountAlreadyGuest: 1003037,
  TwoClientCredentials: 9002313,
}
const failure = 50000

/** Refusals that were logged under 0, which is success, get a number. */
export const refusals: Migration = {
  async up(database: Kysely<unknown>) {
    const db = database as Kysely<Tables>
    let after: Row | undefined
    for (;;) {
      let page = db
        .selectFrom('sign_ins')
        .select(['tenant_id', 'id', 'data'])
        .where('error_code', '=', 0)
        .where('data', 'not like', '%"errorName":null%')
        .orderBy('tenant_id')
        .orderBy('id')
      if (after) page = page.where(sql<boolean>`(tenant_id, id) > (${after.tenant_id}, ${after.id})`)
      const rows: Row[] = await page.limit(atOnce).execute()
      for (const row of rows) {
        const signIn = JSON.parse(String(row.data)) as { errorName?: string }
        if (!signIn.errorName) continue
        const errorCode = numbers[signIn.errorName] ?? failure
        await db
          .updateTable('sign_ins')
          .set({ error_code: errorCode, data: JSON.stringify({ ...signIn, errorCode }) })
          .where('tenant_id', '=', row.tenant_id ?? null)
          .where('id', '=', row.id ?? null)
          .execute()
      }
      if (rows.length < atOnce) return
      after = rows.at(-1)
    }
  },
}
