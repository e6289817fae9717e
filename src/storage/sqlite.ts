import { AsyncLocalStorage } from 'node:async_hooks'
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BadSetting } from '../config.ts'
import type { Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'
import { type Database, readDoor, type Sql, type UntilCommit, unitDoor } from './database.ts'
import { migrate } from './migrations/index.ts'
import { sqliteConnection } from './sqlite-dialect.ts'

type Work = { run: () => Promise<unknown>; done: (value: unknown) => void; failed: (error: unknown) => void }

/** Units that share one commit. More only lengthens the wait of the first. */
const groupSize = 128

/**
 * One writer connection on this thread: units run strictly in sequence, each under a savepoint, and share one durable
 * commit per group. Reads go through a connection of their own and never wait for a writer (WAL).
 */
export async function openSqlite(file: string): Promise<Database> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unlock = lock(file)
  const writer = new DatabaseSync(file)
  chmodSync(file, 0o600)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = OFF', 'busy_timeout = 5000']) {
    writer.exec(`PRAGMA ${pragma}`)
  }
  writer.exec('PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16000')
  const writing = sqliteConnection(writer)
  await migrate(writing.sql, 'sqlite')
  const reader = new DatabaseSync(file, { readOnly: true })
  reader.exec('PRAGMA busy_timeout = 5000; PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16000')
  const reading = sqliteConnection(reader)

  const untilCommit: UntilCommit = { commits: 0, changeNumbers: new Map() }
  const group = groupCommit(writer, () => {
    untilCommit.commits += 1
    untilCommit.changeNumbers.clear()
  })
  return {
    dialect: 'sqlite',
    at: (tenant) => readDoor(tenant, reading, 'sqlite', untilCommit),
    write: <T>(tenant: TenantId, work: (tx: Unit) => Promise<T>) =>
      group(() => work(unitDoor(tenant, writing, 'sqlite'))),
    anywhere: reading.sql,
    writeAnywhere: <T>(work: (sql: Sql) => Promise<T>) => group(() => work(writing.sql)),
    async close() {
      await group(async () => undefined)
      reader.close()
      writer.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      writer.close()
      unlock()
    },
  }
}

function groupCommit(writer: DatabaseSync, committed: () => void) {
  const waiting: Work[] = []
  const inside = new AsyncLocalStorage<true>()
  let busy = false

  async function pump() {
    while (waiting.length > 0) {
      const settled: (() => void)[] = []
      const taken: Work[] = []
      try {
        writer.exec('BEGIN IMMEDIATE')
        while (waiting.length > 0 && taken.length < groupSize) {
          const unit = waiting.shift() as Work
          taken.push(unit)
          settled.push(await runUnit(writer, unit))
        }
        writer.exec('COMMIT')
        committed()
        for (const settle of settled) settle()
      } catch (error) {
        // The disk refused: nothing of the group is durable, so nobody may be told that it is.
        if (writer.isTransaction) writer.exec('ROLLBACK')
        if (taken.length === 0) taken.push(...waiting.splice(0))
        for (const unit of taken) unit.failed(error)
      }
    }
    busy = false
  }

  return function enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error('a unit of work was started inside another: pass the tx on instead')
    return new Promise<T>((resolve, reject) => {
      waiting.push({ run: () => inside.run(true, work), done: resolve as (value: unknown) => void, failed: reject })
      if (busy) return
      busy = true
      // One turn later, so that requests of the same turn share the commit.
      setImmediate(pump)
    })
  }
}

async function runUnit(writer: DatabaseSync, unit: Work): Promise<() => void> {
  writer.exec('SAVEPOINT unit')
  try {
    const value = await unit.run()
    writer.exec('RELEASE unit')
    return () => unit.done(value)
  } catch (error) {
    writer.exec('ROLLBACK TO unit; RELEASE unit')
    return () => unit.failed(error)
  }
}

/** One server process per file: a second one is told who has it. A lock left by a process that died is taken over. */
function lock(file: string): () => void {
  if (file === ':memory:') return () => undefined
  const path = `${file}.lock`
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = openSync(path, 'wx', 0o600)
      writeSync(handle, String(process.pid))
      closeSync(handle)
      held.add(path)
      return () => {
        held.delete(path)
        rmSync(path, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const owner = Number(readFileSync(path, 'utf8'))
      if ((owner === process.pid && held.has(path)) || (owner !== process.pid && isRunning(owner))) {
        throw new BadSetting(
          'GATEHOUSE_DATA',
          `holds ${file}, which is in use by process ${owner}. One process serves one SQLite file: stop that one, or set DATABASE_URL to a PostgreSQL database to run several.`,
        )
      }
      unlinkSync(path)
    }
  }
  throw new Error(`cannot take ${path}`)
}

const held = new Set<string>()

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
