import { fork } from 'node:child_process'
import { once } from 'node:events'

/** What a process of its own can be asked to do: one argument in, JSON out. */
export type Operations = Record<string, (argument: never) => unknown>

export type Contestant<O extends Operations> = {
  call<K extends keyof O & string>(name: K, ...argument: Parameters<O[K]>): Promise<Awaited<ReturnType<O[K]>>>
  /** Its processor time while `work` ran. */
  busy<T>(work: () => Promise<T>): Promise<{ result: T; micros: ProcessorTime }>
  stop(): Promise<void>
}

/** Microseconds: of all threads, and of the one that runs JavaScript. */
export type ProcessorTime = { all: number; main: number }

/** Whose processor time can be told. */
export type Busy = Pick<Contestant<Operations>, 'busy'>

export type Ask = { id: number; name: string; argument: unknown }
export type Answer = { id: number; result?: unknown; failure?: string }

/** Starts a file of `processes/` in a process of its own; it has to call `takePart`. */
export async function startContestant<O extends Operations>(file: string): Promise<Contestant<O>> {
  const child = fork(new URL(`./processes/${file}`, import.meta.url), [], {
    // Settings of a real deployment must not leak into the measurement.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(GATEHOUSE_|DATABASE_URL|PORT)/.test(name)),
    ),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (reason: Error) => void }>()
  let lastId = 0
  let ended = false
  child.on('message', ({ id, result, failure }: Answer) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (failure === undefined) asked?.done(result)
    else asked?.failed(new Error(`${file}: ${failure}`))
  })
  child.on('exit', (code, signal) => {
    ended = true
    for (const { failed } of waiting.values()) failed(new Error(`${file} ended with ${code ?? signal}`))
  })
  await once(child, 'spawn')

  const ask = (name: string, argument: unknown): Promise<unknown> => {
    if (ended) return Promise.reject(new Error(`${file} has ended`))
    lastId += 1
    const id = lastId
    return new Promise((done, failed) => {
      waiting.set(id, { done, failed })
      child.send({ id, name, argument } satisfies Ask)
    })
  }
  return {
    // Both sides are typed by the same operations; JSON between them keeps their shape.
    call: (name, ...[argument]) => ask(name, argument ?? null) as Promise<never>,
    async busy(work) {
      const before = (await ask('cpu', null)) as ProcessorTime
      const result = await work()
      const after = (await ask('cpu', null)) as ProcessorTime
      return { result, micros: { all: after.all - before.all, main: after.main - before.main } }
    },
    async stop() {
      if (ended) return
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
