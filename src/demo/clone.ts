import type { Deps } from '../deps.ts'
import type { ApplicationId, TenantId } from '../ids.ts'
import { blocksOf } from './describe.ts'
import type { keyStock } from './key-stock.ts'
import { secretOf } from './seed.ts'
import type { AnyWorld, DemoApp, DemoTenant } from './world.ts'

/**
 * Doubles tenants of the world as they are now, with new ids, domains, client ids and signing keys, and describes the
 * doubles in the shape of `demo.json` under the same keys. Secrets and passwords read as before.
 */
export async function cloneWorld(
  deps: Deps,
  stock: ReturnType<typeof keyStock>,
  world: AnyWorld,
  keys: readonly string[],
): Promise<AnyWorld> {
  const { store, random, config } = deps
  const chosen = [...new Set(keys)].map((key) => [key, world.tenants[key] as DemoTenant] as const)
  const unborn = await stock.take(chosen.length)
  const newIds = new Map(chosen.map(([, { id }], index) => [id as TenantId, unborn[index]?.id as TenantId]))
  // Domain names are public: six characters tell apart, they protect nothing.
  const tag = random.uuid().slice(0, 6)
  const rename = await store.world.double(newIds, { tag, newId: () => random.uuid() })
  const tenants: Record<string, DemoTenant> = {}
  for (const [index, [key, tenant]] of chosen.entries()) {
    const double = JSON.parse(rename(JSON.stringify(tenant))) as DemoTenant
    await store.write(double.id as TenantId, async (tx) => {
      for (const signing of unborn[index]?.keys ?? []) await store.tenants.putKey(tx, signing)
      for (const app of Object.values(double.apps)) {
        const id = app.objectId as ApplicationId
        if (!(await store.applications.find(tx, id))) continue
        await store.applications.update(tx, id, (old) => ({ ...old, passwordCredentials: credentialsOf(deps, app) }))
      }
    })
    tenants[key] = double
  }
  return { ...world, tenants, clients: blocksOf(tenants, config.origin) }
}

/** Only the secret that the world knows: of others nobody knows the text, and what is kept is bound to the old client id. */
const credentialsOf = ({ vault, random }: Deps, { appId, secret }: DemoApp) =>
  secret === undefined ? [] : [secretOf(secret, { appId, keyId: random.uuid() }, vault)]
