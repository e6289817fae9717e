import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const patience = 10_000
const pause = 50

/**
 * That a page comes to show what is expected: reads again until it does, and fails with what it read last. A page answers a
 * click or a request in its own time, so one look at once would say more about how busy the machine is than about the page.
 */
export async function becomes<T>(read: () => Promise<T>, expected: T, message?: string): Promise<void> {
  const end = Date.now() + patience
  for (let seen = await read(); ; seen = await read()) {
    try {
      assert.deepEqual(seen, expected, message)
      return
    } catch (error) {
      if (Date.now() > end) throw error
      await sleep(pause)
    }
  }
}
