import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DemoWorld } from '../src/demo/world.ts'
import { provideChromium } from '../test/harness/chromium.ts'
import { type Contestant, type Operations, startContestant } from './contestant.ts'
import type { Name, Options } from './options.ts'
import type { BrowserAtWork } from './processes/browser.ts'
import type { Gatehouse, Started } from './processes/gatehouse.ts'
import type { Load, Target } from './processes/load.ts'

/** What the figures of one run share: a seeded server, the process that asks it, and how long each turn takes. */
export type Run = Pick<Options, 'rounds' | 'seconds' | 'users' | 'isQuick'> & {
  wants(...names: Name[]): boolean
  say(step: string): void
  folder(): string
  /** Started on first use, then the same for all. */
  gatehouse(): Promise<Started & { server: Contestant<Gatehouse> }>
  load(): Promise<Contestant<Load>>
  /** A real browser at that server. */
  browser(): Promise<Contestant<BrowserAtWork>>
  /** One tenant per size, all in one database, every other of its people a guest. */
  directories(): Promise<Directory[]>
  start<O extends Operations>(file: string): Promise<Contestant<O>>
}

export type Directory = { tenant: keyof DemoWorld['tenants']; users: number; guests: number }
const tenants = ['contoso', 'fabrikam', 'woodgrove'] as const

export async function withRun<T>(options: Options, work: (run: Run) => Promise<T>): Promise<T> {
  const folders: string[] = []
  const processes: { stop(): Promise<void> }[] = []
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
    folders.push(made)
    return made
  }
  const start = async <O extends Operations>(file: string) => {
    const started = await startContestant<O>(file)
    processes.push(started)
    return started
  }
  const say = (step: string) => process.stderr.write(`${step}\n`)
  const gatehouse = onceOnly(async () => {
    say('Seeding a world')
    const server = await start<Gatehouse>('gatehouse.ts')
    return { ...(await server.call('start', { folder: folder() })), server }
  })
  const fill = async () => {
    const { server } = await gatehouse()
    const filled: Directory[] = []
    for (const [index, users] of options.users.entries()) {
      const tenant = tenants[index]
      if (!tenant) throw new Error('more sizes than tenants')
      say(`Filling a tenant with ${users.toLocaleString('en-US')} users`)
      filled.push({ tenant, users, guests: await server.call('directory', { tenant, count: users }) })
    }
    return filled
  }
  const browse = async () => {
    const { server, ...started } = await gatehouse()
    const browser = await start<BrowserAtWork>('browser.ts')
    await browser.call('start', { server: started, chromium: provideChromium() })
    return browser
  }
  try {
    return await work({
      ...options,
      wants: (...names) => names.some((name) => options.only.has(name)),
      say,
      folder,
      start,
      gatehouse,
      load: onceOnly(() => start<Load>('load.ts')),
      browser: onceOnly(browse),
      directories: onceOnly(fill),
    })
  } finally {
    // The browser before the server that it is connected to.
    for (const one of processes.toReversed()) await one.stop()
    for (const one of folders) rmSync(one, { recursive: true, force: true })
  }
}

function onceOnly<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

export const target = ({ origin, ca }: { origin: string; ca: string }, connections: number): Target => ({
  origin,
  ca,
  connections,
})

export function app(world: DemoWorld, tenant: keyof DemoWorld['tenants'], key: string) {
  const found = world.tenants[tenant].apps[key]
  if (!found) throw new Error(`the demo has no app ${tenant}/${key}`)
  return { ...found, tenantId: world.tenants[tenant].id }
}
