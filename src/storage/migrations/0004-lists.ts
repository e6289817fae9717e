import { type Kysely, type Migration, sql } from 'kysely'

const live = sql.raw('where deleted_at is null')

/** Lists of people by name: searched in an index that holds the names, without reading the people; by how they came. */
export const lists: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.dropIndex('users_name').execute()
    await sql`create index users_name on users (tenant_id, display_name_key, id, mail_key, upn_key) ${live}`.execute(db)
    await sql`create index users_creation on users (tenant_id, creation_type, display_name_key, id) ${live}`.execute(db)
  },
}
