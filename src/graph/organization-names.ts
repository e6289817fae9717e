import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'

/** Name and default domain of other organizations, as `findTenantInformationByTenantId` tells them to anybody. */
export async function organizationNames(
  { store }: Pick<Deps, 'store'>,
  ids: readonly (TenantId | null)[],
): Promise<Map<TenantId, { displayName: string; domain: string }>> {
  const found = new Map<TenantId, { displayName: string; domain: string }>()
  for (const id of new Set(ids)) {
    if (id === null) continue
    const door = store.at(id)
    const tenant = await store.tenants.get(door)
    if (!tenant) continue
    const domains = await store.tenants.domains(door)
    const domain = domains.find(({ isDefault }) => isDefault)?.name ?? tenant.initialDomain
    found.set(id, { displayName: tenant.displayName, domain })
  }
  return found
}
