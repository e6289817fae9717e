import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

export type Counts = { passed: number; failed: number; skipped: number }

/** Paths below the repository, in a fixed order. */
export function findTests(patterns: string[], exclude: string[] = []): string[] {
  return globSync(patterns, { exclude }).sort()
}

/** Tests with a browser wait half of their time: for pages, for clocks, for one another. */
const atOnce = availableParallelism() + 1
/** A file that takes longer hangs, and is ended instead of holding up everybody (milliseconds). */
const longestFile = 240_000

/**
 * Runs test files, each in a process of its own (one more than there are cores), with Node's own readable report on standard output.
 * A test that was cancelled, and a run that executed nothing, count as failed. A file that failed and whose browser crashed
 * meanwhile (test/harness/browser.ts) runs once more, and that run counts: a browser that a page of ours brings down, it
 * brings down again.
 */
export async function runTests(files: string[], namePatterns: string[] = []): Promise<Counts> {
  if (files.length === 0) throw new Error('No test files were found.')
  // Each file is a process of its own; with the launcher's cache it need not strip and compile the sources again.
  process.env.NODE_COMPILE_CACHE ??= dirname(getCompileCacheDir() ?? tmpdir())
  // An interrupted run ends its test processes, and the caller gets to end what it started.
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const shared = mkdtempSync(join(tmpdir(), 'gatehouse-tests-'))
  process.once('exit', () => rmSync(shared, { recursive: true, force: true }))
  // The first file that wants the seeded world makes it, and all others copy it.
  process.env.GATEHOUSE_TEST_TEMPLATE ??= join(shared, 'world')
  const lost = join(shared, 'lost-browsers')
  process.env.GATEHOUSE_TEST_LOST_BROWSERS = lost

  const once = (some: string[]) => runOnce(some, namePatterns, interrupted.signal)
  const first = await once(files)
  const again = existsSync(lost) ? first.failedFiles.filter((file) => readLines(lost).includes(file)) : []
  if (again.length === 0 || interrupted.signal.aborted) return sum([first.counts])
  for (const file of again)
    console.log(`\nThe browser of ${relative(process.cwd(), file)} crashed; the file runs once more.`)
  const second = await once(again)
  const replaced = again.map((file) => negative(first.perFile.get(file) ?? none))
  return sum([first.counts, ...replaced, second.counts])
}

type Run = {
  counts: Counts
  /** By absolute path; a file whose process ended before its time has none. */
  perFile: Map<string, Counts>
  failedFiles: string[]
}

async function runOnce(files: string[], namePatterns: string[], signal: AbortSignal): Promise<Run> {
  const outcome: Run = { counts: none, perFile: new Map(), failedFiles: [] }
  const filter = namePatterns.length > 0 ? { testNamePatterns: namePatterns } : {}
  const stream = run({ files, concurrency: atOnce, timeout: longestFile, signal, ...filter })
  stream.on('test:summary', ({ file, counts: all, success }) => {
    const counts = {
      passed: all.passed,
      failed: all.tests - all.passed - all.skipped - all.todo,
      skipped: all.skipped + all.todo,
    }
    if (!success && counts.failed === 0) counts.failed = 1
    // The summary of one file; the one of the whole run has no file.
    if (file === undefined) outcome.counts = counts
    else {
      outcome.perFile.set(file, counts)
      if (counts.failed > 0) outcome.failedFiles.push(file)
    }
  })
  for await (const text of stream.compose(new spec())) process.stdout.write(text)
  if (outcome.counts.passed + outcome.counts.failed === 0) outcome.counts = { ...outcome.counts, failed: 1 }
  return outcome
}

const none: Counts = { passed: 0, failed: 0, skipped: 0 }
const negative = ({ passed, failed, skipped }: Counts): Counts => ({
  passed: -passed,
  failed: -failed,
  skipped: -skipped,
})
const sum = (all: Counts[]): Counts =>
  all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    none,
  )
const readLines = (file: string): string[] => readFileSync(file, 'utf8').split('\n')

/** The last line of every test command: scripts read it. */
export function report({ passed, failed, skipped }: Counts): void {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  if (failed > 0) process.exitCode = 1
}

/** For a run that could not begin: the reason, then a last line in the usual form. */
export function reportFailure(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  report({ passed: 0, failed: 1, skipped: 0 })
}

/** Splits a command line into test files and, after `--only`, a pattern of test names. */
export function parseArguments(args: string[]): { files: string[]; names: string[] } {
  const at = args.indexOf('--only')
  const files = (at < 0 ? args : args.slice(0, at)).map((file) => relative(process.cwd(), file))
  return { files, names: at < 0 ? [] : args.slice(at + 1) }
}
