/**
 * Composition: opens the database, the vault and the workers, assembles the server, and ends it all in order.
 * The only module beside `http/` that knows `storage/`.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { ensureFirstParty } from './applications/first-party.ts'
import { type Clock, type MovableClock, movableClock, systemClock } from './clock.ts'
import { BadSetting, type Config, parseConfig } from './config.ts'
import { startPasswordHasher } from './credentials/index.ts'
import { registerDemo } from './demo/api.ts'
import { hasPortal, linkPortal } from './demo/portal-link.ts'
import { readWorld } from './demo/read-world.ts'
import { ensureDemo } from './demo/seed.ts'
import type { AnyWorld, DemoWorld } from './demo/world.ts'
import type { Deps } from './deps.ts'
import { purgeDeleted } from './directory/retention.ts'
import { listen } from './http/listen.ts'
import { buildServer } from './http/server.ts'
import { localTls } from './http/tls.ts'
import type { Log } from './log.ts'
import { startOutbox } from './mail/index.ts'
import { systemRandom } from './random.ts'
import { openStore } from './storage/index.ts'
import type { Store } from './store.ts'
import { openVault, type Vault } from './vault.ts'

/** A server that answers. `stop` ends it in order: requests, workers, log rows, database. */
export type Running = {
  origin: string
  config: Config
  deps: Deps
  /** Of the local authority that vouches for the server, when `GATEHOUSE_TLS` is `auto`. */
  caPath: string | null
  stop(): Promise<void>
}

export type DemoRunning<World = DemoWorld> = Running & {
  demo: World
  demoFile: string
  clock: MovableClock
  portalUrl: string | null
}

type Environment = Readonly<Record<string, string | undefined>>
type Options = { environment?: Environment; log?: Log; onProgress?: (step: string) => void }

const sweepEvery = 10 * 60_000

type DemoOptions = Options & { expose?: boolean; portal?: boolean }

/**
 * The demo: a seeded world, a clock that moves, a mailbox that can be read. Loopback only unless `expose`. `world` is a
 * world file, read as JSON, for the first start on a data folder; later starts keep the world that is there.
 */
export async function startDemo(options?: DemoOptions): Promise<DemoRunning>
export async function startDemo(options: DemoOptions & { world: unknown }): Promise<DemoRunning<AnyWorld>>
export async function startDemo(
  options: DemoOptions & { world?: unknown } = {},
): Promise<DemoRunning | DemoRunning<AnyWorld>> {
  const config = parseConfig('demo', options.environment ?? process.env, { expose: options.expose ?? false })
  // Before anything is written.
  const wanted = options.world === undefined ? undefined : readWorld(options.world, config.domainSuffix)
  const clock = movableClock()
  const demo: { world?: AnyWorld; file?: string } = {}
  const running = await start(config, clock, options, {
    async prepare(deps, caPath) {
      const madeBy = await deps.store.across.instance('madeBy')
      // A demo would take the place of the operator's credential.
      if (madeBy !== undefined && madeBy !== 'demo') {
        throw new BadSetting('GATEHOUSE_DATA', 'holds a deployment, not a demo. Start it with `gatehouse serve`.')
      }
      const made = await ensureDemo(deps, { caPath, wanted, onProgress: options.onProgress })
      demo.world = made.world
      demo.file = made.file
    },
    async register(app, deps) {
      registerDemo(app, deps, clock, demo.world as AnyWorld)
    },
  })
  if (!demo.world || !demo.file) throw new Error('the demo world was not made')
  let portalUrl: string | null = null
  let stopPortal: () => Promise<void> = async () => undefined
  if (options.portal !== false && hasPortal(demo.world)) {
    try {
      const { startPortal } = await import('../demo/portal/index.ts')
      const portal = await startPortal({ demo: demo.world, caPath: running.caPath })
      portalUrl = portal.url
      stopPortal = portal.stop
      await linkPortal(running.deps, demo.world, portal.url)
    } catch (error) {
      // Whoever started this is told, and nothing goes on listening.
      await stopPortal()
      await running.stop()
      throw error
    }
  }
  return {
    ...running,
    demo: demo.world,
    demoFile: demo.file,
    clock,
    portalUrl,
    async stop() {
      await stopPortal()
      await running.stop()
    },
  }
}

/** Production. Refuses a store that a demo made: its passwords are known to everybody. */
export async function startServe(options: Options = {}): Promise<Running> {
  const environment = options.environment ?? process.env
  const config = parseConfig('serve', environment)
  /** The setting that whoever started it has to look at. */
  const setting = environment.DATABASE_URL ? 'DATABASE_URL' : 'GATEHOUSE_DATA'
  return start(config, systemClock, options, {
    async prepare(deps) {
      if ((await deps.store.across.instance('madeBy')) === 'demo') {
        throw new BadSetting(
          setting,
          'holds a demo, whose passwords are public. Run `gatehouse init` with another folder or database.',
        )
      }
      if ((await deps.store.across.instance('operator')) === undefined) {
        throw new BadSetting(
          setting,
          'holds no deployment yet. Run `gatehouse init` first: it makes the first tenant and its administrator.',
        )
      }
    },
    register: async () => undefined,
  })
}

