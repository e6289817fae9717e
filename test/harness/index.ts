import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'
import { Client } from 'pg'
import type { DemoWorld } from '../../src/demo/world.ts'
import { trustLocalCa } from '../../src/http/tls.ts'
import type { Log } from '../../src/log.ts'
import { type DemoRunning, startDemo } from '../../src/main.ts'

/** One line of the server's log, for tests that search it for secrets. */
export type LogLine = { level: string; facts: Record<string, unknown>; message: string }

export type TestServer = {
  origin: string
  demo: DemoWorld
  /** The process's own server: for reads of the store that no API shows. Tests act through the API. */
  running: DemoRunning
  /** `fetch` against this server: a path or a URL. Redirects are answered, not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Moves the clock: `P31D`, `PT61S`. */
  advance(by: string): Promise<void>
  /** The newest letter to an address, waiting up to five seconds for it. */
  letter(to: string): Promise<OutboxLetter>
  letters(to: string): Promise<OutboxLetter[]>
  /** A client-credential token of the tenant's `admin-script` for Graph. */
  graphToken(tenant?: keyof DemoWorld['tenants']): Promise<string>
  /** Graph with that token: `graph('contoso').get('/v1.0/users')`. */
  graph(tenant?: keyof DemoWorld['tenants']): GraphClient
  /** What the server wrote to its log. */
  log: LogLine[]
  dataFolder: string
}

export type OutboxLetter = {
  id: string
  to: string
  subject: string
  text: string
  html: string
  links: string[]
  code?: string
  state: string
  attempts: number
  lastError: string | null
}

// biome-ignore lint/suspicious/noExplicitAny: tests read into bodies of every shape, and a wrong guess fails the test
export type GraphAnswer = { status: number; headers: Headers; body: any }
export type GraphClient = {
  get(path: string, headers?: Record<string, string>): Promise<GraphAnswer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<GraphAnswer>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<GraphAnswer>
  put(path: string, body: unknown): Promise<GraphAnswer>
  delete(path: string, headers?: Record<string, string>): Promise<GraphAnswer>
}

export type ServerOptions = {
  environment?: Record<string, string>
  /** Serve the sample portal too. */
  portal?: boolean
  /** Use this data folder (a restart) instead of a fresh copy of the seeded world. */
  dataFolder?: string
}

/**
 * A server of its own for one test or one file: real HTTPS on a free port, a fresh copy of the seeded demo world,
 * a clock that moves. Stopped and removed when `t` ends.
 */
export async function startServer(t: Pick<TestContext, 'after'>, options: ServerOptions = {}): Promise<TestServer> {
  const dataFolder = options.dataFolder ?? (await freshWorld())
  const log: LogLine[] = []
  const running = await startDemo({
    environment: { PORT: '0', GATEHOUSE_DATA: dataFolder, ...databaseOf(dataFolder), ...options.environment },
    portal: options.portal ?? false,
    log: collect(log),
  })
  // One hook: the runner calls hooks in the order they were added, and the folder must outlive the server.
  t.after(async () => {
    await running.stop()
    if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true })
  })
  if (running.caPath) trustLocalCa(readFileSync(running.caPath, 'utf8'))
  return testServer(running, log, dataFolder)
}

