import type { Deps } from '../deps.ts'
import { refusal } from '../errors/index.ts'
import type { RequestContext } from '../request-context.ts'
import { auditEntry, details, organizationInitiates, userTarget } from './audit.ts'
import { type OpenedLink, wayToProve } from './link.ts'

const hour = 60 * 60_000
/** Audit rows of ended links in an hour and tenant. Mail filters open old links too. */
const mostRows = 100

/**
 * Somebody opened a link that has ended. Nobody is known yet, but "the link does not work" is what both admins are
 * called about, so both find the reason: whoever invited, and the home organization of the invited address.
 */
export async function recordEndedLink(deps: Deps, link: OpenedLink, ctx: RequestContext): Promise<void> {
  const { tenant, invitation, guest, state } = link
  if (state !== 'expired' && state !== 'superseded') return
  const reason = refusal(state === 'expired' ? 'invitationExpired' : 'invitationSuperseded').message
  const way = await wayToProve(deps, invitation.email)
  const activity = {
    activityDisplayName: 'Redeem external user invite',
    operationType: 'Redeem',
    result: 'failure',
    resultReason: reason,
  } as const
  const about = { InvitationId: invitation.id, invitedUserEmailAddress: invitation.email }
  await deps.store.write(tenant.id, async (tx) => {
    if ((await deps.store.limits.hit(tx, 'ended-links', hour, ctx.at)) > mostRows) return
    await deps.store.audit.add(
      tx,
      auditEntry(deps, ctx, organizationInitiates('Invitations'), {
        ...activity,
        targetResources: [userTarget(guest)],
        additionalDetails: details({ ...about, ipaddr: ctx.ip, 'User-Agent': ctx.userAgent }),
      }),
    )
    if (way.kind !== 'home') return
    await deps.store.audit.add(
      tx.in(way.tenant.id),
      auditEntry(deps, ctx, organizationInitiates(tenant.displayName), {
        ...activity,
        additionalDetails: details({ ...about, invitingTenantId: tenant.id }),
      }),
    )
  })
}
