import type { TenantId } from '../ids.ts'

declare const copied: unique symbol

/** All rows of all tenants at one moment. Only the store reads it. */
export type WorldCopy = { readonly [copied]: true; readonly rows: number }

/**
 * Everything that is stored, taken as one thing. For the demo's snapshots and clones only, which `serve` does not have:
 * no other part of the product may call it (test/demo/demo-only.test.ts).
 */
export type WorldStore = {
  /** Leaves out what describes the deployment itself: its ids, the operator's credential. */
  copy(): Promise<WorldCopy>
  /**
   * Makes everything as it was, in one transaction. Change numbers do not go back with the rest: they rise above every
   * number in use, so that nothing that was remembered under one is taken for the truth again.
   */
  restore(copy: WorldCopy): Promise<void>
  /**
   * Doubles tenants with their configuration and people under new ids and domains: `contoso.example` becomes
   * `contoso-<tag>.example`. What refers to one of them refers to its double. Left out is what lives for a while (sessions,
   * codes, tokens, counters), the logs and the outbox, and the signing keys: a tenant without keys signs nothing, so
   * the caller adds them. Answers how names of the old tenants read in the new ones.
   */
  double(tenants: ReadonlyMap<TenantId, TenantId>, names: { tag: string; newId(): string }): Promise<Renaming>
}

export type Renaming = (text: string) => string
