import { paths } from '../paths.ts'

/**
 * What the search finds without asking the server: pages and settings, under their names of today and under those that
 * people remember (Azure AD, "blades", the portal's own addresses), and things to do.
 */
export type Place = {
  label: string
  /** Where it stands, for people who come back another day. */
  where: string
  to: string
  /** Other names, in lower case. */
  also: readonly string[]
  /** The portal's view names that mean this: the part after `#view/` or `#blade/`, without the extension's name. */
  views?: readonly string[]
  only?: 'workforce' | 'demo'
}

export const places: readonly Place[] = [
  {
    label: 'Overview',
    where: 'Home',
    to: paths.overview(),
    also: ['azure ad', 'azure active directory', 'aad', 'entra id', 'dashboard', 'start', 'home', 'tenant overview'],
    views: ['ActiveDirectoryMenuBlade/Overview', 'TenantOverview.ReactView', 'ActiveDirectoryMenuBlade'],
  },
  {
    label: 'All users',
    where: 'Users',
    to: paths.users(),
    also: ['people', 'members', 'accounts', 'guests', 'guest users', 'external users', 'msol users'],
    views: [
      'UserManagementMenuBlade/AllUsers',
      'UsersManagementMenuBlade/MsGraphUsers',
      'UsersManagementMenuBlade/AllUsers',
      'ActiveDirectoryMenuBlade/Users',
    ],
  },
  {
    label: 'Guests who have not accepted',
    where: 'Users',
    to: '/users?userType=Guest&invitationState=PendingAcceptance',
    also: ['pending invitations', 'pendingacceptance', 'invitation state', 'not redeemed', 'open invitations'],
  },
  {
    label: 'Create a user',
    where: 'Users › New user',
    to: paths.newUser(),
    also: ['new user', 'add user', 'new member'],
  },
  {
    label: 'Invite an external user',
    where: 'Users › New user',
    to: paths.inviteUser(),
    also: ['invite guest', 'new guest user', 'b2b invite', 'add guest', 'invitation', 'new-mginvitation'],
    views: ['InviteUserBlade', 'InviteRedemptionBlade'],
    only: 'workforce',
  },
  {
    label: 'Deleted users',
    where: 'Users',
    to: paths.deletedUsers(),
    also: ['recycle bin', 'restore user', 'soft deleted'],
    views: ['UserManagementMenuBlade/DeletedUsers', 'UsersManagementMenuBlade/DeletedUsers'],
  },
  {
    label: 'All groups',
    where: 'Groups',
    to: paths.groups(),
    also: ['security groups', 'teams', 'membership'],
    views: ['GroupsManagementMenuBlade/AllGroups', 'GroupsManagementMenuBlade', 'ActiveDirectoryMenuBlade/Groups'],
  },
  {
    label: 'App registrations',
    where: 'Applications',
    to: paths.applications(),
    also: [
      'registered apps',
      'application registrations',
      'client id',
      'client secret',
      'certificates & secrets',
      'redirect uri',
      'api permissions',
      'expose an api',
      'app roles',
    ],
    views: ['ActiveDirectoryMenuBlade/RegisteredApps', 'ApplicationsListBlade', 'RegisteredAppsBlade'],
  },
  {
    label: 'Register an application',
    where: 'Applications › App registrations',
    to: `${paths.applications()}?pane=create`,
    also: ['new registration', 'new app', 'create app'],
    views: ['CreateApplicationBlade'],
  },
  {
    label: 'Enterprise applications',
    where: 'Applications',
    to: paths.enterpriseApplications(),
    also: [
      'service principals',
      'enterprise apps',
      'saas apps',
      'all applications',
      'managed applications',
      'assignment required',
      'admin consent',
    ],
    views: [
      'StartboardApplicationsMenuBlade/AppAppsPreview',
      'StartboardApplicationsMenuBlade/AllApps',
      'StartboardApplicationsMenuBlade',
      'ActiveDirectoryMenuBlade/EnterpriseApps',
    ],
  },
  {
    label: 'Cross-tenant access settings',
    where: 'External Identities',
    to: paths.crossTenant(),
    also: [
      'xtap',
      'b2b settings',
      'cross tenant',
      'inbound defaults',
      'default settings',
      'b2b collaboration',
      'b2b direct connect',
      'trust settings',
      'mfa trust',
      'external identities',
    ],
    views: ['CompanyRelationshipsMenuBlade/CrossTenantAccessSettings', 'CompanyRelationshipsMenuBlade'],
    only: 'workforce',
  },
  {
    label: 'Organizational settings',
    where: 'External Identities › Cross-tenant access settings',
    to: paths.organizations(),
    also: ['partners', 'partner organizations', 'organizations', 'connected organizations', 'add organization'],
    only: 'workforce',
  },
  {
    label: 'Microsoft cloud settings',
    where: 'External Identities › Cross-tenant access settings',
    to: paths.microsoftClouds(),
    also: ['government cloud', 'azure china', '21vianet', 'sovereign clouds'],
    only: 'workforce',
  },
  {
    label: 'External collaboration settings',
    where: 'External Identities',
    to: paths.externalCollaboration(),
    also: [
      'guest invite settings',
      'guest user access',
      'collaboration restrictions',
      'allow invites from',
      'user settings',
      'allow list',
      'deny list',
      'who can invite',
      'guest permissions',
    ],
    views: [
      'CompanyRelationshipsMenuBlade/Settings',
      'AllowlistPolicyBlade',
      'UserManagementMenuBlade/UserSettings',
      'UsersManagementMenuBlade/UserSettings',
      'CompanyRelationshipsMenuBlade/ExternalUserSettings',
    ],
    only: 'workforce',
  },
  {
    label: 'Roles and administrators',
    where: 'Roles & admins',
    to: paths.roles(),
    also: [
      'directory roles',
      'administrators',
      'global administrator',
      'company administrator',
      'privileged roles',
      'role assignments',
    ],
    views: [
      'RolesManagementMenuBlade/AllRoles',
      'RolesManagementMenuBlade',
      'ActiveDirectoryMenuBlade/RolesAndAdministrators',
    ],
  },
  {
    label: 'Domain names',
    where: 'Tenant',
    to: paths.domains(),
    also: ['custom domain names', 'verified domains', 'dns', 'txt record'],
    views: [
      'DomainsManagementMenuBlade/CustomDomainNames',
      'DomainsManagementMenuBlade',
      'DomainsList.ReactView',
      'ActiveDirectoryMenuBlade/Domains',
    ],
  },
  {
    label: 'Properties',
    where: 'Tenant',
    to: paths.properties(),
    also: [
      'tenant id',
      'directory id',
      'tenant properties',
      'directory properties',
      'technical contact',
      'privacy contact',
      'privacy statement',
    ],
    views: ['ActiveDirectoryMenuBlade/Properties', 'TenantProperties.ReactView'],
  },
  {
    label: 'Sign-in logs',
    where: 'Monitoring',
    to: paths.signIns(),
    also: ['sign-ins', 'signins', 'logins', 'sign in events', 'why was somebody refused', 'troubleshoot'],
    views: [
      'SignInEventsV3.ReactView',
      'SignInEventsV3Blade',
      'SignInsMenuBlade/SignIns',
      'ActiveDirectoryMenuBlade/SignIns',
    ],
  },
  {
    label: 'Audit logs',
    where: 'Monitoring',
    to: paths.audit(),
    also: ['audit events', 'directory audits', 'who changed what', 'history'],
    views: ['ActiveDirectoryMenuBlade/Audit', 'AuditEvents.ReactView', 'UserManagementMenuBlade/Audit'],
  },
  {
    label: 'Outbox',
    where: 'Monitoring',
    to: paths.outbox(),
    also: ['mail', 'mails', 'email', 'letters', 'inbox'],
    only: 'demo',
  },
]
