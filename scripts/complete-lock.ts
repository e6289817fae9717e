// node scripts/run.cjs scripts/complete-lock.ts, after `npm install` changed the lock file.
//
// A registry may lack the packages of other platforms. npm then leaves those out of the lock, and a later `npm ci` misses
// them. Their versions are known (a package pins its own platform packages), so they are entered without an integrity
// value; npm fills it in where the package can be had.
//
// And no entry says which Node it wants: npm would compare that with the Node that npm itself runs on, which may be old,
// and not with ours, which comes as a package. It would warn two hundred times, and leave out, without a word, what is
// optional and native: the bundler could then not build the pages.
import { readFileSync, writeFileSync } from 'node:fs'

type Entry = {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
  engines?: unknown
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el']

/** Which machine a platform package is for, read from its name: `@oxc-parser/binding-linux-arm-gnueabihf`. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const words = name.split(/[/-]/)
  const os = words.find((word) => systems.includes(word))
  const cpu = words.find((word) => processors.includes(word))
  if (!os || !cpu) return undefined
  const musl = words.some((word) => word.startsWith('musl'))
  const libc = os !== 'linux' ? {} : { libc: [musl ? 'musl' : 'glibc'] }
  return { ...libc, os: [os], cpu: [cpu] }
}

const path = 'package-lock.json'
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(path, 'utf8'))
const added: string[] = []
for (const [parent, entry] of Object.entries(lock.packages))
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (lock.packages[place] || lock.packages[`${parent}/${place}`] || !/^\d/.test(version)) continue
    const platform = platformOf(name)
    if (!platform) continue
    const { cpu, os, ...libc } = platform
    lock.packages[place] = { version, cpu, ...(entry.dev ? { dev: true } : {}), ...libc, optional: true, os }
    added.push(`${name}@${version}`)
  }
for (const entry of Object.values(lock.packages)) delete entry.engines
// In npm's own order, so that the next `npm install` moves nothing.
const ordered = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(ordered) }, null, 2)}\n`)
console.log(added.length === 0 ? 'The lock file is complete.' : `Added ${added.join(', ')}`)
