import type { AppId, ApplicationId, ServicePrincipalId, TenantId } from '../ids.ts'

export type SignInAudience =
  | 'AzureADMyOrg'
  | 'AzureADMultipleOrgs'
  | 'AzureADandPersonalMicrosoftAccount'
  | 'PersonalMicrosoftAccount'

export type PermissionScope = {
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

/** The secret itself is never kept: `mac` is its HMAC under the purpose `client-secret`. */
export type PasswordCredential = {
  keyId: string
  displayName: string | null
  /** First three characters. */
  hint: string
  startAt: number
  endAt: number
  mac: string
}

export type KeyCredential = {
  keyId: string
  displayName: string | null
  startAt: number
  endAt: number
  /** DER, base64. */
  certificate: string
  /** base64url without padding. */
  thumbprintSha1: string
  thumbprintSha256: string
}

export type RequiredResourceAccess = { resourceAppId: AppId; resourceAccess: { id: string; type: 'Scope' | 'Role' }[] }

export type OptionalClaim = { name: string; source: string | null; essential: boolean; additionalProperties: string[] }

/** An app registration. Lives in one tenant; other tenants see it through their service principal. */
export type Application = {
  id: ApplicationId
  appId: AppId
  displayName: string
  description: string | null
  notes: string | null
  tags: string[]
  signInAudience: SignInAudience
  identifierUris: string[]
  publisherDomain: string | null
  uniqueName: string | null
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
    requestedAccessTokenVersion: 1 | 2 | null
    oauth2PermissionScopes: PermissionScope[]
    preAuthorizedApplications: { appId: AppId; delegatedPermissionIds: string[] }[]
    knownClientApplications: string[]
    acceptMappedClaims: boolean | null
  }
  appRoles: AppRole[]
  requiredResourceAccess: RequiredResourceAccess[]
  groupMembershipClaims: string | null
  optionalClaims: { idToken: OptionalClaim[]; accessToken: OptionalClaim[]; saml2Token: OptionalClaim[] } | null
  info: {
    termsOfServiceUrl: string | null
    privacyStatementUrl: string | null
    supportUrl: string | null
    marketingUrl: string | null
  }
  passwordCredentials: PasswordCredential[]
  keyCredentials: KeyCredential[]
  owners: string[]
  /** Properties that take no part in decisions: kept and shown as they were sent. */
  other?: Record<string, unknown>
  createdAt: number
  deletedAt: number | null
}

/** A tenant's own view of an application: switched on or off here, assigned here, granted here. */
export type ServicePrincipal = {
  id: ServicePrincipalId
  appId: AppId
  /** Where the app registration lives; the system tenant for first-party apps. */
  appOwnerTenant: TenantId
  displayName: string
  accountEnabled: boolean
  appRoleAssignmentRequired: boolean
  servicePrincipalNames: string[]
  servicePrincipalType: 'Application'
  tags: string[]
  notes: string | null
  passwordCredentials: PasswordCredential[]
  keyCredentials: KeyCredential[]
  owners: string[]
  other?: Record<string, unknown>
  createdAt: number
  deletedAt: number | null
}

export type NewApplication = Pick<Application, 'id' | 'appId' | 'displayName' | 'createdAt'> & Partial<Application>

export function newApplication(given: NewApplication): Application {
  return {
    description: null,
    notes: null,
    tags: [],
    signInAudience: 'AzureADMyOrg',
    identifierUris: [],
    publisherDomain: null,
    uniqueName: null,
    isFallbackPublicClient: null,
    web: {
      redirectUris: [],
      logoutUrl: null,
      homePageUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    spa: { redirectUris: [] },
    publicClient: { redirectUris: [] },
    api: {
      requestedAccessTokenVersion: null,
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
      knownClientApplications: [],
      acceptMappedClaims: null,
    },
    appRoles: [],
    requiredResourceAccess: [],
    groupMembershipClaims: null,
    optionalClaims: null,
    info: { termsOfServiceUrl: null, privacyStatementUrl: null, supportUrl: null, marketingUrl: null },
    passwordCredentials: [],
    keyCredentials: [],
    owners: [],
    deletedAt: null,
    ...given,
  }
}

export type NewServicePrincipal = Pick<
  ServicePrincipal,
  'id' | 'appId' | 'appOwnerTenant' | 'displayName' | 'createdAt'
> &
  Partial<ServicePrincipal>

export function newServicePrincipal(given: NewServicePrincipal): ServicePrincipal {
  return {
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    servicePrincipalNames: [given.appId],
    servicePrincipalType: 'Application',
    tags: [],
    notes: null,
    passwordCredentials: [],
    keyCredentials: [],
    owners: [],
    deletedAt: null,
    ...given,
  }
}
