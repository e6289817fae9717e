import { createHash } from 'node:crypto'

/** `data/demo.json`: everything that a person, a test or a script needs to use the demo. */
export type DemoWorld = {
  origin: string
  /** Path of the local authority's certificate, or null when TLS is not ours. */
  ca: string | null
  /** Base URL of Graph, without version. */
  graph: string
  outbox: string
  clock: string
  operator: { token: string }
  clients: DemoClients
  tenants: Record<'contoso' | 'fabrikam' | 'woodgrove', DemoTenant>
}

export type DemoClients = {
  msal: { auth: { clientId: string; authority: string; knownAuthorities: string[] } }
  azureIdentity: {
    tenantId: string
    clientId: string
    clientSecret: string
    options: { authorityHost: string; disableInstanceDiscovery: true }
  }
  graphClient: { baseUrl: string; customHosts: string[] }
}

export type DemoTenant = {
  id: string
  kind: 'workforce' | 'external'
  displayName: string
  domain: string
  people: Record<string, DemoPerson>
  apps: Record<string, DemoApp>
}

export type DemoPerson = {
  id: string
  userPrincipalName: string
  mail: string
  password: string
  displayName: string
  roles: string[]
}

export type DemoApp = {
  appId: string
  objectId: string
  servicePrincipalId: string
  kind: string
  secret?: string
  identifierUri?: string
  scopes?: string[]
  appRoles?: string[]
  redirectUris: { web: string[]; spa: string[]; publicClient: string[] }
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

export const demoTenantIds = {
  contoso: 'c0a70500-0000-4000-8000-000000000001',
  fabrikam: 'fab81ca0-0000-4000-8000-000000000002',
  woodgrove: '300d6707-0000-4000-8000-000000000003',
} as const
