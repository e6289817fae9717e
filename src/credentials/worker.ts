import { argon2Sync, timingSafeEqual } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

/** One argon2id computation. With `tag`, the answer says whether it is equal. */
export type HashTask = {
  id: number
  password: string
  salt: Uint8Array
  memory: number
  passes: number
  parallelism: number
  tagLength: number
  tag: Uint8Array | null
}
export type HashAnswer = { id: number; tag: Uint8Array; equal: boolean } | { id: number; failure: string }

parentPort?.on('message', (task: HashTask) => parentPort?.postMessage(compute(task)))

function compute({ id, password, salt, memory, passes, parallelism, tagLength, tag }: HashTask): HashAnswer {
  try {
    const parameters = { message: password, nonce: salt, memory, passes, parallelism, tagLength }
    const computed = argon2Sync('argon2id', parameters)
    return {
      id,
      tag: computed,
      equal: tag !== null && tag.length === computed.length && timingSafeEqual(tag, computed),
    }
  } catch (thrown) {
    return { id, failure: thrown instanceof Error ? thrown.message : 'argon2 failed' }
  }
}
