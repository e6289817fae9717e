import { useSyncExternalStore } from 'react'
import type { BulkRow } from './bulk-csv.ts'
import type { BulkResult } from './bulk-run.ts'

/** A list that is being invited, or was: the work goes on without its pane, and what came of it waits for the next look. */
export type Bulk = { rows: readonly BulkRow[]; results: readonly BulkResult[]; done: boolean }

let now: Bulk | null = null
const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

export const useBulk = (): Bulk | null => useSyncExternalStore(subscribe, () => now)

/** Null: it was seen, and the next list may come. */
export function setBulk(next: Bulk | null): void {
  now = next
  for (const changed of listeners) changed()
}

/** Whose lines were not begun, since it was stopped. */
export function leftOf({ rows, results, done }: Bulk): BulkRow[] {
  const begun = new Set(results.map(({ row }) => row))
  return done ? rows.filter((row) => !begun.has(row)) : []
}
