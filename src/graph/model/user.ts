import type { User } from '../../directory/user.ts'
import type { Json, JsonObject } from '../route.ts'
import { type PropertyOptions, property, type Reading, type Resource } from './resource.ts'
import { dateTime, securityIdentifier } from './values.ts'

type Options = PropertyOptions<User>

const text = (
  name: keyof User & string,
  write: Parameters<typeof property>[2],
  select: 'D' | 'S',
  filter: string,
  options: Options = {},
) => property<User>(name, 'string', write, select, { filter, ...options })

/** What the public type has and this directory does not keep: always null, never written. */
const absent = (name: string) => property<User>(name, 'string', '-', 'S', { read: () => null, column: null })
const absentList = (name: string) => property<User>(name, 'objects', '-', 'S', { read: () => [], column: null })

/** The table of graph.md 2.3. */
export const userResource: Resource<User> = {
  type: 'user',
  label: 'User',
  set: 'users',
  open: true,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
  properties: [
    property('businessPhones', 'strings', 'CU', 'D', { column: null, max: 64 }),
    text('displayName', 'C!U', 'D', 'eq in sw | ne not null', {
      max: 256,
      order: 'plain',
      search: 'words',
      notNull: true,
    }),
    text('givenName', 'CU', 'D', 'eq ge le in sw | ne not null', { max: 64, search: 'prefix' }),
    property('id', 'guid', '-', 'D', { filter: 'eq in | ne not' }),
    text('jobTitle', 'CU', 'D', 'eq ge le in sw | ne not null', { max: 128 }),
    text('mail', 'CU', 'D', 'eq ge le in sw | ne not null endsWith', { max: 256, search: 'prefix' }),
    text('mobilePhone', 'CU', 'D', '| all', { max: 64, search: 'prefix' }),
    text('officeLocation', 'CU', 'D', '| all', { max: 128 }),
    text('preferredLanguage', 'CU', 'D', '| all', { max: 64 }),
    text('surname', 'CU', 'D', 'eq ge le in sw | ne not null', { max: 64, search: 'prefix' }),
    text('userPrincipalName', 'CU', 'D', 'eq le ge in sw | ne not endsWith', {
      max: 113,
      order: 'plain',
      search: 'prefix',
      notNull: true,
    }),
    property('accountEnabled', 'boolean', 'CU', 'S', { filter: 'eq in | ne not ge le' }),
    text('ageGroup', 'CU', 'S', '', {
      values: ['Minor', 'NotAdult', 'Adult'],
      column: null,
      read: (user) => user.ageGroup,
    }),
    property('assignedLicenses', 'objects', '-', 'S', { read: () => [], column: null }),
    absentList('assignedPlans'),
    text('city', 'CU', 'S', 'eq ge le in sw | ne not null', { max: 128 }),
    text('companyName', 'CU', 'S', '| all', { max: 64 }),
    text('consentProvidedForMinor', 'CU', 'S', '', {
      values: ['Granted', 'Denied', 'NotRequired'],
      column: null,
      read: (user) => user.consentProvidedForMinor,
    }),
    text('country', 'CU', 'S', 'eq ge le in sw | ne not null', { max: 128 }),
    property('createdDateTime', 'dateTime', '-', 'S', {
      column: 'createdAt',
      filter: 'eq ge le gt lt | ne not in',
      order: 'advanced',
      read: (user) => dateTime(user.createdAt),
    }),
    text('creationType', '-', 'S', 'eq in null | ne not', {
      values: ['Invitation', 'LocalAccount', 'EmailVerified', 'SelfServiceSignUp'],
    }),
    property('deletedDateTime', 'dateTime', '-', 'S', {
      column: 'deletedAt',
      filter: 'eq ge le gt lt | ne not in',
      order: 'advanced',
      read: (user) => dateTime(user.deletedAt),
    }),
    text('department', 'CU', 'S', 'eq ge le in sw | ne not null', { max: 64 }),
    text('employeeId', 'CU', 'S', 'eq sw | ne le null not', { max: 16 }),
    text('employeeType', 'CU', 'S', '| all', { max: 64 }),
    // The reference leaves open which operators need the header; both forms are in use (graph.md 6.1).
    text('externalUserState', '-', 'S', 'eq in null | ne not', { values: ['PendingAcceptance', 'Accepted'] }),
    property('externalUserStateChangeDateTime', 'dateTime', '-', 'S', {
      column: 'externalUserStateChangedAt',
      filter: 'eq in ge le gt lt null | ne not',
      read: (user) => dateTime(user.externalUserStateChangedAt),
    }),
    property('identities', 'objects', 'CU', 'S', {
      filter: 'any eq',
      joined: ['issuer', 'issuerAssignedId'],
      read: identities,
    }),
    absentList('imAddresses'),
    property('isResourceAccount', 'boolean', '-', 'S', { read: () => null, column: null }),
    text('mailNickname', 'CU', 'S', 'eq ge le in sw | ne not null', { max: 64, search: 'prefix' }),
    absent('onPremisesDistinguishedName'),
    absent('onPremisesDomainName'),
    property('onPremisesExtensionAttributes', 'object', '-', 'S', { read: () => extensionAttributes, column: null }),
    absent('onPremisesImmutableId'),
    absent('onPremisesLastSyncDateTime'),
    absentList('onPremisesProvisioningErrors'),
    absent('onPremisesSamAccountName'),
    absent('onPremisesSecurityIdentifier'),
    absent('onPremisesSyncEnabled'),
    absent('onPremisesUserPrincipalName'),
    property('otherMails', 'strings', 'CU', 'S', { filter: 'any eq sw | endsWith not', max: 250, search: 'prefix' }),
    text('passwordPolicies', 'CU', 'S', '', { column: null, read: (user) => user.passwordPolicies }),
    // Never given back: graph.md 2.3.
    property('passwordProfile', 'object', 'CU', 'S', { read: () => null, column: null }),
    text('postalCode', 'CU', 'S', '| all', { max: 40 }),
    absent('preferredDataLocation'),
    absentList('provisionedPlans'),
    property('proxyAddresses', 'strings', '-', 'S', { filter: 'any eq sw | endsWith not', search: 'prefix' }),
    property('securityIdentifier', 'string', '-', 'S', { column: null, read: (user) => securityIdentifier(user.id) }),
    property('showInAddressList', 'boolean', 'CU', 'S', { column: null, read: (user) => user.showInAddressList }),
    property('signInSessionsValidFromDateTime', 'dateTime', '-', 'S', {
      column: null,
      read: (user) => dateTime(user.sessionsValidFrom),
    }),
    text('state', 'CU', 'S', 'eq ge le in sw | ne not null', { max: 128 }),
    text('streetAddress', 'CU', 'S', '| all', { max: 1024 }),
    text('usageLocation', 'CU', 'S', 'eq ge le in sw | ne not null', { max: 2 }),
    text('userType', 'CU', 'S', 'eq in null | ne not', { values: ['Member', 'Guest'], notNull: true }),
  ],
}

const extensionAttributes: JsonObject = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]),
)

/** How the person signs in. The entry of type userPrincipalName is of the server's making and every user has it. */
function identities(user: User, { initialDomain }: Reading): Json {
  const own = { signInType: 'userPrincipalName', issuer: initialDomain, issuerAssignedId: user.userPrincipalName }
  const { home } = user
  if (!home || user.externalUserState === 'PendingAcceptance') return [own]
  switch (home.kind) {
    case 'tenant':
      // Wire: the home object's id is not told.
      return [{ signInType: 'federated', issuer: 'ExternalAzureAD', issuerAssignedId: null }, own]
    case 'email':
      return [{ signInType: 'federated', issuer: 'mail', issuerAssignedId: home.address }, own]
    case 'federated':
      return [{ signInType: 'federated', issuer: home.issuer, issuerAssignedId: home.subject }, own]
  }
}
