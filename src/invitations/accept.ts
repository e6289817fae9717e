import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import { Refusal, refusal } from '../errors/index.ts'
import { recordSignIn } from '../logs/record.ts'
import { auditEntry, userInitiates, userTarget } from './audit.ts'
import { loadInvitingTenant } from './facts.ts'
import { examineRedemption, type Redemption, type RedemptionQuestion } from './redemption.ts'
import { failureOf, personOf, recordRefusedRedemption, redeemEntry, redemptionRecord } from './redemption-log.ts'
import { landingOf } from './redirect-url.ts'

/** What the acceptance page tells: who asks, what they will know, where it leads. */
export type AcceptanceView = {
  organization: { displayName: string; primaryDomain: string; privacyStatementUrl: string | null }
  /** Null for guests who were made without an invitation. */
  inviter: string | null
  /** The account that accepts. */
  account: string
  /** The invited address. */
  address: string
  /** Where the person goes afterwards. */
  landing: Landing
}

export type Landing = { kind: 'myApps'; path: string } | { kind: 'elsewhere'; url: string }

type Accepted = { guest: User; landing: Landing }

/**
 * For the acceptance page. Throws what stands against accepting: the state of the link, the wrong account (50020), either
 * side's settings (500212, 500213); such a refusal is logged on both sides, and so is that the person was asked (50014,
 * Interrupted). `already`: nothing is left to accept.
 */
export async function acceptanceView(
  deps: Deps,
  question: RedemptionQuestion,
): Promise<AcceptanceView & { already: boolean }> {
  const redemption = await examine(deps, question)
  if (redemption.refusal) await refuseAndLog(deps, question, redemption)
  if (!redemption.already) {
    const interrupt = refusal('guestPending')
    await recordSignIn(deps, undefined, { ...redemptionRecord(question), ...personOf(question, redemption), interrupt })
  }
  const { tenant, primaryDomain } = await loadInvitingTenant(deps, question.tenant)
  return {
    already: redemption.already,
    organization: {
      displayName: tenant.displayName,
      primaryDomain,
      privacyStatementUrl: tenant.privacyProfile.statementUrl,
    },
    inviter: redemption.invitation?.inviter.displayName ?? null,
    account: accountName(redemption, question),
    address: redemption.address,
    landing: landing(deps, question, redemption),
  }
}

/**
 * The person pressed Accept: links the guest to the account that was proven. Everything is asked again here, and the
 * invitation is taken in the transaction that changes the guest: of two at once, one wins. Whoever comes later with the
 * same account lands as if they had won. Throws as `acceptanceView`. `loggedAs`: the id of the acceptance in the log, when
 * the request's own is for the sign-in that goes on after it; a refusal is always logged under the request's, which the
 * person is shown.
 */
export async function acceptInvitation(
  deps: Deps,
  question: RedemptionQuestion,
  loggedAs = question.ctx.traceId,
): Promise<Accepted> {
  const redemption = await examine(deps, question)
  if (redemption.refusal) return refuseAndLog(deps, question, redemption)
  const done = landing(deps, question, redemption)
  if (redemption.already) return { guest: redemption.guest, landing: done }
  const guest = await deps.store.write(question.tenant, (tx) =>
    link(deps, tx, { ...question, ctx: { ...question.ctx, traceId: loggedAs } }, redemption),
  )
  if (guest) return { guest, landing: done }
  const again = await examine(deps, question)
  if (again.already) return { guest: again.guest, landing: done }
  return refuseAndLog(deps, question, { ...again, refusal: refusal('linkNotFound'), denial: null })
}

/** What ended the link meanwhile is thrown there: it is logged for whoever stands before it. */
async function examine(deps: Deps, question: RedemptionQuestion): Promise<Redemption> {
  try {
    return await examineRedemption(deps, question)
  } catch (thrown) {
    if (thrown instanceof Refusal) await recordRefusedRedemption(deps, question, thrown)
    throw thrown
  }
}

/** The person pressed Cancel: nothing changes but the logs, and the link keeps working. */
export async function declineInvitation(deps: Deps, question: RedemptionQuestion): Promise<void> {
  const redemption = await examine(deps, question)
  const declined = refusal('invitationDeclined')
  const reason = { ...failureOf(declined), reason: 'The person declined the invitation.' }
  await deps.store.write(question.tenant, async (tx) => {
    await recordSignIn(deps, tx, {
      ...redemptionRecord(question),
      ...personOf(question, redemption),
      error: declined,
    })
    await deps.store.audit.add(tx, redeemEntry(deps, question, redemption, reason))
  })
}

const landing = (deps: Deps, { tenant }: RedemptionQuestion, { invitation }: Redemption): Landing =>
  landingOf(invitation?.redirectUrl ?? '', { origin: deps.config.origin, tenant })

const accountName = ({ home, address }: Redemption, { account }: RedemptionQuestion): string =>
  home.kind === 'email' ? address : account.user.userPrincipalName

/** Undefined when somebody else was faster. */
async function link(
  deps: Deps,
  tx: Unit,
  question: RedemptionQuestion,
  redemption: Redemption,
): Promise<User | undefined> {
  const { invitation, home } = redemption
  const { ctx } = question
  const at = ctx.at
  const before = await deps.store.users.find(tx, question.guestId)
  if (before?.externalUserState !== 'PendingAcceptance') return undefined
  if (invitation && !(await deps.store.invitations.redeem(tx, invitation.id, at))) return undefined
  const wasInternal = before.creationType === null
  const guest = await deps.store.users.update(tx, before.id, (old) => ({
    ...old,
    home,
    externalUserState: 'Accepted',
    externalUserStateChangedAt: at,
  }))
  // From now on the account elsewhere is the only way in; whoever proved another mailbox of the guest is let go.
  if (wasInternal) await deps.store.passwords.remove(tx, guest.id)
  for (const session of await deps.store.sessions.ofUser(tx, guest.id)) {
    if (session.id !== question.account.session.id) await deps.store.sessions.remove(tx, session.id)
  }
  await deps.store.audit.add(tx, redeemEntry(deps, question, redemption, null))
  await deps.store.audit.add(
    tx,
    auditEntry(deps, ctx, userInitiates(guest, ctx), {
      activityDisplayName: 'Update user',
      operationType: 'Update',
      loggedByService: 'Core Directory',
      targetResources: [
        userTarget(guest, {
          UserState: ['PendingAcceptance', 'Accepted'],
          AcceptedOn: [undefined, new Date(at).toISOString()],
        }),
      ],
    }),
  )
  if (redemption.judgement) {
    // The decision asked for the redemption, and here it is: the row says that the person came in.
    const judgement = { ...redemption.judgement, user: guest, decision: accepted(redemption.judgement) }
    await recordSignIn(deps, tx, { ...redemptionRecord(question), judgement })
  }
  return guest
}

const accepted = ({ decision }: NonNullable<Redemption['judgement']>) => ({
  outcome: 'allow' as const,
  trace: decision.trace,
})

/** The refusal with its rows in the logs of both sides. The guest stays as they are. */
async function refuseAndLog(deps: Deps, question: RedemptionQuestion, redemption: Redemption): Promise<never> {
  const { refusal: refused, denial } = redemption
  await deps.store.write(question.tenant, async (tx) => {
    await recordSignIn(deps, tx, {
      ...redemptionRecord(question),
      ...personOf(question, redemption),
      ...(refused && !denial ? { error: refused } : {}),
    })
    await deps.store.audit.add(tx, redeemEntry(deps, question, redemption, refused && failureOf(refused)))
  })
  throw refused
}
