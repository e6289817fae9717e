import type { Deps } from '../deps.ts'
import { newUser, type User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { UserId } from '../ids.ts'
import { chooseLanguage, invitationLetter, queueMail } from '../mail/index.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { auditEntry, callerInitiates, userTarget } from './audit.ts'
import type { Plan } from './existing.ts'
import type { InvitingTenant } from './facts.ts'
import { guestNames } from './guest-name.ts'
import type { Invitation } from './invitation.ts'
import type { InvitingCaller } from './inviter.ts'
import { landingOf } from './redirect-url.ts'
import type { InvitationWish } from './wish.ts'

type Making = { wish: InvitationWish; caller: InvitingCaller; ctx: RequestContext; from: InvitingTenant }

/** The user that a plan is about, as it was before. */
export const guestBefore = (plan: Plan): User | undefined =>
  plan.kind === 'create' ? undefined : plan.kind === 'convert' ? plan.user : plan.guest

/** Carries a plan out on the directory: the guest as they are afterwards. */
export async function guestFor(deps: Deps, tx: Unit, plan: Plan, making: Making): Promise<User> {
  switch (plan.kind) {
    case 'create':
      return createGuest(deps, tx, making)
    case 'resend':
    case 'completed':
      return plan.guest
    case 'reset':
    case 'convert':
      return waitAgain(deps, tx, guestBefore(plan) as User, making.ctx.at)
  }
}

async function createGuest(deps: Deps, tx: Unit, making: Making): Promise<User> {
  const { wish, caller, ctx, from } = making
  const { address, local } = wish.address
  const inviting = caller.kind === 'user' ? [caller.user.id as string] : []
  const guest = newUser({
    id: deps.random.uuid() as UserId,
    ...(await freeNames(deps, tx, making)),
    displayName: wish.displayName ?? local,
    mail: address,
    otherMails: [address],
    proxyAddresses: [`SMTP:${address}`],
    userType: wish.userType,
    creationType: 'Invitation',
    externalUserState: 'PendingAcceptance',
    externalUserStateChangedAt: ctx.at,
    createdAt: ctx.at,
    sponsors: wish.sponsors ?? inviting,
  })
  await deps.store.users.add(tx, guest)
  const by = callerInitiates(caller, ctx)
  await deps.store.audit.add(
    tx,
    auditEntry(deps, ctx, by, {
      activityDisplayName: 'Add user',
      operationType: 'Add',
      loggedByService: 'Core Directory',
      targetResources: [
        userTarget(guest, {
          UserType: [undefined, guest.userType],
          Mail: [undefined, address],
          CreationType: [undefined, 'Invitation'],
          UserState: [undefined, 'PendingAcceptance'],
        }),
      ],
      additionalDetails: [{ key: 'tid', value: from.tenant.id }],
    }),
  )
  for (const sponsor of guest.sponsors) {
    await deps.store.audit.add(
      tx,
      auditEntry(deps, ctx, by, {
        activityDisplayName: 'Add user sponsor',
        operationType: 'Assign',
        loggedByService: 'Core Directory',
        targetResources: [userTarget(guest, { Sponsor: [undefined, sponsor] })],
      }),
    )
  }
  return guest
}

/** Different addresses can fold to one name (`a_b@c.test` and `a@b_c.test`): later ones get digits. */
async function freeNames(deps: Deps, tx: Unit, { wish, from }: Making) {
  for (let clash = 0; ; clash++) {
    const names = guestNames(wish.address, from.tenant.initialDomain, clash)
    if (!(await deps.store.users.byUserPrincipalName(tx, names.userPrincipalName))) return names
  }
}

/** The object keeps its id, names, groups and apps; the account it was used with is let go, its sessions too. */
async function waitAgain(deps: Deps, tx: Unit, user: User, at: number): Promise<User> {
  const changed = await deps.store.users.update(tx, user.id, (old) => ({
    ...old,
    home: null,
    externalUserState: 'PendingAcceptance',
    externalUserStateChangedAt: at,
    sessionsValidFrom: at,
  }))
  await deps.store.refresh.revokeOfUser(tx, user.id, at)
  await deps.store.sessions.removeOfUser(tx, user.id)
  return changed
}

/** Puts the letter of an invitation into the outbox, in the language that external-identities.md 2.5 chooses. */
export async function queueInvitation(
  deps: Deps,
  tx: Unit,
  facts: { row: Invitation; url: string; guest: User; from: InvitingTenant; home: Tenant | undefined },
): Promise<void> {
  const { row, url, guest, from, home } = facts
  const { tenant, primaryDomain } = from
  const landing = landingOf(row.redirectUrl, { origin: deps.config.origin, tenant: tenant.id })
  const letter = invitationLetter({
    to: { name: guest.displayName, address: row.email },
    cc: row.ccRecipient,
    organization: {
      displayName: tenant.displayName,
      primaryDomain,
      initialDomain: tenant.initialDomain,
      privacyStatementUrl: tenant.privacyProfile.statementUrl,
    },
    inviter: row.inviter,
    message: row.customizedMessageBody,
    landingUrl: landing.kind === 'myApps' ? `${deps.config.origin}${landing.path}` : landing.url,
    redeemUrl: url,
    expiresAt: row.expiresAt,
    language: chooseLanguage([
      row.messageLanguage,
      guest.preferredLanguage,
      home?.preferredLanguage,
      tenant.preferredLanguage,
    ]),
  })
  await queueMail(tx, deps, { kind: 'invitation', letter })
}
