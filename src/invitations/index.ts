/**
 * Guests from invitation to acceptance: who is invited how, the link and its end, proof of the invited address, the
 * guest's link to the account that was proven. Does not decide access (access/ does), renders no page
 * (sign-in/pages/redemption) and no Graph (graph/invitations.ts).
 */
export {
  type AcceptanceView,
  acceptanceView,
  acceptInvitation,
  declineInvitation,
  type Landing,
} from './accept.ts'
export { admitWish } from './admit-wish.ts'
export { isConsumerDomain } from './consumer-domain.ts'
export { type InvitationMade, invite } from './invite.ts'
export { type InvitingCaller, invitingPermissions } from './inviter.ts'
export { type OpenedLink, openLink, wayToProve } from './link.ts'
export { recordLinkFailure } from './link-log.ts'
export { type RedemptionQuestion, redemptionClient } from './redemption.ts'
export { recordRefusedRedemption } from './redemption-log.ts'
export { landingOf } from './redirect-url.ts'
export { renewInvitation } from './renew.ts'
export type { InvitationWish } from './wish.ts'
