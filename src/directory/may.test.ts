import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Actor,
  decideGroupChange,
  decideGroupCreate,
  decideRevokeSessions,
  decideRoleAssignment,
  decideUserChange,
  decideUserCreate,
  decideUserDelete,
  type Target,
} from './may.ts'
import { role, roleTemplate, roleTemplates } from './role-templates.ts'

const person = (held: string[], permissions: string[] = ['User.ReadWrite.All'], given: Partial<Actor> = {}): Actor => ({
  kind: 'delegated',
  userId: 'caller',
  userType: 'Member',
  tenantKind: 'workforce',
  roles: new Set(held),
  permissions: new Set(permissions),
  ...given,
})
const app = (permissions: string[], held: string[] = []): Actor =>
  person(held, permissions, { kind: 'application', userId: null, userType: null })
const target = (held: string[] = [], given: Partial<Target> = {}): Target => ({
  id: 'target',
  userType: 'Member',
  roles: new Set(held),
  inRoleAssignableGroup: false,
  ...given,
})

/** The columns of the reference's table, in its order. */
const columns = [
  role.passwordAdministrator,
  role.helpdeskAdministrator,
  role.authenticationAdministrator,
  role.userAdministrator,
  role.privilegedAuthenticationAdministrator,
  role.globalAdministrator,
]
/** `p` may reset the password only, `y` all that is sensitive, `-` nothing. */
const table: [target: string, roles: string[], answers: string][] = [
  ['no role', [], 'ppyyyy'],
  ['Directory Readers', [role.directoryReaders], 'ppyyyy'],
  ['Guest Inviter', [role.guestInviter], 'ppyyyy'],
  ['Password Administrator', [role.passwordAdministrator], 'ppyyyy'],
  ['Message Center Reader', [role.messageCenterReader], '-pyyyy'],
  ['Reports Reader', [role.reportsReader], '-pyyyy'],
  ['Usage Summary Reports Reader', [role.usageSummaryReportsReader], '-pyyyy'],
  ['Helpdesk Administrator', [role.helpdeskAdministrator], '-p-yyy'],
  ['Groups Administrator', [role.groupsAdministrator], '---yyy'],
  ['User Administrator', [role.userAdministrator], '---yyy'],
  ['Authentication Administrator', [role.authenticationAdministrator], '----yy'],
  ['Security Reader', [role.securityReader], '----yy'],
  ['Privileged Role Administrator', [role.privilegedRoleAdministrator], '----yy'],
  ['Global Administrator', [role.globalAdministrator], '----yy'],
  ['a weak and a strong role', [role.guestInviter, role.globalReader], '----yy'],
  ['a role that is not known', ['11111111-0000-4000-8000-000000000000'], '----yy'],
]
for (const [name, roles, answers] of table) {
  test(`who may act on a holder of ${name}: ${answers}`, () => {
    const said = columns.map((column) => {
      const password = decideUserChange(person([column]), target(roles), ['passwordProfile']).result === 'allow'
      const others = ['accountEnabled', 'otherMails', 'userPrincipalName', 'mobilePhone'].map(
        (property) => decideUserChange(person([column]), target(roles), [property]).result,
      )
      const remove = decideUserDelete(person([column]), target(roles)).result
      assert.equal(new Set([...others, remove]).size, 1, 'all sensitive actions are decided alike')
      return remove === 'allow' ? 'y' : password ? 'p' : '-'
    })
    assert.equal(said.join(''), answers)
  })
}

test('a member of a role-assignable group is as safe as the strongest administrator', () => {
  const strong = target([], { inRoleAssignableGroup: true })
  assert.equal(decideUserDelete(person([role.userAdministrator]), strong).result, 'deny')
  assert.equal(decideUserDelete(person([role.globalAdministrator]), strong).result, 'allow')
  assert.equal(decideUserDelete(app(['User.ReadWrite.All']), strong).result, 'deny')
})

