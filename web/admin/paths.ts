/**
 * Every address of the admin center, below `/admin`. The one place where they are written: links, navigation and search
 * use these. The server's explanations lead here too (src/access/hrefs.ts); test/web/paths.test.ts keeps both alike.
 */
const id = encodeURIComponent
/** What a page of cross-tenant access settings shows. */
type AccessView = 'inbound' | 'outbound' | 'restrictions'

export const paths = {
  overview: () => '/',
  users: () => '/users',
  /** By its id or any of its domains. */
  guestsOf: (organization: string) => `/users?organization=${id(organization)}`,
  usersWhere: (filters: Partial<Record<'userType' | 'invitationState' | 'enabled' | 'domain', string>>) =>
    `/users?${new URLSearchParams(filters)}`,
  newUser: () => '/users?pane=create',
  inviteUser: () => '/users?pane=invite',
  deletedUsers: () => '/users/deleted',
  user: (user: string, part?: 'properties' | 'groups' | 'roles' | 'applications' | 'sign-ins' | 'audit') =>
    `/users/${id(user)}${part ? `/${part}` : ''}`,
  groups: () => '/groups',
  group: (group: string, part?: 'members' | 'owners') => `/groups/${id(group)}${part ? `/${part}` : ''}`,
  crossTenant: () => '/cross-tenant-access',
  crossTenantDefault: (direction: AccessView) => `/cross-tenant-access/default?direction=${direction}`,
  organizations: () => '/cross-tenant-access/organizations',
  addOrganization: () => '/cross-tenant-access/organizations?pane=add',
  organization: (tenant: string, direction: AccessView = 'inbound') =>
    `/cross-tenant-access/organizations/${id(tenant)}?direction=${direction}`,
  microsoftClouds: () => '/cross-tenant-access/clouds',
  externalCollaboration: () => '/external-collaboration',
  applications: () => '/applications',
  ownedApplications: () => '/applications/owned',
  deletedApplications: () => '/applications/deleted',
  newApplication: () => '/applications?pane=new',
  application: (
    application: string,
    part?: 'authentication' | 'credentials' | 'permissions' | 'expose' | 'roles' | 'owners' | 'manifest',
  ) => `/applications/${id(application)}${part ? `/${part}` : ''}`,
  enterpriseApplications: () => '/enterprise-applications',
  enterpriseApplication: (principal: string, part?: 'users' | 'permissions') =>
    `/enterprise-applications/${id(principal)}${part ? `/${part}` : ''}`,
  roles: () => '/roles',
  role: (role: string) => `/roles/${id(role)}`,
  domains: () => '/domains',
  properties: () => '/properties',
  signIns: (kind?: 'interactive' | 'non-interactive' | 'service-principals') => `/sign-ins${kind ? `/${kind}` : ''}`,
  signIn: (signIn: string) => `/sign-ins?signIn=${id(signIn)}`,
  signInWhy: (signIn: string) => `/sign-ins?signIn=${id(signIn)}&part=why`,
  signInsTo: (client: string) => `/sign-ins?app=${id(client)}`,
  signInsWithCode: (code: string) => `/sign-ins?code=${id(code)}`,
  signInsCorrelated: (correlation: string) => `/sign-ins?correlationId=${id(correlation)}`,
  errorCode: (code: string) => `/errors/${id(code)}`,
  audit: () => '/audit',
  auditCorrelated: (correlation: string) => `/audit?correlationId=${id(correlation)}`,
  outbox: () => '/outbox',
} as const

/** The page that an address of the server's leads to (`rule.href`, `href` of a recommendation). Null: it is not ours. */
export const pageOf = (href: string): string | null => (href.startsWith('/admin/') ? href.slice('/admin'.length) : null)
