import type { Application, ServicePrincipal } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import type { Configurations, DefaultConfiguration, PartnerConfiguration } from '../cross-tenant-access/index.ts'
import { systemDefault } from '../cross-tenant-access/index.ts'
import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { AppId, TenantId, UserId } from '../ids.ts'
import { type DomainRestrictions, domainListOf, domainRestrictionsKind } from '../tenants/domain-restrictions.ts'
import { ownsDomainOf } from '../tenants/lookups.ts'
import { type Snapshot, snapshot } from '../tenants/snapshot.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import type {
  AccessFacts,
  AccountFacts,
  ApplicationFacts,
  ConsentFacts,
  GuestFacts,
  PersonFacts,
  Policies,
  TenantFacts,
} from './facts.ts'

/**
 * Who asks, by what has been proven about them. `guestId` names the object that an invitation is for; `object` is the
 * person's, when this request has read it already.
 */
export type PersonQuestion =
  | { kind: 'member'; userId: UserId; object?: User }
  | { kind: 'fromTenant'; homeTenant: TenantId; homeObject: UserId; guestId?: UserId; provesInvitedAddress?: boolean }
  | { kind: 'byEmail'; guestId: UserId; address: string; object?: User }

export type AccessQuestion = {
  resourceTenant: TenantId
  person: PersonQuestion
} & (
  | { stage: 'redeem' }
  | {
      stage: 'signIn' | 'refresh'
      client: Application
      /** App ids of the APIs that the scopes name. */
      resourceAppIds: AppId[]
      silent: boolean
      consent: ConsentFacts
    }
)

/** The decision, and what was read for it: the objects that tokens and log rows are made from. */
export type Judgement = {
  decision: Decision
  facts: AccessFacts
  resourceTenant: Tenant
  /** The person's object in the resource tenant: member or guest. */
  user: User | null
  /** For people of another tenant of this deployment. `user` null: the account was removed for good. */
  home: { tenant: Tenant; id: UserId; user: User | null } | null
}

type Doors = Pick<Deps, 'store' | 'clock'>

/** Reads the facts of one sign-in, refresh or redemption, and decides on them. Reads only; writes no log. */
export async function judge(deps: Doors, question: AccessQuestion): Promise<Judgement> {
  const view = await snapshot(deps, question.resourceTenant)
  const resourceTenant = await tenantOf(deps, view)
  const { person, user, home } = await loadPerson(deps, view, question)
  const at = deps.clock.now()
  const resource = tenantFacts(resourceTenant)
  let facts: AccessFacts
  if (question.stage === 'redeem') {
    if (person.kind === 'member') throw new Error('a member has nothing to redeem')
    const restrictions = await view.once(domainRestrictionsKind, (door) =>
      deps.store.policies.get<DomainRestrictions>(door, domainRestrictionsKind),
    )
    facts = { stage: 'redeem', at, resourceTenant: resource, person, domainList: domainListOf(restrictions) }
  } else {
    const { client, silent, consent, stage } = question
    const principal = await view.once(`principal:${client.appId}`, (door) =>
      deps.store.servicePrincipals.byAppId(door, client.appId),
    )
    facts = {
      stage,
      at,
      interactive: stage === 'signIn' && !silent,
      resourceTenant: resource,
      application: await applicationFacts(deps, question.resourceTenant, client, principal, question.resourceAppIds),
      person,
      assigned: await isAssigned(deps, view, principal, user),
      consent,
    }
  }
  return { decision: decide(facts), facts, resourceTenant, user, home }
}

/** The cross-tenant settings of `view`'s tenant towards another one. */
export async function configurations(deps: Doors, view: Snapshot, other: TenantId): Promise<Configurations> {
  const general = await view.once('cross-tenant:default', (door) =>
    deps.store.crossTenantAccess.getDefault<DefaultConfiguration>(door),
  )
  const partner = await view.once(`cross-tenant:${other}`, (door) =>
    deps.store.crossTenantAccess.partner<PartnerConfiguration>(door, other),
  )
  return { default: general ?? systemDefault, partner: partner ?? null }
}

const tenantFacts = (tenant: Tenant): TenantFacts => ({
  id: tenant.id,
  displayName: tenant.displayName,
  suspended: tenant.suspendedAt !== null,
})

async function tenantOf(deps: Doors, view: Snapshot): Promise<Tenant> {
  const tenant = await view.once('tenant', (door) => deps.store.tenants.get(door))
  if (!tenant) throw new Error(`tenant ${view.tenant} is gone`)
  return tenant
}

type LoadedPerson = { person: PersonFacts; user: User | null; home: Judgement['home'] }

async function loadPerson(deps: Doors, view: Snapshot, question: AccessQuestion): Promise<LoadedPerson> {
  const { person } = question
  switch (person.kind) {
    case 'member': {
      const user = person.object ?? (await deps.store.users.findEvenDeleted(view.door, person.userId))
      return {
        person: { kind: 'member', user: user ? accountFacts(user) : purged(person.userId) },
        user: user ?? null,
        home: null,
      }
    }
    case 'byEmail': {
      const user = person.object ?? (await deps.store.users.findEvenDeleted(view.door, person.guestId)) ?? null
      const guest = user && guestFacts(user, true)
      return { person: { kind: 'guestByEmail', address: person.address, guest }, user, home: null }
    }
    case 'fromTenant':
      return loadGuest(deps, view, question, person)
  }
}

