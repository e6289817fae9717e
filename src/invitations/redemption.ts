import { invitationsAppId } from '../access/check-accounts.ts'
import { type Decision, refusalOf } from '../access/index.ts'
import { type Judgement, judge } from '../access/judge.ts'
import type { Deps } from '../deps.ts'
import type { HomeIdentity, User } from '../directory/user.ts'
import { type Refusal, refusal, refuse } from '../errors/index.ts'
import type { InvitationId, TenantId, UserId } from '../ids.ts'
import type { RequestContext } from '../request-context.ts'
import type { Account } from '../sign-in/sessions.ts'
import type { Invitation } from './invitation.ts'
import { provesAddress } from './proof.ts'
import { linkState } from './state.ts'

/** The application under which redemptions are logged. */
export const redemptionClient = { appId: invitationsAppId, displayName: 'Invitations' }

/** A signed-in person stands before an invitation. */
export type RedemptionQuestion = {
  /** The inviting tenant. */
  tenant: TenantId
  guestId: UserId
  account: Account
  ctx: RequestContext
  /** Which invitation the link named; without it the newest one counts, if there is any. */
  invitationId?: InvitationId | undefined
  /** The mailbox that was proven by one-time code, for sessions that began so. Left out: the guest's only address. */
  mailbox?: string | undefined
}

export type Redemption = {
  guest: User
  /** Null for a guest who was made without one. */
  invitation: Invitation | null
  /** The address that has to be proven. */
  address: string
  /** Accepted before, by this very account. */
  already: boolean
  /** What the guest will be linked to. */
  home: HomeIdentity
  judgement: Judgement | null
  /** Why this account may not accept; the guest stays pending. */
  refusal: Refusal | null
  denial: Extract<Decision, { outcome: 'deny' }> | null
}

/**
 * Everything about accepting but the accepting: the state of the link, what the account proves, and the decision on both
 * sides' settings. Reads only. Throws linkNotFound, invitationExpired, invitationSuperseded.
 */
export async function examineRedemption(deps: Deps, question: RedemptionQuestion): Promise<Redemption> {
  const { tenant, guestId } = question
  const door = deps.store.at(tenant)
  const guest = await deps.store.users.find(door, guestId)
  const invitation = await invitationOf(deps, question)
  if (!guest) return refuse('linkNotFound')
  const home = homeIdentity(question, guest, invitation)
  if (guest.externalUserState === 'Accepted' && sameHome(guest.home, home)) {
    const address = invitation?.email ?? guest.mail ?? ''
    return { guest, invitation, address, already: true, home, judgement: null, refusal: null, denial: null }
  }
  if (invitation) checkLink(invitation, guest, deps.clock.now())
  const address = invitation?.email ?? guest.mail ?? refuse('linkNotFound')
  if (guest.externalUserState !== 'PendingAcceptance') {
    const refused = await stranger(deps, question)
    return { guest, invitation, address, already: false, home, judgement: null, refusal: refused, denial: null }
  }
  const proves = await proven(deps, question, guest, address)
  const judged = await judgeAccount(deps, question, guest, { address, proves })
  const taken = judged.refusal === null && (await isTaken(deps, tenant, guest, home))
  return {
    guest,
    invitation,
    address,
    already: false,
    home,
    ...judged,
    refusal: taken ? refusal('accountAlreadyGuest') : judged.refusal,
  }
}

/** What a link means is told in the words of its end. An accepted guest has no open link left. */
function checkLink(invitation: Invitation, guest: User, at: number): void {
  const state = linkState(invitation, guest, at)
  if (state === 'expired') refuse('invitationExpired')
  if (state === 'superseded') refuse('invitationSuperseded')
  if (state === 'dead') refuse('linkNotFound')
}

async function invitationOf(deps: Deps, question: RedemptionQuestion): Promise<Invitation | null> {
  const door = deps.store.at(question.tenant)
  if (question.invitationId === undefined) {
    const all = await deps.store.invitations.ofGuest(door, question.guestId)
    return all.find((one) => one.state === 'pending') ?? null
  }
  const named = await deps.store.invitations.find(door, question.invitationId)
  return named?.guestId === question.guestId ? named : refuse('linkNotFound')
}

