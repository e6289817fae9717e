import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import { type Refusal, refusal } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import { tenantOfOpaque } from '../opaque.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { auditEntry, details, organizationInitiates, userTarget } from './audit.ts'
import { homeOfDomain } from './facts.ts'
import type { Invitation } from './invitation.ts'
import { domainOf } from './proof.ts'

/**
 * The audit rows of links that did not work. Nobody is known when a link is opened, so there is no sign-in to log; but
 * "the link does not work" is what both admins are called about, so both find the reason.
 */

const hour = 60 * 60_000

/** An invitation whose ticket was shown. The guest may be gone. */
export type NamedLink = { tenant: Tenant; invitation: Invitation; guest: User | undefined }

const activities = {
  redeem: { activityDisplayName: 'Redeem external user invite', operationType: 'Redeem' },
  renew: { activityDisplayName: 'Request new invitation link', operationType: 'Invite' },
} as const

/**
 * A link was opened, or asked for its successor, in vain: a row for whoever invited, and one for the home organization
 * of the invited address. One an hour for each link and reason, however often it is opened (mail filters, and people who
 * try again and again): all openings of that hour go by one correlation id, which is answered for the page to show.
 */
export async function recordLinkFailure(
  deps: Deps,
  link: NamedLink,
  ctx: RequestContext,
  { activity, refused, reason = refused.message }: { activity: 'redeem' | 'renew'; refused: Refusal; reason?: string },
): Promise<string> {
  const about = `${link.invitation.id}:${activity}:${refused.error}`
  const correlationId = guidOf(deps.vault.mac('link-log', `${about}:${Math.floor(ctx.at / hour)}`))
  const home = await homeOf(deps, link)
  const rows = rowsOf(deps, link, home, { ...ctx, correlationId }, { activity, refused, reason })
  await deps.store.write(link.tenant.id, async (tx) => {
    if ((await deps.store.limits.hit(tx, `link-log:${about}`, hour, ctx.at)) > 1) return
    for (const { tenant, entry } of rows) await deps.store.audit.add(tx.in(tenant), entry)
  })
  return correlationId
}

/**
 * "Send me a new link" was granted, or refused for what stands against the inviter. Once an hour and guest at most
 * (`decideRenewal`); the entries of the invitation itself have the same correlation id.
 */
export async function recordRenewal(deps: Deps, link: NamedLink, ctx: RequestContext, refused?: Refusal) {
  const home = await homeOf(deps, link)
  const rows = rowsOf(deps, link, home, ctx, { activity: 'renew', refused, reason: refused?.message ?? null })
  await deps.store.write(link.tenant.id, async (tx) => {
    for (const { tenant, entry } of rows) await deps.store.audit.add(tx.in(tenant), entry)
  })
}

async function homeOf(deps: Deps, { invitation }: NamedLink): Promise<Tenant | undefined> {
  const domain = domainOf(invitation.email)
  return domain === undefined ? undefined : homeOfDomain(deps, domain)
}

function rowsOf(
  deps: Deps,
  { tenant, invitation, guest }: NamedLink,
  home: Tenant | undefined,
  ctx: RequestContext,
  what: { activity: keyof typeof activities; refused: Refusal | undefined; reason: string | null },
) {
  const common = {
    ...activities[what.activity],
    result: what.refused ? ('failure' as const) : ('success' as const),
    resultReason: what.reason,
  }
  const about = {
    InvitationId: invitation.id,
    invitedUserEmailAddress: invitation.email,
    errorName: what.refused?.entry.name,
  }
  const here = auditEntry(deps, ctx, organizationInitiates('Invitations'), {
    ...common,
    targetResources: guest ? [userTarget(guest)] : [],
    additionalDetails: details({ ...about, ipaddr: ctx.ip, 'User-Agent': ctx.userAgent }),
  })
  if (!home || home.id === tenant.id) return [{ tenant: tenant.id, entry: here }]
  const there = auditEntry(deps, ctx, organizationInitiates(tenant.displayName), {
    ...common,
    additionalDetails: details({ ...about, invitingTenantId: tenant.id }),
  })
  return [
    { tenant: tenant.id, entry: here },
    { tenant: home.id, entry: there },
  ]
}

/** 256 random-looking bits as an id of version 4. */
function guidOf(mac: string): string {
  const hex = Buffer.from(mac, 'base64url').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Audit rows of forged links in an hour and tenant: the first ones tell all there is to tell. */
const mostForged = 100

/** A link that is none of ours, in the one tenant that it names; where it names none, nobody is told. */
export async function recordForgery(deps: Deps, given: unknown, ctx: RequestContext): Promise<void> {
  const { tenant, user, ticket } = (given ?? {}) as Record<string, unknown>
  const named = typeof tenant === 'string' && isGuid(tenant) ? (tenant.toLowerCase() as TenantId) : undefined
  const inside = typeof ticket === 'string' ? tenantOfOpaque(ticket) : undefined
  for (const id of new Set([named, inside])) {
    if (id === undefined || !(await deps.store.tenants.get(deps.store.at(id)))) continue
    await deps.store.write(id, async (tx) => {
      if ((await deps.store.limits.hit(tx, 'forged-links', hour, ctx.at)) > mostForged) return
      const entry = auditEntry(deps, ctx, organizationInitiates('Invitations'), {
        ...activities.redeem,
        result: 'failure',
        resultReason: 'The link is not one that was sent.',
        additionalDetails: details({
          InvitationId: typeof user === 'string' && isGuid(user) ? user.toLowerCase() : null,
          errorName: refusal('linkNotFound').entry.name,
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
