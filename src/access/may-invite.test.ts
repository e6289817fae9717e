import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServicePrincipalId, UserId } from '../ids.ts'
import { type AllowInvitesFrom, type GuestUserRoleId, guestUserRole } from '../tenants/authorization-policy.ts'
import { decide, type InviterFacts } from './index.ts'
import { mayInvite } from './may-invite.ts'
import { invite } from './test-facts.ts'

const role = {
  global: '62e90394-69f5-4237-9190-012177145e10',
  user: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  inviter: '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  helpdesk: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
}
const person = (
  userType: 'Member' | 'Guest',
  roles: string[] = [],
  guestUserRoleId: GuestUserRoleId = guestUserRole.limited,
): InviterFacts => ({
  kind: 'user',
  id: 'inviter' as UserId,
  userType,
  guestUserRoleId,
  roles,
})
const app = (may: boolean): InviterFacts => ({
  kind: 'application',
  id: 'sp' as ServicePrincipalId,
  mayInvite: may,
  roles: [],
})

const levels: AllowInvitesFrom[] = ['everyone', 'adminsGuestInvitersAndAllMembers', 'adminsAndGuestInviters', 'none']
/** external-identities.md 2.2, row by row; design.md 8 settles restricted guests and applications. */
const table: [string, InviterFacts, string][] = [
  ['a member without role', person('Member'), 'yes yes no no'],
  ['an external member without role', person('Member', [], guestUserRole.restricted), 'yes yes no no'],
  ['a guest at the limited level', person('Guest'), 'yes no no no'],
  ['a guest at the restricted level', person('Guest', [], guestUserRole.restricted), 'no no no no'],
  ['a guest with the rights of members', person('Guest', [], guestUserRole.sameAsMembers), 'yes yes no no'],
  ['a guest with the Guest Inviter role', person('Guest', [role.inviter]), 'yes yes yes no'],
  ['a User Administrator', person('Member', [role.user]), 'yes yes yes no'],
  ['a Global Administrator', person('Member', [role.global]), 'yes yes yes no'],
  ['a Helpdesk Administrator', person('Member', [role.helpdesk]), 'yes yes no no'],
  ['an application with User.Invite.All', app(true), 'yes yes yes no'],
  ['an application without it', app(false), 'no no no no'],
]
for (const [who, inviter, expected] of table)
  test(`${who} may invite: ${expected}`, () =>
    assert.equal(levels.map((level) => (mayInvite(level, inviter) ? 'yes' : 'no')).join(' '), expected))

test('inviting a member needs an administrator', () => {
  const asMember = (inviter: InviterFacts) =>
    decide(invite({}, { inviter, invited: { address: 'u1@fabrikam.test', asMember: true } })).outcome
  assert.equal(asMember(person('Member', [role.user])), 'allow')
  assert.equal(asMember(person('Member', [role.inviter])), 'deny')
  assert.equal(asMember(person('Member')), 'deny')
  assert.equal(asMember(app(true)), 'allow')
})
