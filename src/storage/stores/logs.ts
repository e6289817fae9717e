import { systemTenant } from '../../ids.ts'
import type { AuditStore, SignInStore } from '../../logs/store.ts'
import type { OutboxStore } from '../../mail/store.ts'
import type { Database, SqlValue } from '../database.ts'
import { audits, outbox, signIns } from '../tables.ts'

/** What a crash may lose of the rows of client credentials, in milliseconds (design 8). */
const lossWindow = 100
/** Rows that wait while the database is away; the oldest go first. */
const mostWaiting = 20_000

export function signInStore(database: Database): SignInStore & { flush(): Promise<void> } {
  let soon: SqlValue[][] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const rows = soon
    soon = []
    if (rows.length > 0) writing = writing.then(() => keep(rows))
    return writing
  }

  /** Never fails: a row that the database refuses costs no other row, and a database that is away none at all. */
  async function keep(rows: SqlValue[][]): Promise<void> {
    if (await insert(rows)) return
    const failed: SqlValue[][] = []
    for (const row of rows) if (!(await insert([row]))) failed.push(row)
    // All of them: it is not the rows. They go with the next ones.
    if (failed.length === rows.length) soon = [...failed, ...soon].slice(-mostWaiting)
  }

  async function insert(rows: SqlValue[][]): Promise<boolean> {
    // Each row brings its own tenant.
    const written = database.write(systemTenant, (tx) => signIns.insertValues(tx, rows))
    return written.then(
      () => true,
      () => false,
    )
  }

  return {
    add: (tx, row) => signIns.insert(tx, row),
    addSoon(door, row) {
      soon.push(signIns.valuesOf(door.tenant, row))
      timer ??= setTimeout(() => void flush(), lossWindow).unref()
    },
    flush,
    find: (door, id) => signIns.find(door, { id }),
    byCorrelation: (door, correlationId) =>
      signIns.where(door, { correlation_id: correlationId }, { newestFirst: true }),
    page: (door, query) => signIns.page(door, query),
  }
}

export const auditStore: AuditStore = {
  add: (tx, entry) => audits.insert(tx, entry),
  find: (door, id) => audits.find(door, { id }),
  byCorrelation: (door, correlationId) => audits.where(door, { correlation_id: correlationId }, { newestFirst: true }),
  page: (door, query) => audits.page(door, query),
}

export const outboxStore: OutboxStore = {
  add: (tx, mail) => outbox.insert(tx, mail),
  page: (door, query) => outbox.page(door, query),
  update: (tx, id, change) => outbox.update(tx, { id }, change),
}
