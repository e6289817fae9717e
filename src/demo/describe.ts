import type { Deps } from '../deps.ts'
import { roleTemplate } from '../directory/role-templates.ts'
import type { AnyWorld, AppClients, DemoApp, DemoTenant } from './world.ts'
import type { World, WorldApp, WorldTenant } from './world-plan.ts'

/** The demo world in the shape of `demo.json` (docs/reference/demo.schema.json). */
export function describeWorld(
  { config }: Pick<Deps, 'config'>,
  given: { ca: string | null; operatorToken: string; plan: World },
): AnyWorld {
  const { origin } = config
  const tenants = Object.fromEntries(given.plan.tenants.map((tenant) => [tenant.key, describeTenant(tenant, origin)]))
  return {
    origin,
    ca: given.ca,
    graph: origin,
    outbox: `${origin}/gatehouse/outbox`,
    clock: `${origin}/gatehouse/clock`,
    operator: { token: given.operatorToken },
    clients: blocksOf(tenants, origin),
    tenants,
  }
}

export const blocksOf = (tenants: Record<string, DemoTenant>, origin: string): AnyWorld['clients'] => ({
  msal: msalBlock(tenants),
  azureIdentity: scriptOf(tenants)?.clients.azureIdentity ?? null,
  // The Graph client compares the name alone (graph.md 3.3).
  graphClient: { baseUrl: `${origin}/`, customHosts: [new URL(origin).hostname] },
})

const allApps = (tenants: Record<string, DemoTenant>): DemoApp[] =>
  Object.values(tenants).flatMap(({ apps }) => Object.values(apps))

/** Of the first app that signs people in. */
function msalBlock(tenants: Record<string, DemoTenant>): AnyWorld['clients']['msal'] {
  const app = allApps(tenants).find(({ redirectUris }) => Object.values(redirectUris).some((uris) => uris.length > 0))
  if (!app) return null
  const { clientId, authority, knownAuthorities } = app.clients.msalNode.auth
  return { auth: { clientId, authority, knownAuthorities } }
}

const scriptOf = (tenants: Record<string, DemoTenant>): DemoApp | undefined =>
  Object.values(tenants).flatMap(({ apps }) => apps['admin-script'] ?? [])[0] ??
  allApps(tenants).find(({ secret }) => secret !== undefined)

function describeTenant(tenant: WorldTenant, origin: string): DemoTenant {
  const { id, kind, displayName, domain, people, groups, guests, apps } = tenant
  const byKey = <T extends { key: string }, R>(all: readonly T[], describe: (one: T) => R) =>
    Object.fromEntries(all.map((one) => [one.key, describe(one)]))
  return {
    id,
    kind,
    displayName,
    domain,
    people: byKey(people, ({ key: _, roles, ...person }) => ({ ...person, roles: roles.map(roleName) })),
    groups: byKey(groups, ({ key: _, ...group }) => group),
    guests: byKey(guests, ({ key: _, mailNickname: __, home, roles, ...guest }) => ({
      ...guest,
      home: home?.name ?? null,
      roles: roles.map(roleName),
    })),
    apps: byKey(apps, (app) => describeApp(app, id, origin)),
  }
}

const roleName = (id: string): string => roleTemplate(id)?.displayName ?? id

function describeApp(app: WorldApp, tenantId: string, origin: string): DemoApp {
  const { appId, objectId, servicePrincipalId, displayName, secret, identifierUri, redirectUris } = app
  const scopes = app.scopes.map(({ value }) => value)
  const appRoles = app.appRoles.flatMap(({ value }) => value ?? [])
  return {
    appId,
    objectId,
    servicePrincipalId,
    displayName,
    kind: app.isPublic ? 'public' : 'confidential',
    ...(secret === null ? {} : { secret }),
    ...(identifierUri === null ? {} : { identifierUri }),
    ...(scopes.length > 0 ? { scopes } : {}),
    ...(appRoles.length > 0 ? { appRoles } : {}),
    redirectUris,
    permissions: {
      delegated: app.delegated.map(({ name }) => name),
      application: app.application.map(({ name }) => name),
      adminConsent: app.adminConsent,
    },
    clients: clientsOf(app, tenantId, origin),
  }
}

/** Configuration blocks of one app. MSAL compares host and port of its authorities (sts.md 1.4). */
export function clientsOf(
  { appId, secret, redirectUris }: Pick<WorldApp, 'appId' | 'secret' | 'redirectUris'>,
  tenantId: string,
  origin: string,
): AppClients {
  const auth = { clientId: appId, authority: `${origin}/${tenantId}`, knownAuthorities: [new URL(origin).host] }
  const [redirectUri] = redirectUris.spa
  return {
    msalNode: { auth: { ...auth, ...(secret === null ? {} : { clientSecret: secret }) } },
    ...(redirectUri === undefined ? {} : { msalBrowser: { auth: { ...auth, redirectUri } } }),
    ...(secret === null
      ? {}
      : {
          azureIdentity: {
            tenantId,
            clientId: appId,
            clientSecret: secret,
            options: { authorityHost: origin, disableInstanceDiscovery: true as const },
          },
        }),
  }
}
