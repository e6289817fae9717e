import { AssertionError } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

const patience = 10_000
const pause = 50

/**
 * That a page comes to show what is expected: reads again until it does, and fails with what it read last. A page answers a
 * click or a request in its own time, so one look at once would say more about how busy the machine is than about the page.
 */
export async function becomes<T>(read: () => Promise<T>, expected: T, message?: string): Promise<void> {
  const end = Date.now() + patience
  for (let seen = await read(); ; seen = await read()) {
    if (isDeepStrictEqual(seen, expected)) return
    if (Date.now() > end) {
      throw new AssertionError({ actual: seen, expected, operator: 'deepStrictEqual', ...(message && { message }) })
    }
    await sleep(pause)
  }
}
