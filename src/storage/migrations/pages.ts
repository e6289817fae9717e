import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Row, Tables } from '../database.ts'

const atOnce = 500

/** Every row of a table that `only` lets pass, with its document, a page at a time. */
export async function eachPage(
  db: Kysely<Tables>,
  table: string,
  visit: (rows: readonly Row[]) => Promise<void>,
  only: (query: SelectQueryBuilder<Tables, string, Row>) => SelectQueryBuilder<Tables, string, Row> = (query) => query,
): Promise<void> {
  let after: Row | undefined
  for (;;) {
    let page = only(db.selectFrom(table).select(['tenant_id', 'id', 'data']))
      .orderBy('tenant_id')
      .orderBy('id')
    if (after) page = page.where(sql<boolean>`(tenant_id, id) > (${after.tenant_id}, ${after.id})`)
    const rows: Row[] = await page.limit(atOnce).execute()
    await visit(rows)
    if (rows.length < atOnce) return
    after = rows.at(-1)
  }
}
