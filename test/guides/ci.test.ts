import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'
import { parse } from 'yaml'
import { connectGatehouse } from '../../src/testing/index.ts'
import { gatehouse } from '../cli/run.ts'
import { blocksOf } from '../harness/guide.ts'

const closed = { additionalProperties: false }
const text = Type.String({ minLength: 1 })
/** What GitHub knows of a step: an action with its inputs, or a script. */
const step = Type.Union([
  Type.Object(
    {
      name: Type.Optional(text),
      uses: Type.String({ pattern: '^[\\w.-]+/[\\w.-]+@v\\d+$' }),
      with: Type.Optional(Type.Record(text, Type.Union([text, Type.Number(), Type.Boolean()]))),
    },
    closed,
  ),
  Type.Object({ name: Type.Optional(text), run: text, env: Type.Optional(Type.Record(text, text)) }, closed),
])
const workflow = Type.Object(
  {
    on: Type.Array(Type.Enum(['push', 'pull_request', 'workflow_dispatch'])),
    jobs: Type.Record(
      Type.String({ pattern: '^[a-z][\\w-]*$' }),
      Type.Object({ 'runs-on': text, steps: Type.Array(step) }, closed),
    ),
  },
  closed,
)

const [whole, more] = blocksOf('test-double.md', 'GitHub Actions').map((block) => block.text)
const steps = parse(more ?? '') as unknown

test('the workflow of the guide is one that GitHub takes', () => {
  const read = parse(whole ?? '') as unknown
  assert.deepEqual([...Value.Errors(workflow, read)], [])
  assert.deepEqual([...Value.Errors(Type.Array(step), steps)], [])
})

test('every command of the guide exists, with its options', async () => {
  const { jobs } = parse(whole ?? '') as Static<typeof workflow>
  const all = [...(jobs.test?.steps ?? []), ...(steps as Static<typeof step>[])]
  const scripts = all.flatMap((one) => ('run' in one ? one.run.split('\n') : []))
  const commands = scripts.flatMap((line) => [...line.matchAll(/\bgatehouse (\w+)((?: --[\w-]+)*)/g)])
  assert.ok(commands.length > 0)
  for (const [, command = '', options = ''] of commands) {
    const help = await gatehouse([command, '--help'])
    assert.equal(help.code, 0, command)
    for (const option of options.split(' ').filter(Boolean)) assert.match(help.out, new RegExp(`${option}\\b`), option)
  }
  // The rest is npm's own.
  const others = scripts.filter((line) => /^(npm|npx) /.test(line))
  assert.deepEqual(others, ['npm ci', 'npm test'])
})

test('the step for other languages starts a demo and tells the next steps whom to trust', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-ci-'))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  const [{ run = '' } = {}] = steps as { run?: string }[]
  // `npx` finds the package of the workflow's own folder; here it is this clone's.
  const binary = fileURLToPath(new URL('../../bin/gatehouse.cjs', import.meta.url))
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\nshift\nexec '${process.execPath}' '${binary}' "$@"\n`)
  chmodSync(join(folder, 'npx'), 0o755)
  const variables = join(folder, 'github-env')
  const script = `${run.replace('PORT=8443', 'PORT=0')}\necho $! > pid\n`
  execFileSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PATH: [folder, process.env.PATH].join(delimiter),
      RUNNER_TEMP: folder,
      GITHUB_ENV: variables,
    },
  })
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  t.after(() => process.kill(pid))
  const ready = JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8')) as { demoFile: string; ca: string }
  assert.equal(readFileSync(variables, 'utf8'), `SSL_CERT_FILE=${ready.ca}\n`)
  assert.match(readFileSync(ready.ca, 'utf8'), /BEGIN CERTIFICATE/)
  const demo = await connectGatehouse(ready.demoFile)
  assert.equal((await demo.fetch('/gatehouse/health')).status, 200)
})
