import { type Kysely, type Migration, type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../database.ts'

type Column = 'text' | 'number'
type Table = {
  /** Besides `tenant_id` and `data` (the whole object as JSON): what is looked up, filtered or sorted. */
  columns: Record<string, Column>
  /** Leads with the tenant. */
  key: string[]
  indexes?: { name: string; columns: string[]; unique?: boolean; where?: string }[]
}

const live = 'deleted_at is null'

const tables: Record<string, Table> = {
  tenants: { columns: { created_at: 'number', change_number: 'number' }, key: [] },
  domains: {
    columns: { name: 'text', verified_at: 'number' },
    key: ['name'],
    indexes: [{ name: 'domains_verified', columns: ['name'], unique: true, where: 'verified_at is not null' }],
  },
  signing_keys: { columns: { kid: 'text' }, key: ['kid'] },
  policies: { columns: { kind: 'text' }, key: ['kind'] },
  partners: { columns: { partner_id: 'text' }, key: ['partner_id'] },
  users: {
    columns: {
      id: 'text',
      upn_key: 'text',
      display_name_key: 'text',
      given_name_key: 'text',
      surname_key: 'text',
      mail_key: 'text',
      mail_nickname_key: 'text',
      user_type: 'text',
      account_enabled: 'number',
      creation_type: 'text',
      external_user_state: 'text',
      external_user_state_changed_at: 'number',
      department_key: 'text',
      company_name_key: 'text',
      job_title_key: 'text',
      office_location_key: 'text',
      city_key: 'text',
      state_key: 'text',
      country_key: 'text',
      postal_code_key: 'text',
      street_address_key: 'text',
      mobile_phone_key: 'text',
      employee_id_key: 'text',
      employee_type_key: 'text',
      preferred_language_key: 'text',
      usage_location: 'text',
      created_at: 'number',
      deleted_at: 'number',
      home_tenant_id: 'text',
      home_object_id: 'text',
      home_email_key: 'text',
    },
    key: ['id'],
    indexes: [
      { name: 'users_upn', columns: ['tenant_id', 'upn_key'], unique: true, where: live },
      { name: 'users_name', columns: ['tenant_id', 'display_name_key', 'id'], where: live },
      { name: 'users_type', columns: ['tenant_id', 'user_type', 'id'], where: live },
      { name: 'users_state', columns: ['tenant_id', 'external_user_state', 'id'], where: live },
      { name: 'users_mail', columns: ['tenant_id', 'mail_key'], where: live },
      { name: 'users_created', columns: ['tenant_id', 'created_at', 'id'], where: live },
      { name: 'users_home', columns: ['home_tenant_id', 'home_object_id', 'tenant_id'] },
      { name: 'users_home_email', columns: ['tenant_id', 'home_email_key'] },
      { name: 'users_deleted', columns: ['tenant_id', 'deleted_at', 'id'], where: 'deleted_at is not null' },
    ],
  },
  groups: {
    columns: {
      id: 'text',
      display_name_key: 'text',
      mail_key: 'text',
      mail_nickname_key: 'text',
      description_key: 'text',
      security_enabled: 'number',
      mail_enabled: 'number',
      is_assignable_to_role: 'number',
      created_at: 'number',
      deleted_at: 'number',
    },
    key: ['id'],
    indexes: [{ name: 'groups_name', columns: ['tenant_id', 'display_name_key', 'id'], where: live }],
  },
  memberships: {
    columns: { group_id: 'text', member_id: 'text' },
    key: ['group_id', 'member_id'],
    indexes: [{ name: 'memberships_member', columns: ['tenant_id', 'member_id', 'group_id'] }],
  },
  role_assignments: {
    columns: { principal_id: 'text', role_template_id: 'text' },
    key: ['principal_id', 'role_template_id'],
    indexes: [{ name: 'role_assignments_role', columns: ['tenant_id', 'role_template_id', 'principal_id'] }],
  },
  applications: {
    columns: {
      id: 'text',
      app_id: 'text',
      display_name_key: 'text',
      sign_in_audience: 'text',
      publisher_domain: 'text',
      unique_name: 'text',
      created_at: 'number',
      deleted_at: 'number',
    },
    key: ['id'],
    indexes: [
      { name: 'applications_app', columns: ['app_id'], unique: true },
      { name: 'applications_name', columns: ['tenant_id', 'display_name_key', 'id'], where: live },
    ],
  },
  service_principals: {
    columns: {
      id: 'text',
      app_id: 'text',
      app_owner_tenant: 'text',
      display_name_key: 'text',
      account_enabled: 'number',
      created_at: 'number',
      deleted_at: 'number',
    },
    key: ['id'],
    indexes: [
      { name: 'service_principals_app', columns: ['tenant_id', 'app_id'], unique: true, where: live },
      { name: 'service_principals_name', columns: ['tenant_id', 'display_name_key', 'id'], where: live },
    ],
  },
  /** Members of multi-valued properties: addresses of users, names of service principals. */
  object_values: {
    columns: { kind: 'text', value: 'text', object_id: 'text' },
    key: ['kind', 'object_id', 'value'],
    indexes: [{ name: 'object_values_value', columns: ['tenant_id', 'kind', 'value', 'object_id'] }],
  },
  grants: {
    columns: { id: 'text', client_id: 'text', resource_id: 'text', principal_id: 'text' },
    key: ['id'],
    indexes: [
      { name: 'grants_client', columns: ['tenant_id', 'client_id'] },
      { name: 'grants_principal', columns: ['tenant_id', 'principal_id'] },
    ],
  },
  app_role_assignments: {
    columns: { id: 'text', principal_id: 'text', resource_id: 'text', app_role_id: 'text' },
    key: ['id'],
    indexes: [
      {
        name: 'app_roles_principal',
        columns: ['tenant_id', 'principal_id', 'resource_id', 'app_role_id'],
        unique: true,
      },
      { name: 'app_roles_resource', columns: ['tenant_id', 'resource_id'] },
    ],
  },
  invitations: {
    columns: { id: 'text', guest_id: 'text', created_at: 'number' },
    key: ['id'],
    indexes: [{ name: 'invitations_guest', columns: ['tenant_id', 'guest_id', 'created_at'] }],
  },
  passwords: { columns: { user_id: 'text' }, key: ['user_id'] },
  one_time_codes: { columns: { code_key: 'text', expires_at: 'number' }, key: ['code_key'] },
  sessions: {
    columns: { id: 'text', browser: 'text', user_id: 'text', expires_at: 'number' },
    key: ['id'],
    indexes: [
      { name: 'sessions_browser', columns: ['browser'] },
      { name: 'sessions_user', columns: ['tenant_id', 'user_id'] },
    ],
  },
  flows: { columns: { id: 'text', expires_at: 'number' }, key: ['id'] },
  codes: { columns: { mac: 'text', expires_at: 'number' }, key: ['mac'] },
  refresh_families: {
    columns: { id: 'text', user_id: 'text', expires_at: 'number' },
    key: ['id'],
    indexes: [{ name: 'refresh_user', columns: ['tenant_id', 'user_id'] }],
  },
  replays: { columns: { mark: 'text', expires_at: 'number' }, key: ['mark'] },
  limits: {
    columns: { limit_key: 'text', window_start: 'number', hits: 'number', expires_at: 'number' },
    key: ['limit_key'],
  },
  sign_ins: {
    columns: {
      id: 'text',
      created_at: 'number',
      correlation_id: 'text',
      user_id: 'text',
      user_display_name_key: 'text',
      user_principal_name_key: 'text',
      user_type: 'text',
      service_principal_id: 'text',
      app_id: 'text',
      app_display_name_key: 'text',
      resource_id: 'text',
      resource_tenant_id: 'text',
      home_tenant_id: 'text',
      cross_tenant_access_type: 'text',
      is_interactive: 'number',
      client_app_used: 'text',
      ip_address: 'text',
      error_code: 'number',
    },
    key: ['id'],
    indexes: [
      { name: 'sign_ins_time', columns: ['tenant_id', 'created_at', 'id'] },
      { name: 'sign_ins_user', columns: ['tenant_id', 'user_id', 'created_at', 'id'] },
      { name: 'sign_ins_correlation', columns: ['correlation_id', 'tenant_id'] },
      { name: 'sign_ins_id', columns: ['id'] },
    ],
  },
  audits: {
    columns: {
      id: 'text',
      created_at: 'number',
      activity_key: 'text',
      category: 'text',
      correlation_id: 'text',
      logged_by_service: 'text',
      result: 'text',
      initiator_user_id: 'text',
      initiator_upn_key: 'text',
      initiator_app_id: 'text',
    },
    key: ['id'],
    indexes: [{ name: 'audits_time', columns: ['tenant_id', 'created_at', 'id'] }],
  },
  outbox: {
    columns: { id: 'text', to_key: 'text', state: 'text', due_at: 'number', created_at: 'number' },
    key: ['id'],
    indexes: [
      { name: 'outbox_due', columns: ['due_at'], where: "state = 'queued'" },
      { name: 'outbox_to', columns: ['to_key', 'created_at'] },
      { name: 'outbox_created', columns: ['created_at'] },
    ],
  },
}

/** Tables whose rows are counters or links: no JSON document. */
const plain = new Set(['object_values', 'replays', 'limits'])

export function first(dialect: Dialect): Migration {
  // PostgreSQL sorts text by the database's locale unless told; SQLite compares bytes.
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  const types: Record<Column, RawBuilder<unknown>> = { text, number: sql`bigint` }
  return {
    async up(db: Kysely<unknown>) {
      for (const [name, table] of Object.entries(tables)) {
        let create = db.schema.createTable(name).addColumn('tenant_id', text, (column) => column.notNull())
        for (const [column, type] of Object.entries(table.columns)) {
          const inKey = table.key.includes(column)
          create = create.addColumn(column, types[type], (built) => (inKey ? built.notNull() : built))
        }
        if (!plain.has(name)) create = create.addColumn('data', sql`text`, (column) => column.notNull())
        await create.addPrimaryKeyConstraint(`${name}_pk`, ['tenant_id', ...table.key] as never[]).execute()
        for (const index of table.indexes ?? []) {
          const unique = index.unique ? sql`unique ` : sql``
          const where = index.where ? sql` where ${sql.raw(index.where)}` : sql``
          const columns = sql.join(index.columns.map((column) => sql.ref(column)))
          await sql`create ${unique}index ${sql.ref(index.name)} on ${sql.table(name)} (${columns})${where}`.execute(db)
        }
      }
      await db.schema
        .createTable('instance')
        .addColumn('name', text, (column) => column.primaryKey())
        .addColumn('value', sql`text`, (column) => column.notNull())
        .execute()
    },
  }
}
