import type { Door, Unit } from '../door.ts'
import type { AppId, TenantId, UserId } from '../ids.ts'

/** Who signed in, as the codes and refresh tokens remember it. */
export type SignedInAccount = {
  /** The user object in the tenant whose door holds the record. */
  userId: UserId
  /** Home account, for guests of another tenant. */
  home: { tenantId: TenantId; objectId: UserId } | null
  sessionId: string
  methods: string[]
  authenticatedAt: number
}

export type RedirectKind = 'web' | 'spa' | 'publicClient'

export type AuthorizationCode = {
  /** HMAC of the code under the purpose `code`. */
  mac: string
  appId: AppId
  redirectUri: string
  redirectKind: RedirectKind
  codeChallenge: string | null
  codeChallengeMethod: 'S256' | 'plain' | null
  /** As asked for. */
  scope: string
  nonce: string | null
  account: SignedInAccount
  claims: string | null
  issuedAt: number
  expiresAt: number
  /** The refresh family that its redemption started: a second redemption revokes it. */
  familyId: string | null
  spentAt: number | null
}

export type CodeStore = {
  add(tx: Unit, code: AuthorizationCode): Promise<void>
  find(door: Door, mac: string): Promise<AuthorizationCode | undefined>
  /** Marks it spent, for one caller only; `first` is false for everybody who comes later. */
  spend(
    tx: Unit,
    mac: string,
    at: number,
    familyId: string | null,
  ): Promise<{ code: AuthorizationCode; first: boolean } | undefined>
}

/** A line of refresh tokens: one sign-in of one person to one client. */
export type RefreshFamily = {
  /** A GUID. */
  id: string
  appId: AppId
  kind: RedirectKind
  account: SignedInAccount
  /** Scopes of the first grant, as asked for. */
  scope: string
  issuedAt: number
  lastUsedAt: number
  /** Fixed for `spa`; for others 90 days after the last use. */
  expiresAt: number
  /** The number of the newest token of a rotating family. */
  number: number
  /** When the newest predecessors were replaced, the last one last: each stays good for the overlap after that. */
  supersededAt: number[]
  revokedAt: number | null
}

export type RefreshStore = {
  add(tx: Unit, family: RefreshFamily): Promise<void>
  find(door: Door, id: string): Promise<RefreshFamily | undefined>
  update(tx: Unit, id: string, change: (old: RefreshFamily) => RefreshFamily): Promise<RefreshFamily | undefined>
  /** Revokes every family of a user. */
  revokeOfUser(tx: Unit, userId: UserId, at: number): Promise<void>
  /** Revokes the families of a user that came from one browser session. */
  revokeOfSession(tx: Unit, userId: UserId, sessionId: string, at: number): Promise<void>
}

/** Marks of things that may be seen once: the `jti` of a client assertion. */
export type ReplayStore = {
  /** True the first time. */
  once(tx: Unit, key: string, until: number): Promise<boolean>
}
