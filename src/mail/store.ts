import type { Door, Unit } from '../door.ts'
import type { Page, PageQuery } from '../paging.ts'

export type MailState = 'queued' | 'sent' | 'failed' | 'kept'

/** A mail on its way. `sealed` holds the letter (JSON) under the context `mail:<id>`; wiped after delivery, kept in the demo. */
export type OutgoingMail = {
  id: string
  /** `invitation`, `one-time-code`, … */
  kind: string
  to: string
  state: MailState
  sealed: string | null
  createdAt: number
  /** When it may next be tried. */
  dueAt: number
  attempts: number
  lastError: string | null
  sentAt: number | null
}

export type OutboxStore = {
  add(tx: Unit, mail: OutgoingMail): Promise<void>
  page(door: Door, query: PageQuery): Promise<Page<OutgoingMail>>
  update(tx: Unit, id: string, change: (old: OutgoingMail) => OutgoingMail): Promise<OutgoingMail | undefined>
}
