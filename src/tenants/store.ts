import type { Door, Unit } from '../door.ts'
import type { Domain, SigningKey, Tenant } from './tenant.ts'

export type TenantStore = {
  /** The tenant behind the door, or undefined when there is none of that id. */
  get(door: Door): Promise<Tenant | undefined>
  add(tx: Unit, tenant: Tenant): Promise<void>
  /** Every write of configuration below bumps it in the same transaction; caches are keyed by it. 0 for an unknown tenant. */
  changeNumber(door: Door): Promise<number>
  /** Bumps the change number: for stores, and for whatever else changes what a decision reads. */
  changed(tx: Unit): Promise<void>
  update(tx: Unit, change: (old: Tenant) => Tenant): Promise<Tenant>
  domains(door: Door): Promise<Domain[]>
  /** Adds or replaces by name. Fails with the refusal `domainTaken` when another tenant has verified that name. */
  putDomain(tx: Unit, domain: Domain): Promise<void>
  removeDomain(tx: Unit, name: string): Promise<void>
  keys(door: Door): Promise<SigningKey[]>
  putKey(tx: Unit, key: SigningKey): Promise<void>
  removeKey(tx: Unit, kid: string): Promise<void>
}

/** One JSON document per kind: authorizationPolicy, and what later policies need. Writing bumps the change number. */
export type PolicyStore = {
  get<T>(door: Door, kind: string): Promise<T | undefined>
  put<T>(tx: Unit, kind: string, value: T): Promise<void>
  remove(tx: Unit, kind: string): Promise<void>
}

/** Counters for rate limits: durable, shared by all processes. */
export type LimitStore = {
  /** Counts one more under `key` and answers how many there are in the window that holds `at`. */
  hit(tx: Unit, key: string, windowMs: number, at: number): Promise<number>
  clear(tx: Unit, key: string): Promise<void>
}
