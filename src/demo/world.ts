import { createHash } from 'node:crypto'

/**
 * `data/demo.json`: everything that a person, a test or a script needs to use the demo. `Tenants` may name the keys of a
 * world that somebody knows; the default is the three tenants of the demo.
 */
export type DemoWorld<
  Tenants extends Record<string, DemoTenant> = Record<DemoTenantKey, DemoTenant>,
  Clients = DemoClients,
> = {
  origin: string
  /** Path of the local authority's certificate, or null when TLS is not ours. */
  ca: string | null
  /** Base URL of Graph, without version. */
  graph: string
  outbox: string
  clock: string
  operator: { token: string }
  clients: Clients
  tenants: Tenants
}

export type DemoTenantKey = keyof typeof demoTenantIds

/** A world that somebody wrote: any tenants. Its blocks are null where it has no app that fits. */
export type AnyWorld = DemoWorld<
  Record<string, DemoTenant>,
  { [Library in keyof DemoClients]: DemoClients[Library] | (Library extends 'graphClient' ? never : null) }
>

/** For the libraries that a newcomer tries first. */
export type DemoClients = {
  msal: { auth: MsalAuth }
  azureIdentity: AzureIdentityBlock
  graphClient: { baseUrl: string; customHosts: string[] }
}

/** Configuration of one app, ready for a library. Absent where the app cannot be used with it. */
export type AppClients = {
  /** `new ConfidentialClientApplication(…)`, or `PublicClientApplication` where there is no secret. */
  msalNode: { auth: MsalAuth & { clientSecret?: string } }
  /** `new PublicClientApplication(…)` of `@azure/msal-browser`: apps with a `spa` redirect URI. */
  msalBrowser?: { auth: MsalAuth & { redirectUri: string } }
  /** `new ClientSecretCredential(tenantId, clientId, clientSecret, options)`: apps with a secret. */
  azureIdentity?: AzureIdentityBlock
}

export type MsalAuth = { clientId: string; authority: string; knownAuthorities: string[] }

export type AzureIdentityBlock = {
  tenantId: string
  clientId: string
  clientSecret: string
  options: { authorityHost: string; disableInstanceDiscovery: true }
}

export type DemoTenant<People extends string = string, Apps extends string = string, Guests extends string = string> = {
  id: string
  kind: 'workforce' | 'external'
  displayName: string
  domain: string
  people: Record<People, DemoPerson>
  groups: Record<string, DemoGroup>
  /** People from outside who are in this directory from the start. */
  guests: Record<Guests, DemoGuest>
  apps: Record<Apps, DemoApp>
}

export type DemoPerson = {
  id: string
  userPrincipalName: string
  mail: string
  password: string
  displayName: string
  roles: string[]
}

export type DemoGroup = {
  id: string
  displayName: string
  description: string
  /** Keys of people and guests of the tenant. */
  members: string[]
}

export type DemoGuest = {
  id: string
  userPrincipalName: string
  mail: string
  displayName: string
  /** `fabrikam/employee`: who the guest is at home; null for a mailbox that gets a one-time code. */
  home: string | null
  state: 'Accepted' | 'PendingAcceptance'
  roles: string[]
}

export type DemoApp = {
  appId: string
  objectId: string
  servicePrincipalId: string
  displayName: string
  kind: 'confidential' | 'public'
  secret?: string
  identifierUri?: string
  scopes?: string[]
  appRoles?: string[]
  redirectUris: { web: string[]; spa: string[]; publicClient: string[] }
  /** From the start: `User.Read` of Graph, `api/Orders.Read` of an app of the tenant. */
  permissions: { delegated: string[]; application: string[]; adminConsent: boolean }
  clients: AppClients
}

/** The same GUID for the same name in every demo: scripts and tests may rely on it. */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`gatehouse demo ${name}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Demo secrets are no secrets: anybody can compute them. `serve` refuses a store that holds them. */
export const demoSecret = (name: string): string =>
  `demo~${createHash('sha256').update(`gatehouse demo secret ${name}`).digest('base64url').slice(0, 35)}`

export const demoPassword = (tenant: string, person: string): string =>
  `${tenant[0]?.toUpperCase()}${tenant.slice(1)}-${person}-2026`

export const demoTenantIds = {
  contoso: 'c0a70500-0000-4000-8000-000000000001',
  fabrikam: 'fab81ca0-0000-4000-8000-000000000002',
  woodgrove: '300d6707-0000-4000-8000-000000000003',
} as const
