// npm run build:web [-- --quiet]: web/dist/, which the server serves under /admin, /myapps and /myaccount. Does nothing
// when what is there was built from the same sources by the same tools; runs before `npm start`, `npm test` and packing.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const out = join(root, 'web/dist')
const stampFile = join(out, 'built-from')

/** Of everything that the result depends on: sources, and the versions of all packages. */
function stamp(): string {
  const hash = createHash('sha256')
  // Pages share the pure rules of cross-tenant access settings with the server.
  const sources = globSync(['web/**/*.{ts,tsx,css,html,json,svg}', 'src/cross-tenant-access/*.ts'], {
    cwd: root,
    exclude: ['web/dist/**', '**/*.test.ts'],
  })
  for (const file of [...sources.toSorted(), 'package-lock.json']) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

const wanted = stamp()
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) process.exit(0)

console.log('Building the admin center and My Apps (once, and after changes) …')
process.env.NODE_ENV = 'production'
const { build } = await import('vite')
await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
for (const file of globSync('assets/*.{js,css}', { cwd: out })) {
  const bytes = readFileSync(join(out, file))
  writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }))
  writeFileSync(join(out, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
}
// Last, so that a build that was cut short is repeated.
writeFileSync(stampFile, wanted)
