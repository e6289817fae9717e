import { boolean, nullable, object, type Place, record } from '../cross-tenant-access/parse-parts.ts'
import { isGuid } from '../ids.ts'
import type { Application, AppRole, OptionalClaim, PermissionScope, RequiredResourceAccess } from './application.ts'

/** Properties that take no part in decisions (graph.md 2.7, 2.8). */
export const keptNames = {
  application: [
    'addIns',
    'authenticationBehaviors',
    'defaultRedirectUri',
    'isDeviceOnlyAuthSupported',
    'nativeAuthenticationApisEnabled',
    'oauth2RequirePostResponse',
    'parentalControlSettings',
    'requestSignatureVerification',
    'samlMetadataUrl',
    'serviceManagementReference',
    'servicePrincipalLockConfiguration',
    'tokenEncryptionKeyId',
  ],
  servicePrincipal: [
    'addIns',
    'alternativeNames',
    'description',
    'homepage',
    'info',
    'loginUrl',
    'logoutUrl',
    'notificationEmailAddresses',
    'preferredSingleSignOnMode',
    'preferredTokenSigningKeyThumbprint',
    'samlSingleSignOnSettings',
    'tokenEncryptionKeyId',
  ],
} as const

export function kept(value: unknown, at: Place): unknown {
  if (Buffer.byteLength(JSON.stringify(value)) > 4096) at.refuse('It is too large.')
  return value
}

export const textOrNull = (value: unknown, at: Place, most: number): string | null =>
  value === null || (typeof value === 'string' && value.length <= most)
    ? value
    : at.refuse(`It must be a text of at most ${most} characters, or null.`)

export const boolOrNull = (value: unknown, at: Place): boolean | null => nullable(value, (given) => boolean(given, at))

export function list(value: unknown, at: Place, most: number): unknown[] {
  if (!Array.isArray(value)) return at.refuse('It must be a list.')
  if (value.length > most) at.refuse(`It has at most ${most} members.`)
  return value
}

/** A list of texts; each may stand there once. */
export function uris(value: unknown, at: Place, longest: number): string[] {
  const found = list(value, at, 1200).map((one, index) =>
    typeof one === 'string' && one !== '' && one.length <= longest
      ? one
      : at.in(index).refuse(`It must be a text of 1 to ${longest} characters.`),
  )
  if (new Set(found).size !== found.length) at.refuse('It names a value twice.')
  return found
}

export const guid = (value: unknown, at: Place): string =>
  typeof value === 'string' && isGuid(value) ? value.toLowerCase() : at.refuse('It must be a GUID.')

const required = (value: unknown, at: Place, most: number): string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most
    ? value
    : at.refuse(`It must be a text of 1 to ${most} characters.`)

