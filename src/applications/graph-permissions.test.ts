import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGuid } from '../ids.ts'
import { applicationPermissionId, delegatedPermissionId, graphPermissions } from './graph-permissions.ts'

test('every permission of the appendix has well-formed ids, none twice', () => {
  const ids = graphPermissions.flatMap(({ delegated, application }) =>
    [delegated?.id ?? [], application?.id ?? []].flat(),
  )
  assert.equal(graphPermissions.length, 116)
  assert.ok(ids.every(isGuid))
  assert.equal(new Set(ids).size, ids.length)
})

test('a person may consent to exactly the permissions that are marked so', () => {
  const names = graphPermissions.filter(({ delegated }) => delegated?.userConsentable).map(({ name }) => name)
  assert.deepEqual(names, [
    'email',
    'LicenseAssignment.ReadWrite.All',
    'MultiTenantOrganization.ReadBasic.All',
    'offline_access',
    'openid',
    'Policy.Read.ConditionalAccess',
    'profile',
    'User.Read',
    'User.ReadBasic.All',
    'User.ReadWrite',
  ])
})

test('the public ids of the best-known permissions', () => {
  assert.equal(delegatedPermissionId('User.Read'), 'e1fe6dd8-ba31-4d61-89e7-88639da4683d')
  assert.equal(applicationPermissionId('User.Invite.All'), '09850681-111b-4a89-9bed-3f2cae46d706')
  assert.throws(() => applicationPermissionId('User.Read'), /no application permission User.Read/)
})
