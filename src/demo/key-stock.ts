import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'
import { firstKeys } from '../tenants/keys.ts'
import type { SigningKey } from '../tenants/tenant.ts'

/** A tenant that does not exist yet: its id, and keys that are sealed for it. */
export type Unborn = { id: TenantId; keys: SigningKey[] }

/**
 * Keys take a quarter of a second to make, and a clone for one test should take milliseconds: they are made ahead, while
 * nobody waits. Nothing is made before somebody asks.
 */
export function keyStock(deps: Pick<Deps, 'vault' | 'random' | 'clock' | 'log'>) {
  const ready: Unborn[] = []
  let wanted = 0
  let working = false

  const make = async (): Promise<Unborn> => {
    const id = deps.random.uuid() as TenantId
    return { id, keys: await firstKeys(deps, id, deps.clock.now()) }
  }

  async function refill(): Promise<void> {
    if (working) return
    working = true
    try {
      while (ready.length < wanted) ready.push(await make())
    } catch (error) {
      deps.log.warn({ error: (error as Error).message }, 'keys for clones could not be made ahead')
    } finally {
      working = false
    }
  }

  return {
    /** How many tenants there shall be keys for, from now on. */
    keep(count: number): void {
      wanted = count
      void refill()
    },
    async take(count: number): Promise<Unborn[]> {
      const taken = ready.splice(0, count)
      const missing = await Promise.all(Array.from({ length: count - taken.length }, make))
      // Who clones once clones again.
      wanted = Math.max(wanted, count)
      void refill()
      return [...taken, ...missing]
    },
  }
}
