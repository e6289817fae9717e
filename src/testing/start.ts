import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import type { AnyWorld } from '../demo/world.ts'
import type { WorldFile } from '../demo/world-file.ts'
import type { DefaultWorld, Gatehouse, Letter, Snapshot, SomeWorld, StartOptions, WorldOf } from './gatehouse.ts'
import { type Call, httpsClient, operatorCalls } from './https.ts'
import { inWorld } from './in-world.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

/**
 * Starts a private Gatehouse and answers when it serves: any free port, a temporary data folder, silent. Instances know
 * nothing of each other. `stop` it when the tests are over; it ends with this process at the latest.
 */
export async function startGatehouse(options?: StartOptions): Promise<Gatehouse<DefaultWorld>>
export async function startGatehouse(options: StartOptions<string> & { world: string }): Promise<Gatehouse<AnyWorld>>
export async function startGatehouse<const File extends WorldFile>(
  options: StartOptions<File> & { world: File },
): Promise<Gatehouse<WorldOf<File>>>
export async function startGatehouse(options: StartOptions<WorldFile | string | undefined> = {}): Promise<unknown> {
  const { dataFolder, expose = false, portal = false, timeout = 60_000, onLog = () => undefined } = options
  const world = typeof options.world === 'string' ? JSON.parse(readFileSync(options.world, 'utf8')) : options.world
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), 'gatehouse-'))
  const server = await startProcess({
    environment: { PORT: '0', GATEHOUSE_DATA: folder, ...options.environment },
    settings: { world, expose, portal, removes: dataFolder === undefined ? folder : null },
    timeout,
    onLog,
  })
  try {
    const gatehouse = clientOf(server)
    if (options.clones) await gatehouse.prepare(options.clones)
    return gatehouse
  } catch (error) {
    await server.stop()
    throw error
  }
}

/**
 * An instance that runs already: one that a global set-up started, or `gatehouse demo` in another process. `demoFile` is
 * its `demo.json`. `stop` only lets go of it.
 */
export async function connectGatehouse<World extends SomeWorld = DefaultWorld>(
  demoFile: string,
): Promise<Gatehouse<World>> {
  const world = JSON.parse(readFileSync(demoFile, 'utf8')) as AnyWorld
  const gatehouse = clientOf({ world, demoFile, portalUrl: null, stop: async () => undefined })
  await gatehouse.clock.now()
  return gatehouse as unknown as Gatehouse<World>
}

function clientOf(server: ServerProcess): Gatehouse<SomeWorld> & { prepare(count: number): Promise<void> } {
  const { world, demoFile, portalUrl } = server
  if (world.ca === null) throw new Error('GATEHOUSE_TLS must be left alone here: the test trusts the local authority.')
  const ca = { path: world.ca, pem: readFileSync(world.ca, 'utf8') }
  const client = httpsClient(world.origin, ca.pem)
  const call = operatorCalls(client.send, world.operator.token)
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= server.stop().finally(client.close)
    return stopping
  }
  return {
    origin: world.origin,
    demoFile,
    ca,
    environment: { NODE_EXTRA_CA_CERTS: ca.path },
    portalUrl,
    trust: () => trust(ca),
    fetch: client.send,
    ...inWorld(world as SomeWorld, call, client.send),
    clock: clockOf(call),
    age: (id, by) => call('POST', 'age', { id, by }),
    outbox: outboxOf(call),
    snapshot: async () => snapshotOf(call, (await call<{ id: string }>('POST', 'snapshots')).id),
    async clone(tenants) {
      const cloned = await call<AnyWorld>('POST', 'worlds', tenants === undefined ? {} : { tenants })
      return inWorld(cloned as SomeWorld, call, client.send)
    },
    prepare: (count) => call('POST', 'keys', { count }),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function trust({ path, pem }: { path: string; pem: string }): void {
  const { getCACertificates, setDefaultCACertificates } = tls as Partial<typeof tls>
  if (!getCACertificates || !setDefaultCACertificates) {
    throw new Error(
      `Node ${process.version} learns only at its start whom to trust. Start Gatehouse in a global set-up and set ` +
        `process.env.NODE_EXTRA_CA_CERTS = '${path}' there, so that the test processes begin with it; gatehouse.fetch trusts it anyway.`,
    )
  }
  setDefaultCACertificates([...getCACertificates('default'), pem])
}

function clockOf(call: Call): Gatehouse['clock'] {
  const told = async (answer: Promise<{ now: string }>) => new Date((await answer).now)
  const change = (body: unknown) => told(call('POST', 'clock', body))
  const text = (at: Date | string) => (typeof at === 'string' ? at : at.toISOString())
  return {
    now: () => told(call('GET', 'clock')),
    advance: (by) => change({ advance: by }),
    set: (at) => change({ now: text(at) }),
    freeze: (at) => change({ freeze: true, ...(at === undefined ? {} : { now: text(at) }) }),
    reset: () => change({ reset: true }),
  }
}

function outboxOf(call: Call): Gatehouse['outbox'] {
  const read = async (query: Record<string, string>) =>
    (await call<{ value: Letter[] }>('GET', `outbox?${new URLSearchParams(query)}`)).value
  return {
    async letter(to, { seconds = 5 } = {}) {
      const [newest] = await read({ to, wait: String(seconds), top: '1' })
      if (!newest) throw new Error(`No letter to ${to} within ${seconds} s.`)
      return newest
    },
    letters: (to) => read({ top: '100', ...(to === undefined ? {} : { to }) }),
    clear: () => call('DELETE', 'outbox'),
  }
}

const snapshotOf = (call: Call, id: string): Snapshot => ({
  id,
  restore: () => call('POST', `snapshots/${id}/restore`),
  drop: () => call('DELETE', `snapshots/${id}`),
})
