import { isDeepStrictEqual } from 'node:util'
import type { Change } from './audit.ts'

/**
 * What differs between two objects as they are shown on the wire, so that no hash or sealed secret can get into the log.
 * Values are JSON texts. Null is an object that did not exist before, or is gone.
 */
export function changesBetween(before: object | null, after: object | null): NonNullable<Change['modified']> {
  const old = new Map<string, unknown>(Object.entries(before ?? {}))
  const now = new Map<string, unknown>(Object.entries(after ?? {}))
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => !name.startsWith('@odata.') && !isDeepStrictEqual(old.get(name), now.get(name)))
    .map((name) => ({ displayName: name, oldValue: text(old.get(name)), newValue: text(now.get(name)) }))
}
