import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const binary = fileURLToPath(new URL('../../bin/gatehouse.cjs', import.meta.url))

export type Ended = { code: number | null; out: string; err: string }

/** Nothing of the machine's own settings: only what the test says. */
function environmentOf(given: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(GATEHOUSE_|PORT$|HOST$|DATABASE_URL$|SMTP_URL$)/.test(name),
  )
  return { ...Object.fromEntries(kept), ...given }
}

/** Runs the real command to its end. */
export async function gatehouse(
  args: string[],
  options: { environment?: Record<string, string>; input?: string; cwd?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [binary, ...args], {
    env: environmentOf(options.environment ?? {}),
    cwd: options.cwd ?? tmpdir(),
    // A command that serves where it should have refused fails its test instead of holding it.
    timeout: 60_000,
  })
  child.stdin.end(options.input ?? '')
  const ended = once(child, 'close')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await ended
  return { code, out, err }
}

export type Serving = {
  /** What the command printed when it was ready. */
  ready: Record<string, string>
  /** Sends the signal and answers how it ended. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts `demo` or `serve` with `--json` and waits for its line; ended with the test at the latest. */
export async function serving(t: TestContext, args: string[], environment: Record<string, string>): Promise<Serving> {
  const child = spawn(process.execPath, [binary, ...args, '--json'], {
    env: environmentOf({ PORT: '0', ...environment }),
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await closed
  })
  let [out, err] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    err += part
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part
      if (out.includes('\n')) resolve(out)
    })
    child.once('close', (code) => reject(new Error(`gatehouse ${args.join(' ')} ended with ${code}: ${err}`)))
  })
  return {
    ready: JSON.parse(line) as Record<string, string>,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const [code] = await withinSeconds(closed, 10, child)
      return { code, out, err }
    },
  }
}

async function withinSeconds<T>(what: Promise<T>, seconds: number, child: ChildProcess): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`process ${child.pid} did not end in ${seconds} s`)), seconds * 1000)
  })
  return Promise.race([what, late]).finally(() => clearTimeout(timer))
}

/** An empty data folder that is removed with the test. */
export function dataFolder(t: Pick<TestContext, 'after'>): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-data-'))
  t.after(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
  return path
}
