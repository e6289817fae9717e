import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { AnyWorld } from '../demo/world.ts'
import type { WorldProblem } from '../demo/world-file.ts'
import type { LogLine } from './gatehouse.ts'

/** What the two processes tell each other. The channel's end ends the server, however this process ended. */
export type ToServer = { world?: unknown; expose: boolean; portal: boolean; removes: string | null }
export type FromServer =
  | ({ kind: 'ready' } & Ready)
  | { kind: 'failed'; message: string; problems?: readonly WorldProblem[] }
  | ({ kind: 'log' } & LogLine)

type Ready = { world: AnyWorld; demoFile: string; portalUrl: string | null }
export type ServerProcess = Ready & { stop(): Promise<void> }

type Runtime = { nodeToStart(): { node: string; compileCache: string } }

/** Starts the server on a Node that is new enough, whichever runs the tests. */
export async function startProcess(given: {
  environment: Record<string, string>
  settings: ToServer
  timeout: number
  onLog: (line: LogLine) => void
}): Promise<ServerProcess> {
  const { nodeToStart } = createRequire(import.meta.url)('../../bin/runtime.cjs') as Runtime
  const { node, compileCache } = nodeToStart()
  const main = new URL('./server.ts', import.meta.url)
  const child = spawn(node, [fileURLToPath(main)], {
    env: { NODE_COMPILE_CACHE: compileCache, ...cleanEnvironment(), ...given.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let told = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    told = `${told}${part}`.slice(-4000)
  })
  try {
    const { world, demoFile, portalUrl } = await readiness(child, given, () => told)
    letGo(child)
    return { world, demoFile, portalUrl, stop: () => stop(child, given.settings.removes) }
  } catch (error) {
    await stop(child, given.settings.removes)
    throw error
  }
}

/** Nothing that the runner set for itself, and no setting of another Gatehouse. */
function cleanEnvironment(): Record<string, string> {
  const own = /^(GATEHOUSE_.*|PORT|HOST|DATABASE_URL|SMTP_URL|NODE_OPTIONS|NODE_CHANNEL_.*|NODE_TEST_CONTEXT)$/
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !own.test(name))
  return Object.fromEntries(kept) as Record<string, string>
}

function readiness(
  child: ChildProcess,
  { settings, timeout, onLog }: { settings: ToServer; timeout: number; onLog: (line: LogLine) => void },
  told: () => string,
) {
  return new Promise<Ready>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`Gatehouse was not ready after ${timeout} ms. ${told()}`.trim())),
      timeout,
    )
    child.on('message', (message: FromServer) => {
      if (message.kind === 'log') onLog({ level: message.level, message: message.message, facts: message.facts })
      if (message.kind === 'failed') reject(failure(message))
      if (message.kind === 'ready') resolve(message)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`Gatehouse ended with ${signal ?? code} before it was ready. ${told()}`.trim())),
    )
    child.once('spawn', () => child.send(settings))
    child.once('exit', () => clearTimeout(late))
    child.on('message', ({ kind }: FromServer) => kind !== 'log' && clearTimeout(late))
  })
}

function failure({ message, problems }: Extract<FromServer, { kind: 'failed' }>): Error {
  const error = new Error(`Gatehouse could not start. ${message}`)
  return problems ? Object.assign(error, { problems }) : error
}

/** A test that forgets to stop ends all the same; the server sees the channel close, and ends itself. */
function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
  ;(child.stderr as { unref?: () => void } | null)?.unref?.()
}

/** In order; one that does not end in ten seconds is killed. */
async function stop(child: ChildProcess, folder: string | null): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.ref()
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    if (child.connected) child.disconnect()
    await ended
    clearTimeout(late)
  }
  if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
