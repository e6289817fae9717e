import type { GraphRoute } from '../../src/graph/route.ts'
import { routes } from '../../src/graph/routes.ts'
import { code, page, table } from './page.ts'

/** Every route of the management API with the permissions that open it, grouped by the first word of its path. */
export function graphPage(): string {
  const groups = Map.groupBy(routes, ({ path }) => /^\/([^/(]+)/.exec(path)?.[1] ?? path)
  const sections = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => `## ${name}\n\n${table(['method', 'path', 'in', 'delegated', 'application'], rows(list))}`)
  return page('The management API', 'the route tables in src/graph', words, sections)
}

const words = [
  `The ${routes.length} routes that take a token for Graph. Any other path is a 400 that names the segment, another verb on a path that exists a 405. Under \`/gatehouse/v1\` an unknown path is a 404.`,
  `A caller needs **one** of the permissions named. A person's directory role, or what guests may see, is asked beyond that: a
permission never gives more than the person has.`,
  `\`signed in\` takes any good token. Routes under \`/me\` take tokens of people only (400 for an app) and ask for the delegated
permissions of the same route under \`/users/{id}\`; \`/me/authentication/…\` for \`UserAuthenticationMethod.Read\` or \`.ReadWrite\`, and
\`/me/changePassword\` for \`UserAuthenticationMethod.ReadWrite\`, \`User-PasswordProfile.ReadWrite.All\` or \`Directory.AccessAsUser.All\`.
In \`gatehouse/v1\`, \`/me/organizations\` and \`/me/sessions\` answer our own pages only: they reach beyond the organization of the token.`,
  `\`/users/{id}\` takes a sign-in name too, \`/users('…')\` equals \`/users/…\`, and wherever \`/applications/{id}\` or
\`/servicePrincipals/{id}\` stands, \`(appId='…')\` will do for \`/{id}\`. Lists are asked for with \`$filter\`, \`$select\`, \`$orderby\`, \`$search\`, \`$top\` and
\`$count\` as in Graph. [Parity](../parity.md) has the differences, [permissions](permissions.md) the ids.`,
]

/** The second spelling of an app's key is told above, once. */
const isSecondSpelling = ({ path }: GraphRoute): boolean => path.includes('(appId={appId})')

const rows = (list: readonly GraphRoute[]): string[][] =>
  list
    .filter((route) => !isSecondSpelling(route))
    .map(({ method, path, at = ['v1.0', 'beta'], permissions }) => {
      const row = [method, code(path), at.join(', ')]
      if (permissions === 'signedIn') return [...row, 'signed in', path.startsWith('/me') ? '' : 'signed in']
      const delegated = names(permissions.delegated)
      const application = names(permissions.application)
      return [...row, delegated, application === delegated ? 'the same' : application]
    })

const names = (list: readonly string[]): string => [...new Set(list)].map(code).join(' ')
