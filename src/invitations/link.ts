import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import { refusal, refuse } from '../errors/index.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { homeOfDomain } from './facts.ts'
import type { Invitation } from './invitation.ts'
import { type NamedLink, recordForgery, recordLinkFailure } from './link-log.ts'
import { domainOf } from './proof.ts'
import { type LinkState, linkState } from './state.ts'
import { parseLink, ticketFits } from './ticket.ts'

/** What stands behind a redemption link whose ticket fits. */
export type OpenedLink = {
  tenant: Tenant
  invitation: Invitation
  guest: User
  state: Exclude<LinkState, 'dead'>
}

/**
 * Reads a link. Changes nothing of the invitation. A link that is forged, retargeted, revoked, or whose guest or tenant
 * is gone, is refused as linkNotFound: one answer for all of them; the audit logs have the try, and which of them it was.
 */
export async function openLink(deps: Deps, given: unknown, ctx: RequestContext): Promise<OpenedLink> {
  const named = await look(deps, given)
  if (!named) {
    await recordForgery(deps, given, ctx)
    return refuse('linkNotFound')
  }
  const { guest } = named
  const state = linkState(named.invitation, guest, deps.clock.now())
  if (guest && state !== 'dead') return { ...named, guest, state }
  const reason = 'The invitation was withdrawn, or its guest was deleted.'
  await recordLinkFailure(deps, named, ctx, { activity: 'redeem', refused: refusal('linkNotFound'), reason })
  return refuse('linkNotFound')
}

async function look(deps: Deps, given: unknown): Promise<NamedLink | undefined> {
  const names = parseLink(given)
  if (!names) return undefined
  const door = deps.store.at(names.tenant)
  const [tenant, invitation] = await Promise.all([
    deps.store.tenants.get(door),
    deps.store.invitations.find(door, names.invitation),
  ])
  // Always compared, so that an unknown id takes as long as a wrong ticket.
  const fits = ticketFits(deps, names.ticket, invitation?.ticketMac ?? '')
  if (!tenant || tenant.suspendedAt !== null || !invitation || !fits) return undefined
  return { tenant, invitation, guest: await deps.store.users.find(door, invitation.guestId) }
}

/** How the invited address can be proven (external-identities.md 2.6). */
type WayToProve = { kind: 'home'; tenant: Tenant } | { kind: 'code' }

/**
 * By the home account where a tenant has verified the address's domain, and only so: a code to the mailbox would get
 * round that tenant's own settings and outlive the account there. By a code everywhere else.
 */
export async function wayToProve(deps: Deps, address: string): Promise<WayToProve> {
  const domain = domainOf(address)
  const home = domain === undefined ? undefined : await homeOfDomain(deps, domain)
  return home ? { kind: 'home', tenant: home } : { kind: 'code' }
}