/** A session of the guest object itself can only have begun with a one-time code. */
const isMailboxSession = ({ tenant, guestId, account }: RedemptionQuestion): boolean =>
  account.tenant === tenant && account.user.id === guestId && account.session.methods.includes('otp')

function homeIdentity(question: RedemptionQuestion, guest: User, invitation: Invitation | null): HomeIdentity {
  if (isMailboxSession(question)) {
    return { kind: 'email', address: question.mailbox ?? invitation?.email ?? guest.mail ?? '' }
  }
  return { kind: 'tenant', tenantId: question.account.tenant, objectId: question.account.user.id }
}

function sameHome(left: HomeIdentity | null, right: HomeIdentity): boolean {
  if (left?.kind === 'tenant' && right.kind === 'tenant') {
    return left.tenantId === right.tenantId && left.objectId === right.objectId
  }
  return left?.kind === 'email' && right.kind === 'email' && left.address.toLowerCase() === right.address.toLowerCase()
}

async function proven(deps: Deps, question: RedemptionQuestion, guest: User, address: string): Promise<boolean> {
  const { tenant, account, mailbox } = question
  if (isMailboxSession(question)) {
    const shown = mailbox ?? onlyAddress(guest)
    return shown !== undefined && provesAddress({ kind: 'mailbox', address: shown }, address)
  }
  if (account.tenant === tenant) return false
  const domains = await deps.store.tenants.domains(deps.store.at(account.tenant))
  const verifiedDomains = domains.filter((one) => one.verifiedAt !== null).map((one) => one.name)
  return provesAddress({ kind: 'tenant', user: account.user, verifiedDomains }, address)
}

/** A guest with several addresses may have proven any of them: then only a link says which one. */
function onlyAddress({ mail, otherMails, proxyAddresses }: User): string | undefined {
  const all = [mail ?? '', ...otherMails, ...proxyAddresses.map((one) => one.replace(/^smtp:/i, ''))]
  const different = new Set(all.filter((one) => one !== '').map((one) => one.toLowerCase()))
  return different.size === 1 ? [...different][0] : undefined
}

type Judged = Pick<Redemption, 'judgement' | 'refusal' | 'denial'>

async function judgeAccount(
  deps: Deps,
  question: RedemptionQuestion,
  guest: User,
  { address, proves }: { address: string; proves: boolean },
): Promise<Judged> {
  const { tenant, account } = question
  const isMailbox = isMailboxSession(question)
  if (isMailbox && !proves) return { judgement: null, refusal: await stranger(deps, question), denial: null }
  // An account of the inviting tenant itself has nothing to redeem there.
  if (!isMailbox && account.tenant === tenant) {
    return { judgement: null, refusal: await stranger(deps, question), denial: null }
  }
  const person = isMailbox
    ? ({ kind: 'byEmail', guestId: guest.id, address } as const)
    : ({
        kind: 'fromTenant',
        homeTenant: account.tenant,
        homeObject: account.user.id,
        guestId: guest.id,
        provesInvitedAddress: proves,
      } as const)
  const judgement = await judge(deps, { stage: 'redeem', resourceTenant: tenant, person })
  const { decision } = judgement
  const denial = decision.outcome === 'deny' ? decision : null
  return { judgement, refusal: denial && refusalOf(denial), denial }
}

async function stranger(deps: Deps, { tenant, account }: RedemptionQuestion): Promise<Refusal> {
  const [here, there] = await Promise.all([
    deps.store.tenants.get(deps.store.at(tenant)),
    deps.store.tenants.get(deps.store.at(account.tenant)),
  ])
  return refusal('notInTenant', {
    user: account.user.mail ?? account.user.userPrincipalName,
    idp: there?.displayName ?? '',
    tenant: here?.displayName ?? '',
    appId: redemptionClient.appId,
    appName: redemptionClient.displayName,
  })
}

/** A home account is linked to one guest of a tenant only: it could not be told which one signs in. */
async function isTaken(deps: Deps, tenant: TenantId, guest: User, home: HomeIdentity): Promise<boolean> {
  const door = deps.store.at(tenant)
  const holder =
    home.kind === 'tenant'
      ? await deps.store.users.byHome(door, home)
      : home.kind === 'email'
        ? await deps.store.users.byHomeEmail(door, home.address)
        : undefined
  return holder !== undefined && holder.deletedAt === null && holder.id !== guest.id
}
