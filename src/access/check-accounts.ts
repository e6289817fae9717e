import { advice, call, notApplicable, objects, passes, requires, type Voice } from './answers.ts'
import type { Answer } from './decision.ts'
import type { GuestByEmail, GuestFromTenant, RedeemFacts, SignInFacts } from './facts.ts'
import { hrefs } from './hrefs.ts'
import { personName, providerName } from './person.ts'

/** Checks on the person: the account they sign in with, and the object that the resource tenant has of them. */

type PersonStage = RedeemFacts | SignInFacts

export function homeTenantActive({ person, resourceTenant }: PersonStage): Answer {
  const check = 'homeTenantActive'
  if (person.kind !== 'guestFromTenant')
    return notApplicable(
      { check, side: 'resource', tenantId: resourceTenant.id },
      'The person has no home organization here.',
    )
  const voice: Voice = { check, side: 'home', tenantId: person.homeTenant.id }
  if (!person.homeTenant.suspended) return passes(voice, 'The home organization is active.')
  return objects(
    voice,
    'tenantNotFound',
    { tenant: person.homeTenant.id },
    'The operator has suspended the home organization.',
    undefined,
    advice('Ask the operator to lift the suspension.'),
  )
}

export function homeAccount({ person, resourceTenant, at }: PersonStage): Answer {
  const check = 'homeAccount'
  if (person.kind === 'guestByEmail')
    return notApplicable(
      { check, side: 'resource', tenantId: resourceTenant.id },
      'The person proves a mailbox and has no account at another organization.',
    )
  const [account, tenant] =
    person.kind === 'member' ? [person.user, resourceTenant] : [person.homeUser, person.homeTenant]
  const voice: Voice = { check, side: person.kind === 'member' ? 'resource' : 'home', tenantId: tenant.id }
  const user = account.userPrincipalName
  const href = hrefs.user(account.id)
  if (account.deleted)
    return objects(
      voice,
      'userNotFound',
      { user, tenant: tenant.displayName },
      'The account was deleted.',
      { setting: 'user.deletedDateTime', id: account.id, value: 'deleted', href: hrefs.deletedUsers() },
      call(`Restore ${user}.`, 'POST', `/v1.0/directory/deletedItems/${account.id}/restore`, null),
    )
  const enabled = { setting: 'user.accountEnabled', id: account.id, value: account.enabled, href }
  if (!account.enabled)
    return objects(voice, 'userDisabled', {}, 'Sign-in is blocked for the account.', enabled, enable(user, account.id))
  if (account.lockedUntil !== null && account.lockedUntil > at)
    return objects(
      voice,
      'accountLocked',
      {},
      'Too many wrong passwords: the account is locked for a while.',
      { setting: 'user.lockedUntil', id: account.id, value: new Date(account.lockedUntil).toISOString(), href },
      advice('Wait until the lock ends, or reset the password.'),
    )
  return passes(voice, 'The account may sign in.', enabled)
}

export function guestObject(facts: PersonStage): Answer {
  const { person, resourceTenant } = facts
  const voice: Voice = { check: 'guestObject', side: 'resource', tenantId: resourceTenant.id }
  if (person.kind === 'member') return notApplicable(voice, 'The person is a member of this organization.')
  const { guest } = person
  if (guest === null || guest.deleted) return unknown(facts, voice, person)
  const href = hrefs.user(guest.id)
  if (!guest.enabled)
    return objects(
      voice,
      'userDisabled',
      {},
      'Sign-in is blocked for the guest.',
      { setting: 'user.accountEnabled', id: guest.id, value: false, href },
      enable(personName(person), guest.id),
    )
  const rule = { setting: 'user.externalUserState', id: guest.id, value: guest.state, href }
  if (guest.state === 'Accepted') return passes(voice, 'The guest has accepted the invitation.', rule)
  if (facts.stage !== 'redeem' && (facts.stage === 'refresh' || !facts.interactive))
    return objects(
      voice,
      'guestPending',
      {},
      'The guest has not accepted the invitation, and a silent request cannot ask.',
      rule,
      advice('The guest opens the invitation mail and accepts, or signs in interactively.'),
    )
  if (!guest.provesInvitedAddress)
    return objects(
      voice,
      'notInTenant',
      unknownParams(facts, person),
      'An invitation is open, but for another address than the one signed in with.',
      rule,
      advice('Sign in with the invited account, or invite this one.'),
    )
  return requires(voice, 'redemption', 'The guest is asked to accept the invitation.', rule)
}

function unknown(facts: PersonStage, voice: Voice, person: GuestFromTenant | GuestByEmail): Answer {
  const { guest } = person
  const user = personName(person)
  const says = guest ? 'The guest was deleted.' : 'No guest of this organization belongs to the account.'
  const rule = guest
    ? { setting: 'user.deletedDateTime', id: guest.id, value: 'deleted', href: hrefs.deletedUsers() }
    : undefined
  const fix = guest
    ? call(`Restore the guest ${user}.`, 'POST', `/v1.0/directory/deletedItems/${guest.id}/restore`, null)
    : call(`Invite ${user}.`, 'POST', '/v1.0/invitations', {
        invitedUserEmailAddress: user,
        inviteRedirectUrl: 'https://myapps.microsoft.com',
      })
  // A refresh token proves that there was a guest, so the answer is about the account and not about inviting.
  if (facts.stage === 'refresh')
    return objects(voice, 'userNotFound', { user, tenant: facts.resourceTenant.displayName }, says, rule, fix)
  return objects(voice, 'notInTenant', unknownParams(facts, person), says, rule, fix)
}

const unknownParams = (facts: PersonStage, person: GuestFromTenant | GuestByEmail) => ({
  user: personName(person),
  idp: providerName(person),
  tenant: facts.resourceTenant.displayName,
  appId: facts.stage === 'redeem' ? invitationsAppId : facts.application.appId,
  appName: facts.stage === 'redeem' ? 'Invitations' : facts.application.displayName,
})

/** "Microsoft Invitation Acceptance Portal": the application under which redemptions are logged. */
export const invitationsAppId = '4660504c-45b3-4674-a709-71951a6b0763'

const enable = (name: string, id: string) =>
  call(`Enable ${name}.`, 'PATCH', `/v1.0/users/${id}`, { accountEnabled: true })
