import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { aptInstall, onPath } from './programs.ts'

export type Postgres = {
  /** `postgres://user:password@127.0.0.1:port/gatehouse`, with the right to create further databases. */
  url: string
  /** Makes an empty database on this server and answers its address. */
  database(name: string): Promise<string>
  /** Ends the server and removes its files. */
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root, so root starts it as somebody else. */
type Owner = { uid: number; gid: number } | Record<string, never>

/**
 * A private PostgreSQL from the system's binaries, in a temporary folder and on a free loopback port. With `durable`
 * it waits for the disk at each commit, as in production (benchmarks); tests are faster without.
 */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const binaries = providePostgres()
  const owner = unprivilegedOwner()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-'))
  try {
    if ('uid' in owner) chownSync(folder, owner.uid, owner.gid)
    const password = randomBytes(16).toString('hex')
    const data = join(folder, 'data')
    await initialize(binaries.initdb, { folder, data, password, owner })
    for (let attempt = 1; ; attempt++) {
      const port = await freePort()
      const server = await serve(binaries.postgres, { folder, data, port, durable, owner })
      const running = await whenReady(server, address(port, password, 'postgres'))
      if (running) return await hand(server, folder, port, password)
      // Another process took the port between our look and the server's start.
      if (attempt === 3) throw new Error(`PostgreSQL did not start:\n${server.output()}`)
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function providePostgres(): { initdb: string; postgres: string } {
  const find = () => {
    // Debian keeps them off PATH, one folder per version; the newest first.
    const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    const mac = ['/opt/homebrew/opt/postgresql/bin', '/usr/local/opt/postgresql/bin']
    const initdb = onPath(['initdb'], [...debian, ...mac])
    const postgres = onPath(['postgres'], [...debian, ...mac])
    return initdb && postgres ? { initdb, postgres } : undefined
  }
  const found = find() ?? (aptInstall(['postgresql']) ? find() : undefined)
  if (found) return found
  const line = process.platform === 'darwin' ? 'brew install postgresql' : 'sudo apt-get install -y postgresql'
  throw new Error(`These tests need PostgreSQL 15 or newer. Type: ${line}`)
}

function unprivilegedOwner(): Owner {
  if (process.getuid?.() !== 0) return {}
  const accounts = readFileSync('/etc/passwd', 'utf8')
  const line = /^postgres:.*$/m.exec(accounts) ?? /^nobody:.*$/m.exec(accounts)
  const [, , uid, gid] = line?.[0].split(':') ?? []
  if (!uid || !gid) throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody.')
  return { uid: Number(uid), gid: Number(gid) }
}

type Place = { folder: string; data: string; owner: Owner }

async function initialize(initdb: string, { folder, data, password, owner }: Place & { password: string }) {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if ('uid' in owner) chownSync(passwordFile, owner.uid, owner.gid)
  const options = ['-D', data, '-U', 'gatehouse', '--pwfile', passwordFile, '--auth=scram-sha-256']
  const layout = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions']
  await promisify(execFile)(initdb, [...options, ...layout], { ...owner, cwd: folder, env: environment() })
  rmSync(passwordFile)
}

type Server = { exited: Promise<unknown>; running(): boolean; output(): string; kill(signal: NodeJS.Signals): void }

async function serve(
  postgres: string,
  { folder, data, port, durable, owner }: Place & { port: number; durable: boolean },
): Promise<Server> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(postgres, ['-D', data, ...args], {
    ...owner,
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (text: string) => {
    output = (output + text).slice(-4000)
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  await once(child, 'spawn')
  // A test process that ends without `stop` (a crash, Ctrl-C) must not leave a server behind.
  const last = () => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', last)
  const exited = once(child, 'exit').then(() => process.off('exit', last))
  return {
    exited,
    running: () => child.exitCode === null && child.signalCode === null,
    output: () => output,
    kill: (signal) => child.kill(signal),
  }
}

/** Resolves with true once the server answers, with false when it ended instead. */
async function whenReady(server: Server, url: string): Promise<boolean> {
  const deadline = performance.now() + 30_000
  while (server.running()) {
    const client = new Client({ connectionString: url })
    client.on('error', () => {}) // The connection that ends with the server is told to us by `connect` already.
    try {
      await client.connect()
      await client.end()
      return true
    } catch (error) {
      if (performance.now() > deadline) throw error
      await pause(50)
    }
  }
  return false
}

async function hand(server: Server, folder: string, port: number, password: string): Promise<Postgres> {
  const database = async (name: string) => {
    const client = new Client({ connectionString: address(port, password, 'postgres') })
    await client.connect()
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
    } finally {
      await client.end()
    }
    return address(port, password, name)
  }
  return {
    url: await database('gatehouse'),
    database,
    async stop() {
      server.kill('SIGINT') // "Fast": open connections are closed, nothing waits for its client.
      await server.exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const address = (port: number, password: string, name: string) =>
  `postgres://gatehouse:${password}@127.0.0.1:${port}/${name}`

/** What the caller's shell says about PostgreSQL (PGDATA, PGPORT …) is about another server. */
function environment(): NodeJS.ProcessEnv {
  const foreign = ([name]: [string, string | undefined]) => !name.startsWith('PG')
  return { ...Object.fromEntries(Object.entries(process.env).filter(foreign)), LC_ALL: 'C' }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no loopback port')
  return address.port
}