const cases: [given: string, verdict: { result: string }, then: 'allow' | 'deny'][] = [
  [
    'a member changes her own phone',
    decideUserChange(person([], ['User.ReadWrite']), target([], { id: 'caller' }), ['mobilePhone']),
    'allow',
  ],
  [
    'a member changes her own mail',
    decideUserChange(person([], ['User.ReadWrite']), target([], { id: 'caller' }), ['mail']),
    'deny',
  ],
  [
    'a member changes her own phone and mail',
    decideUserChange(person([], ['User.ReadWrite']), target([], { id: 'caller' }), ['mobilePhone', 'mail']),
    'deny',
  ],
  [
    'a member changes her own other mails',
    decideUserChange(person([], ['User.ReadWrite']), target([], { id: 'caller' }), ['otherMails']),
    'deny',
  ],
  [
    'a member changes her own type',
    decideUserChange(person([], ['User.ReadWrite.All']), target([], { id: 'caller' }), ['userType']),
    'deny',
  ],
  [
    'a guest changes his own phone',
    decideUserChange(person([], ['User.ReadWrite'], { userType: 'Guest' }), target([], { id: 'caller' }), [
      'mobilePhone',
    ]),
    'deny',
  ],
  [
    'a guest changes his own department',
    decideUserChange(person([], ['User.ReadWrite.All'], { userType: 'Guest' }), target([], { id: 'caller' }), [
      'department',
    ]),
    'deny',
  ],
  [
    'a customer changes her own city',
    decideUserChange(person([], ['User.ReadWrite'], { tenantKind: 'external' }), target([], { id: 'caller' }), [
      'city',
    ]),
    'allow',
  ],
  [
    'a customer changes her own mail',
    decideUserChange(person([], ['User.ReadWrite'], { tenantKind: 'external' }), target([], { id: 'caller' }), [
      'mail',
    ]),
    'deny',
  ],
  [
    'an administrator without the scope changes a name',
    decideUserChange(person([role.userAdministrator], ['User.Read.All']), target(), ['displayName']),
    'deny',
  ],
  ['a scope without a role changes a name', decideUserChange(person([]), target(), ['displayName']), 'deny'],
  [
    'a user administrator changes a name',
    decideUserChange(person([role.userAdministrator]), target([role.globalAdministrator]), ['displayName']),
    'allow',
  ],
  [
    'a user administrator changes the mail of a global administrator',
    decideUserChange(person([role.userAdministrator]), target([role.globalAdministrator]), ['mail']),
    'deny',
  ],
  [
    'a directory writer changes a type',
    decideUserChange(person([role.directoryWriters]), target(), ['userType']),
    'deny',
  ],
  [
    'a helpdesk administrator changes a name',
    decideUserChange(person([role.helpdeskAdministrator]), target(), ['displayName']),
    'deny',
  ],
  [
    'an app changes a name',
    decideUserChange(app(['User.ReadWrite.All']), target([role.globalAdministrator]), ['displayName']),
    'allow',
  ],
  ['an app disables a member', decideUserChange(app(['User.ReadWrite.All']), target(), ['accountEnabled']), 'allow'],
  [
    'an app disables an administrator',
    decideUserChange(app(['User.ReadWrite.All']), target([role.securityReader]), ['accountEnabled']),
    'deny',
  ],
  [
    'an app with the role disables an administrator',
    decideUserChange(app(['User.ReadWrite.All'], [role.globalAdministrator]), target([role.securityReader]), [
      'accountEnabled',
    ]),
    'allow',
  ],
  ['an app resets a password', decideUserChange(app(['User.ReadWrite.All']), target(), ['passwordProfile']), 'deny'],
  [
    'an app with Directory.ReadWrite.All resets a password',
    decideUserChange(app(['Directory.ReadWrite.All'], [role.userAdministrator]), target(), ['passwordProfile']),
    'deny',
  ],
  [
    'an app with the role resets a password',
    decideUserChange(app(['User.ReadWrite.All'], [role.userAdministrator]), target(), ['passwordProfile']),
    'allow',
  ],
  [
    'an app with the named permission resets a password',
    decideUserChange(app(['User-PasswordProfile.ReadWrite.All']), target(), ['passwordProfile']),
    'allow',
  ],
  [
    'that app resets the password of an administrator',
    decideUserChange(app(['User-PasswordProfile.ReadWrite.All']), target([role.globalAdministrator]), [
      'passwordProfile',
    ]),
    'deny',
  ],
  [
    'a narrow permission does its own',
    decideUserChange(app(['User.EnableDisableAccount.All']), target(), ['accountEnabled']),
    'allow',
  ],
  [
    'a narrow permission does nothing else',
    decideUserChange(app(['User.EnableDisableAccount.All']), target(), ['accountEnabled', 'displayName']),
    'deny',
  ],
  ['an app with Directory.ReadWrite.All deletes', decideUserDelete(app(['Directory.ReadWrite.All']), target()), 'deny'],
  ['a member deletes herself', decideUserDelete(person([]), target([], { id: 'caller' })), 'deny'],
  [
    'a member ends her own sessions',
    decideRevokeSessions(person([], ['User.ReadWrite']), target([], { id: 'caller' })),
    'allow',
  ],
  ["a member ends another's sessions", decideRevokeSessions(person([]), target()), 'deny'],
  ['a member makes a user', decideUserCreate(person([])), 'deny'],
  ['a user administrator makes a user', decideUserCreate(person([role.userAdministrator])), 'allow'],
  [
    'an owner changes the members of her group',
    decideGroupChange(person([], ['Group.ReadWrite.All']), { isAssignableToRole: false, isOwner: true }, 'members'),
    'allow',
  ],
  [
    'a stranger changes the members of a group',
    decideGroupChange(person([], ['Group.ReadWrite.All']), { isAssignableToRole: false, isOwner: false }, 'members'),
    'deny',
  ],
  [
    'a groups administrator touches a role-assignable group',
    decideGroupChange(
      person([role.groupsAdministrator], ['Group.ReadWrite.All', 'RoleManagement.ReadWrite.Directory']),
      { isAssignableToRole: true, isOwner: false },
      'members',
    ),
    'deny',
  ],
  [
    'an owner without the permission touches her role-assignable group',
    decideGroupChange(person([], ['Group.ReadWrite.All']), { isAssignableToRole: true, isOwner: true }, 'members'),
    'deny',
  ],
  [
    'an owner gives her role-assignable group another owner',
    decideGroupChange(
      person([], ['RoleManagement.ReadWrite.Directory']),
      { isAssignableToRole: true, isOwner: true },
      'owners',
    ),
    'deny',
  ],
  [
    'an app touches a role-assignable group by its group permission',
    decideGroupChange(app(['Group.ReadWrite.All']), { isAssignableToRole: true, isOwner: false }, 'members'),
    'deny',
  ],
  [
    'a member makes a group',
    decideGroupCreate(person([], ['Group.ReadWrite.All']), { isAssignableToRole: false }, true),
    'allow',
  ],
  [
    'a member makes a group where members may not',
    decideGroupCreate(person([], ['Group.ReadWrite.All']), { isAssignableToRole: false }, false),
    'deny',
  ],
  [
    'a guest makes a group',
    decideGroupCreate(person([], ['Group.ReadWrite.All'], { userType: 'Guest' }), { isAssignableToRole: false }, true),
    'deny',
  ],
  [
    'a groups administrator makes a role-assignable group',
    decideGroupCreate(
      person([role.groupsAdministrator], ['Group.ReadWrite.All', 'RoleManagement.ReadWrite.Directory']),
      { isAssignableToRole: true },
      true,
    ),
    'deny',
  ],
  [
    'a user administrator gives a role',
    decideRoleAssignment(person([role.userAdministrator], ['RoleManagement.ReadWrite.Directory'])),
    'deny',
  ],
  [
    'a privileged role administrator gives a role',
    decideRoleAssignment(person([role.privilegedRoleAdministrator], ['RoleManagement.ReadWrite.Directory'])),
    'allow',
  ],
]
for (const [given, verdict, then] of cases) test(`${given}: ${then}`, () => assert.equal(verdict.result, then))

test('role templates have distinct ids and names, and are found without case', () => {
  assert.equal(new Set(roleTemplates.map(({ id }) => id)).size, roleTemplates.length)
  assert.equal(new Set(roleTemplates.map(({ displayName }) => displayName)).size, roleTemplates.length)
  assert.deepEqual(new Set(Object.values(role)), new Set(roleTemplates.map(({ id }) => id)))
  assert.equal(roleTemplate(role.globalAdministrator.toUpperCase())?.displayName, 'Global Administrator')
})
