// npm run build (also `prepack`): dist/ for the package, since Node refuses to strip types below node_modules. It mirrors
// the repository (src, demo, package.json), so that relative paths lead to the same things from both.
// tsc turns `./x.ts` into `./x.js` in imports. Files that are named by `new URL('./x', import.meta.url)` (workers,
// style sheets, images) keep their places: everything that is not TypeScript is copied, and a `.ts` in such a name
// becomes `.js`. A name that leads nowhere stops the build.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { build } from 'vite'

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
const named = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+)\1,\s*import\.meta\.url,?\s*\)/g

rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })

// Types of what others may import, and of nothing else: twice, since a declaration is of one kind of module.
const types = [tsc, '-p', 'tsconfig.types.json', '--rewriteRelativeImportExtensions']
execFileSync(process.execPath, types, { stdio: 'inherit' })
execFileSync(process.execPath, [...types, '--outDir', 'dist/commonjs'], { stdio: 'inherit' })
writeFileSync('dist/commonjs/package.json', '{ "type": "commonjs" }\n')
for (const file of globSync('dist/**/*.d.ts')) {
  // tsc leaves them as they are; older compilers know declarations by the name of the emitted file only.
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"))
}

for (const entry of globSync(['package.json', 'bin/runtime.cjs', 'src/**', 'demo/**', 'web/dist/**'], {
  withFileTypes: true,
})) {
  if (!entry.isFile() || entry.name.endsWith('.ts')) continue
  const from = relative('.', join(entry.parentPath, entry.name))
  mkdirSync(dirname(join('dist', from)), { recursive: true })
  copyFileSync(from, join('dist', from))
}

const lost: string[] = []
for (const file of globSync('dist/**/*.js')) {
  const emitted = readFileSync(file, 'utf8')
  const rewritten = emitted.replaceAll(named, (whole, _quote, path: string) => {
    const target = path.replace(/\.ts$/, '.js')
    if (!existsSync(join(dirname(file), target))) lost.push(`${file} names ${path}, which is not in the package`)
    return whole.replace(path, target)
  })
  if (rewritten !== emitted) writeFileSync(file, rewritten)
}
if (lost.length > 0) {
  console.error(lost.join('\n'))
  process.exit(1)
}

// The test double's own half once more, in one CommonJS file: Jest reads no other kind.
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: 'dist/src/testing/index.js',
    outDir: 'dist/src/testing',
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'index.cjs' } },
  },
})
