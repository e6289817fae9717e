import { type Kysely, type Migration, sql } from 'kysely'

/** Entries of the audit log are found by the correlation id that a person's page has shown. */
export const auditCorrelation: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index audits_correlation on audits (correlation_id, tenant_id)`.execute(db)
  },
}
