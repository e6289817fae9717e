import type { MovableClock } from '../clock.ts'
import type { Deps } from '../deps.ts'
import type { WorldCopy } from '../tenants/world-store.ts'
import { refuseBecause } from './requests.ts'

/** They lie in memory, whole. */
const most = 32

type Kept = { copy: WorldCopy; clock: ReturnType<MovableClock['state']> }

/** Snapshots of the whole world and its clock, for as long as the process lives. */
export function snapshotShelf(
  { store, random, wakeOutbox }: Pick<Deps, 'store' | 'random' | 'wakeOutbox'>,
  clock: MovableClock,
) {
  const kept = new Map<string, Kept>()
  return {
    async take() {
      if (kept.size >= most) refuseBecause('id', `There are ${most} snapshots already. Delete one first.`)
      const id = random.uuid()
      const state = clock.state()
      const copy = await store.world.copy()
      kept.set(id, { copy, clock: state })
      return { id, rows: copy.rows, now: new Date(state.now).toISOString() }
    },

    /** A clock that ran goes on from where real time is, with the distance that it had; a frozen one stands where it stood. */
    async restore(id: string): Promise<boolean> {
      const found = kept.get(id.toLowerCase())
      if (!found) return false
      await store.world.restore(found.copy)
      clock.reset()
      if (found.clock.offset !== 0) clock.shift(found.clock.offset)
      if (found.clock.frozen) clock.freeze(found.clock.now)
      wakeOutbox()
      return true
    },

    drop: (id: string): boolean => kept.delete(id.toLowerCase()),
  }
}
