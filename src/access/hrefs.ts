/** Paths of the admin center that a finding leads to: the page that changes the setting. One place, so that they stay true. */
export const hrefs = {
  crossTenant: (partner: string | null, direction: 'inbound' | 'outbound', list: 'users' | 'applications') =>
    `/admin/cross-tenant-access/${partner === null ? 'default' : `organizations/${encodeURIComponent(partner)}`}?direction=${direction}#${list}`,
  externalCollaboration: (part: 'invites' | 'domains') => `/admin/external-collaboration#${part}`,
  user: (id: string) => `/admin/users/${encodeURIComponent(id)}`,
  deletedUsers: () => '/admin/users/deleted',
  enterpriseApplication: (id: string, part: 'properties' | 'assignments' | 'permissions') =>
    `/admin/enterprise-applications/${encodeURIComponent(id)}#${part}`,
  enterpriseApplications: () => '/admin/enterprise-applications',
} as const
