import type { Deps } from '../deps.ts'
import type { HomeIdentity, User } from '../directory/user.ts'
import type { Refusal } from '../errors/index.ts'
import { recordSignIn } from '../logs/record.ts'
import { auditEntry, details, organizationInitiates, userInitiates, userTarget } from './audit.ts'
import type { Invitation } from './invitation.ts'
import { type Redemption, type RedemptionQuestion, redemptionClient } from './redemption.ts'

/** What the logs keep of somebody who is signed in and stands before an invitation. */

export const redemptionRecord = ({ ctx, tenant }: RedemptionQuestion) => ({
  ctx,
  resourceTenant: tenant,
  client: redemptionClient,
  grant: 'redemption',
  isInteractive: true,
})

/** Whose row it is: by the decision, and where there was none by who stands before the page. */
export function personOf(
  { account, tenant }: RedemptionQuestion,
  { judgement, guest }: { judgement?: Redemption['judgement']; guest: User | null },
) {
  if (judgement) return { judgement }
  const home = account.tenant === tenant ? null : { tenantId: account.tenant, user: account.user }
  return { person: { user: home ? guest : account.user, home } }
}

const sources = { tenant: 'ExternalAzureAD', email: 'One Time Passcode', federated: 'External federation' } as const

type Named = { guest: User | null; invitation: Invitation | null; address: string | null; home: HomeIdentity | null }

export function redeemEntry(
  deps: Deps,
  { ctx }: RedemptionQuestion,
  { guest, invitation, home, address }: Named,
  failure: { reason: string; name: string } | null,
) {
  return auditEntry(deps, ctx, guest ? userInitiates(guest, ctx) : organizationInitiates('Invitations'), {
    activityDisplayName: 'Redeem external user invite',
    operationType: 'Redeem',
    result: failure === null ? 'success' : 'failure',
    resultReason: failure?.reason ?? null,
    targetResources: guest ? [userTarget(guest)] : [],
    additionalDetails: details({
      InvitationId: invitation?.id,
      invitedUserEmailAddress: address,
      Source: home && sources[home.kind],
      errorName: failure?.name,
      ipaddr: ctx.ip,
      'User-Agent': ctx.userAgent,
    }),
  })
}

export const failureOf = ({ message, entry }: Refusal) => ({ reason: message, name: entry.name })

/**
 * What came between the page and its button (the link ended, the guest was deleted, the form is stale): who stands there
 * is known, so both sides have their row.
 */
export async function recordRefusedRedemption(
  deps: Deps,
  question: RedemptionQuestion,
  refused: Refusal,
): Promise<void> {
  const { tenant, guestId, invitationId } = question
  const door = deps.store.at(tenant)
  const guest = (await deps.store.users.find(door, guestId)) ?? null
  const invitation = (invitationId && (await deps.store.invitations.find(door, invitationId))) || null
  const named = { guest, invitation, address: invitation?.email ?? guest?.mail ?? null, home: null }
  await deps.store.write(tenant, async (tx) => {
    await recordSignIn(deps, tx, {
      ...redemptionRecord(question),
      ...personOf(question, { guest }),
      error: refused,
    })
    await deps.store.audit.add(tx, redeemEntry(deps, question, named, failureOf(refused)))
  })
}
