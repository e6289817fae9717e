import { paths } from '../paths.ts'

/** One entry of the navigation tree. `only`: the kind of directory, or the demo, that has it. */
export type NavEntry = {
  label: string
  to: string
  only?: 'workforce' | 'external' | 'demo' /** Other entries lie below it. */
  end?: boolean
}
export type NavSection = { label: string; entries: readonly NavEntry[] }

/** The tree on the left, in the order that admins of Entra know (external-identities 9.1). Only what works stands here. */
export const navigation: readonly NavSection[] = [
  { label: 'Home', entries: [{ label: 'Overview', to: paths.overview(), end: true }] },
  {
    label: 'Users',
    entries: [
      { label: 'All users', to: paths.users(), end: true },
      { label: 'Deleted users', to: paths.deletedUsers() },
    ],
  },
  {
    label: 'Groups',
    entries: [{ label: 'All groups', to: paths.groups() }],
  },
  {
    label: 'Applications',
    entries: [
      { label: 'Enterprise applications', to: paths.enterpriseApplications() },
      { label: 'App registrations', to: paths.applications() },
    ],
  },
  {
    label: 'External Identities',
    entries: [
      { label: 'Cross-tenant access settings', to: paths.crossTenant(), only: 'workforce' },
      { label: 'External collaboration settings', to: paths.externalCollaboration(), only: 'workforce' },
    ],
  },
  {
    label: 'Tenant',
    entries: [
      { label: 'Roles & admins', to: paths.roles() },
      { label: 'Domain names', to: paths.domains() },
      { label: 'Properties', to: paths.properties() },
    ],
  },
  {
    label: 'Monitoring & health',
    entries: [
      { label: 'Sign-in logs', to: paths.signIns() },
      { label: 'Audit logs', to: paths.audit() },
      { label: 'Outbox', to: paths.outbox(), only: 'demo' },
    ],
  },
]
