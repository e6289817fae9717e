import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { tenantIn } from './lookups.ts'
import { type Snapshot, snapshot } from './snapshot.ts'
import type { Tenant } from './tenant.ts'

/** What the first part of a path of the token service means (sts.md 1.1). */
export type Segment =
  | { kind: 'tenant'; tenant: TenantId; view: Snapshot; record: Tenant }
  /** `organizations` differs from `common` only where personal accounts exist, which we have none of. */
  | { kind: 'common' | 'organizations' }
  | { kind: 'consumers' }

/** Tenant of personal accounts in the public cloud: clients send its GUID instead of `consumers`. */
const consumersTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'
const dnsName = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/

export type SegmentShape =
  | { kind: 'guid'; id: TenantId }
  | { kind: 'domain'; name: string }
  | { kind: 'common' | 'organizations' | 'consumers' }
  | { kind: 'invalid' }

/** Pure: what the text can be, before anything is looked up. */
export function shapeOfSegment(text: string): SegmentShape {
  const folded = text.toLowerCase()
  if (folded === 'common' || folded === 'organizations' || folded === 'consumers') return { kind: folded }
  if (folded === consumersTenant) return { kind: 'consumers' }
  if (isGuid(folded)) return { kind: 'guid', id: folded as TenantId }
  return dnsName.test(folded) ? { kind: 'domain', name: folded } : { kind: 'invalid' }
}

/** Refuses with tenantSegmentInvalid (900023) and tenantNotFound (90002; a suspended tenant is not found either). */
export async function resolveSegment(deps: Pick<Deps, 'store'>, text: string): Promise<Segment> {
  const shape = shapeOfSegment(text)
  if (shape.kind === 'invalid') refuse('tenantSegmentInvalid', { tenant: text })
  if (shape.kind !== 'guid' && shape.kind !== 'domain') return shape
  const tenant = shape.kind === 'guid' ? shape.id : await deps.store.across.tenantOfDomain(shape.name)
  if (!tenant) refuse('tenantNotFound', { tenant: text })
  return tenantSegment(deps, tenant, text)
}

/** The segment of a tenant that is known otherwise, such as from a code. */
export async function tenantSegment(
  deps: Pick<Deps, 'store'>,
  tenant: TenantId,
  text: string = tenant,
): Promise<Extract<Segment, { kind: 'tenant' }>> {
  const view = await snapshot(deps, tenant)
  const record = await tenantIn(deps, view)
  if (!record || record.suspendedAt !== null) refuse('tenantNotFound', { tenant: text })
  return { kind: 'tenant', tenant, view, record }
}
