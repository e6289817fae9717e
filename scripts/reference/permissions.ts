import {
  type GraphPermission,
  type GraphPermissionName,
  graphPermissions,
} from '../../src/applications/graph-permissions.ts'
import { routes } from '../../src/graph/routes.ts'
import { code, page, table } from './page.ts'

/** The permissions of Graph with their public ids. Those that open something come first. */
export function permissionsPage(): string {
  const opens = (permission: GraphPermission) => opened.has(permission.name) || inTheTokenService.has(permission.name)
  const section = (title: string, list: readonly GraphPermission[]) =>
    `## ${title}\n\n${table(['permission', 'delegated', 'consent', 'application'], list.map(row))}`
  return page('Permissions of Graph', 'src/applications/graph-permissions.ts', words, [
    section('With an effect', graphPermissions.filter(opens)),
    section(
      'Published only',
      graphPermissions.filter((permission) => !opens(permission)),
    ),
  ])
}

const words = [
  `All ${graphPermissions.length} are published by the service principal of Graph in every tenant, under the ids that scripts and plans name; apps can
ask for them and administrators can grant them. The second table opens nothing here yet: what it is about is not served.`,
  `**Consent** says who can grant the delegated permission: a person for himself, or an administrator only. Application permissions
are always granted by an administrator. [The management API](graph.md) says which route takes which.`,
]

const inTheTokenService: ReadonlySet<GraphPermissionName> = new Set(['email', 'offline_access', 'openid', 'profile'])

const opened: ReadonlySet<GraphPermissionName> = new Set([
  ...routes.flatMap(({ permissions }) =>
    permissions === 'signedIn' ? [] : [...permissions.delegated, ...permissions.application],
  ),
  // Resets a password, as one of the permissions of directory/may.ts.
  'Directory.AccessAsUser.All',
])

const row = ({ name, delegated, application }: GraphPermission): string[] => [
  code(name),
  delegated ? code(delegated.id) : '',
  delegated ? (delegated.userConsentable ? 'person' : 'administrator') : '',
  application ? code(application.id) : '',
]
