import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../directory/role-templates.ts'
import { newUser, type User } from '../directory/user.ts'
import { Refusal } from '../errors/index.ts'
import type { ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import { planFor, planForUser } from './existing.ts'
import type { InvitingCaller } from './inviter.ts'
import { type ProvenAccount, provesAddress } from './proof.ts'
import { decideRenewal, expiryOf, linkState, renewableFor } from './state.ts'

const user = (given: Partial<User>): User =>
  newUser({ id: 'u' as UserId, userPrincipalName: 'u@contoso.test', displayName: 'U', createdAt: 0, ...given })
const pending = user({
  externalUserState: 'PendingAcceptance',
  mail: 'amy@fabrikam.test',
  otherMails: ['amy@else.test'],
})
const acceptedGuest = user({ ...pending, externalUserState: 'Accepted' })
const open = { state: 'pending', expiresAt: 1000 } as const

const states: { given: string; link: Parameters<typeof linkState>; expected: string }[] = [
  { given: 'a pending invitation', link: [open, pending, 999], expected: 'open' },
  { given: 'its last moment', link: [open, pending, 1000], expected: 'expired' },
  { given: 'one that never expires', link: [{ ...open, expiresAt: null }, pending, 9e15], expected: 'open' },
  { given: 'a newer mail', link: [{ ...open, state: 'superseded' }, pending, 1], expected: 'superseded' },
  { given: 'a newer mail, and time', link: [{ ...open, state: 'superseded' }, pending, 2000], expected: 'superseded' },
  { given: 'a revoked one', link: [{ ...open, state: 'revoked' }, pending, 1], expected: 'dead' },
  { given: 'no guest', link: [open, undefined, 1], expected: 'dead' },
  { given: 'a deleted guest', link: [open, { ...pending, deletedAt: 5 }, 1], expected: 'dead' },
  { given: 'a deleted guest who had accepted', link: [open, { ...acceptedGuest, deletedAt: 5 }, 1], expected: 'dead' },
  { given: 'an accepted guest', link: [{ ...open, state: 'redeemed' }, acceptedGuest, 5000], expected: 'accepted' },
  { given: 'an accepted guest, by another link', link: [open, acceptedGuest, 5000], expected: 'accepted' },
  { given: 'a redeemed link of a pending guest', link: [{ ...open, state: 'redeemed' }, pending, 1], expected: 'dead' },
]
for (const c of states) test(`a link with ${c.given}`, () => assert.equal(linkState(...c.link), c.expected))

const hour = 3_600_000
const renewals: { given: string; ask: Parameters<typeof decideRenewal>; expected: string }[] = [
  { given: 'just expired', ask: ['expired', { expiresAt: 0, changedAt: 0 }, [], 1], expected: 'send' },
  { given: 'asked an hour ago', ask: ['expired', { expiresAt: 0, changedAt: 0 }, [0], hour], expected: 'send' },
  {
    given: 'asked 59 minutes ago',
    ask: ['expired', { expiresAt: 0, changedAt: 0 }, [60_000], hour],
    expected: 'tooSoon',
  },
  { given: 'the last moment', ask: ['expired', { expiresAt: 0, changedAt: 0 }, [], renewableFor], expected: 'send' },
  { given: 'too late', ask: ['expired', { expiresAt: 0, changedAt: 0 }, [], renewableFor + 1], expected: 'tooLate' },
  { given: 'superseded', ask: ['superseded', { expiresAt: null, changedAt: 0 }, [], 1], expected: 'send' },
  { given: 'still open', ask: ['open', { expiresAt: 9, changedAt: 0 }, [], 1], expected: 'no' },
  { given: 'accepted', ask: ['accepted', { expiresAt: 0, changedAt: 0 }, [], 1], expected: 'no' },
]
for (const c of renewals) test(`a new link: ${c.given}`, () => assert.equal(decideRenewal(...c.ask), c.expected))

test('the life time of a link in days', () => {
  assert.equal(expiryOf(30, 0), 30 * 24 * hour)
  assert.equal(expiryOf(null, 0), null)
})

const account = (given: Partial<User>, verifiedDomains = ['fabrikam.test']): ProvenAccount => ({
  kind: 'tenant',
  user: user({ userPrincipalName: 'x@fabrikam.test', ...given }),
  verifiedDomains,
})
const invited = 'Amy@Fabrikam.test'
const proofs: { given: string; account: ProvenAccount; expected: boolean }[] = [
  { given: 'its sign-in name', account: account({ userPrincipalName: 'amy@fabrikam.test' }), expected: true },
  { given: 'its mail', account: account({ mail: 'AMY@FABRIKAM.TEST' }), expected: true },
  { given: 'an alias', account: account({ proxyAddresses: ['smtp:amy@fabrikam.test'] }), expected: true },
  { given: 'another mail', account: account({ mail: 'amy.doe@fabrikam.test' }), expected: false },
  { given: 'a plus address of it', account: account({ mail: 'amy+x@fabrikam.test' }), expected: false },
  { given: 'an address of its own choice', account: account({ otherMails: ['amy@fabrikam.test'] }), expected: false },
  {
    given: 'a tenant without the domain',
    account: account({ mail: 'amy@fabrikam.test' }, ['evil.test']),
    expected: false,
  },
  { given: 'a sub-domain only', account: account({ mail: 'amy@fabrikam.test' }, ['x.fabrikam.test']), expected: false },
  { given: 'the mailbox', account: { kind: 'mailbox', address: 'amy@fabrikam.test' }, expected: true },
  { given: 'another mailbox', account: { kind: 'mailbox', address: 'bob@fabrikam.test' }, expected: false },
]
for (const c of proofs) {
  test(`${c.given} ${c.expected ? 'proves' : 'does not prove'} the invited address`, () =>
    assert.equal(provesAddress(c.account, invited), c.expected))
}

const outcome = (work: () => { kind: string }): string => {
  try {
    return work().kind
  } catch (thrown) {
    return thrown instanceof Refusal ? thrown.error : String(thrown)
  }
}
const address = 'amy@fabrikam.test'
const plans: { given: string; found: User[]; own?: boolean; expected: string }[] = [
  { given: 'nobody', found: [], expected: 'create' },
  { given: 'a pending guest', found: [pending], expected: 'resend' },
  { given: 'an accepted guest', found: [acceptedGuest], expected: 'completed' },
  { given: 'a member', found: [user({ mail: address })], expected: 'invitedUserExists' },
  {
    given: 'a disabled member',
    found: [user({ mail: address, accountEnabled: false })],
    expected: 'invitedUserExistsBlocked',
  },
  {
    given: 'a guest made internal',
    found: [user({ ...acceptedGuest, convertedToInternalAt: 1 })],
    expected: 'invitedUserExists',
  },
  { given: 'a member and a guest', found: [pending, user({ mail: address })], expected: 'invitedUserExists' },
  { given: 'nobody, in an own domain', found: [], own: true, expected: 'invitedOwnDomain' },
]
for (const c of plans) {
  test(`inviting where there is ${c.given}: ${c.expected}`, () =>
    assert.equal(
      outcome(() => planFor(address, c.found, c.own ?? false)),
      c.expected,
    ))
}

const tenant = 't' as TenantId
const by = (...roles: string[]): InvitingCaller => ({
  kind: 'user',
  tenant,
  roles: new Set(roles),
  user: user({ id: 'me' as UserId }),
})
const app: InvitingCaller = {
  kind: 'application',
  tenant,
  roles: new Set(),
  mayInvite: true,
  servicePrincipal: { id: 's' as ServicePrincipalId, appId: 'a', displayName: 'A' },
}
const member = user({ mail: address })
type Reset = {
  given: string
  target: User
  caller: InvitingCaller
  reset?: boolean
  to?: string
  targetRoles?: string[]
  expected: string
}
const resets: Reset[] = [
  {
    given: 'a helpdesk administrator',
    target: acceptedGuest,
    caller: by(role.helpdeskAdministrator),
    expected: 'reset',
  },
  { given: 'a user administrator', target: acceptedGuest, caller: by(role.userAdministrator), expected: 'reset' },
  { given: 'an app', target: acceptedGuest, caller: app, expected: 'reset' },
  { given: 'another address of the guest', target: acceptedGuest, caller: app, to: 'amy@else.test', expected: 'reset' },
  {
    given: 'an address that is not the guest’s',
    target: acceptedGuest,
    caller: app,
    to: 'x@else.test',
    expected: 'propertyInvalidBecause',
  },
  {
    given: 'a guest inviter',
    target: acceptedGuest,
    caller: by(role.guestInviter),
    expected: 'redemptionResetForbidden',
  },
  { given: 'nobody special', target: acceptedGuest, caller: by(), expected: 'redemptionResetForbidden' },
  {
    given: 'an app, of an administrator',
    target: acceptedGuest,
    caller: app,
    targetRoles: ['x'],
    expected: 'redemptionResetForbidden',
  },
  {
    given: 'helpdesk, of an administrator',
    target: acceptedGuest,
    caller: by(role.helpdeskAdministrator),
    targetRoles: ['x'],
    expected: 'redemptionResetForbidden',
  },
  {
    given: 'a global administrator, of an administrator',
    target: acceptedGuest,
    caller: by(role.globalAdministrator),
    targetRoles: ['x'],
    expected: 'reset',
  },
  {
    given: 'helpdesk, of an internal user',
    target: member,
    caller: by(role.helpdeskAdministrator),
    expected: 'redemptionResetForbidden',
  },
  {
    given: 'a user administrator, of an internal user',
    target: member,
    caller: by(role.userAdministrator),
    expected: 'convert',
  },
  { given: 'no reset, of a pending guest', target: pending, caller: by(), reset: false, expected: 'resend' },
  {
    given: 'no reset, of an internal user',
    target: member,
    caller: by(),
    reset: false,
    expected: 'redemptionResetForbidden',
  },
]
for (const c of resets) {
  test(`a user named by id, by ${c.given}: ${c.expected}`, () => {
    const wish = { address: c.to ?? address, reset: c.reset ?? true }
    const others = { found: [], targetRoles: c.targetRoles ?? [], ownDomain: false }
    assert.equal(
      outcome(() => planForUser(c.target, wish, c.caller, others)),
      c.expected,
    )
  })
}
test('a reset to an address that somebody else has is a conflict', () => {
  const others = { found: [user({ id: 'other' as UserId })], targetRoles: [], ownDomain: false }
  assert.equal(
    outcome(() => planForUser(acceptedGuest, { address, reset: true }, app, others)),
    'invitedAddressConflict',
  )
})
