import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../directory/role-templates.ts'
import {
  type Actor,
  mayAddCredential,
  mayAssignAppRole,
  mayGrantScopes,
  mayManage,
  mayRegister,
  noPowers,
  type Powers,
} from './who-may.ts'

const person = (...roles: string[]): Actor => ({
  kind: 'delegated',
  id: 'me',
  isGuest: false,
  roles: new Set(roles),
  permissions: new Set(['Application.ReadWrite.All']),
})
const guest = (...roles: string[]): Actor => ({ ...person(...roles), isGuest: true })
const app = (...permissions: string[]): Actor => ({
  kind: 'application',
  id: 'me',
  isGuest: false,
  roles: new Set(),
  permissions: new Set(permissions),
})

const manage: [given: string, actor: Actor, owners: string[], then: boolean][] = [
  ['a member without role', person(), [], false],
  ['an owner', person(), ['me'], true],
  ['a guest who owns it', guest(), ['me'], true],
  ['an Application Administrator', person(role.applicationAdministrator), [], true],
  ['a Cloud Application Administrator', person(role.cloudApplicationAdministrator), [], true],
  ['a User Administrator', person(role.userAdministrator), [], false],
  ['an app with Application.ReadWrite.All', app('Application.ReadWrite.All'), [], true],
  ['an app with OwnedBy and no ownership', app('Application.ReadWrite.OwnedBy'), [], false],
  ['an app with OwnedBy that owns it', app('Application.ReadWrite.OwnedBy'), ['me'], true],
  ['an app that owns it without permission', app(), ['me'], false],
]
for (const [given, actor, owners, then] of manage) {
  test(`managing an app: ${given} ${then ? 'may' : 'may not'}`, () => assert.equal(mayManage(actor, owners), then))
}

const register: [given: string, actor: Actor, allowed: boolean, then: boolean][] = [
  ['a member, when members may', person(), true, true],
  ['a member, when members may not', person(), false, false],
  ['an Application Developer, when members may not', person(role.applicationDeveloper), false, true],
  ['a guest, when members may', guest(), true, false],
  ['a guest with the role', guest(role.applicationAdministrator), false, true],
]
for (const [given, actor, allowed, then] of register) {
  test(`registering an app: ${given} ${then ? 'may' : 'may not'}`, () =>
    assert.equal(mayRegister(actor, allowed), then))
}

const writer: Powers = { roles: [], permissions: ['User.ReadWrite.All'] }
const reader: Powers = { roles: [], permissions: ['User.Read.All'] }
const administrator: Powers = { roles: [role.userAdministrator], permissions: [] }
const appManager: Powers = { roles: [], permissions: ['Application.ReadWrite.All'] }
const credential: [given: string, actor: Actor, powers: Powers, then: boolean][] = [
  ['an owner, of an app without powers', person(), { roles: [], permissions: [] }, true],
  ['an owner, of an app that reads', person(), reader, true],
  ['a guest who owns it, of an app that reads', guest(), reader, false],
  ['a guest who owns it, of an app without powers', guest(), noPowers, true],
  ['an owner, of an app that writes users', person(), writer, false],
  ['an owner, of an app with a directory role', person(), administrator, false],
  ['an owner who holds the same role', person(role.userAdministrator), administrator, true],
  ['an owner, of an app that manages all apps', person(), appManager, false],
  ['an owner, of an app that invites', person(), { roles: [], permissions: ['User.Invite.All'] }, false],
  [
    'an Application Administrator, of an app that manages all apps',
    person(role.applicationAdministrator),
    appManager,
    true,
  ],
  ['an Application Administrator, of an app that writes users', person(role.applicationAdministrator), writer, false],
  [
    'an Application Administrator, of an app with a directory role',
    person(role.applicationAdministrator),
    administrator,
    false,
  ],
  [
    'a Privileged Role Administrator, of an app with a directory role',
    person(role.privilegedRoleAdministrator),
    administrator,
    true,
  ],
  ['a Global Administrator, of any app', person(role.globalAdministrator), { ...writer, ...administrator }, true],
  ['an app with fewer permissions', app('Application.ReadWrite.All'), writer, false],
  ['an app with the same permissions', app('Application.ReadWrite.All', 'User.ReadWrite.All'), writer, true],
  [
    'an app that assigns roles anyway',
    app('RoleManagement.ReadWrite.Directory'),
    { ...writer, ...administrator },
    true,
  ],
]
for (const [given, actor, powers, then] of credential) {
  test(`adding a credential: ${given} ${then ? 'may' : 'may not'}`, () =>
    assert.equal(mayAddCredential(actor, powers), then))
}

type Assignment = Parameters<typeof mayAssignAppRole>[1]
const toGraph: Assignment = { resourceIsGraph: true, resourceOwners: [], principalKind: 'ServicePrincipal' }
const toApi: Assignment = { resourceIsGraph: false, resourceOwners: ['me'], principalKind: 'ServicePrincipal' }
const assign: [given: string, actor: Actor, wish: Assignment, then: boolean][] = [
  ['a role of Graph by an Application Administrator', person(role.applicationAdministrator), toGraph, false],
  ['a role of Graph by a Privileged Role Administrator', person(role.privilegedRoleAdministrator), toGraph, true],
  ['a role of Graph by a User Administrator', person(role.userAdministrator), toGraph, false],
  ['a role of an own API by its owner', person(), toApi, true],
  ['a role of an own API by a guest who owns it', guest(), toApi, false],
  ['a role of another API by a member', person(), { ...toApi, resourceOwners: [] }, false],
  [
    'a person to an app by a User Administrator',
    person(role.userAdministrator),
    { ...toApi, resourceOwners: [], principalKind: 'User' },
    true,
  ],
  ['an app to an API by a User Administrator', person(role.userAdministrator), { ...toApi, resourceOwners: [] }, false],
]
for (const [given, actor, wish, then] of assign) {
  test(`assigning ${given}: ${then ? 'yes' : 'no'}`, () => assert.equal(mayAssignAppRole(actor, wish), then))
}

const scopes: [given: string, actor: Actor, wish: Parameters<typeof mayGrantScopes>[1], then: boolean][] = [
  ['for everybody by a member', person(), { principalId: null, everyScopeUserConsentable: true }, false],
  [
    'for himself, of those people may consent to',
    person(),
    { principalId: 'me', everyScopeUserConsentable: true },
    true,
  ],
  [
    'for himself, of those that need an admin',
    person(),
    { principalId: 'me', everyScopeUserConsentable: false },
    false,
  ],
  ['for somebody else by a member', person(), { principalId: 'you', everyScopeUserConsentable: true }, false],
  ['for himself by a guest', guest(), { principalId: 'me', everyScopeUserConsentable: true }, false],
  [
    'for everybody by a User Administrator',
    person(role.userAdministrator),
    { principalId: null, everyScopeUserConsentable: true },
    false,
  ],
  [
    'for everybody by a Cloud Application Administrator',
    person(role.cloudApplicationAdministrator),
    { principalId: null, everyScopeUserConsentable: false },
    true,
  ],
]
for (const [given, actor, wish, then] of scopes) {
  test(`granting scopes ${given}: ${then ? 'yes' : 'no'}`, () => assert.equal(mayGrantScopes(actor, wish), then))
}
