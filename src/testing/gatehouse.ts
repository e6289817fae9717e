import type { defaultWorld } from '../demo/default-world.ts'
import type { AnyWorld, DemoClients, DemoGuest, DemoTenant, DemoWorld } from '../demo/world.ts'
import type { WorldFile } from '../demo/world-file.ts'

type KeysOf<Tenant, Part extends string> = Tenant extends { readonly [Name in Part]: infer Entries }
  ? keyof Entries & string
  : never

type TenantOf<Tenant> = DemoTenant<KeysOf<Tenant, 'people'>, KeysOf<Tenant, 'apps'>, KeysOf<Tenant, 'guests'>>

type TenantsOf<File extends WorldFile> = { [Key in keyof File['tenants'] & string]: TenantOf<File['tenants'][Key]> }

/** The world that a world file gives, with its own keys. */
export type WorldOf<File extends WorldFile> = string extends keyof File['tenants']
  ? AnyWorld
  : DemoWorld<TenantsOf<File>, AnyWorld['clients']>

/** Contoso, Fabrikam and Woodgrove. */
export type DefaultWorld = DemoWorld<TenantsOf<typeof defaultWorld>, DemoClients>

// biome-ignore lint/suspicious/noExplicitAny: any tenants and any blocks; what is read of them is typed where it is read
export type SomeWorld = DemoWorld<any, any>

export type StartOptions<File = undefined> = {
  /** A world file: as an object, or the path of a JSON file. The demo's own world unless told. */
  world?: File
  /** Kept, and used again by a later start. A temporary one, removed by `stop`, unless told. */
  dataFolder?: string
  /** Further settings of the server, such as SMTP_URL. */
  environment?: Readonly<Record<string, string>>
  /** Listens on all addresses. The passwords are public: for a container in CI only. */
  expose?: boolean
  /** Serves Contoso's sample portal as well. */
  portal?: boolean
  /** For how many tenants to make keys ahead, so that `clone` takes milliseconds from the first time on. */
  clones?: number
  /** What the server logs. Nothing is printed unless told. */
  onLog?: (line: LogLine) => void
  /** How long the start may take: 60,000 milliseconds unless told. */
  timeout?: number
}

export type LogLine = { level: 'info' | 'warn' | 'error'; message: string; facts: Record<string, unknown> }

/** A private instance. `await using` stops it, too. */
export type Gatehouse<World extends SomeWorld = DefaultWorld> = InWorld<World> & {
  origin: string
  /** Its `demo.json`: what another process needs for `connectGatehouse`. */
  demoFile: string
  /** The local authority that vouches for the server. */
  ca: { path: string; pem: string }
  /** For processes that the test starts: makes Node trust the authority. */
  environment: { NODE_EXTRA_CA_CERTS: string }
  /** Null unless `portal`. */
  portalUrl: string | null
  /**
   * Makes this process trust the authority: `fetch`, `node:https`, MSAL and the Azure SDK. Throws where Node cannot be
   * told after its start (before 22.19 and 24.5); there NODE_EXTRA_CA_CERTS does it.
   */
  trust(): void
  /** Trusts the authority by itself. Takes a path or a URL of the server; redirects are answered, not followed. */
  fetch(path: string, init?: FetchInit): Promise<Response>
  clock: {
    now(): Promise<Date>
    /** `P31D`, `PT90S`, `-P1D`. */
    advance(by: string): Promise<Date>
    set(at: Date | string): Promise<Date>
    freeze(at?: Date | string): Promise<Date>
    reset(): Promise<Date>
  }
  /** Makes one person or invitation older, so that tokens stay good for APIs on real time. */
  age(id: string, by: string): Promise<void>
  outbox: {
    /** The newest to an address; waits up to `seconds` (5 unless told), then throws. */
    letter(to: string, options?: { seconds?: number }): Promise<Letter>
    /** Newest first. */
    letters(to?: string): Promise<Letter[]>
    clear(): Promise<void>
  }
  /** Everything as it is now, the clock too. */
  snapshot(): Promise<Snapshot>
  /**
   * The tenants as they are now, once more, under new ids, domains, client ids and keys: a test in them disturbs no other.
   * All tenants of the world unless told.
   */
  clone<Key extends keyof World['tenants'] & string = keyof World['tenants'] & string>(
    tenants?: readonly Key[],
  ): Promise<InWorld<DemoWorld<Pick<World['tenants'], Key>, AnyWorld['clients']>>>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What can be done in a world: the one that was started, or a clone. */
export type InWorld<World extends SomeWorld> = {
  world: World
  /**
   * Tokens without a sign-in, with the claims and the key of the token service. Nothing is decided: a scope needs no
   * consent, a guest may be blocked. (Graph looks at consent at each request: `adminConsent` in the world file gives it.)
   */
  mint<Key extends keyof World['tenants'] & string>(wish: MintWish<World, Key>): Promise<Minted>
  /** A browser in which this person is signed in, for Playwright's `newContext({ storageState })`. */
  browserState<Key extends keyof World['tenants'] & string>(who: Who<Key>): Promise<BrowserState>
  /** A guest who has accepted (or has yet to), without mail and pages. */
  guest<Key extends keyof World['tenants'] & string>(wish: GuestWish<Key>): Promise<Omit<DemoGuest, 'home' | 'roles'>>
  /** For Graph, of the tenant's `admin-script`: of the first tenant unless told. */
  graphToken(tenant?: keyof World['tenants'] & string): Promise<string>
}

/** `person`: a key of the tenant's people or guests, or an object id, sign-in name or address. */
export type Who<Key extends string> = { tenant: Key; person: string }

export type MintWish<World extends SomeWorld, Key extends keyof World['tenants'] & string> = {
  tenant: Key
  /** The API that the access token is for. */
  app: (keyof World['tenants'][Key]['apps'] & string) | 'graph'
  /** The app that it is issued to, and that the ID token is for. `app` unless told. */
  client?: keyof World['tenants'][Key]['apps'] & string
  /** Whom the token is about; without it the client acts as itself. */
  person?: string
  /** All that the API exposes unless told; for Graph `User.Read`. */
  scopes?: readonly string[]
  /** App roles. A person's own unless told; for an app none. */
  roles?: readonly string[]
  /** Put over those of the access token: `{ exp: 0 }`, `{ tid: 'another' }`. */
  claims?: Readonly<Record<string, unknown>>
  idTokenClaims?: Readonly<Record<string, unknown>>
}

export type Minted = { accessToken: string; idToken: string | null; expiresIn: number }

export type GuestWish<Key extends string> = {
  tenant: Key
  displayName?: string
  state?: 'Accepted' | 'PendingAcceptance'
} & ({ home: Who<Key>; mail?: string } | { mail: string; home?: never })

export type BrowserState = {
  cookies: {
    name: string
    value: string
    domain: string
    path: string
    expires: number
    httpOnly: boolean
    secure: boolean
    sameSite: 'Strict' | 'Lax' | 'None'
  }[]
  origins: { origin: string; localStorage: { name: string; value: string }[] }[]
}

export type Snapshot = {
  id: string
  /** As often as one likes. When it ends nothing of the time since is left, sessions and tokens' records included. */
  restore(): Promise<void>
  drop(): Promise<void>
}

export type Letter = {
  id: string
  kind: string
  to: string
  subject: string
  text: string
  html: string
  /** Taken out of the text. */
  links: string[]
  /** The one-time code, where there is one. */
  code?: string
  createdDateTime: string
}

export type FetchInit = {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string | URLSearchParams | Uint8Array
}
