import { isoSeconds } from '../../clock.ts'
import type { Json } from '../route.ts'

/** Times of directory objects: whole seconds (graph.md 1.1). */
export const dateTime = (ms: number | null | undefined): Json =>
  ms === null || ms === undefined ? null : isoSeconds(ms)

/** `S-1-12-1-…`: the four little-endian words of the object id (graph.md 2.3). */
export function securityIdentifier(id: string): string {
  const hex = id.replaceAll('-', '')
  const bytes = Buffer.from(hex, 'hex')
  // A GUID's first three groups are written big-endian but kept little-endian.
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => bytes.readUInt32LE(at)).join('-')}`
}
