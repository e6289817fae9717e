import type { Door, Unit } from '../door.ts'
import type { Page, PageQuery } from '../paging.ts'
import type { AuditEntry } from './audit.ts'
import type { SignIn } from './sign-in.ts'

export type SignInStore = {
  add(tx: Unit, row: SignIn): Promise<void>
  /** Not durable at once: written with the next group within 100 ms. Only for client credentials. */
  addSoon(door: Door, row: SignIn): void
  /** By its id, or the newest with this correlation id. */
  find(door: Door, id: string): Promise<SignIn | undefined>
  byCorrelation(door: Door, correlationId: string): Promise<SignIn[]>
  page(door: Door, query: PageQuery): Promise<Page<SignIn>>
}

export type AuditStore = {
  add(tx: Unit, entry: AuditEntry): Promise<void>
  find(door: Door, id: string): Promise<AuditEntry | undefined>
  /** Newest first. */
  byCorrelation(door: Door, correlationId: string): Promise<AuditEntry[]>
  page(door: Door, query: PageQuery): Promise<Page<AuditEntry>>
}
