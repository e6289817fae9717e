import type { AppRole, PermissionScope } from '../applications/application.ts'

/** A world file with everything filled in: what is seeded, described in `demo.json`, and kept with the data. */
export type World = { tenants: WorldTenant[] }

export type WorldTenant = {
  key: string
  id: string
  kind: 'workforce' | 'external'
  displayName: string
  /** Full name, lower case. */
  domain: string
  people: WorldPerson[]
  groups: WorldGroup[]
  guests: WorldGuest[]
  apps: WorldApp[]
}

export type WorldPerson = {
  key: string
  id: string
  userPrincipalName: string
  mail: string
  displayName: string
  password: string
  /** Template ids. */
  roles: string[]
}

export type WorldGroup = { key: string; id: string; displayName: string; description: string; members: string[] }

export type WorldGuest = {
  key: string
  id: string
  userPrincipalName: string
  mailNickname: string
  mail: string
  displayName: string
  /** `tenant/person`, with what those keys stand for. */
  home: { name: string; tenantId: string; userId: string } | null
  state: 'Accepted' | 'PendingAcceptance'
  roles: string[]
}

export type WorldApp = {
  key: string
  appId: string
  objectId: string
  servicePrincipalId: string
  displayName: string
  secret: string | null
  isPublic: boolean
  identifierUri: string | null
  scopes: PermissionScope[]
  appRoles: AppRole[]
  redirectUris: { web: string[]; spa: string[]; publicClient: string[] }
  delegated: Permission[]
  application: Permission[]
  adminConsent: boolean
  optionalClaims: { idToken: string[]; accessToken: string[] } | null
}

/** A scope (delegated) or a role (application) of an API. `name` is how the file calls it: `api/Orders.Read`. */
export type Permission = { resourceAppId: string; id: string; value: string; name: string }
