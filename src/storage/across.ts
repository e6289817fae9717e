import type { Application } from '../applications/application.ts'
import type { User } from '../directory/user.ts'
import { systemTenant, type TenantId } from '../ids.ts'
import type { OutgoingMail } from '../mail/store.ts'
import type { BrowserSession } from '../sign-in/store.ts'
import type { AcrossTenants } from '../tenants/across.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { Database, Row } from './database.ts'
import { fold } from './fold.ts'

const parse = <T>(row: Row) => JSON.parse(row.data as string) as T
const tenantOf = (row: Row) => row.tenant_id as TenantId

/** Log rows are kept this long (external-identities.md 7.5 leaves it to the tenant; the pain list asks for 400 days). */
const logRetention = 400 * 86_400_000

/** Every query without a tenant, in one place. */
export function acrossTenants({ anywhere, writeAnywhere, dialect }: Database): AcrossTenants {
  return {
    async tenants() {
      const rows = await anywhere
        .selectFrom('tenants')
        .select('data')
        .where('tenant_id', '!=', systemTenant)
        .orderBy('created_at')
        .orderBy('tenant_id')
        .execute()
      return rows.map((row) => parse<Tenant>(row as Row))
    },

    async tenantOfDomain(name) {
      const row = await anywhere
        .selectFrom('domains')
        .select('tenant_id')
        .where('name', '=', name.toLowerCase())
        .where('verified_at', 'is not', null)
        .executeTakeFirst()
      return row && tenantOf(row as Row)
    },

    async application(appId) {
      const row = await anywhere
        .selectFrom('applications')
        .select(['tenant_id', 'data'])
        .where('app_id', '=', appId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return row && { tenant: tenantOf(row as Row), application: parse<Application>(row as Row) }
    },

    async guestsOf(home) {
      const rows = await anywhere
        .selectFrom('users')
        .select(['tenant_id', 'data'])
        .where('home_tenant_id', '=', home.tenantId)
        .where('home_object_id', '=', home.objectId)
        .where('deleted_at', 'is', null)
        .orderBy('tenant_id')
        .execute()
      return rows.map((row) => ({ tenant: tenantOf(row as Row), user: parse<User>(row as Row) }))
    },

    async sessionsOfBrowser(browser, at) {
      const rows = await anywhere
        .selectFrom('sessions')
        .select(['tenant_id', 'data'])
        .where('browser', '=', browser)
        .where('expires_at', '>', at)
        .execute()
      return rows
        .map((row) => ({ tenant: tenantOf(row as Row), session: parse<BrowserSession>(row as Row) }))
        .sort((a, b) => b.session.lastUsedAt - a.session.lastUsedAt)
    },

    async rekeyBrowser(from, to) {
      await writeAnywhere(async (sql) => {
        for (const table of ['sessions']) {
          const rows = await sql
            .selectFrom(table)
            .select(['tenant_id', 'id', 'data'])
            .where('browser', '=', from)
            .execute()
          for (const row of rows as Row[]) {
            const data = JSON.stringify({ ...parse<BrowserSession>(row), browser: to })
            await sql
              .updateTable(table)
              .set({ browser: to, data })
              .where('tenant_id', '=', row.tenant_id ?? '')
              .where('id', '=', row.id ?? '')
              .execute()
          }
        }
      })
    },

    async leaseMail(at, leaseUntil, limit) {
      return writeAnywhere(async (sql) => {
        let query = sql
          .selectFrom('outbox')
          .select(['tenant_id', 'id', 'data'])
          .where('state', '=', 'queued')
          .where('due_at', '<=', at)
          .orderBy('due_at')
          .limit(limit)
        if (dialect === 'postgres') query = query.forUpdate().skipLocked()
        const rows = (await query.execute()) as Row[]
        const leased: { tenant: TenantId; mail: OutgoingMail }[] = []
        for (const row of rows) {
          const mail = { ...parse<OutgoingMail>(row), dueAt: leaseUntil }
          await sql
            .updateTable('outbox')
            .set({ due_at: leaseUntil, data: JSON.stringify(mail) })
            .where('tenant_id', '=', row.tenant_id ?? '')
            .where('id', '=', row.id ?? '')
            .execute()
          leased.push({ tenant: tenantOf(row), mail })
        }
        return leased
      })
    },

    async recentMail({ to, limit }) {
      let query = anywhere.selectFrom('outbox').select(['tenant_id', 'data']).orderBy('created_at', 'desc').limit(limit)
      if (to !== undefined) query = query.where('to_key', '=', fold(to))
      const rows = await query.execute()
      return rows.map((row) => ({ tenant: tenantOf(row as Row), mail: parse<OutgoingMail>(row as Row) }))
    },

    async clearMail() {
      await writeAnywhere((sql) => sql.deleteFrom('outbox').execute())
    },

    async tenantsOfSignIn(id) {
      const rows = await anywhere
        .selectFrom('sign_ins')
        .select('tenant_id')
        .distinct()
        .where((eb) => eb.or([eb('id', '=', id), eb('correlation_id', '=', id)]))
        .execute()
      return rows.map((row) => tenantOf(row as Row))
    },

    async instance(name) {
      const row = await anywhere.selectFrom('instance').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value as string | undefined
    },

    async setInstance(name, value) {
      await writeAnywhere((sql) =>
        sql
          .insertInto('instance')
          .values({ name, value })
          .onConflict((on) => on.column('name').doUpdateSet({ value }))
          .execute(),
      )
    },

    async sweep(at) {
      for (const table of ['codes', 'flows', 'sessions', 'one_time_codes', 'replays', 'limits', 'refresh_families']) {
        await writeAnywhere((sql) => sql.deleteFrom(table).where('expires_at', '<', at).execute())
      }
      // What an entry was about goes before the entry that tells which are old.
      await writeAnywhere((sql) =>
        sql
          .deleteFrom('object_values')
          .where('kind', 'in', ['audit_target', 'audit_target_name'])
          .where(
            'object_id',
            'in',
            sql
              .selectFrom('audits')
              .select('id')
              .where('created_at', '<', at - logRetention),
          )
          .execute(),
      )
      for (const table of ['sign_ins', 'audits']) {
        await writeAnywhere((sql) =>
          sql
            .deleteFrom(table)
            .where('created_at', '<', at - logRetention)
            .execute(),
        )
      }
    },
  }
}
