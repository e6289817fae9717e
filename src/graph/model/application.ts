import type { Application, KeyCredential, PasswordCredential } from '../../applications/application.ts'
import { keptNames } from '../../applications/registration-parts.ts'
import { isoSeconds } from '../../clock.ts'
import type { Json } from '../route.ts'
import { type Property, property, type Resource } from './resource.ts'
import { dateTime } from './values.ts'

/** The table of graph.md 2.7. Bodies are read by applications/registration.ts; this is how objects are shown and asked for. */

/** Shown wherever the credential is; the secret only once, in the answer that made it. */
export const presentPassword = (credential: PasswordCredential, secretText: string | null = null) => ({
  customKeyIdentifier: null,
  displayName: credential.displayName,
  endDateTime: isoSeconds(credential.endAt),
  hint: credential.hint,
  keyId: credential.keyId,
  secretText,
  startDateTime: isoSeconds(credential.startAt),
})

/** `key` only where somebody asked for it by `$select` on a single object. */
export const presentKey = (credential: KeyCredential, withKey = false) => ({
  // Wire: the thumbprint as plain base64, unlike x5t.
  customKeyIdentifier: Buffer.from(credential.thumbprintSha1, 'base64url').toString('base64'),
  displayName: credential.displayName,
  endDateTime: isoSeconds(credential.endAt),
  key: withKey ? credential.certificate : null,
  keyId: credential.keyId,
  startDateTime: isoSeconds(credential.startAt),
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
})

export const presentRoles = (application: Application): Json =>
  application.appRoles.map((one) => ({ ...one, origin: 'Application' }))

const plain = (name: string, type: 'string' | 'boolean' | 'object' | 'objects', read: (one: Application) => Json) =>
  property<Application>(name, type, '-', 'D', { column: null, read })

/** Defaults of what is only kept: clients expect these shapes (graph.md 2.7, "Minimum POST answer"). */
const keptDefaults: Record<string, Json> = {
  addIns: [],
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
}
const onlyNamed = new Set(['authenticationBehaviors', 'samlMetadataUrl', 'oauth2RequirePostResponse'])

const kept: Property<Application>[] = keptNames.application.map((name) =>
  property<Application>(name, 'object', '-', onlyNamed.has(name) ? 'S' : 'D', {
    column: null,
    read: ({ other }) => (other?.[name] as Json | undefined) ?? keptDefaults[name] ?? null,
  }),
)

export const applicationResource: Resource<Application> = {
  type: 'application',
  label: 'Application',
  set: 'applications',
  open: false,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
  properties: [
    property('id', 'guid', '-', 'D', { filter: 'eq in | ne not' }),
    property('appId', 'string', '-', 'D', { filter: 'eq in | ne not' }),
    property('deletedDateTime', 'dateTime', '-', 'D', { column: null, read: ({ deletedAt }) => dateTime(deletedAt) }),
    property('createdDateTime', 'dateTime', '-', 'D', {
      column: 'createdAt',
      filter: '| eq ne not ge le in',
      order: 'advanced',
      read: ({ createdAt }) => dateTime(createdAt),
    }),
    property('displayName', 'string', '-', 'D', {
      filter: 'eq in sw | ne not null',
      order: 'advanced',
      search: 'words',
    }),
    plain('description', 'string', ({ description }) => description),
    plain('notes', 'string', ({ notes }) => notes),
    property('signInAudience', 'string', '-', 'D', {
      filter: 'eq | ne not',
      values: ['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount'],
    }),
    property('identifierUris', 'strings', '-', 'D', { filter: 'any eq sw' }),
    property('publisherDomain', 'string', '-', 'D', { filter: 'eq sw' }),
    property('tags', 'strings', '-', 'D', { filter: 'any eq sw' }),
    property('uniqueName', 'string', '-', 'D', { filter: 'eq' }),
    plain('isFallbackPublicClient', 'boolean', ({ isFallbackPublicClient }) => isFallbackPublicClient),
    plain('web', 'object', ({ web }) => ({
      homePageUrl: web.homePageUrl,
      logoutUrl: web.logoutUrl,
      redirectUris: web.redirectUris,
      implicitGrantSettings: web.implicitGrantSettings,
      redirectUriSettings: web.redirectUris.map((uri) => ({ uri, index: null })),
    })),
    plain('spa', 'object', ({ spa }) => spa),
    plain('publicClient', 'object', ({ publicClient }) => publicClient),
    plain('api', 'object', ({ api }) => ({
      ...api,
      oauth2PermissionScopes: api.oauth2PermissionScopes.map((one) => ({ ...one, origin: 'Application' })),
    })),
    plain('appRoles', 'objects', presentRoles),
    plain('requiredResourceAccess', 'objects', ({ requiredResourceAccess }) => requiredResourceAccess),
    plain('groupMembershipClaims', 'string', ({ groupMembershipClaims }) => groupMembershipClaims),
    plain('optionalClaims', 'object', ({ optionalClaims }) => optionalClaims),
    plain('info', 'object', ({ info }) => ({ ...info, logoUrl: null })),
    plain('passwordCredentials', 'objects', ({ passwordCredentials }) =>
      passwordCredentials.map((one) => presentPassword(one)),
    ),
    plain('keyCredentials', 'objects', ({ keyCredentials }) => keyCredentials.map((one) => presentKey(one))),
    plain('applicationTemplateId', 'string', () => null),
    plain('certification', 'object', () => null),
    plain('disabledByMicrosoftStatus', 'string', () => null),
    plain('verifiedPublisher', 'object', () => ({
      displayName: null,
      verifiedPublisherId: null,
      addedDateTime: null,
    })),
    ...kept,
  ],
}
