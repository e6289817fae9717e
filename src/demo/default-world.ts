import { demoTenantIds } from './world.ts'
import type { AppWish, WorldFile } from './world-file.ts'

/** Who and what is in the demo, in the form in which anybody can write a world of their own. */

/** What administration by script needs (design 2, admin-script). */
const script: AppWish = {
  displayName: 'Admin script',
  permissions: {
    application: [
      'Application.ReadWrite.All',
      'AppRoleAssignment.ReadWrite.All',
      'AuditLog.Read.All',
      'CrossTenantInformation.ReadBasic.All',
      'DelegatedPermissionGrant.ReadWrite.All',
      'Directory.ReadWrite.All',
      'Domain.ReadWrite.All',
      'Group.ReadWrite.All',
      'GroupMember.ReadWrite.All',
      'Organization.ReadWrite.All',
      'Policy.Read.All',
      'Policy.ReadWrite.AuthenticationFlows',
      'Policy.ReadWrite.Authorization',
      'Policy.ReadWrite.B2BManagementPolicy',
      'Policy.ReadWrite.CrossTenantAccess',
      'Policy.ReadWrite.ExternalIdentities',
      'RoleManagement.ReadWrite.Directory',
      'User.DeleteRestore.All',
      'User.EnableDisableAccount.All',
      'User.Invite.All',
      'User.ManageIdentities.All',
      'User.ReadWrite.All',
      'User.RevokeSessions.All',
      'User-PasswordProfile.ReadWrite.All',
    ],
  },
}

const portal: AppWish = {
  displayName: 'Contoso Portal',
  redirectUris: { web: ['http://localhost/auth/callback'], spa: ['http://localhost/spa'] },
  permissions: { delegated: ['openid', 'profile', 'offline_access', 'User.Read', 'api/Orders.Read'] },
  // The portal shows which organization a guest comes from and how the server knows.
  optionalClaims: { idToken: ['acct', 'login_hint'] },
}

const api: AppWish = {
  displayName: 'Contoso Orders API',
  scopes: [
    {
      value: 'Orders.Read',
      adminConsentDisplayName: 'Read orders',
      adminConsentDescription: 'Lets the app read the orders that the signed-in person may see.',
      userConsentDisplayName: 'Read your orders',
      userConsentDescription: 'Lets the app read the orders that you may see.',
    },
    {
      value: 'Orders.Manage',
      type: 'Admin',
      adminConsentDisplayName: 'Manage all orders',
      adminConsentDescription: 'Lets the app change every order on behalf of the signed-in person.',
    },
  ],
  appRoles: [
    {
      value: 'Orders.Process',
      displayName: 'Process orders',
      description: 'Lets an application process every order.',
      allowedMemberTypes: ['Application'],
    },
    {
      value: 'Orders.Approver',
      displayName: 'Order approver',
      description: 'May approve orders.',
      allowedMemberTypes: ['User'],
    },
  ],
}

export const defaultWorld = {
  tenants: {
    contoso: {
      id: demoTenantIds.contoso,
      displayName: 'Contoso',
      people: {
        admin: { displayName: 'Ada Lindqvist', roles: ['Global Administrator'] },
        inviter: { displayName: 'Ines Moreau', roles: ['Guest Inviter'] },
        member: { displayName: 'Milan Okafor' },
      },
      apps: {
        portal,
        cli: {
          displayName: 'Contoso CLI',
          kind: 'public',
          redirectUris: { publicClient: ['http://localhost'] },
        },
        api,
        daemon: {
          displayName: 'Contoso Nightly Job',
          permissions: { application: ['api/Orders.Process', 'User.Read.All'] },
        },
        'admin-script': script,
      },
    },
    fabrikam: {
      id: demoTenantIds.fabrikam,
      displayName: 'Fabrikam',
      people: {
        admin: { displayName: 'Farida Haddad', roles: ['Global Administrator'] },
        employee: { displayName: 'Emil Sato' },
        contractor: { displayName: 'Cora Novak' },
      },
      // The employee is in it, the contractor is not: the two that per-group settings tell apart.
      groups: {
        employees: { displayName: 'Employees', description: 'Everybody on the payroll', members: ['employee'] },
      },
      apps: { 'admin-script': script },
    },
    woodgrove: {
      id: demoTenantIds.woodgrove,
      kind: 'external',
      displayName: 'Woodgrove',
      people: { admin: { displayName: 'Wim de Boer', roles: ['Global Administrator'] } },
      apps: {
        shop: {
          displayName: 'Woodgrove Shop',
          redirectUris: { web: ['http://localhost/shop/callback'], spa: ['http://localhost/shop'] },
        },
        'admin-script': script,
      },
    },
  },
} as const satisfies WorldFile
