import type { Deps } from '../deps.ts'
import { Refusal, refusal, refuse } from '../errors/index.ts'
import type { RequestContext } from '../request-context.ts'
import { parseAddress } from './address.ts'
import { invite } from './invite.ts'
import { reloadInviter } from './inviter.ts'
import type { OpenedLink } from './link.ts'
import { recordLinkFailure, recordRenewal } from './link-log.ts'
import { decideRenewal } from './state.ts'
import type { InvitationWish } from './wish.ts'

/**
 * "Send me a new link" (design.md 8): the invitation is made again by its inviter, as they are now, with every check, and
 * mailed to the invited address only. Throws newLinkTooSoon, newLinkTooLate, and newLinkRefused when the inviter could not
 * invite any more; what else stands against it is in the log and not told.
 * `ctx` has the correlation id of the rows afterwards.
 */
export async function renewInvitation(deps: Deps, link: OpenedLink, ctx: RequestContext): Promise<void> {
  const refused = await reserve(deps, link, ctx)
  if (refused) {
    ctx.correlationId = await recordLinkFailure(deps, link, ctx, { activity: 'renew', refused })
    throw refused
  }
  try {
    await inviteAgain(deps, link, ctx)
  } catch (thrown) {
    if (thrown instanceof Refusal) await recordRenewal(deps, link, ctx, thrown)
    throw thrown
  }
  await recordRenewal(deps, link, ctx)
}

async function inviteAgain(deps: Deps, { tenant, invitation, guest }: OpenedLink, ctx: RequestContext): Promise<void> {
  const caller = await reloadInviter(deps, deps.store.at(tenant.id), invitation.inviter)
  const address = parseAddress(invitation.email)
  if (!caller || 'fault' in address) return refuse('newLinkRefused')
  const wish: InvitationWish = {
    address,
    redirectUrl: invitation.redirectUrl,
    displayName: guest.displayName,
    userType: 'Guest',
    sendMessage: true,
    message: {
      language: invitation.messageLanguage,
      body: invitation.customizedMessageBody,
      // Nobody but the invited person gets what somebody with an old link has asked for.
      cc: null,
    },
    resetRedemption: false,
    invitedUserId: guest.id,
    sponsors: null,
  }
  try {
    await invite(deps, caller, wish, ctx)
  } catch (thrown) {
    if (thrown instanceof Refusal) refuse('newLinkRefused')
    throw thrown
  }
}

/** Takes the one new link of this hour, for one request only; or why there is none. */
async function reserve(
  deps: Deps,
  { tenant, invitation, guest, state }: OpenedLink,
  ctx: RequestContext,
): Promise<Refusal | null> {
  const verdict = await deps.store.write(tenant.id, async (tx) => {
    const all = await deps.store.invitations.ofGuest(tx, guest.id)
    const renewals = all.flatMap((one) => (one.renewedAt === null ? [] : [one.renewedAt]))
    const decided = decideRenewal(state, invitation, renewals, ctx.at)
    if (decided === 'send') {
      await deps.store.invitations.update(tx, invitation.id, (old) => ({ ...old, renewedAt: ctx.at }))
    }
    return decided
  })
  return verdict === 'send' ? null : refusal(refusals[verdict])
}

const refusals = { tooSoon: 'newLinkTooSoon', tooLate: 'newLinkTooLate', no: 'linkNotFound' } as const
