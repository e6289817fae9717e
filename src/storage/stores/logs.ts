import type { AuditStore, SignInStore } from '../../logs/store.ts'
import type { OutboxStore } from '../../mail/store.ts'
import type { Database, Row } from '../database.ts'
import { audits, outbox, signIns } from '../tables.ts'

/** What a crash may lose of the rows of client credentials, in milliseconds (design 8). */
const lossWindow = 100
const rowsPerInsert = 200

export function signInStore(database: Database): SignInStore & { flush(): Promise<void> } {
  let soon: Row[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const rows = soon
    soon = []
    if (rows.length > 0) {
      writing = writing.then(() =>
        database.writeAnywhere(async (sql) => {
          for (let start = 0; start < rows.length; start += rowsPerInsert) {
            await sql
              .insertInto('sign_ins')
              .values(rows.slice(start, start + rowsPerInsert))
              .execute()
          }
        }),
      )
    }
    return writing
  }

  return {
    add: (tx, row) => signIns.insert(tx, row),
    addSoon(door, row) {
      soon.push(signIns.rowOf(door.tenant, row))
      timer ??= setTimeout(() => void flush().catch(() => undefined), lossWindow).unref()
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
  page: (door, query) => audits.page(door, query),
}

export const outboxStore: OutboxStore = {
  add: (tx, mail) => outbox.insert(tx, mail),
  update: (tx, id, change) => outbox.update(tx, { id }, change),
}
