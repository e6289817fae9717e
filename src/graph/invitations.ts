import {
  admitWish,
  type InvitationMade,
  type InvitationWish,
  type InvitingCaller,
  invite,
  invitingPermissions,
  isConsumerDomain,
} from '../invitations/index.ts'
import { type Caller, holds } from './caller.ts'
import { created, type GraphRequest, type GraphRoute, type JsonObject } from './route.ts'
import { tellingWhy } from './why-refused.ts'

/** `POST /invitations`, the only verb that is served: graph.md 2.2. */
export const invitationRoutes: readonly GraphRoute[] = [
  {
    method: 'POST',
    path: '/invitations',
    permissions: { delegated: invitingPermissions, application: invitingPermissions },
    body: 'object',
    async handle(request) {
      const { deps, ctx, body, base } = request
      const caller = invitingCaller(request.caller)
      const { wish, made } = await tellingWhy(request.caller, async () => {
        const admitted = await admitWish(deps, caller, body, ctx)
        return { wish: admitted, made: await invite(deps, caller, admitted, ctx) }
      })
      const answer = created(presentInvitation(base, wish, made), `${base}/invitations/${made.invitation.id}`)
      return { ...answer, headers: { ...answer.headers, ...warning(request, wish) } }
    },
  },
]

function invitingCaller(caller: Caller): InvitingCaller {
  const { tenant, roles } = caller
  if (caller.kind === 'delegated') return { kind: 'user', tenant, roles, user: caller.user }
  const { id, appId, displayName } = caller.servicePrincipal
  return {
    kind: 'application',
    tenant,
    roles,
    servicePrincipal: { id, appId, displayName },
    mayInvite: holds(caller, ...invitingPermissions),
  }
}

function presentInvitation(base: string, wish: InvitationWish, made: InvitationMade): JsonObject {
  const { message } = wish
  return {
    '@odata.context': `${base}/$metadata#invitations/$entity`,
    id: made.invitation.id,
    inviteRedeemUrl: made.redeemUrl,
    invitedUserDisplayName: wish.displayName,
    invitedUserType: made.guest.userType,
    invitedUserEmailAddress: wish.address.address,
    sendInvitationMessage: wish.sendMessage,
    resetRedemption: wish.resetRedemption,
    inviteRedirectUrl: wish.redirectUrl,
    status: made.status,
    invitedUserMessageInfo: {
      messageLanguage: message.language,
      customizedMessageBody: message.body,
      ccRecipients: [{ emailAddress: { name: message.cc?.name ?? null, address: message.cc?.address ?? null } }],
    },
    invitedUser: { id: made.guest.id },
  }
}

/** RFC 7234 5.5: Graph has no other place for advice. */
function warning({ caller }: GraphRequest, wish: InvitationWish): Record<string, string> {
  const { domain } = wish.address
  if (caller.tenantFacts.kind !== 'workforce' || !isConsumerDomain(domain)) return {}
  return {
    warning: `299 gatehouse "${domain} is a consumer mail domain: an app for customers wants an external tenant"`,
  }
}
