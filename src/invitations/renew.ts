import type { Deps } from '../deps.ts'
import { Refusal, refuse } from '../errors/index.ts'
import type { RequestContext } from '../request-context.ts'
import { parseAddress } from './address.ts'
import { type InvitationMade, invite } from './invite.ts'
import { reloadInviter } from './inviter.ts'
import type { OpenedLink } from './link.ts'
import { decideRenewal } from './state.ts'
import type { InvitationWish } from './wish.ts'

/**
 * "Send me a new link" (design.md 8): the invitation is made again by its inviter, as they are now, with every check, and
 * mailed to the invited address only. Throws newLinkTooSoon, newLinkTooLate, and invitationsForbidden when the inviter
 * could not invite any more; what else stands against it is in the log and not told.
 */
export async function renewInvitation(deps: Deps, link: OpenedLink, ctx: RequestContext): Promise<InvitationMade> {
  const { tenant, invitation, guest } = link
  await reserve(deps, link, ctx)
  const door = deps.store.at(tenant.id)
  const caller = await reloadInviter(deps, door, invitation.inviter)
  const address = parseAddress(invitation.email)
  if (!caller || 'fault' in address) return refuse('invitationsForbidden')
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
    return await invite(deps, caller, wish, ctx)
  } catch (thrown) {
    if (thrown instanceof Refusal) refuse('invitationsForbidden')
    throw thrown
  }
}

/** Takes the one new link of this hour, for one request only. */
async function reserve(deps: Deps, { tenant, invitation, guest, state }: OpenedLink, ctx: RequestContext) {
  const verdict = await deps.store.write(tenant.id, async (tx) => {
    const all = await deps.store.invitations.ofGuest(tx, guest.id)
    const renewals = all.flatMap((one) => (one.renewedAt === null ? [] : [one.renewedAt]))
    const decided = decideRenewal(state, invitation, renewals, ctx.at)
    if (decided === 'send') {
      await deps.store.invitations.update(tx, invitation.id, (old) => ({ ...old, renewedAt: ctx.at }))
    }
    return decided
  })
  if (verdict === 'tooSoon') refuse('newLinkTooSoon')
  if (verdict === 'tooLate') refuse('newLinkTooLate')
  if (verdict === 'no') refuse('linkNotFound')
}
