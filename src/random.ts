import { randomBytes, randomUUID } from 'node:crypto'

export type Random = {
  /** A version 4 GUID in lower case. */
  uuid(): string
  /**
   * A version 7 GUID (RFC 9562): begins with the time (epoch ms), the rest is random. For rows that come in masses: their
   * keys lie side by side in every index, so that writing one costs the same in a small log and in a large one.
   */
  orderedUuid(at: number): string
  bytes(count: number): Uint8Array
  /** Unguessable text: `bytes` random bytes (32 unless told) in base64url. */
  token(bytes?: number): string
}

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  orderedUuid(at) {
    const time = Math.max(0, Math.trunc(at)).toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`
  },
  bytes: (count) => randomBytes(count),
  token: (bytes = 32) => randomBytes(bytes).toString('base64url'),
}
