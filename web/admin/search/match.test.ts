import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paths } from '../paths.ts'
import { matchCode, matchIds, matchPlaces, matchPortal } from './match.ts'

const id = '11111111-2222-4333-8444-555555555555'

const names: [given: string, first: string][] = [
  ['azure ad', 'Overview'],
  ['Azure Active Directory', 'Overview'],
  ['B2B settings', 'Cross-tenant access settings'],
  ['xtap', 'Cross-tenant access settings'],
  ['External Identities', 'Cross-tenant access settings'],
  ['guest invite', 'External collaboration settings'],
  ['Enterprise', 'Enterprise applications'],
  ['service principal', 'Enterprise applications'],
  ['tenant id', 'Properties'],
  ['  SIGN-IN  logs ', 'Sign-in logs'],
  ['pendingacceptance', 'Guests who have not accepted'],
]
for (const [given, first] of names) {
  test(`search for ${JSON.stringify(given)} finds ${first} first`, () => {
    assert.equal(matchPlaces(given)[0]?.label, first)
  })
}

test('search for what means nothing finds no page', () => {
  for (const text of ['', '   ', 'zzzz', '<script>', '%', '\u0000']) assert.deepEqual(matchPlaces(text), [])
})

const addresses: [given: string, to: string | null][] = [
  ['https://portal.azure.com/#blade/Microsoft_AAD_IAM/UsersManagementMenuBlade/MsGraphUsers', paths.users()],
  [
    'https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers/menuId/',
    paths.users(),
  ],
  ['#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/DeletedUsers', paths.deletedUsers()],
  [`#blade/Microsoft_AAD_IAM/UserDetailsMenuBlade/Profile/userId/${id}`, paths.user(id)],
  [
    `#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${id}/hidePreviewBanner~/true`,
    paths.user(id),
  ],
  ['#view/Microsoft_AAD_IAM/CompanyRelationshipsMenuBlade/~/CrossTenantAccessSettings', paths.crossTenant()],
  ['#view/Microsoft_AAD_IAM/CompanyRelationshipsMenuBlade/~/Settings', paths.externalCollaboration()],
  ['#blade/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/RegisteredApps', paths.applications()],
  [`#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${id}/appId/x`, paths.enterpriseApplication(id)],
  [`#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${id}`, `/?search=${id}`],
  ['#blade/Microsoft_AAD_IAM/NobodyKnowsBlade', '/'],
  ['#view/%zz/%', '/'],
  ['https://example.com/users', null],
]
for (const [given, to] of addresses) {
  test(`the portal's address ${given.slice(0, 80)} leads to ${to}`, () => assert.equal(matchPortal(given), to))
}

test('codes are read from what people paste', () => {
  assert.equal(matchCode('AADSTS500213'), '500213')
  assert.equal(matchCode(' 500213 '), '500213')
  assert.equal(matchCode('invalid_grant: AADSTS50020: User account …'), '50020')
  assert.equal(matchCode('call 555 1234'), null)
})

test('ids are read from pasted blocks, once each', () => {
  assert.deepEqual(matchIds(`Correlation ID: ${id.toUpperCase()}\nTrace ID: ${id}`), [id])
  assert.deepEqual(matchIds('no id'), [])
})
