import { literal, query } from '../../../kit/graph/client.ts'
import { useGraphGet, useGraphTagged } from '../../../kit/graph/hooks.tsx'

/** App registrations and service principals as Graph shows them: what these pages read of them. */

export type Audience =
  | 'AzureADMyOrg'
  | 'AzureADMultipleOrgs'
  | 'AzureADandPersonalMicrosoftAccount'
  | 'PersonalMicrosoftAccount'
export type Platform = 'web' | 'spa' | 'publicClient'
export const platforms: readonly Platform[] = ['web', 'spa', 'publicClient']

export type Secret = {
  keyId: string
  displayName: string | null
  hint: string
  startDateTime: string
  endDateTime: string
  secretText: string | null
}
export type Certificate = {
  keyId: string
  displayName: string | null
  /** SHA-1 of the certificate, as base64. */
  customKeyIdentifier: string
  startDateTime: string
  endDateTime: string
}
export type Scope = {
  id: string
  value: string
  type: 'User' | 'Admin'
  isEnabled: boolean
  adminConsentDisplayName: string
  adminConsentDescription: string
  userConsentDisplayName: string | null
  userConsentDescription: string | null
}
export type AppRole = {
  id: string
  value: string | null
  displayName: string
  description: string
  isEnabled: boolean
  allowedMemberTypes: ('User' | 'Application')[]
}
export type RequiredAccess = { resourceAppId: string; resourceAccess: { id: string; type: 'Scope' | 'Role' }[] }
export type AuthorizedClient = { appId: string; delegatedPermissionIds: string[] }

export type Registration = {
  id: string
  appId: string
  displayName: string
  description: string | null
  notes: string | null
  createdDateTime: string
  deletedDateTime: string | null
  signInAudience: Audience
  identifierUris: string[]
  isFallbackPublicClient: boolean | null
  web: {
    redirectUris: string[]
    logoutUrl: string | null
    homePageUrl: string | null
    implicitGrantSettings: { enableIdTokenIssuance: boolean; enableAccessTokenIssuance: boolean }
  }
  spa: { redirectUris: string[] }
  publicClient: { redirectUris: string[] }
  api: {
    requestedAccessTokenVersion: number | null
    oauth2PermissionScopes: Scope[]
    preAuthorizedApplications: AuthorizedClient[]
  }
  appRoles: AppRole[]
  requiredResourceAccess: RequiredAccess[]
  info: { termsOfServiceUrl: string | null; privacyStatementUrl: string | null; supportUrl: string | null }
  passwordCredentials: Secret[]
  keyCredentials: Certificate[]
}

export type Principal = {
  id: string
  appId: string
  displayName: string
  createdDateTime: string
  accountEnabled: boolean
  appRoleAssignmentRequired: boolean
  appOwnerOrganizationId: string | null
  homepage: string | null
  notes: string | null
  tags: string[]
  signInAudience: Audience | null
  replyUrls: string[]
  appRoles: AppRole[]
  oauth2PermissionScopes: Scope[]
}

export const registrations = '/v1.0/applications'
export const principals = '/v1.0/servicePrincipals'
export const principalPath = (id: string) => `${principals}/${encodeURIComponent(id)}`
export const registrationPath = (id: string) => `${registrations}/${encodeURIComponent(id)}`

export const useRegistration = (id: string) => useGraphTagged<Registration>(registrationPath(id))

/** The app's own service principal in this directory, if it has one. A 404 says that it has none. */
export const usePrincipalOf = (appId: string | null) =>
  useGraphGet<Principal>(appId === null ? null : `${principals}(appId='${encodeURIComponent(literal(appId))}')`)

export const graphAppId = '00000003-0000-0000-c000-000000000000'

export type Expiry = 'none' | 'current' | 'soon' | 'expired'
const soon = 30 * 86_400_000

/** The worst state counts: one expired secret among three is what needs a hand. */
export function expiryOf(credentials: readonly { endDateTime: string }[], now: number): Expiry {
  const left = credentials.map(({ endDateTime }) => new Date(endDateTime).getTime() - now)
  if (left.length === 0) return 'none'
  if (left.some((one) => one <= 0)) return 'expired'
  return left.some((one) => one < soon) ? 'soon' : 'current'
}

export const isGuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

/** A list by name or id: search and sort are Graph's advanced queries, which also count. */
export function listQuery(options: {
  search?: string | undefined
  filter?: string | undefined
  order?: string | null
  select: string
}): string {
  const { search = '', filter, order } = options
  const byId = isGuid(search) ? `(appId eq '${search}' or id eq '${search}')` : null
  return query({
    $select: options.select,
    $top: 50,
    $count: true,
    $filter: byId && filter ? `${byId} and ${filter}` : (byId ?? filter),
    $search: search === '' || byId ? null : `"displayName:${search.replaceAll(/["\\]/g, '\\$&')}"`,
    $orderby: order ?? 'displayName',
  })
}

/** What is there already, for a list that has nothing to load. */
export const here = <T>(data: T[]) => ({
  data,
  error: null,
  isPending: false,
  isFetching: false,
  refetch: async () => undefined,
})
