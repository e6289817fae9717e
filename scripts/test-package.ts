// npm run test:package: packs the package as for publishing, installs the tarball into an empty folder, starts the demo
// from it as a newcomer would, asks for its health over HTTPS, and stops it. Ends with the counts.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { json, text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { report, reportFailure } from './run-tests.ts'

const patience = 120_000

/** Without what `npm run` adds, so that the system's own Node and npm start the package. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|GATEHOUSE_|INIT_CWD)/.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

function npm(cwd: string, args: string[]): string {
  return execFileSync('npm', args, {
    cwd,
    env: plainEnvironment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** The tarball's path, after a look at what it carries. */
function pack(folder: string): string {
  const [packed] = JSON.parse(npm(process.cwd(), ['pack', '--json', '--silent', '--pack-destination', folder]))
  const paths: string[] = packed.files.map((file: { path: string }) => file.path)
  const strays = paths.filter((path) => !/^(bin\/|dist\/|package\.json$|README|LICENSE|CHANGELOG)/.test(path))
  const sources = paths.filter((path) => path.endsWith('.ts') || path.includes('.test.'))
  if (strays.length + sources.length > 0) throw new Error(`The tarball carries ${[...strays, ...sources].join(', ')}.`)
  console.log(`packed ${paths.length} files, ${Math.round(packed.size / 1024)} kB`)
  return join(folder, packed.filename)
}

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

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-package-'))
  const place = join(folder, 'empty')
  const data = join(place, 'data')
  mkdirSync(place)
  try {
    const tarball = pack(folder)
    npm(place, ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball])
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
    report({ passed: 2, failed: 0, skipped: 0 })
  } catch (error) {
    reportFailure(error)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
