import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { openAdmin } from './admin.ts'

/** kB (1,000 bytes) of gzip: what somebody waits for before the admin center shows its first page. */
const limit = 300

const dist = new URL('../../web/dist/', import.meta.url)
type Chunk = { file: string; imports?: string[]; css?: string[] }
const chunks: Record<string, Chunk> = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'))

/** The files of these parts of the build, with all that they cannot start without. */
function filesOf(...parts: string[]): Set<string> {
  const seen = new Set<string>()
  const files = new Set<string>()
  const visit = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    const chunk = chunks[name]
    assert.ok(chunk, `the build has no ${name}`)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    for (const part of chunk.imports ?? []) visit(part)
  }
  for (const part of parts) visit(part)
  return files
}

const sizeOf = (file: string) => statSync(new URL(`${file}.gz`, dist)).size

function assertLight(files: Iterable<string>): void {
  const sizes = [...files].map((file) => ({ file, bytes: sizeOf(file) })).toSorted((a, b) => b.bytes - a.bytes)
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const heaviest = sizes.slice(0, 8).map(({ file, bytes }) => `${file} ${bytes}`)
  assert.ok(total < limit * 1000, `${total} bytes of gzip: load what is not seen at once later. ${heaviest.join(', ')}`)
}

test('the first page of the admin center, with all that it cannot start without, is under 300 kB of gzip', () => {
  const frame = filesOf('admin.html')
  const first = filesOf('admin.html', 'admin/pages/overview/overview.tsx')
  assert.ok(first.size > frame.size, 'the Overview is a part of its own')
  assertLight(first)
})

test('a browser that opens the admin center for the first time loads less than 300 kB of scripts and styles, charts and all', async (t) => {
  const server = await startServer(t)
  const { context } = await openAdmin(t, server)
  const page = await context.newPage()
  const requested = new Set<string>()
  page.on('request', (request) => {
    if (['script', 'stylesheet'].includes(request.resourceType())) requested.add(new URL(request.url()).pathname)
  })
  const answer = page.waitForResponse((response) => response.url().endsWith('/v1.0/organization'))
  await page.goto(`${server.origin}/admin`)
  await answer
  await page.getByRole('main').getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.waitForLoadState('networkidle')
  const files = [...requested].map((path) => path.replace('/gatehouse/web/', ''))
  const needed = filesOf('admin.html', 'admin/pages/overview/overview.tsx')
  assert.deepEqual(
    [...needed].filter((file) => !files.includes(file)),
    [],
    'this counts what the browser loads',
  )
  assertLight(files)
})
