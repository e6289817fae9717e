import type { Door, Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'

/**
 * Documents in the shape of Graph's JSON (see settings.ts). `D` and `P` are the default's and the partner's types.
 * Every write bumps the tenant's change number.
 */
export type CrossTenantAccessStore = {
  /** Undefined until it was changed once: then the system default holds. */
  getDefault<D>(door: Door): Promise<D | undefined>
  putDefault<D>(tx: Unit, value: D): Promise<void>
  removeDefault(tx: Unit): Promise<void>
  partner<P>(door: Door, partner: TenantId): Promise<P | undefined>
  partners<P>(
    door: Door,
    query: { top: number; after?: string | undefined },
  ): Promise<{ tenantId: TenantId; value: P }[]>
  putPartner<P>(tx: Unit, partner: TenantId, value: P): Promise<void>
  removePartner(tx: Unit, partner: TenantId): Promise<boolean>
}
