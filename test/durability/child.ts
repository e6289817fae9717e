import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { DemoWorld } from '../../src/demo/world.ts'
import { trustLocalCa } from '../../src/http/tls.ts'
import { type Served, servedBy } from '../harness/story.ts'

const binary = fileURLToPath(new URL('../../bin/gatehouse.cjs', import.meta.url))

export type Child = Served & {
  /** Everything it has written so far, on both streams. */
  written(): string
  /** Ends it, as a power cut does unless told otherwise, and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/** The real command in a process of its own, on a data folder that outlives it. */
export async function startChild(t: TestContext, dataFolder: string): Promise<Child> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(GATEHOUSE_|DATABASE_URL$|SMTP_URL$)/.test(name))
  const child = spawn(process.execPath, [binary, 'demo', '--json'], {
    env: { ...Object.fromEntries(kept), PORT: '0', GATEHOUSE_DATA: dataFolder },
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = once(child, 'close')
  const end = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await gone
  }
  t.after(() => end())
  let written = ''
  const ready = new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part
      written += part
      if (out.includes('\n')) resolve(out.split('\n')[0] ?? '')
    })
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      written += part
    })
    child.once('close', (code) => reject(new Error(`the demo ended with ${code}: ${written}`)))
  })
  const { demoFile, ca } = JSON.parse(await ready) as { demoFile: string; ca: string }
  trustLocalCa(readFileSync(ca, 'utf8'))
  const demo = JSON.parse(readFileSync(demoFile, 'utf8')) as DemoWorld
  return { ...servedBy(demo), written: () => written, end }
}
