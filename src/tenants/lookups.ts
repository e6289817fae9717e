import type { Deps } from '../deps.ts'
import type { Snapshot } from './snapshot.ts'
import type { Domain, Tenant } from './tenant.ts'

/** The tenant of a snapshot, or undefined when there is none of that id. */
export const tenantIn = ({ store }: Pick<Deps, 'store'>, view: Snapshot): Promise<Tenant | undefined> =>
  view.once('tenant', (door) => store.tenants.get(door))

export const domainsIn = ({ store }: Pick<Deps, 'store'>, view: Snapshot): Promise<Domain[]> =>
  view.once('domains', (door) => store.tenants.domains(door))

/** Whether the tenant has proven the domain of an address: only then does the address say who somebody is. */
export async function ownsDomainOf(deps: Pick<Deps, 'store'>, view: Snapshot, address: string): Promise<boolean> {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return (await domainsIn(deps, view)).some(({ name, verifiedAt }) => verifiedAt !== null && name === domain)
}