type Part = {
  prepare(deps: Deps, caPath: string | null): Promise<void>
  register(app: import('fastify').FastifyInstance, deps: Deps): Promise<void>
}

async function start(given: Config, clock: Clock, options: Options, part: Part): Promise<Running> {
  const tls = await certificate(given, clock)
  const listening = await listen({ host: given.host, port: given.port, tls: tls && { key: tls.key, cert: tls.cert } })
  const scheme = given.tls.kind === 'off' ? 'http' : 'https'
  const config: Config = {
    ...given,
    port: listening.port,
    origin: given.origin || `${scheme}://localhost:${listening.port}`,
  }
  try {
    return await serve(config, clock, options, part, listening, tls?.caPath ?? null)
  } catch (error) {
    await listening.close()
    throw error
  }
}

async function serve(
  config: Config,
  clock: Clock,
  options: Options,
  part: Part,
  listening: Awaited<ReturnType<typeof listen>>,
  caPath: string | null,
): Promise<Running> {
  const opened = await openDeps(config, clock, options.log)
  const { deps } = opened
  try {
    await ensureFirstParty(deps)
    await part.prepare(deps, caPath)
    const outbox = startOutbox(deps)
    opened.onWake(outbox.wake)
    let handler: ((request: never, response: never) => void) | undefined
    const app = await buildServer(deps, (handle) => {
      handler = handle as never
      return listening.server
    })
    await part.register(app, deps)
    await app.ready()
    listening.open(handler as never)
    let stopping: Promise<void> | undefined
    const sweeping = setInterval(() => void sweep(deps), sweepEvery).unref()
    return {
      origin: config.origin,
      config,
      deps,
      caPath,
      stop() {
        stopping ??= (async () => {
          clearInterval(sweeping)
          await listening.close()
          await outbox.stop()
          await opened.close()
        })()
        return stopping
      },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function sweep(deps: Deps): Promise<void> {
  try {
    await deps.store.across.sweep(deps.clock.now())
    await purgeDeleted(deps, deps.clock.now())
  } catch (error) {
    deps.log.warn({ error: (error as Error).message }, 'the sweep of expired rows failed and will be tried again')
  }
}

/** What commands need that work on the store without serving: `init` and `migrate`. */
export async function openDeps(config: Config, clock: Clock, log: Log = stderrLog()) {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const vault = openVault(config.secret ?? keptSecret(config.dataFolder))
  const store = await openStore(config.database)
  try {
    await checkSecret(store, vault, config)
  } catch (error) {
    await store.close()
    throw error
  }
  const passwords = startPasswordHasher(Math.max(1, availableParallelism() - 1))
  let wake: () => void = () => undefined
  const deps: Deps = {
    config,
    clock,
    random: systemRandom,
    vault,
    store,
    passwords,
    wakeOutbox: () => wake(),
    log,
  }
  return {
    deps,
    onWake(next: () => void) {
      wake = next
    },
    async close() {
      await passwords.close()
      await store.close()
    },
  }
}

/** A database keeps the fingerprint of its secret: with another one every key and secret in it would be unreadable. */
async function checkSecret(store: Store, vault: Vault, config: Config): Promise<void> {
  const known = await store.across.instance('secretFingerprint')
  if (known === undefined) await store.across.setInstance('secretFingerprint', vault.fingerprint)
  else if (known !== vault.fingerprint) {
    const isKept = config.secret === null
    throw new BadSetting(
      isKept ? 'GATEHOUSE_DATA' : 'GATEHOUSE_SECRET',
      `${isKept ? `holds ${join(config.dataFolder, 'secret.key')}, which` : ''} is not the one that this database was made with. Use that one: nothing in it can be read with another.`.trim(),
    )
  }
  if ((await store.across.instance('instanceId')) === undefined) {
    await store.across.setInstance('instanceId', systemRandom.uuid())
  }
}

/** With SQLite and no GATEHOUSE_SECRET: made once, kept in the data folder, readable by its owner alone. */
function keptSecret(dataFolder: string): Uint8Array {
  const path = join(dataFolder, 'secret.key')
  if (!existsSync(path)) {
    // On the disk before anything is encrypted with it.
    writeFileSync(path, Buffer.from(systemRandom.bytes(32)).toString('base64'), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
  }
  chmodSync(path, 0o600)
  const secret = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (secret.length < 32) {
    throw new BadSetting(
      'GATEHOUSE_DATA',
      `holds ${path}, which is cut short. Put your copy of it back; if nothing was made here yet, delete it.`,
    )
  }
  return secret
}

async function certificate(config: Config, clock: Clock) {
  if (config.tls.kind === 'off') return null
  if (config.tls.kind === 'files') {
    const { cert, key } = config.tls
    for (const file of [cert, key]) {
      if (!existsSync(file)) throw new BadSetting('GATEHOUSE_TLS', `names ${file}, which is not there.`)
    }
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8'), caPath: null }
  }
  const origin = config.origin === '' ? [] : [new URL(config.origin).hostname]
  return localTls(config.dataFolder, [...origin, ...config.hosts], clock.now())
}

/** One JSON object per line on standard error. */
function stderrLog(): Log {
  const logger = pino(
    { base: null, messageKey: 'message', timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  )
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  }
}
