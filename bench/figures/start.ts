/** A second start of the demo, as its user sees it, and the memory that it holds when nobody asks for anything. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Figure } from '../figure.ts'
import { median } from '../statistics.ts'
import type { Run } from '../world.ts'

const launcher = fileURLToPath(new URL('../../bin/gatehouse.cjs', import.meta.url))
const idleFor = 5000

export async function startFigures(run: Run): Promise<Figure[]> {
  if (!run.wants('start', 'memory')) return []
  run.say('Starts')
  const folder = run.folder()
  const first = await started(folder)
  await first.stop()
  const seconds: number[] = []
  const empty: number[] = []
  for (let round = 0; round < Math.max(3, run.rounds); round++) {
    empty.push(await emptyProgram())
    const again = await started(folder)
    seconds.push(again.seconds)
    await again.stop()
  }
  const all: Figure[] = []
  if (run.wants('start')) {
    all.push(
      { name: 'start', title: 'First start of the demo, seeding', value: first.seconds, unit: 's' },
      {
        name: 'start',
        title: 'Second start of the demo to ready',
        value: median(seconds),
        unit: 's',
        limit: { title: 'empty program', value: median(empty) },
        goal: { kind: 'below', bound: 1 },
        details: { rounds: seconds },
      },
    )
  }
  if (run.wants('memory') && residentMegabytes(process.pid) !== null) {
    run.say('Idle memory')
    const idle = await started(folder)
    await wait(idleFor)
    const megabytes = residentMegabytes(idle.pid) ?? Number.NaN
    await idle.stop()
    all.push({
      name: 'memory',
      title: 'Idle memory of the demo with its portal',
      value: megabytes,
      unit: 'MB',
      goal: { kind: 'below', bound: 150 },
    })
  }
  return all
}

type Started = { pid: number; seconds: number; stop(): Promise<void> }

/** Through the launcher, until the line that says where it is; that comes when it answers. */
async function started(folder: string): Promise<Started> {
  const began = performance.now()
  const child = spawn(process.execPath, [launcher, 'demo', '--json'], {
    env: { ...ownEnvironment(), PORT: '0', GATEHOUSE_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const line = await firstLine(child)
  const seconds = (performance.now() - began) / 1000
  if (typeof (JSON.parse(line) as { origin?: unknown }).origin !== 'string') throw new Error(`not a start: ${line}`)
  return {
    pid: child.pid ?? 0,
    seconds,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  if (!stdout || !stderr) throw new Error('no output to read')
  let said = ''
  stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error(`the demo ended before it was ready: ${said}`)
}

/** Seconds of a program that does nothing: what no start can be below. */
async function emptyProgram(): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, ['-e', ''], { env: ownEnvironment(), stdio: 'ignore' })
  await once(child, 'exit')
  return (performance.now() - began) / 1000
}

const ownEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GATEHOUSE_|DATABASE_URL|SMTP_URL)/.test(name)))

/** Resident set of a process in MB (10^6 bytes); null where the system does not tell (no /proc). */
function residentMegabytes(pid: number): number | null {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return null
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1]
  return kilobytes === undefined ? null : (Number(kilobytes) * 1024) / 1_000_000
}
