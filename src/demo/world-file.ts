/**
 * A world as somebody writes it down: `gatehouse demo --world world.json`, `startGatehouse({ world })`. The shape is that
 * of `demo.json`, and nearly all of it may be left out; read-world.ts fills in what is missing. A `demo.json` is itself
 * a world file: what describes the running instance (origin, clients, …) is passed over.
 */
export type WorldFile = {
  $schema?: string
  tenants: Readonly<Record<string, TenantWish>>
}

export type TenantWish = {
  id?: string
  kind?: 'workforce' | 'external'
  displayName?: string
  /** `contoso.example`; without it `<key>.gatehouse.test`. */
  domain?: string
  people?: Readonly<Record<string, PersonWish>>
  groups?: Readonly<Record<string, GroupWish>>
  guests?: Readonly<Record<string, GuestWish>>
  apps?: Readonly<Record<string, AppWish>>
}

export type PersonWish = {
  id?: string
  userPrincipalName?: string
  mail?: string
  password?: string
  displayName?: string
  /** Names or template ids of directory roles. */
  roles?: readonly string[]
}

export type GroupWish = {
  id?: string
  displayName?: string
  description?: string
  /** Keys of people and guests of the same tenant. */
  members?: readonly string[]
}

export type GuestWish = {
  id?: string
  /** `fabrikam/employee`: a person of another tenant of this world. */
  home?: string | null
  /** Without `home`: the mailbox that gets a one-time code. */
  mail?: string
  userPrincipalName?: string
  displayName?: string
  state?: 'Accepted' | 'PendingAcceptance'
  roles?: readonly string[]
}

export type AppWish = {
  appId?: string
  objectId?: string
  servicePrincipalId?: string
  displayName?: string
  kind?: 'confidential' | 'public'
  secret?: string
  identifierUri?: string
  scopes?: readonly (string | ScopeWish)[]
  appRoles?: readonly (string | AppRoleWish)[]
  redirectUris?: { web?: readonly string[]; spa?: readonly string[]; publicClient?: readonly string[] }
  permissions?: {
    /** Asked for at sign-in: `User.Read` of Graph, or `<key of an app of the tenant>/<scope>`. */
    delegated?: readonly string[]
    /** Granted from the start: `User.Read.All` of Graph, or `<key of an app of the tenant>/<role>`. */
    application?: readonly string[]
    /** The delegated ones are granted for everybody: nobody sees a consent page. */
    adminConsent?: boolean
  }
  optionalClaims?: { idToken?: readonly string[]; accessToken?: readonly string[] }
  /** Of a `demo.json`: passed over. */
  clients?: unknown
}

export type ScopeWish = {
  value: string
  type?: 'User' | 'Admin'
  adminConsentDisplayName?: string
  adminConsentDescription?: string
  userConsentDisplayName?: string
  userConsentDescription?: string
}

export type AppRoleWish = {
  value: string
  displayName?: string
  description?: string
  allowedMemberTypes?: readonly ('User' | 'Application')[]
}

/** One thing that is wrong with a world file: where, what, and what to write instead. */
export type WorldProblem = { path: string; problem: string; fix: string }

/** Every problem at once, and nothing was written. */
export class BadWorld extends Error {
  readonly problems: readonly WorldProblem[]
  constructor(problems: readonly WorldProblem[]) {
    super(problems.map(({ path, problem, fix }) => `${path}: ${problem} ${fix}`).join('\n'))
    this.name = 'BadWorld'
    this.problems = problems
  }
}
