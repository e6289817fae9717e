import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-launcher-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Loaded first, it makes this Node say that it is an old one; the Node that the launcher finds does not load it. */
const asOldNode = file('old.cjs', "Object.defineProperty(process.versions, 'node', { value: '12.22.0' })")
const greeting = file(
  'greet.ts',
  'const words: string[] = process.argv.slice(2)\nconsole.log(words, process.versions.node)',
)
const ending = file('end.ts', 'process.exit(Number(process.argv[2]))')
const dying = file('die.ts', "process.kill(process.pid, 'SIGKILL')\nsetTimeout(() => {}, 10_000)")
const waiting = file(
  'wait.ts',
  "process.on('SIGTERM', () => process.exit(7))\nsetTimeout(() => {}, 10_000)\nconsole.log('ready')",
)

function launch(script: string, args: string[] = [], launcher = 'scripts/run.cjs'): ChildProcess {
  return spawn(process.execPath, ['--require', asOldNode, resolve(launcher), script, ...args])
}

async function outcome(child: ChildProcess) {
  const exit = once(child, 'exit')
  const [out, err, [code, signal]] = await Promise.all([text(child.stdout!), text(child.stderr!), exit])
  return { out, err, code, signal }
}

test('on an old Node the launcher runs TypeScript on the locked one, with its arguments', async () => {
  const { out, code } = await outcome(launch(greeting, ['invite', 'a b']))
  assert.match(out, /^\[ 'invite', 'a b' \] (2[6-9]|[3-9]\d)\./)
  assert.equal(code, 0)
})

test('the exit code comes through', async () => {
  assert.equal((await outcome(launch(ending, ['3']))).code, 3)
})

test('a signal that ended the program ends the launcher', async () => {
  const { code, signal } = await outcome(launch(dying))
  assert.deepEqual({ code, signal }, { code: null, signal: 'SIGKILL' })
})

test('a signal to the launcher reaches the program, which may end in order', async () => {
  const child = launch(waiting)
  await once(child.stdout!, 'data')
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  assert.equal(code, 7)
})

test('without a Node that is new enough, one line says what to do', async () => {
  cpSync('bin', join(folder, 'bin'), { recursive: true })
  const { err, code } = await outcome(launch('demo', [], join(folder, 'bin/gatehouse.cjs')))
  assert.match(err, /^Gatehouse needs Node 26 or newer .+install it, or run npm install.+\n$/)
  assert.equal(code, 1)
})
