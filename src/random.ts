import { randomBytes, randomUUID } from 'node:crypto'

export type Random = {
  /** A version 4 GUID in lower case. */
  uuid(): string
  bytes(count: number): Uint8Array
  /** Unguessable text: `bytes` random bytes (32 unless told) in base64url. */
  token(bytes?: number): string
}

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
  token: (bytes = 32) => randomBytes(bytes).toString('base64url'),
}
