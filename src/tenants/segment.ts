import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { tenantIn } from './lookups.ts'
import { snapshot } from './snapshot.ts'
import { systemTenant, type Tenant } from './tenant.ts'

/** What the first part of a path of the token service says: one tenant, or the home tenant of whoever signs in. */
export type Segment =
  | { kind: 'tenant'; tenant: Tenant }
  | { kind: 'home'; name: 'common' | 'organizations' }
  | { kind: 'consumers' }

/**
 * By GUID, by verified domain, or by one of the three words; without case (sts.md 1.1). Refuses with 900023 what is no
 * DNS name and with 90002 what is no active tenant.
 */
export async function segmentOf(deps: Pick<Deps, 'store'>, text: string): Promise<Segment> {
  const name = text.toLowerCase()
  if (name === 'common' || name === 'organizations') return { kind: 'home', name }
  if (name === 'consumers') return { kind: 'consumers' }
  const id = isGuid(name) ? (name as TenantId) : await ofDomain(deps, name)
  const tenant = id === undefined || id === systemTenant ? undefined : await tenantIn(deps, await snapshot(deps, id))
  if (!tenant || tenant.suspendedAt !== null) return refuse('tenantNotFound', { tenant: text })
  return { kind: 'tenant', tenant }
}

function ofDomain(deps: Pick<Deps, 'store'>, name: string): Promise<TenantId | undefined> {
  if (!dnsName.test(name) || name.length > 253) refuse('tenantSegmentInvalid', { tenant: name })
  return deps.store.across.tenantOfDomain(name)
}

const dnsName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/
