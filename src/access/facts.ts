import type { Configurations } from '../cross-tenant-access/index.ts'
import type { AppId, GroupId, ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import type { AllowInvitesFrom, GuestUserRoleId } from '../tenants/authorization-policy.ts'
import type { DomainList } from '../tenants/domain-restrictions.ts'

/**
 * All that a decision may know. Plain JSON, loaded before by whoever asks; a fact that is missing does not compile.
 * Ids are in lower case. Times in epoch milliseconds.
 */
export type AccessFacts = InviteFacts | RedeemFacts | SignInFacts | ClientCredentialsFacts
export type Stage = AccessFacts['stage']

/** May this caller invite this address? Nothing about the person is known yet but the address's home tenant. */
export type InviteFacts = {
  stage: 'invite'
  at: number
  resourceTenant: TenantFacts
  inviter: InviterFacts
  /** `allowInvitesFrom` of the resource tenant. */
  allowInvitesFrom: AllowInvitesFrom
  invited: { address: string; asMember: boolean }
  /** Allow or deny list of the resource tenant; null when it has none. */
  domainList: DomainList | null
  /** The tenant in which the address's domain is verified, with both sides' settings; null for any other address. */
  home: { tenant: TenantFacts; policies: Policies } | null
}

/** A signed-in person, or one who proved the mailbox, accepts an invitation. */
export type RedeemFacts = {
  stage: 'redeem'
  at: number
  resourceTenant: TenantFacts
  person: GuestFromTenant | GuestByEmail
  /** Counts only while the guest is pending. */
  domainList: DomainList | null
}

/** A person gets a token for an application: interactively, silently, or by refresh token. */
export type SignInFacts = {
  stage: 'signIn' | 'refresh'
  at: number
  /** False for `prompt=none`; a refresh is never interactive. What needs a page is then refused instead of asked. */
  interactive: boolean
  resourceTenant: TenantFacts
  application: ApplicationFacts
  person: PersonFacts
  /** The person, or a group that holds them directly, is assigned to the application. Read only when required. */
  assigned: boolean
  consent: ConsentFacts
}

/** An application gets a token of its own. */
export type ClientCredentialsFacts = {
  stage: 'clientCredentials'
  at: number
  resourceTenant: TenantFacts
  application: ApplicationFacts
  /** The API asked for, and whether the application holds one of its roles. */
  resource: { appId: AppId; displayName: string; assignmentRequired: boolean; roleHeld: boolean }
}

export type TenantFacts = {
  id: TenantId
  displayName: string
  /** The operator stopped it. */
  suspended: boolean
}

export type ApplicationFacts = {
  appId: AppId
  displayName: string
  /** `signInAudience` and the app's own tenant let it be used in the resource tenant. */
  openToTenant: boolean
  /** The tenant's own view of it; null before the first consent to an app of another tenant. */
  servicePrincipal: { id: ServicePrincipalId; enabled: boolean; assignmentRequired: boolean } | null
  /** App ids of the APIs that the scopes name. Cross-tenant lists may name the client or the API: either hits. */
  resourceAppIds: AppId[]
  /** Keywords of cross-tenant lists that mean this application too. */
  families: ('Office365' | 'MicrosoftAdminPortals')[]
}

export type PersonFacts = Member | GuestFromTenant | GuestByEmail

/** A user of the resource tenant with an account there: internal members, administrators. */
export type Member = { kind: 'member'; user: AccountFacts }

/** Somebody with an account in another tenant of this deployment. `guest` null: the resource tenant does not know them. */
export type GuestFromTenant = {
  kind: 'guestFromTenant'
  homeTenant: TenantFacts
  homeUser: AccountFacts & {
    /** All groups of the home tenant that hold the person, nested ones included. */
    groupIds: GroupId[]
  }
  policies: Policies
  guest: GuestFacts | null
}

/** Somebody who proves a mailbox, or comes from a provider that is no tenant. Cross-tenant settings do not concern them. */
export type GuestByEmail = { kind: 'guestByEmail'; address: string; guest: GuestFacts | null }

export type AccountFacts = {
  id: UserId
  userPrincipalName: string
  enabled: boolean
  lockedUntil: number | null
  deleted: boolean
}

/** The person's object in the resource tenant. */
export type GuestFacts = {
  id: UserId
  enabled: boolean
  deleted: boolean
  state: 'PendingAcceptance' | 'Accepted'
  /**
   * Of a pending guest: the signed-in account, or the proven mailbox, is the invited address, its domain being verified
   * in the home tenant. Ignored once accepted, when the link to the home identity counts.
   */
  provesInvitedAddress: boolean
}

/** The home tenant's settings towards the resource tenant, and the resource tenant's towards the home tenant. */
export type Policies = { outbound: Configurations; inbound: Configurations }

export type InviterFacts =
  | {
      kind: 'user'
      id: UserId
      userType: 'Member' | 'Guest'
      /** The tenant's guest access level; read for guests only. */
      guestUserRoleId: GuestUserRoleId
      /** Template ids of the directory roles that the inviter holds now. */
      roles: string[]
    }
  | {
      kind: 'application'
      id: ServicePrincipalId
      /** Holds the application permission User.Invite.All. */
      mayInvite: boolean
      roles: string[]
    }

export type ConsentFacts =
  | { granted: true }
  | {
      granted: false
      /** The scope values that no grant covers. */
      missing: string[]
      /** One of them needs an administrator, or people may not consent for themselves in this tenant. */
      adminOnly: boolean
    }
