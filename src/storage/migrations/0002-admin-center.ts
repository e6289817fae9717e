import { type Kysely, type Migration, type RawBuilder, sql } from 'kysely'
import type { Dialect, Row, Tables } from '../database.ts'

/**
 * What the admin center counts, filters and sorts by, so that its pages read indexes and not the whole directory or log.
 * Written out here, since later versions of the columns must not change what this step did.
 */
const live = 'deleted_at is null'

type NewColumn = { table: string; name: string; type: 'text' | 'number'; of(object: Stored): string | number | null }
type Stored = {
  mail?: string | null
  sponsors?: string[]
  state?: string
  expiresAt?: number | null
  passwordCredentials?: { endAt: number }[]
  keyCredentials?: { endAt: number }[]
}

const columns: NewColumn[] = [
  { table: 'users', name: 'mail_domain_key', type: 'text', of: ({ mail }) => domainOf(mail) },
  { table: 'users', name: 'sponsor_count', type: 'number', of: ({ sponsors }) => sponsors?.length ?? 0 },
  { table: 'invitations', name: 'state', type: 'text', of: ({ state }) => state ?? null },
  { table: 'invitations', name: 'expires_at', type: 'number', of: ({ expiresAt }) => expiresAt ?? null },
  { table: 'applications', name: 'credentials_end_at', type: 'number', of: firstEnd },
]

const domainOf = (mail: string | null | undefined): string | null =>
  mail?.includes('@') ? mail.slice(mail.lastIndexOf('@') + 1).toLowerCase() : null

function firstEnd({ passwordCredentials = [], keyCredentials = [] }: Stored): number | null {
  const ends = [...passwordCredentials, ...keyCredentials].map(({ endAt }) => endAt)
  return ends.length === 0 ? null : Math.min(...ends)
}

const indexes: { name: string; table: string; columns: string[]; where?: string }[] = [
  {
    name: 'users_counts',
    table: 'users',
    columns: [
      'tenant_id',
      'user_type',
      'external_user_state',
      'account_enabled',
      'home_tenant_id',
      'mail_domain_key',
      'sponsor_count',
    ],
    where: live,
  },
  {
    name: 'users_state_since',
    table: 'users',
    columns: ['tenant_id', 'external_user_state', 'external_user_state_changed_at'],
    where: live,
  },
  {
    name: 'users_type_name',
    table: 'users',
    columns: ['tenant_id', 'user_type', 'display_name_key', 'id'],
    where: live,
  },
  {
    name: 'users_state_name',
    table: 'users',
    columns: ['tenant_id', 'external_user_state', 'display_name_key', 'id'],
    where: live,
  },
  {
    name: 'users_mail_domain',
    table: 'users',
    columns: ['tenant_id', 'mail_domain_key', 'display_name_key', 'id'],
    where: live,
  },
  {
    name: 'users_disabled',
    table: 'users',
    columns: ['tenant_id', 'display_name_key', 'id'],
    where: `${live} and account_enabled = 0`,
  },
  { name: 'invitations_state', table: 'invitations', columns: ['tenant_id', 'state', 'expires_at', 'guest_id'] },
  {
    name: 'applications_credentials',
    table: 'applications',
    columns: ['tenant_id', 'credentials_end_at'],
    where: `${live} and credentials_end_at is not null`,
  },
  {
    name: 'sign_ins_report',
    table: 'sign_ins',
    columns: ['tenant_id', 'created_at', 'id', 'error_code', 'app_id', 'home_tenant_id'],
    where: 'is_interactive = 1 and service_principal_id is null',
  },
  {
    // Apps that sign in as themselves fill the log and pay for no index that is about people.
    name: 'sign_ins_app',
    table: 'sign_ins',
    columns: ['tenant_id', 'app_id', 'created_at', 'id'],
    where: 'service_principal_id is null',
  },
  {
    name: 'audits_initiator',
    table: 'audits',
    columns: ['tenant_id', 'initiator_user_id', 'created_at', 'id'],
  },
  { name: 'audits_activity', table: 'audits', columns: ['tenant_id', 'activity_key', 'created_at', 'id'] },
]

const atOnce = 500

export function adminCenter(dialect: Dialect): Migration {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  const types: Record<NewColumn['type'], RawBuilder<unknown>> = { text, number: sql`bigint` }
  return {
    async up(db: Kysely<unknown>) {
      for (const { table, name, type } of columns) {
        await db.schema.alterTable(table).addColumn(name, types[type]).execute()
      }
      for (const table of new Set(columns.map((one) => one.table))) await fill(db as Kysely<Tables>, table)
      for (const { name, table, columns: keys, where } of indexes) {
        const list = sql.join(keys.map((key) => sql.ref(key)))
        const only = where ? sql` where ${sql.raw(where)}` : sql``
        await sql`create index ${sql.ref(name)} on ${sql.table(table)} (${list})${only}`.execute(db)
      }
    },
  }
}

/** Gives the rows that are there their new columns, a page at a time. */
async function fill(db: Kysely<Tables>, table: string): Promise<void> {
  const wanted = columns.filter((one) => one.table === table)
  let after: Row | undefined
  for (;;) {
    let page = db.selectFrom(table).select(['tenant_id', 'id', 'data']).orderBy('tenant_id').orderBy('id').limit(atOnce)
    if (after) page = page.where(sql<boolean>`(tenant_id, id) > (${after.tenant_id}, ${after.id})`)
    const rows: Row[] = await page.execute()
    for (const row of rows) {
      const object = JSON.parse(String(row.data)) as Stored
      const set = Object.fromEntries(wanted.map(({ name, of }) => [name, of(object)]))
      await db
        .updateTable(table)
        .set(set)
        .where('tenant_id', '=', row.tenant_id ?? null)
        .where('id', '=', row.id ?? null)
        .execute()
    }
    if (rows.length < atOnce) return
    after = rows.at(-1)
  }
}
