import { globSync, mkdtempSync, rmSync } from 'node:fs'
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
 * A test that was cancelled, and a run that executed nothing, count as failed.
 */
export async function runTests(files: string[], namePatterns: string[] = []): Promise<Counts> {
  if (files.length === 0) throw new Error('No test files were found.')
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  // Each file is a process of its own; with the launcher's cache it need not strip and compile the sources again.
  process.env.NODE_COMPILE_CACHE ??= dirname(getCompileCacheDir() ?? tmpdir())
  const filter = namePatterns.length > 0 ? { testNamePatterns: namePatterns } : {}
  // An interrupted run ends its test processes, and the caller gets to end what it started.
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  // The first file that wants the seeded world makes it, and all others copy it.
  const shared = mkdtempSync(join(tmpdir(), 'gatehouse-tests-'))
  process.env.GATEHOUSE_TEST_TEMPLATE ??= join(shared, 'world')
  process.once('exit', () => rmSync(shared, { recursive: true, force: true }))
  const stream = run({ files, concurrency: atOnce, timeout: longestFile, signal: interrupted.signal, ...filter })
  stream.on('test:summary', ({ file, counts: all, success }) => {
    if (file !== undefined) return // The summary of one file; the one of the whole run has no file.
    counts.passed = all.passed
    counts.failed = all.tests - all.passed - all.skipped - all.todo
    counts.skipped = all.skipped + all.todo
    if (!success && counts.failed === 0) counts.failed = 1
  })
  for await (const text of stream.compose(new spec())) process.stdout.write(text)
  if (counts.passed + counts.failed === 0) counts.failed = 1
  return counts
}

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
