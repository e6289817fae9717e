import { admit, decide, type InviteFacts } from '../access/index.ts'
import type { Deps } from '../deps.ts'
import { effectiveRoles } from '../directory/effective-roles.ts'
import type { User } from '../directory/user.ts'
import { Conflict, type Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { GroupId, InvitationId, UserId } from '../ids.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { recordFailure, tellHome } from './attempt-log.ts'
import { auditEntry, callerInitiates, details, userTarget } from './audit.ts'
import { type Plan, planFor, planForUser } from './existing.ts'
import { homeOfDomain, type InvitingTenant, loadInviteFacts, loadInvitingTenant } from './facts.ts'
import type { Invitation } from './invitation.ts'
import { type InvitingCaller, presentInviter } from './inviter.ts'
import { guestBefore, guestFor, queueInvitation } from './make.ts'
import { expiryOf } from './state.ts'
import { mintTicket, redeemUrl } from './ticket.ts'
import type { InvitationWish } from './wish.ts'

/** What came of a wish. `completed`: the guest accepted long ago; the link just leads back. */
export type InvitationMade = {
  invitation: Invitation
  guest: User
  redeemUrl: string
  status: 'PendingAcceptance' | 'Completed'
}

/** Two invitations of the same new address can meet: the loser looks again, and finds the winner's guest. */
const attempts = 4

/**
 * Invites one address: all checks in the order of external-identities.md 2.3, then guest, invitation, mail and audit
 * entries in one transaction. A refusal changes nothing but the log. Throws the refusals of graph.md 2.2.
 */
export async function invite(
  deps: Deps,
  caller: InvitingCaller,
  wish: InvitationWish,
  ctx: RequestContext,
): Promise<InvitationMade> {
  const home = await homeOfDomain(deps, wish.address.domain)
  const abroad = home && home.id !== caller.tenant ? home : undefined
  try {
    const from = await loadInvitingTenant(deps, caller.tenant)
    const invited = { address: wish.address.address, home: abroad, asMember: wish.userType === 'Member' }
    const loaded = { from, home: abroad, facts: await loadInviteFacts(deps, caller, from, invited) }
    for (let attempt = 1; ; attempt++) {
      try {
        const made = await deps.store.write(caller.tenant, (tx) => inviteIn(deps, tx, caller, wish, ctx, loaded))
        deps.wakeOutbox()
        return made
      } catch (thrown) {
        if (!(thrown instanceof Conflict) || attempt === attempts) throw thrown
      }
    }
  } catch (thrown) {
    await recordFailure(deps, caller, ctx, { thrown, address: wish.address.address, home: abroad })
    throw thrown
  }
}

type Loaded = { from: InvitingTenant; home: Tenant | undefined; facts: InviteFacts }

/** A reset invites nobody new, and has roles of its own, which `planForUser` checked (external-identities.md 2.8). */
const ofReset = (facts: InviteFacts): InviteFacts => ({
  ...facts,
  allowInvitesFrom: 'everyone',
  invited: { ...facts.invited, asMember: false },
})

async function inviteIn(
  deps: Deps,
  tx: Unit,
  caller: InvitingCaller,
  wish: InvitationWish,
  ctx: RequestContext,
  { from, home, facts }: Loaded,
): Promise<InvitationMade> {
  const plan = await findPlan(deps, tx, caller, wish)
  admit(decide(plan.kind === 'reset' ? ofReset(facts) : facts))
  await checkSponsors(deps, tx, wish.sponsors)
  const guest = await guestFor(deps, tx, plan, { wish, caller, ctx, from })
  const invitation = newInvitation(deps, caller, wish, { from, guest, home, ctx, plan })
  await store(deps, tx, plan, invitation.row, ctx.at)
  if (wish.sendMessage && plan.kind !== 'completed') {
    await queueInvitation(deps, tx, { ...invitation, guest, from, home })
  }
  await auditInvitation(deps, tx, caller, ctx, plan, { invitation: invitation.row, guest })
  if (home) {
    const { id, email } = invitation.row
    await tellHome(deps, tx, caller, ctx, { home, address: email, refused: false, invitation: id })
  }
  return {
    invitation: invitation.row,
    guest,
    redeemUrl: invitation.url,
    status: plan.kind === 'completed' ? 'Completed' : 'PendingAcceptance',
  }
}

async function findPlan(deps: Deps, tx: Unit, caller: InvitingCaller, wish: InvitationWish): Promise<Plan> {
  const { address, domain } = wish.address
  const ownDomain = (await deps.store.tenants.domains(tx)).some((one) => one.verifiedAt !== null && one.name === domain)
  const byName = await deps.store.users.byUserPrincipalName(tx, address)
  const byAddress = await deps.store.users.byAddress(tx, address)
  const found = [...(byName ? [byName] : []), ...byAddress.filter((user) => user.id !== byName?.id)]
  if (wish.invitedUserId !== null) {
    const target = await deps.store.users.find(tx, wish.invitedUserId)
    if (!target) return refuse('resourceNotFound', { id: wish.invitedUserId })
    const targetRoles = [...(await effectiveRoles(deps.store, tx, target.id))]
    const asked = { address, reset: wish.resetRedemption }
    return planForUser(target, asked, caller, { found, targetRoles, ownDomain })
  }
  const plan = planFor(address, found, ownDomain)
  if (plan.kind === 'create') {
    const where = { op: 'eq' as const, column: 'mail', value: address }
    const groups = await deps.store.groups.page(tx, { where, top: 1 })
    if (groups.items.length > 0) refuse('invitedGroupAddress')
  }
  return plan
}

async function checkSponsors(deps: Deps, tx: Unit, sponsors: readonly string[] | null): Promise<void> {
  for (const id of sponsors ?? []) {
    const known = (await deps.store.users.find(tx, id as UserId)) ?? (await deps.store.groups.find(tx, id as GroupId))
    if (!known) {
      const property = 'invitedUserSponsors'
      const reason = `No user or group has the id ${id}.`
      refuse('propertyInvalidBecause', { property, resource: 'Invitation', reason }, { target: property })
    }
  }
}

type Made = { row: Invitation; url: string }

function newInvitation(
  deps: Deps,
  caller: InvitingCaller,
  wish: InvitationWish,
  facts: { from: InvitingTenant; guest: User; home: Tenant | undefined; ctx: RequestContext; plan: Plan },
): Made {
  const { from, guest, ctx } = facts
  const { ticket, mac } = mintTicket(deps, caller.tenant)
  const id = deps.random.uuid() as InvitationId
  return {
    url: redeemUrl(deps.config.origin, { tenant: caller.tenant, invitation: id, ticket }),
    row: {
      id,
      guestId: guest.id,
      email: wish.address.address,
      displayName: wish.displayName,
      ticketMac: mac,
      state: 'pending',
      createdAt: ctx.at,
      expiresAt: expiryOf(from.tenant.redemptionLinkDays, ctx.at),
      redirectUrl: wish.redirectUrl,
      inviter: presentInviter(caller),
      sendMessage: wish.sendMessage,
      messageLanguage: wish.message.language,
      customizedMessageBody: wish.message.body,
      ccRecipient: wish.message.cc,
      changedAt: ctx.at,
      renewedAt: null,
    },
  }
}

/**
 * Adds the invitation. A link that was mailed ends the earlier ones, and so does a reset, whose earlier links lead to an
 * account that is not meant any more.
 */
async function store(deps: Deps, tx: Unit, plan: Plan, invitation: Invitation, at: number): Promise<void> {
  const ends = plan.kind === 'reset' || plan.kind === 'convert' || (plan.kind === 'resend' && invitation.sendMessage)
  if (ends) {
    for (const earlier of await deps.store.invitations.ofGuest(tx, invitation.guestId)) {
      if (earlier.state !== 'pending' && earlier.state !== 'redeemed') continue
      await deps.store.invitations.update(tx, earlier.id, (old) => ({ ...old, state: 'superseded', changedAt: at }))
    }
  }
  await deps.store.invitations.add(tx, invitation)
}

const activities: Record<Plan['kind'], string> = {
  create: 'Invite external user',
  resend: 'Invite external user',
  completed: 'Invite external user',
  reset: 'Invite external user with reset invitation status',
  convert: 'Invite internal user to B2B collaboration',
}

async function auditInvitation(
  deps: Deps,
  tx: Unit,
  caller: InvitingCaller,
  ctx: RequestContext,
  plan: Plan,
  { invitation, guest }: { invitation: Invitation; guest: User },
): Promise<void> {
  const by = callerInitiates(caller, ctx)
  const before = guestBefore(plan)
  const changes =
    before && before.externalUserState !== guest.externalUserState
      ? { UserState: [before.externalUserState, guest.externalUserState] as [unknown, unknown] }
      : {}
  await deps.store.audit.add(
    tx,
    auditEntry(deps, ctx, by, {
      activityDisplayName: activities[plan.kind],
      operationType: 'Invite',
      targetResources: [userTarget(guest, changes)],
      additionalDetails: details({
        InvitationId: invitation.id,
        invitedUserEmailAddress: invitation.email,
        tid: caller.tenant,
        oid: by.kind === 'user' ? by.id : by.servicePrincipalId,
        ipaddr: ctx.ip,
        'User-Agent': ctx.userAgent,
        messageSent: invitation.sendMessage && plan.kind !== 'completed' ? 'true' : 'false',
      }),
    }),
  )
}
