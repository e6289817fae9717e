import { sql } from 'kysely'
import type { Application } from '../../applications/application.ts'
import type { UserType } from '../../directory/user.ts'
import type { Door } from '../../door.ts'
import type { TenantId } from '../../ids.ts'
import type { ReportStore } from '../../reports/store.ts'
import { behind, type Row } from '../database.ts'
import { fold } from '../fold.ts'

const day = 86_400_000

async function countLive(door: Door, table: string): Promise<number> {
  const row = await behind(door)
    .sql.selectFrom(table)
    .select(sql<number>`count(*)`.as('n'))
    .where('tenant_id', '=', door.tenant)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Counts by indexes that hold all that is asked (migration 0002): no document is read. */
export const reportStore: ReportStore = {
  async people(door) {
    const rows: Row[] = await behind(door)
      .sql.selectFrom('users')
      .select(['user_type', 'external_user_state', 'account_enabled', 'home_tenant_id', 'mail_domain_key'])
      .select([
        sql<number>`sum(case when sponsor_count > 0 then 1 else 0 end)`.as('sponsored'),
        sql<number>`count(*)`.as('n'),
      ])
      .where('tenant_id', '=', door.tenant)
      .where('deleted_at', 'is', null)
      .groupBy(['user_type', 'external_user_state', 'account_enabled', 'home_tenant_id', 'mail_domain_key'])
      .execute()
    return rows.flatMap((row) => {
      const common = {
        userType: row.user_type as UserType,
        externalUserState: row.external_user_state as string | null,
        accountEnabled: row.account_enabled === 1,
        homeTenantId: row.home_tenant_id as TenantId | null,
        domain: row.mail_domain_key as string | null,
      }
      const sponsored = Number(row.sponsored)
      return [
        { ...common, sponsored: true, count: sponsored },
        { ...common, sponsored: false, count: Number(row.n) - sponsored },
      ].filter(({ count }) => count > 0)
    })
  },

  async guestsFrom(door, { tenantId, domains }) {
    const known = domains.map(fold)
    const row = await behind(door)
      .sql.selectFrom('users')
      .select([
        sql<number>`sum(case when external_user_state = 'PendingAcceptance' then 1 else 0 end)`.as('pending'),
        sql<number>`count(*)`.as('n'),
      ])
      .where('tenant_id', '=', door.tenant)
      .where('deleted_at', 'is', null)
      .where((is) =>
        is.or([
          is('home_tenant_id', '=', tenantId),
          ...(known.length > 0
            ? [
                is.and([
                  is('home_tenant_id', 'is', null),
                  is('external_user_state', 'is not', null),
                  is('mail_domain_key', 'in', known),
                ]),
              ]
            : []),
        ]),
      )
      .executeTakeFirst()
    const pending = Number((row as Row | undefined)?.pending ?? 0)
    return { pending, accepted: Number((row as Row | undefined)?.n ?? 0) - pending }
  },

  async objects(door) {
    const deleted = await behind(door)
      .sql.selectFrom('users')
      .select(sql<number>`count(*)`.as('n'))
      .where('tenant_id', '=', door.tenant)
      .where('deleted_at', 'is not', null)
      .executeTakeFirst()
    return {
      groups: await countLive(door, 'groups'),
      applications: await countLive(door, 'applications'),
      servicePrincipals: await countLive(door, 'service_principals'),
      deletedUsers: Number(deleted?.n ?? 0),
    }
  },

  async invitations(door, at, soon) {
    const guest = sql.ref('invitations.guest_id')
    const row = await behind(door)
      .sql.selectFrom('invitations')
      .select([
        sql<number>`sum(case when expires_at is null or expires_at > ${at} then 1 else 0 end)`.as('pending'),
        sql<number>`sum(case when expires_at > ${at} and expires_at <= ${soon} then 1 else 0 end)`.as('expiring'),
        sql<number>`sum(case when expires_at <= ${at} then 1 else 0 end)`.as('expired'),
      ])
      .where('tenant_id', '=', door.tenant)
      .where('state', '=', 'pending')
      .where(
        sql<boolean>`exists (select 1 from users where users.tenant_id = ${door.tenant} and users.id = ${guest}
          and users.deleted_at is null)`,
      )
      .executeTakeFirst()
    const count = (name: string) => Number((row as Row | undefined)?.[name] ?? 0)
    return { pending: count('pending'), expiring: count('expiring'), expired: count('expired') }
  },

  async pendingSince(door, before) {
    const row = await behind(door)
      .sql.selectFrom('users')
      .select(sql<number>`count(*)`.as('n'))
      .where('tenant_id', '=', door.tenant)
      .where('deleted_at', 'is', null)
      .where('external_user_state', '=', 'PendingAcceptance')
      .where('external_user_state_changed_at', '<', before)
      .executeTakeFirst()
    return Number(row?.n ?? 0)
  },

  async applicationsEnding(door, before, top) {
    const rows: Row[] = await behind(door)
      .sql.selectFrom('applications')
      .select('data')
      .where('tenant_id', '=', door.tenant)
      .where('deleted_at', 'is', null)
      .where('credentials_end_at', '<', before)
      .where('credentials_end_at', 'is not', null)
      .orderBy('credentials_end_at')
      .limit(top)
      .execute()
    return rows.map((row) => JSON.parse(row.data as string) as Application)
  },

  async signIns(door, { from, offset, most }) {
    const { sql: db, dialect } = behind(door)
    // Whole days: PostgreSQL divides integers, as SQLite does.
    const shifted = sql<number>`(created_at + ${sql.lit(offset)}) / ${sql.lit(day)}`
    const rows: Row[] = await db
      .selectFrom(
        db
          .selectFrom('sign_ins')
          .select(['created_at', 'error_code', 'app_id', 'home_tenant_id', 'id'])
          .where('tenant_id', '=', door.tenant)
          .where('is_interactive', '=', sql.lit(1) as never)
          .where('service_principal_id', 'is', null)
          .where('created_at', '>=', from)
          .orderBy('created_at', 'desc')
          .limit(most)
          .as('newest'),
      )
      .select([shifted.as('day'), 'error_code', 'app_id', 'home_tenant_id'])
      .select([sql<number>`count(*)`.as('n'), sql<string>`max(id)`.as('sample')])
      .groupBy([dialect === 'postgres' ? sql`1` : sql.ref('day'), 'error_code', 'app_id', 'home_tenant_id'] as never)
      .execute()
    const counts = rows.map((row) => ({
      day: Number(row.day),
      errorCode: Number(row.error_code),
      appId: String(row.app_id),
      homeTenantId: row.home_tenant_id as TenantId | null,
      count: Number(row.n),
      sample: String(row.sample),
    }))
    return { counts, complete: counts.reduce((sum, { count }) => sum + count, 0) < most }
  },
}
