import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guestUserRole } from '../tenants/authorization-policy.ts'
import { maySee, type SightFacts, type SightQuestion, sightOf } from './guest-access.ts'
import { role } from './role-templates.ts'

const facts = (given: Partial<SightFacts>): SightFacts => ({
  userType: 'Guest',
  roles: new Set(),
  guestUserRoleId: guestUserRole.limited,
  allowedToReadOtherUsers: true,
  tenantKind: 'workforce',
  ...given,
})

const people = {
  member: facts({ userType: 'Member' }),
  memberAlone: facts({ userType: 'Member', allowedToReadOtherUsers: false }),
  sameAsMembers: facts({ guestUserRoleId: guestUserRole.sameAsMembers }),
  limited: facts({}),
  restricted: facts({ guestUserRoleId: guestUserRole.restricted }),
  unknownLevel: facts({ guestUserRoleId: '00000000-0000-0000-0000-000000000000' }),
  restrictedInviter: facts({ guestUserRoleId: guestUserRole.restricted, roles: new Set([role.guestInviter]) }),
  restrictedReader: facts({ guestUserRoleId: guestUserRole.restricted, roles: new Set([role.directoryReaders]) }),
  reportsReader: facts({ roles: new Set([role.reportsReader]) }),
  customer: facts({ userType: 'Member', tenantKind: 'external' }),
  customerAdmin: facts({ userType: 'Member', tenantKind: 'external', roles: new Set([role.userAdministrator]) }),
}
type Person = keyof typeof people

const rows: [SightQuestion, Partial<Record<Person, string>>][] = [
  [
    'listUsers',
    {
      member: 'yes',
      memberAlone: 'no',
      sameAsMembers: 'yes',
      limited: 'no',
      restricted: 'no',
      unknownLevel: 'no',
      restrictedInviter: 'yes',
      restrictedReader: 'yes',
      reportsReader: 'no',
      customer: 'no',
      customerAdmin: 'yes',
    },
  ],
  ['readOtherUser', { member: 'yes', sameAsMembers: 'yes', limited: 'reduced', restricted: 'no', customer: 'no' }],
  ['readOtherUserByName', { member: 'yes', sameAsMembers: 'yes', limited: 'no', restricted: 'no' }],
  ['readOwnGroups', { member: 'yes', limited: 'yes', restricted: 'idsOnly', restrictedInviter: 'idsOnly' }],
  ['readOtherUsersGroups', { member: 'yes', limited: 'no', restricted: 'no', restrictedReader: 'yes' }],
  ['listGroups', { member: 'yes', memberAlone: 'yes', limited: 'byNameOrId', restricted: 'no', customer: 'no' }],
  [
    'readGroup',
    { member: 'yes', limited: 'nonHidden', restricted: 'joinedIdsOnly', restrictedInviter: 'joinedIdsOnly' },
  ],
  ['readGroupMembers', { member: 'nonHidden', limited: 'nonHidden', restricted: 'no', customerAdmin: 'yes' }],
  ['readRoles', { member: 'yes', sameAsMembers: 'yes', limited: 'no', restricted: 'no', restrictedReader: 'yes' }],
  ['readOrganization', { member: 'yes', limited: 'nameOnly', restricted: 'nameOnly' }],
  ['listDomains', { member: 'yes', limited: 'yes', restricted: 'yes' }],
  ['listApplications', { member: 'yes', limited: 'yes', restricted: 'no' }],
  ['readDeletedUsers', { member: 'no', limited: 'no', restrictedReader: 'yes' }],
]
for (const [question, expected] of rows) {
  for (const [person, answer] of Object.entries(expected)) {
    test(`${question} for ${person}: ${answer}`, () =>
      assert.equal(maySee(sightOf(people[person as Person]), question), answer))
  }
}
