import { ensureServicePrincipals } from '../applications/first-party.ts'
import type { Deps } from '../deps.ts'
import type { Unit } from '../door.ts'
import type { TenantId } from '../ids.ts'
import { authorizationPolicyKind, defaultAuthorizationPolicy } from './authorization-policy.ts'
import { firstKeys } from './keys.ts'
import type { Domain, Tenant, TenantKind } from './tenant.ts'

export type TenantWish = {
  /** Chosen only by the demo and by tests; otherwise a new one. */
  id?: TenantId
  kind: TenantKind
  displayName: string
  /** Full name of the first domain, lower case: verified from birth by the operator's word. */
  initialDomain: string
  countryLetterCode?: string | null
}

/**
 * A new tenant with its domain, signing keys, default policies and service principals. Fails with Conflict when the
 * domain is another tenant's. `more` runs in the same transaction: its first administrator, for example.
 */
export async function createTenant(
  deps: Pick<Deps, 'store' | 'config' | 'clock' | 'random' | 'vault'>,
  wish: TenantWish,
  more?: (tx: Unit, tenant: Tenant) => Promise<void>,
): Promise<Tenant> {
  const { store, clock, random } = deps
  const now = clock.now()
  const id = wish.id ?? (random.uuid() as TenantId)
  const keys = await firstKeys(deps, id, now)
  const tenant: Tenant = {
    id,
    kind: wish.kind,
    displayName: wish.displayName,
    initialDomain: wish.initialDomain,
    createdAt: now,
    suspendedAt: null,
    redemptionLinkDays: 30,
    technicalNotificationMails: [],
    privacyProfile: { contactEmail: null, statementUrl: null },
    preferredLanguage: null,
    countryLetterCode: wish.countryLetterCode ?? null,
  }
  const domain: Domain = {
    name: wish.initialDomain,
    isInitial: true,
    isDefault: true,
    verifiedAt: now,
    verificationToken: random.token(16),
    createdAt: now,
  }
  await store.write(id, async (tx) => {
    await store.tenants.add(tx, tenant)
    await store.tenants.putDomain(tx, domain)
    for (const key of keys) await store.tenants.putKey(tx, key)
    await store.policies.put(tx, authorizationPolicyKind, defaultAuthorizationPolicy)
    await ensureServicePrincipals(tx, deps)
    await more?.(tx, tenant)
  })
  return tenant
}
