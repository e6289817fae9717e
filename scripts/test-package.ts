// npm run test:package: packs the package as for publishing, installs the tarball into an empty folder, starts the demo
// from it as a newcomer would, asks for its health over HTTPS, and stops it. Ends with the counts.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json, text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { npm, pack, plainEnvironment } from './packed.ts'
import { report, reportFailure } from './run-tests.ts'

const patience = 120_000

/** The admin center and the script that it names: built, and found from where the package keeps them. */
async function adminCenter(data: string): Promise<string> {
  const { origin, ca } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'))
  const load = async (path: string) => {
    const [response] = await once(get(`${origin}${path}`, { ca: readFileSync(ca), agent: false }), 'response')
    const body = await text(response)
    if (response.statusCode !== 200) throw new Error(`${path} is answered with ${response.statusCode}: ${body}`)
    return body
  }
  const script = /src="([^"]+\.js)"/.exec(await load('/admin'))?.[1]
  if (!script) throw new Error('/admin names no script.')
  return `${script} of ${Math.round((await load(script)).length / 1024)} kB`
}

/** Health of a demo that wrote where it listens to `data/demo.json`; throws when it ended or took too long. */
async function health(demo: ChildProcess, data: string): Promise<unknown> {
  const file = join(data, 'demo.json')
  for (const deadline = performance.now() + patience; performance.now() < deadline; await pause(100)) {
    if (demo.exitCode !== null) throw new Error(`gatehouse demo ended with ${demo.exitCode} before it was ready.`)
    if (!existsSync(file)) continue
    try {
      const { origin, ca } = JSON.parse(readFileSync(file, 'utf8'))
      const [response] = await once(
        get(`${origin}/gatehouse/health`, { ca: readFileSync(ca), agent: false }),
        'response',
      )
      if (response.statusCode === 200) return await json(response)
    } catch {
      // Half-written file, or not listening yet.
    }
  }
  throw new Error(`gatehouse demo was not ready after ${patience / 1000} s.`)
}

/**
 * Consumers of `gatehouse/testing` in the folder of the installed package, on the system's own Node, however old: a module,
 * a CommonJS file as Jest has it, and both again for the compiler.
 */
function testDouble(place: string): string {
  const use = `void (async () => {
    const gatehouse = await startGatehouse()
    const { status } = await gatehouse.fetch('/gatehouse/health')
    const { accessToken } = await gatehouse.mint({ tenant: 'contoso', app: 'api', person: 'member' })
    await gatehouse.stop()
    console.log(process.version, status, accessToken.split('.').length)
  })()`
  const typed = `import { startGatehouse } from 'gatehouse/testing'
    export const use = async (): Promise<string> => {
      const gatehouse = await startGatehouse({ world: { tenants: { acme: { people: { ann: {} }, apps: { web: {} } } } } })
      // @ts-expect-error: nobody of this name is in the world
      void gatehouse.world.tenants.acme.people.bob
      return gatehouse.world.tenants.acme.people.ann.mail + (await gatehouse.mint({ tenant: 'acme', app: 'web' })).accessToken
    }`
  const module = ['./module.mjs', `import { startGatehouse } from 'gatehouse/testing'\n${use}`] as const
  const script = ['./script.cjs', `const { startGatehouse } = require('gatehouse/testing')\n${use}`] as const
  const told = [module, script].map(([file, source]) => {
    writeFileSync(join(place, file), source)
    return execFileSync('node', [file], { cwd: place, env: plainEnvironment(), encoding: 'utf8' }).trim()
  })
  if (!told.every((line) => / 200 3$/.test(line))) throw new Error(`gatehouse/testing answers ${told.join(' and ')}.`)
  writeFileSync(join(place, 'typed.mts'), typed)
  writeFileSync(join(place, 'typed.cts'), typed)
  const packages = join(process.cwd(), 'node_modules')
  const tsc = join(packages, 'typescript/bin/tsc')
  const strict = [
    '--noEmit',
    '--strict',
    '--target',
    'es2023',
    '--lib',
    'es2023,esnext.disposable',
    '--typeRoots',
    join(packages, '@types'),
    '--types',
    'node',
  ]
  for (const kind of ['nodenext', 'node20']) {
    execFileSync(process.execPath, [tsc, ...strict, '--module', kind, 'typed.mts', 'typed.cts'], {
      cwd: place,
      stdio: 'inherit',
    })
  }
  return told.join(', ')
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-package-'))
  const place = join(folder, 'empty')
  const data = join(place, 'data')
  mkdirSync(place)
  try {
    const tarball = pack(folder)
    npm(place, ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball])
    console.log(`test double: ${testDouble(place)}`)
    const began = performance.now()
    const demo = spawn('npx', ['--no', 'gatehouse', 'demo'], {
      cwd: place,
      env: { ...plainEnvironment(), PORT: '0', GATEHOUSE_DATA: data },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true, // A process group of its own: npx, its shell and the server are told to end together.
    })
    const exited = once(demo, 'exit')
    try {
      console.log(
        `health ${JSON.stringify(await health(demo, data))} after ${Math.round(performance.now() - began)} ms`,
      )
      console.log(`admin center: ${await adminCenter(data)}`)
    } finally {
      if (demo.exitCode === null && demo.pid) process.kill(-demo.pid, 'SIGTERM')
      await exited
    }
    report({ passed: 3, failed: 0, skipped: 0 })
  } catch (error) {
    reportFailure(error)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
