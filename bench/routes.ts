import { paths } from '../web/admin/paths.ts'
import { accountOf, appsOf, paths as own } from '../web/me/paths.ts'

/** Ids of things of the demo world, whose pages are opened. */
export type Samples = Record<'user' | 'group' | 'organization' | 'application' | 'servicePrincipal' | 'role', string>

/** `/admin`, or below it. */
const inAdmin = (path: string) => (path === '/' ? '/admin' : `/admin${path}`)

/** The page that everybody sees first. */
export const firstRoute = inAdmin(paths.overview())

/**
 * Every page of the admin center, by the names of paths.ts. Left out is what is the page of another address with other
 * filters.
 */
export function adminRoutes(samples: Samples): string[] {
  const { user, group, organization, application, servicePrincipal, role } = samples
  const all: Partial<Record<keyof typeof paths, string[]>> = {
    overview: [paths.overview()],
    users: [paths.users()],
    newUser: [paths.newUser()],
    inviteUser: [paths.inviteUser()],
    deletedUsers: [paths.deletedUsers()],
    user: [
      paths.user(user),
      ...(['properties', 'groups', 'roles', 'applications', 'sign-ins', 'audit'] as const).map((part) =>
        paths.user(user, part),
      ),
    ],
    groups: [paths.groups()],
    group: [paths.group(group), paths.group(group, 'members'), paths.group(group, 'owners')],
    crossTenant: [paths.crossTenant()],
    crossTenantDefault: [paths.crossTenantDefault('inbound')],
    organizations: [paths.organizations()],
    addOrganization: [paths.addOrganization()],
    organization: [paths.organization(organization)],
    microsoftClouds: [paths.microsoftClouds()],
    externalCollaboration: [paths.externalCollaboration()],
    applications: [paths.applications()],
    ownedApplications: [paths.ownedApplications()],
    deletedApplications: [paths.deletedApplications()],
    newApplication: [paths.newApplication()],
    application: [
      paths.application(application),
      ...(['authentication', 'credentials', 'permissions', 'expose', 'roles', 'owners', 'manifest'] as const).map(
        (part) => paths.application(application, part),
      ),
    ],
    enterpriseApplications: [paths.enterpriseApplications()],
    enterpriseApplication: [
      paths.enterpriseApplication(servicePrincipal),
      paths.enterpriseApplication(servicePrincipal, 'users'),
      paths.enterpriseApplication(servicePrincipal, 'permissions'),
    ],
    roles: [paths.roles()],
    role: [paths.role(role)],
    domains: [paths.domains()],
    properties: [paths.properties()],
    signIns: [paths.signIns()],
    errorCode: [paths.errorCode('500213')],
    audit: [paths.audit()],
    outbox: [paths.outbox()],
  }
  return Object.values(all).flat().map(inAdmin)
}

/** My Apps and My Account. */
export const ownRoutes = (): string[] => [
  appsOf(null),
  ...Object.values(own).map((path) => accountOf(null, path() === '/' ? '' : path())),
]

/** For a title: without the ids. */
export function nameOf(route: string, samples: Samples): string {
  let name = route
  for (const [kind, value] of Object.entries(samples)) name = name.replace(encodeURIComponent(value), `{${kind}}`)
  return name
}
