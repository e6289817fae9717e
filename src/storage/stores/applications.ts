import type { ApplicationStore, ServicePrincipalStore } from '../../applications/store.ts'
import type { ConsentStore } from '../../consent/store.ts'
import { behind } from '../database.ts'
import { fold } from '../fold.ts'
import { applications, appRoleAssignments, grants, servicePrincipals } from '../tables.ts'
import { bump } from './tenants.ts'

const live = { deleted_at: null }
const deletedScope = (query: { deleted?: boolean | undefined }) => (query.deleted ? { deleted_at: 'not null' } : live)
const unlessDeleted = <T extends { deletedAt: number | null }>(one: T | undefined): T | undefined =>
  one?.deletedAt === null ? one : undefined

export const applicationStore: ApplicationStore = {
  find: async (door, id) => unlessDeleted(await applications.find(door, { id })),
  findEvenDeleted: (door, id) => applications.find(door, { id }),
  byAppId: async (door, appId) => (await applications.where(door, { app_id: appId, ...live }))[0],
  page: (door, query) => applications.page(door, query, deletedScope(query)),
  async add(tx, application) {
    await applications.insert(tx, application)
    await bump(tx)
  },
  async update(tx, id, change) {
    const after = await applications.update(tx, { id }, change)
    if (!after) throw new Error('the application is gone')
    await bump(tx)
    return after
  },
  async purge(tx, id) {
    await applications.remove(tx, { id })
    await bump(tx)
  },
}

export const servicePrincipalStore: ServicePrincipalStore = {
  find: async (door, id) => unlessDeleted(await servicePrincipals.find(door, { id })),
  many: async (door, ids) => (await servicePrincipals.many(door, 'id', ids)).filter((one) => one.deletedAt === null),
  byAppId: async (door, appId) => (await servicePrincipals.where(door, { app_id: appId, ...live }))[0],
  async byName(door, name) {
    const rows = await behind(door)
      .sql.selectFrom('object_values')
      .select('object_id')
      .where('tenant_id', '=', door.tenant)
      .where('kind', '=', 'sp.names')
      .where('value', '=', fold(name))
      .execute()
    const ids = rows.map((row) => row.object_id as string)
    return (await servicePrincipals.many(door, 'id', ids)).find((one) => one.deletedAt === null)
  },
  page: (door, query) => servicePrincipals.page(door, query, deletedScope(query)),
  async add(tx, principal) {
    await servicePrincipals.insert(tx, principal)
    await bump(tx)
  },
  async update(tx, id, change) {
    const after = await servicePrincipals.update(tx, { id }, change)
    if (!after) throw new Error('the service principal is gone')
    await bump(tx)
    return after
  },
  async purge(tx, id) {
    await servicePrincipals.remove(tx, { id })
    const { sql, tenant } = behind(tx)
    const links = [
      ['grants', 'client_id'],
      ['grants', 'resource_id'],
      ['app_role_assignments', 'principal_id'],
      ['app_role_assignments', 'resource_id'],
      ['memberships', 'member_id'],
      ['role_assignments', 'principal_id'],
    ] as const
    for (const [table, column] of links) {
      await sql.deleteFrom(table).where('tenant_id', '=', tenant).where(column, '=', id).execute()
    }
    await bump(tx)
  },
}

export const consentStore: ConsentStore = {
  grant: (door, id) => grants.find(door, { id }),
  grantsOfClient: (door, clientId) => grants.where(door, { client_id: clientId }),
  async grantsFor(door, clientId, principalId) {
    const all = await grants.where(door, { client_id: clientId })
    return all.filter((one) => one.consentType === 'AllPrincipals' || one.principalId === principalId)
  },
  async grantsOf(door, principalId) {
    const [own, everybody] = await Promise.all([
      grants.where(door, { principal_id: principalId }),
      grants.where(door, { principal_id: null }),
    ])
    return [...own, ...everybody]
  },
  grants: (door) => grants.where(door, {}),
  async putGrant(tx, grant) {
    await grants.put(tx, grant)
    await bump(tx)
  },
  async removeGrant(tx, id) {
    const removed = await grants.remove(tx, { id })
    if (removed) await bump(tx)
    return removed !== undefined
  },
  assignmentsOf: (door, principalIds) => appRoleAssignments.many(door, 'principal_id', principalIds),
  assignmentsTo: (door, resourceId) => appRoleAssignments.where(door, { resource_id: resourceId }),
  async addAssignment(tx, assignment) {
    const there = await appRoleAssignments.where(tx, {
      principal_id: assignment.principalId,
      resource_id: assignment.resourceId,
      app_role_id: assignment.appRoleId,
    })
    if (there.length > 0) return false
    await appRoleAssignments.insert(tx, assignment)
    await bump(tx)
    return true
  },
  async removeAssignment(tx, id) {
    const removed = await appRoleAssignments.remove(tx, { id })
    if (removed) await bump(tx)
    return removed !== undefined
  },
}
