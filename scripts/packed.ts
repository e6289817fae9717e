import { execFileSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** Without what `npm run` adds, so that the system's own Node and npm start the package. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|GATEHOUSE_|INIT_CWD)/.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

export function npm(cwd: string, args: string[]): string {
  return execFileSync('npm', args, {
    cwd,
    env: plainEnvironment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** What an editor needs of the documentation, by the `$schema` of a world file. */
const schemas = ['docs/reference/demo.schema.json', 'docs/reference/world.schema.json']

/** The tarball's path, after a look at what it carries. */
export function pack(folder: string): string {
  const [packed] = JSON.parse(npm(process.cwd(), ['pack', '--json', '--silent', '--pack-destination', folder]))
  const paths: string[] = packed.files.map((file: { path: string }) => file.path)
  const strays = paths.filter(
    (path) => !/^(bin\/|dist\/|package\.json$|README|LICENSE|CHANGELOG)/.test(path) && !schemas.includes(path),
  )
  const missing = schemas.filter((path) => !paths.includes(path))
  if (missing.length > 0) throw new Error(`The tarball lacks ${missing.join(', ')}.`)
  const sources = paths.filter((path) => /(?<!\.d)\.ts$/.test(path) || path.includes('.test.'))
  if (strays.length + sources.length > 0) throw new Error(`The tarball carries ${[...strays, ...sources].join(', ')}.`)
  console.log(`packed ${paths.length} files, ${Math.round(packed.size / 1024)} kB`)
  return join(folder, packed.filename)
}
