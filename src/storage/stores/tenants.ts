import { sql } from 'kysely'
import type { CrossTenantAccessStore } from '../../cross-tenant-access/store.ts'
import type { Door, Unit } from '../../door.ts'
import type { TenantId } from '../../ids.ts'
import type { InvitationStore } from '../../invitations/store.ts'
import type { LimitStore, PolicyStore, TenantStore } from '../../tenants/store.ts'
import { behind } from '../database.ts'
import { run } from '../run.ts'
import { domains, invitations, signingKeys, tenants } from '../tables.ts'

/** Bumps the number that every cache of the tenant's configuration is keyed by. */
export async function bump(tx: Unit): Promise<void> {
  await behind(tx)
    .sql.updateTable('tenants')
    .set({ change_number: sql<number>`coalesce(change_number, 0) + 1` })
    .where('tenant_id', '=', tx.tenant)
    .execute()
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is gone`)
  return value
}

export const tenantStore: TenantStore = {
  get: (door) => tenants.find(door, {}),
  async add(tx, tenant) {
    await tenants.insert(tx, tenant)
    await bump(tx)
  },
  async changeNumber(door) {
    const { untilCommit } = behind(door)
    const known = untilCommit?.changeNumbers.get(door.tenant)
    if (known !== undefined) return known
    const commits = untilCommit?.commits
    const [row] = await run(door, 'tenants change_number', [door.tenant], (db) =>
      db.selectFrom('tenants').select('change_number').where('tenant_id', '=', door.tenant),
    )
    const number = Number(row?.change_number ?? 0)
    // Not when a commit came in between, nor for tenants that do not exist: strangers could name any number of those.
    if (number > 0 && untilCommit?.commits === commits) untilCommit?.changeNumbers.set(door.tenant, number)
    return number
  },
  changed: bump,
  async update(tx, change) {
    const after = found(await tenants.update(tx, {}, change), 'the tenant')
    await bump(tx)
    return after
  },
  domains: (door) => domains.where(door, {}),
  async putDomain(tx, domain) {
    await domains.put(tx, domain)
    await bump(tx)
  },
  async removeDomain(tx, name) {
    await domains.remove(tx, { name })
    await bump(tx)
  },
  keys: (door) => signingKeys.where(door, {}),
  async putKey(tx, key) {
    await signingKeys.put(tx, key)
    await bump(tx)
  },
  async removeKey(tx, kid) {
    await signingKeys.remove(tx, { kid })
    await bump(tx)
  },
}

export const policyStore: PolicyStore = {
  get: (door, kind) => document(door, 'policies', { kind }),
  async put(tx, kind, value) {
    await putDocument(tx, 'policies', { kind }, value)
    await bump(tx)
  },
  async remove(tx, kind) {
    await removeDocument(tx, 'policies', { kind })
    await bump(tx)
  },
}

const crossTenantDefault = { kind: 'crossTenantAccessDefault' }

export const crossTenantAccessStore: CrossTenantAccessStore = {
  getDefault: (door) => document(door, 'policies', crossTenantDefault),
  async putDefault(tx, value) {
    await putDocument(tx, 'policies', crossTenantDefault, value)
    await bump(tx)
  },
  async removeDefault(tx) {
    await removeDocument(tx, 'policies', crossTenantDefault)
    await bump(tx)
  },
  partner: (door, partner) => document(door, 'partners', { partner_id: partner }),
  async partners<P>(door: Door, query: { top: number; after?: string | undefined }) {
    let select = behind(door)
      .sql.selectFrom('partners')
      .select(['partner_id', 'data'])
      .where('tenant_id', '=', door.tenant)
      .orderBy('partner_id')
      .limit(query.top)
    if (query.after !== undefined) select = select.where('partner_id', '>', query.after)
    const rows = await select.execute()
    return rows.map((row) => ({ tenantId: row.partner_id as TenantId, value: JSON.parse(row.data as string) as P }))
  },
  async putPartner(tx, partner, value) {
    await putDocument(tx, 'partners', { partner_id: partner }, value)
    await bump(tx)
  },
  async removePartner(tx, partner) {
    const removed = await removeDocument(tx, 'partners', { partner_id: partner })
    if (removed) await bump(tx)
    return removed
  },
}

export const limitStore: LimitStore = {
  async hit(tx, key, windowMs, at) {
    const start = Math.floor(at / windowMs) * windowMs
    const first = { tenant_id: tx.tenant, limit_key: key, window_start: start, hits: 1, expires_at: start + windowMs }
    const [row] = await run(tx, 'limits hit', Object.values(first), (db) =>
      db
        .insertInto('limits')
        .values(first)
        .onConflict((on) =>
          on.columns(['tenant_id', 'limit_key']).doUpdateSet({
            hits: sql<number>`case when limits.window_start = excluded.window_start then limits.hits + 1 else 1 end`,
            window_start: sql<number>`excluded.window_start`,
            expires_at: sql<number>`excluded.expires_at`,
          }),
        )
        .returning('hits'),
    )
    return Number(row?.hits)
  },
  async clear(tx, key) {
    await removeDocument(tx, 'limits', { limit_key: key })
  },
}

export const invitationStore: InvitationStore = {
  find: (door, id) => invitations.find(door, { id }),
  ofGuest: (door, guestId) => invitations.where(door, { guest_id: guestId }, { newestFirst: true }),
  add: (tx, invitation) => invitations.insert(tx, invitation),
  async update(tx, id, change) {
    return found(await invitations.update(tx, { id }, change), 'the invitation')
  },
  async redeem(tx, id, at) {
    const before = await invitations.find(tx, { id })
    if (before?.state !== 'pending') return undefined
    return invitations.update(tx, { id }, (old) => ({ ...old, state: 'redeemed', changedAt: at }))
  },
}

async function document<T>(door: Door, table: string, key: Record<string, string>): Promise<T | undefined> {
  let query = behind(door).sql.selectFrom(table).select('data').where('tenant_id', '=', door.tenant)
  for (const [column, value] of Object.entries(key)) query = query.where(column, '=', value)
  const row = await query.executeTakeFirst()
  return row && (JSON.parse(row.data as string) as T)
}

async function putDocument(tx: Unit, table: string, key: Record<string, string>, value: unknown): Promise<void> {
  const data = JSON.stringify(value)
  await behind(tx)
    .sql.insertInto(table)
    .values({ tenant_id: tx.tenant, ...key, data })
    .onConflict((on) => on.columns(['tenant_id', ...Object.keys(key)]).doUpdateSet({ data }))
    .execute()
}

async function removeDocument(tx: Unit, table: string, key: Record<string, string>): Promise<boolean> {
  let query = behind(tx).sql.deleteFrom(table).where('tenant_id', '=', tx.tenant)
  for (const [column, value] of Object.entries(key)) query = query.where(column, '=', value)
  const { numDeletedRows } = await query.executeTakeFirst()
  return numDeletedRows > 0n
}
