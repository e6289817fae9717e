import type { Group, Membership } from '../../directory/group.ts'
import type { RoleAssignment } from '../../directory/role.ts'
import type { GroupStore, RoleStore, UserStore } from '../../directory/store.ts'
import type { User } from '../../directory/user.ts'
import type { Door, Unit } from '../../door.ts'
import type { GroupId } from '../../ids.ts'
import type { PageQuery } from '../../paging.ts'
import { behind } from '../database.ts'
import { fold } from '../fold.ts'
import { groups, memberships, roleAssignments, users } from '../tables.ts'
import { bump } from './tenants.ts'

const live = { deleted_at: null }
const deletedScope = (query: { deleted?: boolean | undefined }) => (query.deleted ? { deleted_at: 'not null' } : live)

const first = <T>(found: T[]): T | undefined => found[0]
const unlessDeleted = <T extends { deletedAt: number | null }>(one: T | undefined): T | undefined =>
  one?.deletedAt === null ? one : undefined
function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is gone`)
  return value
}

export const userStore: UserStore = {
  find: async (door, id) => unlessDeleted(await users.find(door, { id })),
  findEvenDeleted: (door, id) => users.find(door, { id }),
  byUserPrincipalName: async (door, name) => first(await users.where(door, { upn_key: fold(name), ...live })),
  async byAddress(door, address) {
    const rows = await behind(door)
      .sql.selectFrom('object_values')
      .select('object_id')
      .where('tenant_id', '=', door.tenant)
      .where('kind', '=', 'user.addresses')
      .where('value', '=', fold(address))
      .execute()
    const ids = rows.map((row) => row.object_id as string)
    return (await users.many(door, 'id', ids)).filter((user) => user.deletedAt === null)
  },
  async byHome(door, home) {
    const all = await users.where(door, { home_tenant_id: home.tenantId, home_object_id: home.objectId })
    return liveFirst(all)
  },
  async byHomeEmail(door, address) {
    return liveFirst(await users.where(door, { home_email_key: fold(address) }))
  },
  many: (door, ids) => users.many(door, 'id', ids),
  page: (door, query) => users.page(door, query, deletedScope(query)),
  add: (tx, user) => users.insert(tx, user),
  update: async (tx, id, change) => found(await users.update(tx, { id }, change), 'the user'),
  async purge(tx, id) {
    await users.remove(tx, { id })
    await forget(tx, id)
    for (const table of ['passwords', 'sessions', 'refresh_families']) {
      await behind(tx).sql.deleteFrom(table).where('tenant_id', '=', tx.tenant).where('user_id', '=', id).execute()
    }
  },
}

/** A deleted guest is answered only when nobody else has the identity: the newest one then. */
function liveFirst(all: User[]): User | undefined {
  return (
    all.find((user) => user.deletedAt === null) ?? all.toSorted((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0))[0]
  )
}

/** Links to an object that is gone for good. */
async function forget(tx: Unit, id: string): Promise<void> {
  const { sql, tenant } = behind(tx)
  const links = [
    ['memberships', 'member_id'],
    ['role_assignments', 'principal_id'],
    ['app_role_assignments', 'principal_id'],
    ['grants', 'principal_id'],
  ] as const
  for (const [table, column] of links) {
    await sql.deleteFrom(table).where('tenant_id', '=', tenant).where(column, '=', id).execute()
  }
  await bump(tx)
}

export const groupStore: GroupStore = {
  find: async (door, id) => unlessDeleted(await groups.find(door, { id })),
  findEvenDeleted: (door, id) => groups.find(door, { id }),
  page: (door, query: PageQuery & { deleted?: boolean | undefined }) => groups.page(door, query, deletedScope(query)),
  add: (tx, group) => groups.insert(tx, group),
  update: async (tx, id, change) => found(await groups.update(tx, { id }, change), 'the group'),
  async purge(tx, id) {
    await groups.remove(tx, { id })
    await behind(tx)
      .sql.deleteFrom('memberships')
      .where('tenant_id', '=', tx.tenant)
      .where('group_id', '=', id)
      .execute()
    await forget(tx, id)
  },
  async members(door, id, query) {
    let select = behind(door)
      .sql.selectFrom('memberships')
      .select('data')
      .where('tenant_id', '=', door.tenant)
      .where('group_id', '=', id)
      .orderBy('member_id')
      .limit(query.top)
    if (query.after !== undefined) select = select.where('member_id', '>', query.after)
    return (await select.execute()).map((row) => JSON.parse(row.data as string) as Membership)
  },
  isMember: async (door, id, memberId) =>
    (await memberships.find(door, { group_id: id, member_id: memberId })) !== undefined,
  async groupsOf(door, memberId) {
    const direct = await directGroupIds(door, [memberId])
    return (await groups.many(door, 'id', direct)).filter((group: Group) => group.deletedAt === null)
  },
  async transitiveGroupIds(door, memberId) {
    const seen = new Set<string>()
    let layer = [memberId]
    while (layer.length > 0) {
      layer = (await directGroupIds(door, layer)).filter((id) => !seen.has(id))
      for (const id of layer) seen.add(id)
    }
    const all = await groups.many(door, 'id', [...seen])
    return all.filter((group) => group.deletedAt === null).map((group) => group.id)
  },
  async addMember(tx, membership) {
    const there = await memberships.find(tx, { group_id: membership.groupId, member_id: membership.memberId })
    if (there) return false
    await memberships.insert(tx, membership)
    await bump(tx)
    return true
  },
  async removeMember(tx, id, memberId) {
    const removed = await memberships.remove(tx, { group_id: id, member_id: memberId })
    if (removed) await bump(tx)
    return removed !== undefined
  },
}

async function directGroupIds(door: Door, memberIds: readonly string[]): Promise<GroupId[]> {
  const found = await memberships.many(door, 'member_id', memberIds)
  return [...new Set(found.map((one) => one.groupId))]
}

export const roleStore: RoleStore = {
  of: async (door, principalId) =>
    (await roleAssignments.where(door, { principal_id: principalId })).map((one) => one.roleTemplateId),
  holders: (door, roleTemplateId) => roleAssignments.where(door, { role_template_id: roleTemplateId }),
  all: (door) => roleAssignments.where(door, {}),
  async add(tx, assignment: RoleAssignment) {
    const key = { principal_id: assignment.principalId, role_template_id: assignment.roleTemplateId }
    if (await roleAssignments.find(tx, key)) return false
    await roleAssignments.insert(tx, assignment)
    await bump(tx)
    return true
  },
  async remove(tx, principalId, roleTemplateId) {
    const key = { principal_id: principalId, role_template_id: roleTemplateId }
    const removed = await roleAssignments.remove(tx, key)
    if (removed) await bump(tx)
    return removed !== undefined
  },
}