async function loadGuest(
  deps: Doors,
  view: Snapshot,
  question: AccessQuestion,
  asked: Extract<PersonQuestion, { kind: 'fromTenant' }>,
): Promise<LoadedPerson> {
  const homeView = await snapshot(deps, asked.homeTenant)
  const homeTenant = await tenantOf(deps, homeView)
  const homeUser = await deps.store.users.findEvenDeleted(homeView.door, asked.homeObject)
  const policies: Policies = {
    outbound: await configurations(deps, homeView, question.resourceTenant),
    inbound: await configurations(deps, view, asked.homeTenant),
  }
  const { user, proves } = await guestOf(deps, { view, homeView }, asked, homeUser)
  const groupIds = namesGroups(policies)
    ? await deps.store.groups.transitiveGroupIds(homeView.door, asked.homeObject)
    : []
  return {
    person: {
      kind: 'guestFromTenant',
      homeTenant: tenantFacts(homeTenant),
      homeUser: { ...(homeUser ? accountFacts(homeUser) : purged(asked.homeObject)), groupIds },
      policies,
      guest: user && guestFacts(user, proves),
    },
    user,
    home: { tenant: homeTenant, id: asked.homeObject, user: homeUser ?? null },
  }
}

/** The guest object: the one that is linked, else the one that an open invitation to the sign-in name waits with. */
async function guestOf(
  deps: Doors,
  { view, homeView }: { view: Snapshot; homeView: Snapshot },
  asked: Extract<PersonQuestion, { kind: 'fromTenant' }>,
  homeUser: User | undefined,
): Promise<{ user: User | null; proves: boolean }> {
  if (asked.guestId) {
    const user = (await deps.store.users.findEvenDeleted(view.door, asked.guestId)) ?? null
    return { user, proves: asked.provesInvitedAddress ?? false }
  }
  const linked = await deps.store.users.byHome(view.door, { tenantId: asked.homeTenant, objectId: asked.homeObject })
  if (linked && linked.deletedAt === null) return { user: linked, proves: true }
  // A sign-in name proves the address as long as the tenant has its domain (external-identities.md 2.7): domains move.
  const name = homeUser?.userPrincipalName
  const named =
    name && (await ownsDomainOf(deps, homeView, name)) ? await deps.store.users.byAddress(view.door, name) : []
  const pending = named.find((user) => user.home === null && user.externalUserState === 'PendingAcceptance')
  return { user: pending ?? linked ?? null, proves: pending !== undefined }
}

// A lock stops the guessing of passwords, and the password step refuses by it. It does not end sessions that were
// opened with the right one: otherwise anybody could throw anybody out.
const accountFacts = (user: User): AccountFacts => ({
  id: user.id,
  userPrincipalName: user.userPrincipalName,
  enabled: user.accountEnabled,
  lockedUntil: null,
  deleted: user.deletedAt !== null,
})

/** An account that is gone for good, while a session or refresh token still names it: as good as deleted. */
const purged = (id: UserId): AccountFacts => ({
  id,
  userPrincipalName: id,
  enabled: false,
  lockedUntil: null,
  deleted: true,
})

const guestFacts = (user: User, provesInvitedAddress: boolean): GuestFacts => ({
  id: user.id,
  enabled: user.accountEnabled,
  deleted: user.deletedAt !== null,
  state: user.externalUserState ?? 'Accepted',
  provesInvitedAddress,
})

/** Membership is read only where a list names a group. */
function namesGroups({ outbound, inbound }: Policies): boolean {
  const halves = [
    outbound.default.b2bCollaborationOutbound.usersAndGroups,
    outbound.partner?.b2bCollaborationOutbound?.usersAndGroups,
    inbound.default.b2bCollaborationInbound.usersAndGroups,
    inbound.partner?.b2bCollaborationInbound?.usersAndGroups,
  ]
  return halves.some((half) => half?.targets.some((target) => target.targetType === 'group'))
}

async function applicationFacts(
  deps: Doors,
  tenant: TenantId,
  client: Application,
  principal: ServicePrincipal | undefined,
  resourceAppIds: AppId[],
): Promise<ApplicationFacts> {
  const owner = principal?.appOwnerTenant ?? (await deps.store.across.application(client.appId))?.tenant
  return {
    appId: client.appId,
    displayName: client.displayName,
    openToTenant: owner === tenant || client.signInAudience !== 'AzureADMyOrg',
    servicePrincipal: principal
      ? { id: principal.id, enabled: principal.accountEnabled, assignmentRequired: principal.appRoleAssignmentRequired }
      : null,
    resourceAppIds,
    families: client.appId === firstPartyApps.adminCenter ? ['MicrosoftAdminPortals'] : [],
  }
}

async function isAssigned(
  deps: Doors,
  view: Snapshot,
  principal: ServicePrincipal | undefined,
  user: User | null,
): Promise<boolean> {
  if (!principal?.appRoleAssignmentRequired || !user) return false
  const groups = await deps.store.groups.groupsOf(view.door, user.id)
  const assignments = await deps.store.consent.assignmentsOf(view.door, [user.id, ...groups.map((group) => group.id)])
  return assignments.some((one) => one.resourceId === principal.id)
}
