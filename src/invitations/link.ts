import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { tenantOfOpaque } from '../opaque.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { auditEntry, details, organizationInitiates } from './audit.ts'
import { homeOfDomain } from './facts.ts'
import type { Invitation } from './invitation.ts'
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

const hour = 60 * 60_000
/** Audit rows of forged links in an hour and tenant: the first ones tell all there is to tell. */
const mostRows = 100

/**
 * Reads a link. Changes nothing of the invitation. A link that is forged, retargeted, revoked, or whose guest or tenant
 * is gone, is refused as linkNotFound: one answer for all of them; the audit log of the tenant has the try.
 */
export async function openLink(deps: Deps, given: unknown, ctx: RequestContext): Promise<OpenedLink> {
  const opened = await look(deps, given)
  if (opened) return opened
  await recordForgery(deps, given, ctx)
  return refuse('linkNotFound')
}

async function look(deps: Deps, given: unknown): Promise<OpenedLink | undefined> {
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
  const guest = await deps.store.users.find(door, invitation.guestId)
  const state = linkState(invitation, guest, deps.clock.now())
  return guest && state !== 'dead' ? { tenant, invitation, guest, state } : undefined
}

async function recordForgery(deps: Deps, given: unknown, ctx: RequestContext): Promise<void> {
  const { tenant, user, ticket } = (given ?? {}) as Record<string, unknown>
  const named = typeof tenant === 'string' && isGuid(tenant) ? (tenant.toLowerCase() as TenantId) : undefined
  const inside = typeof ticket === 'string' ? tenantOfOpaque(ticket) : undefined
  for (const id of new Set([named, inside])) {
    if (id === undefined || !(await deps.store.tenants.get(deps.store.at(id)))) continue
    await deps.store.write(id, async (tx) => {
      if ((await deps.store.limits.hit(tx, 'forged-links', hour, ctx.at)) > mostRows) return
      const entry = auditEntry(deps, ctx, organizationInitiates('Invitations'), {
        activityDisplayName: 'Redeem external user invite',
        operationType: 'Redeem',
        result: 'failure',
        resultReason: 'The link is not one that was sent, or its guest is gone.',
        additionalDetails: details({
          InvitationId: typeof user === 'string' && isGuid(user) ? user.toLowerCase() : null,
          ipaddr: ctx.ip,
          'User-Agent': ctx.userAgent,
        }),
      })
      await deps.store.audit.add(tx, entry)
    })
    // One row for one try: in the tenant that the link names, else in the one that the ticket was made for.
    return
  }
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
