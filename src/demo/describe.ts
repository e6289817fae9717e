import type { Deps } from '../deps.ts'
import { roleTemplate } from '../directory/role-templates.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { appsOf } from './apps.ts'
import { demoPassword, type TenantKey } from './cast.ts'
import { type DemoApp, type DemoTenant, type DemoWorld, demoId, demoSecret, demoTenantIds } from './world.ts'

type TenantSeed = {
  key: TenantKey
  kind: Tenant['kind']
  displayName: string
  people: { key: string; displayName: string; roles: string[] }[]
}

/** The demo world in the shape of `demo.json` (docs/reference/demo.schema.json). */
export function describeWorld(
  { config }: Pick<Deps, 'config'>,
  given: { ca: string | null; operatorToken: string; tenants: TenantSeed[] },
): DemoWorld {
  const { origin, domainSuffix } = config
  const tenants = Object.fromEntries(
    given.tenants.map((tenant) => [tenant.key, describeTenant(tenant, domainSuffix)]),
  ) as DemoWorld['tenants']
  const { contoso } = tenants
  const script = contoso.apps['admin-script'] as DemoApp
  const host = new URL(origin).host
  return {
    origin,
    ca: given.ca,
    graph: origin,
    outbox: `${origin}/gatehouse/outbox`,
    clock: `${origin}/gatehouse/clock`,
    operator: { token: given.operatorToken },
    clients: {
      // MSAL compares host and port; the Graph client compares the name alone (sts.md 1.4, graph.md 3.3).
      msal: {
        auth: {
          clientId: (contoso.apps.portal as DemoApp).appId,
          authority: `${origin}/${contoso.id}`,
          knownAuthorities: [host],
        },
      },
      azureIdentity: {
        tenantId: contoso.id,
        clientId: script.appId,
        clientSecret: script.secret ?? '',
        options: { authorityHost: origin, disableInstanceDiscovery: true },
      },
      graphClient: { baseUrl: `${origin}/`, customHosts: [new URL(origin).hostname] },
    },
    tenants,
  }
}

function describeTenant({ key, kind, displayName, people }: TenantSeed, suffix: string): DemoTenant {
  const domain = `${key}.${suffix}`
  return {
    id: demoTenantIds[key],
    kind,
    displayName,
    domain,
    people: Object.fromEntries(
      people.map((person) => [
        person.key,
        {
          id: demoId(`${key}/people/${person.key}`),
          userPrincipalName: `${person.key}@${domain}`,
          mail: `${person.key}@${domain}`,
          password: demoPassword(key, person.key),
          displayName: person.displayName,
          roles: person.roles.map((id) => roleTemplate(id)?.displayName ?? id),
        },
      ]),
    ),
    apps: Object.fromEntries(appsOf(key).map((seed) => [seed.key, describeApp(key, seed)])),
  }
}

function describeApp(tenant: TenantKey, { key, secret, app }: ReturnType<typeof appsOf>[number]): DemoApp {
  const name = `${tenant}/apps/${key}`
  const scopes = app.api?.oauth2PermissionScopes.map((scope) => scope.value)
  const appRoles = app.appRoles?.flatMap((one) => one.value ?? [])
  const identifierUri = app.identifierUris?.[0]
  return {
    appId: demoId(name),
    objectId: demoId(`${name}/object`),
    servicePrincipalId: demoId(`${name}/principal`),
    kind: secret ? 'confidential' : 'public',
    ...(secret ? { secret: demoSecret(name) } : {}),
    ...(identifierUri ? { identifierUri } : {}),
    ...(scopes ? { scopes } : {}),
    ...(appRoles ? { appRoles } : {}),
    redirectUris: {
      web: app.web?.redirectUris ?? [],
      spa: app.spa?.redirectUris ?? [],
      publicClient: app.publicClient?.redirectUris ?? [],
    },
  }
}
