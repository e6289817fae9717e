import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import type { GroupId, TenantId, UserId } from '../ids.ts'
import type { AuditEntry } from '../logs/audit.ts'
import type { Page, PageQuery } from '../paging.ts'

/** How long what was deleted can be restored (graph.md 2.5). */
export const restorableFor = 30 * 24 * 3600_000
const atOnce = 100

type Doors = Pick<Deps, 'store' | 'random'>
type Named = { id: string; displayName: string }
type Kind = {
  activity: string
  category: string
  type: AuditEntry['targetResources'][number]['type']
  page(tenant: TenantId, query: PageQuery & { deleted: true }): Promise<Page<Named>>
  /** Answers false when it was restored or purged meanwhile. */
  purge(tx: Unit, id: string): Promise<boolean>
}

/** Erases for good what was deleted more than 30 days before `at`, with an audit entry each, so many at a time. */
export async function purgeDeleted(deps: Doors, at: number): Promise<void> {
  const end = at - restorableFor
  for (const { id: tenant } of await deps.store.across.tenants()) {
    for (const kind of kindsOf(deps, end)) {
      const where = { op: 'le', column: 'deletedAt', value: end } as const
      const { items } = await kind.page(tenant, { where, top: atOnce, deleted: true })
      for (const item of items) {
        await deps.store.write(tenant, async (tx) => {
          if (await kind.purge(tx, item.id)) await deps.store.audit.add(tx, entryOf(deps, kind, item, at))
        })
      }
    }
  }
}

function kindsOf({ store }: Doors, end: number): Kind[] {
  const over = (found: { deletedAt: number | null } | undefined) =>
    (found?.deletedAt ?? Number.POSITIVE_INFINITY) <= end
  return [
    {
      activity: 'Hard delete user',
      category: 'UserManagement',
      type: 'User',
      page: (tenant, query) => store.users.page(store.at(tenant), query),
      async purge(tx, id) {
        const isOver = over(await store.users.findEvenDeleted(tx, id as UserId))
        if (isOver) await store.users.purge(tx, id as UserId)
        return isOver
      },
    },
    {
      activity: 'Hard delete group',
      category: 'GroupManagement',
      type: 'Group',
      page: (tenant, query) => store.groups.page(store.at(tenant), query),
      async purge(tx, id) {
        const isOver = over(await store.groups.findEvenDeleted(tx, id as GroupId))
        if (isOver) await store.groups.purge(tx, id as GroupId)
        return isOver
      },
    },
  ]
}

const entryOf = ({ random }: Doors, kind: Kind, { id, displayName }: Named, at: number): AuditEntry => ({
  id: random.uuid(),
  createdAt: at,
  correlationId: random.uuid(),
  activityDisplayName: kind.activity,
  category: kind.category,
  operationType: 'Delete',
  loggedByService: 'Core Directory',
  result: 'success',
  resultReason: null,
  initiatedBy: { kind: 'app', appId: null, servicePrincipalId: null, displayName: 'Retention' },
  targetResources: [{ id, displayName, type: kind.type, userPrincipalName: null, modifiedProperties: [] }],
  additionalDetails: [],
})
