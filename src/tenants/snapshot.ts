import type { Deps } from '../deps.ts'
import type { Door } from '../door.ts'
import type { TenantId } from '../ids.ts'
import type { Store } from '../store.ts'

/**
 * What was read of one tenant's configuration since its last change. Taking one costs a single read, of the change
 * number; everything looked up through it is remembered until the number moves. Only for configuration: applications,
 * service principals, keys, domains, policies, grants. Users, groups and sessions do not bump the number.
 */
export type Snapshot = {
  tenant: TenantId
  door: Door
  changeNumber: number
  /** The value under `key`, loaded at most once. Values are shared: never alter them. */
  once<T>(key: string, load: (door: Door) => Promise<T>): Promise<T>
}

const perStore = new WeakMap<Store, Map<TenantId, Snapshot>>()
const mostTenants = 5000
const mostEntries = 2000

/**
 * The number is read before anything else of the request, so a value can be newer than its number but never older: a
 * change that was acknowledged is seen by the next request.
 */
export async function snapshot(deps: Pick<Deps, 'store'>, tenant: TenantId): Promise<Snapshot> {
  const { store } = deps
  let known = perStore.get(store)
  if (!known) {
    known = new Map()
    perStore.set(store, known)
  }
  const door = store.at(tenant)
  const changeNumber = await store.tenants.changeNumber(door)
  const before = known.get(tenant)
  if (before?.changeNumber === changeNumber) return before
  const fresh = newSnapshot(door, changeNumber)
  // A tenant that does not exist has number 0; remembering it would let strangers fill the map.
  if (changeNumber === 0) return fresh
  if (known.size >= mostTenants) known.clear()
  known.set(tenant, fresh)
  return fresh
}

function newSnapshot(door: Door, changeNumber: number): Snapshot {
  const values = new Map<string, Promise<unknown>>()
  return {
    tenant: door.tenant,
    door,
    changeNumber,
    once<T>(key: string, load: (door: Door) => Promise<T>): Promise<T> {
      const found = values.get(key) as Promise<T> | undefined
      if (found) return found
      // Keys come from requests (client ids, scopes): bounded, so that made-up ones cannot eat the memory.
      if (values.size >= mostEntries) values.clear()
      const loading = load(door)
      values.set(key, loading)
      loading.catch(() => values.delete(key))
      return loading
    },
  }
}