/** A scope's or app role's value: it becomes a word of `scp` or `roles`. */
const word = (value: unknown, at: Place): string =>
  typeof value === 'string' && value.length <= 120 && /^[!#-[\]-~]+$/.test(value) && !value.startsWith('.')
    ? value
    : at.refuse('It must be a text of 1 to 120 characters without spaces, quotes and backslashes.')

const isPage = (url: string): boolean => /^https?:\/\/[^/\\]/i.test(url) && URL.canParse(url)

/** `redirectUriSettings` says the URIs again with an index: the list of URIs is the truth. */
export function webOf(value: unknown, at: Place, before: Application['web']): Application['web'] {
  const given = value === null ? {} : record(value, at)
  const names = ['redirectUris', 'logoutUrl', 'homePageUrl', 'implicitGrantSettings', 'redirectUriSettings']
  const wish = object(given, at, names)
  const implicitAt = at.in('implicitGrantSettings')
  const implicitNames = ['enableIdTokenIssuance', 'enableAccessTokenIssuance'] as const
  const implicit = { ...before.implicitGrantSettings }
  const sent = wish.get('implicitGrantSettings')
  if (sent !== undefined && sent !== null) {
    const settings = object(sent, implicitAt, [...implicitNames])
    for (const name of implicitNames) {
      if (settings.has(name))
        implicit[name] = settings.get(name) === null ? false : boolean(settings.get(name), implicitAt.in(name))
    }
  }
  const text = (name: 'logoutUrl' | 'homePageUrl') =>
    wish.has(name) ? textOrNull(wish.get(name), at.in(name), 2048) || null : before[name]
  const homePageUrl = text('homePageUrl')
  // My Apps opens it.
  if (homePageUrl && !isPage(homePageUrl)) at.in('homePageUrl').refuse('It must be a URL of http or https.')
  return {
    redirectUris: wish.has('redirectUris')
      ? uris(wish.get('redirectUris') ?? [], at.in('redirectUris'), 2048)
      : before.redirectUris,
    logoutUrl: text('logoutUrl'),
    homePageUrl,
    implicitGrantSettings: implicit,
  }
}

export function apiOf(value: unknown, at: Place, before: Application['api']): Application['api'] {
  const given = value === null ? {} : record(value, at)
  const names = [
    'requestedAccessTokenVersion',
    'oauth2PermissionScopes',
    'preAuthorizedApplications',
    'knownClientApplications',
    'acceptMappedClaims',
  ]
  const wish = object(given, at, names)
  const version = wish.has('requestedAccessTokenVersion')
    ? wish.get('requestedAccessTokenVersion')
    : before.requestedAccessTokenVersion
  const each = <T>(name: string, most: number, parse: (one: unknown, at: Place) => T, old: T[]): T[] =>
    wish.has(name)
      ? list(wish.get(name) ?? [], at.in(name), most).map((one, index) => parse(one, at.in(name).in(index)))
      : old
  return {
    requestedAccessTokenVersion:
      version === null || version === 1 || version === 2
        ? version
        : at.in('requestedAccessTokenVersion').refuse('It must be 1, 2 or null.'),
    oauth2PermissionScopes: each('oauth2PermissionScopes', 100, scopeOf, before.oauth2PermissionScopes),
    preAuthorizedApplications: each(
      'preAuthorizedApplications',
      500,
      preAuthorizedOf,
      before.preAuthorizedApplications,
    ),
    knownClientApplications: each('knownClientApplications', 500, guid, before.knownClientApplications),
    acceptMappedClaims: wish.has('acceptMappedClaims')
      ? boolOrNull(wish.get('acceptMappedClaims'), at.in('acceptMappedClaims'))
      : before.acceptMappedClaims,
  }
}

function scopeOf(value: unknown, at: Place): PermissionScope {
  const names = [
    'id',
    'value',
    'type',
    'isEnabled',
    'adminConsentDisplayName',
    'adminConsentDescription',
    'userConsentDisplayName',
    'userConsentDescription',
    'origin',
  ]
  const wish = object(value, at, names)
  const type = wish.get('type') ?? 'User'
  return {
    id: guid(wish.get('id'), at.in('id')),
    value: word(wish.get('value'), at.in('value')),
    type: type === 'User' || type === 'Admin' ? type : at.in('type').refuse("It must be 'User' or 'Admin'."),
    isEnabled: wish.has('isEnabled') ? boolean(wish.get('isEnabled'), at.in('isEnabled')) : true,
    adminConsentDisplayName: required(wish.get('adminConsentDisplayName'), at.in('adminConsentDisplayName'), 100),
    adminConsentDescription: required(wish.get('adminConsentDescription'), at.in('adminConsentDescription'), 1024),
    userConsentDisplayName: textOrNull(
      wish.get('userConsentDisplayName') ?? null,
      at.in('userConsentDisplayName'),
      100,
    ),
    userConsentDescription: textOrNull(
      wish.get('userConsentDescription') ?? null,
      at.in('userConsentDescription'),
      1024,
    ),
  }
}

function preAuthorizedOf(value: unknown, at: Place): Application['api']['preAuthorizedApplications'][number] {
  const wish = object(value, at, ['appId', 'delegatedPermissionIds'])
  const ids = at.in('delegatedPermissionIds')
  return {
    appId: guid(wish.get('appId'), at.in('appId')) as Application['appId'],
    delegatedPermissionIds: list(wish.get('delegatedPermissionIds') ?? [], ids, 400).map((one, index) =>
      guid(one, ids.in(index)),
    ),
  }
}

export const appRolesOf = (value: unknown, at: Place): AppRole[] =>
  list(value, at, 1200).map((one, index) => appRoleOf(one, at.in(index)))

function appRoleOf(value: unknown, at: Place): AppRole {
  const wish = object(value, at, [
    'id',
    'value',
    'displayName',
    'description',
    'isEnabled',
    'allowedMemberTypes',
    'origin',
  ])
  const typesAt = at.in('allowedMemberTypes')
  const types = list(wish.get('allowedMemberTypes'), typesAt, 2).map((one, index) =>
    one === 'User' || one === 'Application' ? one : typesAt.in(index).refuse("It must be 'User' or 'Application'."),
  )
  if (types.length === 0 || new Set(types).size !== types.length) typesAt.refuse('It names each kind of member once.')
  return {
    id: guid(wish.get('id'), at.in('id')),
    value: nullable(wish.get('value') ?? null, (given) => word(given, at.in('value'))),
    displayName: required(wish.get('displayName'), at.in('displayName'), 100),
    description: required(wish.get('description'), at.in('description'), 1024),
    isEnabled: wish.has('isEnabled') ? boolean(wish.get('isEnabled'), at.in('isEnabled')) : true,
    allowedMemberTypes: types,
  }
}

export function requiredAccessOf(value: unknown, at: Place): RequiredResourceAccess[] {
  const apis = list(value, at, 50).map((one, index): RequiredResourceAccess => {
    const here = at.in(index)
    const wish = object(one, here, ['resourceAppId', 'resourceAccess'])
    const accessAt = here.in('resourceAccess')
    return {
      resourceAppId: guid(wish.get('resourceAppId'), here.in('resourceAppId')) as Application['appId'],
      resourceAccess: list(wish.get('resourceAccess') ?? [], accessAt, 400).map((entry, position) => {
        const place = accessAt.in(position)
        const access = object(entry, place, ['id', 'type'])
        const type = access.get('type')
        return {
          id: guid(access.get('id'), place.in('id')),
          type: type === 'Scope' || type === 'Role' ? type : place.in('type').refuse("It must be 'Scope' or 'Role'."),
        }
      }),
    }
  })
  if (new Set(apis.map(({ resourceAppId }) => resourceAppId)).size !== apis.length) at.refuse('It names an API twice.')
  if (apis.reduce((sum, { resourceAccess }) => sum + resourceAccess.length, 0) > 400) {
    at.refuse('An app asks for at most 400 permissions.')
  }
  return apis
}

export function optionalClaimsOf(value: unknown, at: Place): Application['optionalClaims'] {
  if (value === null) return null
  const kinds = ['idToken', 'accessToken', 'saml2Token'] as const
  const wish = object(value, at, [...kinds])
  const claims = (kind: (typeof kinds)[number]): OptionalClaim[] =>
    list(wish.get(kind) ?? [], at.in(kind), 100).map((one, index) => {
      const here = at.in(kind).in(index)
      const claim = object(one, here, ['name', 'source', 'essential', 'additionalProperties'])
      return {
        name: required(claim.get('name'), here.in('name'), 120),
        source: textOrNull(claim.get('source') ?? null, here.in('source'), 120),
        essential: claim.has('essential') ? boolean(claim.get('essential'), here.in('essential')) : false,
        additionalProperties: uris(claim.get('additionalProperties') ?? [], here.in('additionalProperties'), 120),
      }
    })
  return { idToken: claims('idToken'), accessToken: claims('accessToken'), saml2Token: claims('saml2Token') }
}

const infoNames = ['termsOfServiceUrl', 'privacyStatementUrl', 'supportUrl', 'marketingUrl'] as const

/** Shown as links on the consent page: only addresses that a browser opens as a page. */
export function infoOf(value: unknown, at: Place, before: Application['info']): Application['info'] {
  const wish = object(value === null ? {} : value, at, [...infoNames, 'logoUrl'])
  const after = { ...before }
  for (const name of infoNames) {
    if (!wish.has(name)) continue
    const url = textOrNull(wish.get(name), at.in(name), 2048)
    if (url && !isPage(url)) at.in(name).refuse('It must be a URL of http or https.')
    after[name] = url || null
  }
  return after
}
