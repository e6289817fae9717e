import type { Deps } from '../deps.ts'
import { isLastAdministrator } from '../directory/last-administrator.ts'
import type { User } from '../directory/user.ts'
import type { Door } from '../door.ts'
import { systemTenant, type TenantId } from '../ids.ts'
import {
  defaultExternalIdentitiesPolicy,
  type ExternalIdentitiesPolicy,
  externalIdentitiesPolicyKind,
} from '../tenants/external-identities-policy.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { decideLeave, type LeaveVerdict } from './decide-leave.ts'
import { type HomeAccount, homeAccountOf, isKnownHereOnly, type Self } from './home-account.ts'

/** An organization, and the person's object in it. */
export type Belonging = {
  tenant: Tenant
  defaultDomain: string
  user: User
  isHome: boolean
  isCurrent: boolean
  leave: LeaveVerdict
}

/** So many are listed; nobody is a guest of more. */
const mostOrganizations = 500

/**
 * Where a person belongs: home first, then by name. Suspended organizations are left out, as everywhere. Guests whom
 * only this organization knows have this one: their mailbox is proven to each organization anew.
 */
export async function organizationsOf(deps: Pick<Deps, 'store'>, self: Self): Promise<Belonging[]> {
  const home = homeAccountOf(self)
  const places = isKnownHereOnly(self) ? [{ tenant: self.tenant, user: self.user }] : await placesOf(deps, home)
  const found = await Promise.all(
    places.slice(0, mostOrganizations).map(({ tenant, user }) => belongingOf(deps, self, tenant, user)),
  )
  return found
    .filter((one) => one !== undefined)
    .toSorted(
      (a, b) =>
        Number(b.isHome) - Number(a.isHome) ||
        a.tenant.displayName.localeCompare(b.tenant.displayName, 'en') ||
        (a.tenant.id < b.tenant.id ? -1 : 1),
    )
}

async function placesOf({ store }: Pick<Deps, 'store'>, { tenant, userId }: HomeAccount) {
  const [owner, guests] = await Promise.all([
    store.users.find(store.at(tenant), userId),
    store.across.guestsOf({ tenantId: tenant, objectId: userId }),
  ])
  return [...(owner ? [{ tenant, user: owner }] : []), ...guests]
}

async function belongingOf(
  deps: Pick<Deps, 'store'>,
  self: Self,
  tenantId: TenantId,
  user: User,
): Promise<Belonging | undefined> {
  const { store } = deps
  const door = store.at(tenantId)
  const tenant = await store.tenants.get(door)
  if (!isOpen(tenant)) return undefined
  const [domains, leave] = await Promise.all([store.tenants.domains(door), leaveVerdict(deps, door, user)])
  return {
    tenant,
    defaultDomain: domains.find((one) => one.isDefault)?.name ?? tenant.initialDomain,
    user,
    isHome: user.home === null,
    isCurrent: tenantId === self.tenant,
    leave,
  }
}

export const isOpen = (tenant: Tenant | undefined): tenant is Tenant =>
  tenant?.suspendedAt === null && tenant.id !== systemTenant

/** May be asked before, to show it, and is asked again in the unit that acts on it. */
export async function leaveVerdict({ store }: Pick<Deps, 'store'>, door: Door, user: User): Promise<LeaveVerdict> {
  const [policy, isLast] = await Promise.all([
    store.policies.get<ExternalIdentitiesPolicy>(door, externalIdentitiesPolicyKind),
    isLastAdministrator(store, door, user.id),
  ])
  return decideLeave({
    isHome: user.home === null,
    isAllowed: (policy ?? defaultExternalIdentitiesPolicy).allowExternalIdentitiesToLeave,
    isEnabled: user.accountEnabled,
    isLastAdministrator: isLast,
  })
}
