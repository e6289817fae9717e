import type { Deps } from '../../deps.ts'
import type { User } from '../../directory/user.ts'
import type { TenantId, UserId } from '../../ids.ts'
import { ownsDomainOf } from '../../tenants/lookups.ts'
import { type Snapshot, snapshot } from '../../tenants/snapshot.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { SignedInAccount } from '../store.ts'

/** Everything that claims say of a person. */
export type PersonFacts = {
  tenant: Tenant
  /** The object in that tenant: a member or a guest. */
  user: User
  /** For guests of another tenant of this deployment. */
  home: { tenant: Tenant; user: User } | null
  account: SignedInAccount
  email: Email | null
  /** The session is one that outlives the browser. */
  isPersistent: boolean
}

/** `verified`: the address belongs to whoever owns the account, by domain or by one-time code. */
export type Email = { address: string; verified: boolean }

export async function loadPersonFacts(
  deps: Pick<Deps, 'store'>,
  view: Snapshot,
  given: Pick<PersonFacts, 'tenant' | 'user' | 'home' | 'account'>,
): Promise<PersonFacts> {
  const { user, home, account } = given
  const keeper = account.home?.tenantId ?? view.tenant
  const [ownsMail, homeOwnsMail, session] = await Promise.all([
    user.mail !== null && ownsDomainOf(deps, view, user.mail),
    home?.user.mail ? snapshot(deps, home.tenant.id).then((at) => ownsDomainOf(deps, at, home.user.mail ?? '')) : false,
    deps.store.sessions.find(deps.store.at(keeper), account.sessionId),
  ])
  const email = emailOf({ user, homeUser: home?.user ?? null, ownsMail, homeOwnsMail })
  return { ...given, email, isPersistent: session?.persistent ?? false }
}

/**
 * Pure. A home admin can write any address into `mail`, so it counts as verified only in a domain that the home tenant
 * has proven; a guest's invited address was proven once, but the resource tenant may have rewritten it since.
 */
export function emailOf(facts: {
  user: Pick<User, 'mail' | 'home'>
  homeUser: Pick<User, 'mail'> | null
  ownsMail: boolean
  homeOwnsMail: boolean
}): Email | null {
  const { user, homeUser, ownsMail, homeOwnsMail } = facts
  if (user.home?.kind === 'email') return { address: user.home.address, verified: true }
  if (homeUser?.mail && homeOwnsMail) return { address: homeUser.mail, verified: true }
  if (user.mail === null) return null
  return { address: user.mail, verified: user.home === null && ownsMail }
}

export const isGuest = ({ user }: Pick<PersonFacts, 'user'>): boolean => user.home !== null

/** The name that a person knows: sign-in name, or for guests the home address. Changes, so never an identity. */
export function preferredUsername({ user, home, email }: PersonFacts): string {
  if (user.home === null) return user.userPrincipalName
  if (email?.verified) return email.address
  return home?.user.userPrincipalName ?? email?.address ?? user.userPrincipalName
}

/** `idp`: absent for members; the home tenant's v1 issuer, `mail` for one-time codes, the issuer of a federation. */
export function identityProvider({ user }: Pick<PersonFacts, 'user'>, origin: string): string | undefined {
  switch (user.home?.kind) {
    case 'tenant':
      return `${origin}/${user.home.tenantId}/`
    case 'email':
      return 'mail'
    case 'federated':
      return user.home.issuer
    case undefined:
      return undefined
  }
}

/** The account as its home knows it; guests whom no tenant knows are at home where they are guests. */
export const homeAccount = ({
  tenant,
  user,
  account,
}: Pick<PersonFacts, 'tenant' | 'user' | 'account'>): { tenant: TenantId; userId: UserId } => ({
  tenant: account.home?.tenantId ?? tenant.id,
  userId: account.home?.objectId ?? user.id,
})

/** `client_info`: the home account, so that MSAL sees one account with several tenant profiles (sts.md 5.6). */
export function clientInfo(person: Pick<PersonFacts, 'tenant' | 'user' | 'account'>): string {
  const { tenant, userId } = homeAccount(person)
  return Buffer.from(JSON.stringify({ uid: userId, utid: tenant })).toString('base64url')
}
