import type { InviteFacts } from '../access/index.ts'
import { configurations } from '../access/judge.ts'
import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'
import {
  type AuthorizationPolicy,
  authorizationPolicyKind,
  defaultAuthorizationPolicy,
} from '../tenants/authorization-policy.ts'
import {
  type DomainList,
  type DomainRestrictions,
  domainListOf,
  domainRestrictionsKind,
} from '../tenants/domain-restrictions.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { type InvitingCaller, inviterFacts } from './inviter.ts'

/** The inviting tenant, and what of it an invitation is made from. */
export type InvitingTenant = {
  tenant: Tenant
  policy: AuthorizationPolicy
  domainList: DomainList | null
  /** The domain by which mails name the organization. */
  primaryDomain: string
}

export async function loadInvitingTenant(deps: Deps, id: TenantId): Promise<InvitingTenant> {
  const view = await snapshot(deps, id)
  const [tenant, policy, restrictions, domains] = await Promise.all([
    tenantOf(deps, view),
    view.once('authorizationPolicy', (door) =>
      deps.store.policies.get<AuthorizationPolicy>(door, authorizationPolicyKind),
    ),
    view.once(domainRestrictionsKind, (door) =>
      deps.store.policies.get<DomainRestrictions>(door, domainRestrictionsKind),
    ),
    view.once('domains', (door) => deps.store.tenants.domains(door)),
  ])
  return {
    tenant,
    policy: policy ?? defaultAuthorizationPolicy,
    domainList: domainListOf(restrictions),
    primaryDomain: domains.find((one) => one.isDefault)?.name ?? tenant.initialDomain,
  }
}

/** The workforce tenant in which an address's domain is verified: where its person has, or can be given, an account. */
export async function homeOfDomain(deps: Deps, domain: string): Promise<Tenant | undefined> {
  const id = await deps.store.across.tenantOfDomain(domain)
  if (id === undefined) return undefined
  const tenant = await tenantOf(deps, await snapshot(deps, id))
  return tenant.kind === 'workforce' ? tenant : undefined
}

export async function loadInviteFacts(
  deps: Deps,
  caller: InvitingCaller,
  from: InvitingTenant,
  { address, home, asMember }: { address: string; home: Tenant | undefined; asMember: boolean },
): Promise<InviteFacts> {
  return {
    stage: 'invite',
    at: deps.clock.now(),
    resourceTenant: tenantFacts(from.tenant),
    inviter: inviterFacts(caller, from.policy),
    allowInvitesFrom: from.policy.allowInvitesFrom,
    invited: { address, asMember },
    domainList: from.domainList,
    home: home ? { tenant: tenantFacts(home), policies: await policiesBetween(deps, home, from.tenant) } : null,
  }
}

async function policiesBetween(deps: Deps, home: Tenant, resource: Tenant) {
  const [homeView, resourceView] = await Promise.all([snapshot(deps, home.id), snapshot(deps, resource.id)])
  const [outbound, inbound] = await Promise.all([
    configurations(deps, homeView, resource.id),
    configurations(deps, resourceView, home.id),
  ])
  return { outbound, inbound }
}

async function tenantOf(deps: Deps, view: Snapshot): Promise<Tenant> {
  const tenant = await view.once('tenant', (door) => deps.store.tenants.get(door))
  if (!tenant) throw new Error(`tenant ${view.tenant} is gone`)
  return tenant
}

const tenantFacts = (tenant: Tenant) => ({
  id: tenant.id,
  displayName: tenant.displayName,
  suspended: tenant.suspendedAt !== null,
})
