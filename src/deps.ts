import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { Random } from './random.ts'
import type { Store } from './store.ts'
import type { Vault } from './vault.ts'

/** argon2id in worker threads of its own, so that hashing never delays a signature. */
export type PasswordHasher = {
  hash(password: string): Promise<string>
  /** With `hash` undefined it verifies against a constant, at the same cost, and answers false. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  close(): Promise<void>
}

/** All that a handler may reach. Built once, by main.ts. */
export type Deps = {
  config: Config
  clock: Clock
  random: Random
  vault: Vault
  store: Store
  passwords: PasswordHasher
  /** Tells the outbox worker that something was queued; harmless when it already knows. */
  wakeOutbox(): void
  log: Log
}
