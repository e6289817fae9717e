import type { Kysely, Migration } from 'kysely'
import type { Row, Tables } from '../database.ts'
import { eachPage } from './pages.ts'

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
    const give = async ({ tenant_id, id, data }: Row) => {
      const signIn = JSON.parse(String(data)) as { errorName?: string }
      if (!signIn.errorName) return
      const errorCode = numbers[signIn.errorName] ?? failure
      await db
        .updateTable('sign_ins')
        .set({ error_code: errorCode, data: JSON.stringify({ ...signIn, errorCode }) })
        .where('tenant_id', '=', tenant_id ?? null)
        .where('id', '=', id ?? null)
        .execute()
    }
    await eachPage(
      db,
      'sign_ins',
      async (rows) => {
        for (const row of rows) await give(row)
      },
      (query) => query.where('error_code', '=', 0).where('data', 'not like', '%"errorName":null%'),
    )
  },
}