function testServer(running: DemoRunning, log: LogLine[], dataFolder: string): TestServer {
  const { origin, demo } = running
  const call = (path: string, init: RequestInit = {}) => fetch(new URL(path, origin), { redirect: 'manual', ...init })
  const operator = { authorization: `Bearer ${demo.operator.token}` }

  const letters = async (to: string, wait = 0) => {
    const answer = await call(`/gatehouse/outbox?to=${encodeURIComponent(to)}&wait=${wait}`, { headers: operator })
    if (answer.status !== 200) throw new Error(`outbox: ${answer.status} ${await answer.text()}`)
    return ((await answer.json()) as { value: OutboxLetter[] }).value
  }

  const graphToken = async (tenant: keyof DemoWorld['tenants'] = 'contoso') => {
    const { id, apps } = demo.tenants[tenant]
    const script = apps['admin-script']
    const answer = await call(`/${id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: script?.appId ?? '',
        client_secret: script?.secret ?? '',
        scope: 'https://graph.microsoft.com/.default',
      }),
    })
    const body = (await answer.json()) as { access_token?: string }
    if (!body.access_token) throw new Error(`no token for Graph: ${JSON.stringify(body)}`)
    return body.access_token
  }

  return {
    origin,
    demo,
    running,
    fetch: call,
    async advance(by) {
      const answer = await call('/gatehouse/clock', {
        method: 'POST',
        headers: { ...operator, 'content-type': 'application/json' },
        body: JSON.stringify({ advance: by }),
      })
      if (answer.status !== 200) throw new Error(`clock: ${answer.status} ${await answer.text()}`)
    },
    async letter(to) {
      const [newest] = await letters(to, 5)
      if (!newest) throw new Error(`no letter to ${to}`)
      return newest
    },
    letters: (to) => letters(to),
    graphToken,
    graph: (tenant = 'contoso') => graphClient(call, () => graphToken(tenant)),
    log,
    dataFolder,
  }
}

/** Graph with whatever token `token` gives: used as it is, in the order asked. */
export function graphClient(
  call: (path: string, init?: RequestInit) => Promise<Response>,
  token: () => Promise<string> | string,
): GraphClient {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await call(path, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = (answer.headers.get('content-type') ?? '').includes('json')
    return { status: answer.status, headers: answer.headers, body: isJson && text ? JSON.parse(text) : text }
  }
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    put: (path, body) => send('PUT', path, body),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
  }
}

const collect = (lines: LogLine[]): Log => {
  const at = (level: string) => (facts: Record<string, unknown>, message: string) => {
    lines.push({ level, facts, message })
  }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** A copy of the seeded world: making keys and hashes takes a second, copying a file does not. The caller removes it. */
export async function freshWorld(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  cpSync(await template(), folder, { recursive: true })
  if (postgres) await onPostgres(`create database ${databaseName(folder)} template ${worldDatabase}`)
  return folder
}

/**
 * With GATEHOUSE_TEST_STORE=postgres every server of the tests is on PostgreSQL, each on a copy of the seeded database
 * (`npm run test:postgres -- --everything`); otherwise on SQLite.
 */
const postgres = process.env.GATEHOUSE_TEST_STORE === 'postgres' ? process.env.GATEHOUSE_TEST_POSTGRES : undefined
const worldDatabase = 'gatehouse_world'
const databaseName = (dataFolder: string) =>
  basename(dataFolder)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '_')

function databaseOf(dataFolder: string, name = databaseName(dataFolder)): Record<string, string> {
  if (!postgres) return {}
  const url = new URL(postgres)
  url.pathname = `/${name}`
  return { DATABASE_URL: url.href, GATEHOUSE_SECRET: Buffer.alloc(32, 'a secret of the tests').toString('base64') }
}

async function onPostgres(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgres })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Seeds the world that all servers of a run copy. */
export async function makeTemplate(path: string): Promise<void> {
  const making = `${path}.${process.pid}`
  mkdirSync(making, { recursive: true })
  if (postgres) await onPostgres(`create database ${worldDatabase}`)
  const environment = { PORT: '0', GATEHOUSE_DATA: making, ...databaseOf(making, worldDatabase) }
  const seeded = await startDemo({ environment, portal: false, log: collect([]) })
  await seeded.stop()
  try {
    renameSync(making, path)
  } catch {
    // Another process of the run was faster; its world is as good.
    rmSync(making, { recursive: true, force: true })
  }
}

/** Made once per test run (GATEHOUSE_TEST_TEMPLATE, set by the runner), or once per process. */
async function template(): Promise<string> {
  const ofRun = process.env.GATEHOUSE_TEST_TEMPLATE
  const path = ofRun ?? join(tmpdir(), `gatehouse-template-${process.pid}`)
  if (existsSync(path)) return path
  await makeTemplate(path)
  if (!ofRun) process.on('exit', () => rmSync(path, { recursive: true, force: true }))
  return path
}
