import type { TenantId } from './ids.ts'

declare const opened: unique symbol

/** Reads of one tenant. Every store method takes one, so that a query without a tenant does not type-check. */
export type Door = { readonly tenant: TenantId; readonly [opened]: 'read' | 'write' }

/** One tenant's transaction: reads see its own writes. */
export type Unit = Door & {
  readonly [opened]: 'write'
  /** The same transaction through another tenant's door: for what must be written on both sides at once, such as the two sign-in rows. */
  in(tenant: TenantId): Unit
}

/** A write met something that must be unique: another live user has the name, another tenant has verified the domain. */
export class Conflict extends Error {
  readonly what: string
  constructor(what: string) {
    super(`${what} is already in use`)
    this.name = 'Conflict'
    this.what = what
  }
}
