import type { AppRole, NewApplication, PermissionScope } from '../applications/application.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import {
  applicationPermissionId,
  delegatedPermissionId,
  type GraphPermissionName,
} from '../applications/graph-permissions.ts'
import type { AppId } from '../ids.ts'
import type { TenantKey } from './cast.ts'
import { demoId } from './world.ts'

/** What administration by script needs (design 2, admin-script). */
const adminPermissions: GraphPermissionName[] = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'AuditLog.Read.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'Directory.ReadWrite.All',
  'Domain.ReadWrite.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Organization.ReadWrite.All',
  'Policy.Read.All',
  'Policy.ReadWrite.Authorization',
  'Policy.ReadWrite.CrossTenantAccess',
  'RoleManagement.ReadWrite.Directory',
  'User.DeleteRestore.All',
  'User.EnableDisableAccount.All',
  'User.Invite.All',
  'User.ManageIdentities.All',
  'User.ReadWrite.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
]

export type DemoAppSeed = {
  key: string
  displayName: string
  secret: boolean
  app: Partial<NewApplication>
  /** Application permissions granted from the start. */
  granted: { resource: AppId | 'api'; roleId: string }[]
}

const apiRoleId = demoId('contoso/apps/api/roles/Orders.Process')
const apiScopeId = demoId('contoso/apps/api/scopes/Orders.Read')

export function appsOf(tenant: TenantKey): DemoAppSeed[] {
  const graph = (names: GraphPermissionName[]) =>
    names.map((name) => ({ resource: firstPartyApps.graph, roleId: applicationPermissionId(name) }))
  const script: DemoAppSeed = {
    key: 'admin-script',
    displayName: 'Admin script',
    secret: true,
    app: {},
    granted: graph(adminPermissions),
  }
  if (tenant === 'contoso') return [portal, commandLine, api, daemon(graph(['User.Read.All'])), script]
  if (tenant === 'woodgrove') return [shop, script]
  return [script]
}

const signInAccess = (
  extra: { resourceAppId: AppId; resourceAccess: { id: string; type: 'Scope' | 'Role' }[] }[] = [],
) => [
  {
    resourceAppId: firstPartyApps.graph,
    resourceAccess: (['openid', 'profile', 'offline_access', 'User.Read'] as const).map((name) => ({
      id: delegatedPermissionId(name),
      type: 'Scope' as const,
    })),
  },
  ...extra,
]

export const apiAppId = demoId('contoso/apps/api') as AppId

const portal: DemoAppSeed = {
  key: 'portal',
  displayName: 'Contoso Portal',
  secret: true,
  app: {
    web: {
      redirectUris: ['http://localhost/auth/callback'],
      logoutUrl: null,
      homePageUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    spa: { redirectUris: ['http://localhost/spa'] },
    requiredResourceAccess: signInAccess([
      { resourceAppId: apiAppId, resourceAccess: [{ id: apiScopeId, type: 'Scope' }] },
    ]),
    // The portal shows which organization a guest comes from and how the server knows.
    optionalClaims: {
      idToken: ['acct', 'login_hint'].map((name) => ({
        name,
        source: null,
        essential: false,
        additionalProperties: [],
      })),
      accessToken: [],
      saml2Token: [],
    },
  },
  granted: [],
}

const commandLine: DemoAppSeed = {
  key: 'cli',
  displayName: 'Contoso CLI',
  secret: false,
  app: {
    isFallbackPublicClient: true,
    publicClient: { redirectUris: ['http://localhost'] },
    requiredResourceAccess: signInAccess(),
  },
  granted: [],
}

const ordersRead: PermissionScope = {
  id: apiScopeId,
  value: 'Orders.Read',
  type: 'User',
  isEnabled: true,
  adminConsentDisplayName: 'Read orders',
  adminConsentDescription: 'Lets the app read the orders that the signed-in person may see.',
  userConsentDisplayName: 'Read your orders',
  userConsentDescription: 'Lets the app read the orders that you may see.',
}

const apiRoles: AppRole[] = [
  {
    id: apiRoleId,
    value: 'Orders.Process',
    displayName: 'Process orders',
    description: 'Lets an application process every order.',
    isEnabled: true,
    allowedMemberTypes: ['Application'],
  },
  {
    id: demoId('contoso/apps/api/roles/Orders.Approver'),
    value: 'Orders.Approver',
    displayName: 'Order approver',
    description: 'May approve orders.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  },
]

const api: DemoAppSeed = {
  key: 'api',
  displayName: 'Contoso Orders API',
  secret: true,
  app: {
    identifierUris: [`api://${apiAppId}`],
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: [
        ordersRead,
        {
          ...ordersRead,
          id: demoId('contoso/apps/api/scopes/Orders.Manage'),
          value: 'Orders.Manage',
          type: 'Admin',
          adminConsentDisplayName: 'Manage all orders',
          adminConsentDescription: 'Lets the app change every order on behalf of the signed-in person.',
          userConsentDisplayName: null,
          userConsentDescription: null,
        },
      ],
      preAuthorizedApplications: [],
      knownClientApplications: [],
      acceptMappedClaims: null,
    },
    appRoles: apiRoles,
  },
  granted: [],
}

const daemon = (granted: DemoAppSeed['granted']): DemoAppSeed => ({
  key: 'daemon',
  displayName: 'Contoso Nightly Job',
  secret: true,
  app: {},
  granted: [{ resource: 'api', roleId: apiRoleId }, ...granted],
})

const shop: DemoAppSeed = {
  key: 'shop',
  displayName: 'Woodgrove Shop',
  secret: true,
  app: {
    web: {
      redirectUris: ['http://localhost/shop/callback'],
      logoutUrl: null,
      homePageUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    spa: { redirectUris: ['http://localhost/shop'] },
    requiredResourceAccess: signInAccess(),
  },
  granted: [],
}
