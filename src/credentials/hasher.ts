import { Worker } from 'node:worker_threads'
import type { PasswordHasher } from '../deps.ts'
import { refusal } from '../errors/index.ts'
import { systemRandom } from '../random.ts'
import { cost, formatHash, parseHash } from './phc.ts'
import type { HashAnswer, HashTask } from './worker.ts'

/** More waiting than this is a flood: at 30 ms each the last would wait half a minute. */
const longestQueue = 1000
/** Compared with when there is no account: computed at the same cost, and equal to nothing. */
const nobody = { ...cost, salt: Buffer.alloc(16), tag: Buffer.alloc(cost.tagLength) }

type Job = { task: HashTask; done: (answer: HashAnswer) => void; failed: (reason: Error) => void }
type Seat = { worker: Worker; job: Job | undefined }

/**
 * argon2id in `threads` worker threads of its own: on the shared pool, hashes in flight would delay every signature
 * (design 1). Workers start with the first task and never keep the process alive when idle.
 */
export function startPasswordHasher(threads: number): PasswordHasher {
  const waiting: Job[] = []
  const seats = new Set<Seat>()
  let closed = false
  let lastId = 0

  const hire = (): Seat => {
    // After a build the files end in .js: the name must be one that can be found by reading it.
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
    const worker = new Worker(new URL(file, import.meta.url), { execArgv: [] })
    const seat: Seat = { worker, job: undefined }
    worker.unref()
    worker.on('message', (answer: HashAnswer) => {
      const { job } = seat
      seat.job = undefined
      worker.unref()
      job?.done(answer)
      serve()
    })
    const lost = (reason: Error) => {
      if (!seats.delete(seat)) return
      seat.job?.failed(reason)
      serve()
    }
    worker.on('error', lost)
    worker.on('exit', () => lost(new Error('the hashing thread ended')))
    seats.add(seat)
    return seat
  }

  const serve = () => {
    while (waiting.length > 0 && !closed) {
      const seat = [...seats].find(({ job }) => job === undefined) ?? (seats.size < threads ? hire() : undefined)
      if (!seat) return
      seat.job = waiting.shift()
      seat.worker.ref()
      seat.worker.postMessage(seat.job?.task)
    }
  }

  const run = (task: Omit<HashTask, 'id'>): Promise<{ tag: Uint8Array; equal: boolean }> => {
    if (closed) return Promise.reject(new Error('the password hasher is closed'))
    if (waiting.length >= longestQueue)
      return Promise.reject(refusal('temporarilyUnavailable', {}, { retryAfterSeconds: 10 }))
    lastId += 1
    const job = { ...task, id: lastId }
    return new Promise((resolve, reject) => {
      waiting.push({
        task: job,
        done: (answer) => ('failure' in answer ? reject(new Error(answer.failure)) : resolve(answer)),
        failed: reject,
      })
      serve()
    })
  }

  return {
    async hash(password) {
      const salt = systemRandom.bytes(16)
      const { tag } = await run({ password, salt, ...cost, tag: null })
      return formatHash({ ...cost, salt, tag })
    },
    async verify(password, hash) {
      const known = hash === undefined ? undefined : parseHash(hash)
      const { equal } = await run({ password, ...(known ?? nobody), tagLength: (known ?? nobody).tag.length })
      return equal && known !== undefined
    },
    async close() {
      closed = true
      const stopped = new Error('the password hasher is closed')
      for (const job of waiting.splice(0)) job.failed(stopped)
      await Promise.all([...seats].map(({ worker }) => worker.terminate()))
    },
  }
}
