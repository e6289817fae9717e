import type { Door, Unit } from '../door.ts'
import type { UserId } from '../ids.ts'

/** One browser's session of one home account. The door's tenant is the account's home (for one-time-code guests: the tenant they are guests of). */
export type BrowserSession = {
  /** The `sid` claim and `session_state`: a GUID. */
  id: string
  /** HMAC of the browser's cookie under the purpose `browser`. */
  browser: string
  userId: UserId
  /** `pwd`, `otp`. */
  methods: string[]
  authenticatedAt: number
  lastUsedAt: number
  expiresAt: number
  persistent: boolean
  /** Of the last time that the account signed in here. Absent in rows of before these were kept. */
  ipAddress?: string | null
  userAgent?: string | null
}

export type SessionStore = {
  find(door: Door, id: string): Promise<BrowserSession | undefined>
  ofUser(door: Door, userId: UserId): Promise<BrowserSession[]>
  put(tx: Unit, session: BrowserSession): Promise<void>
  remove(tx: Unit, id: string): Promise<void>
  removeOfUser(tx: Unit, userId: UserId): Promise<void>
}

/** State of a sign-in or redemption between two pages. `data` belongs to the journey that wrote it. */
export type Flow = {
  /** HMAC of the flow's handle under the purpose `flow`. */
  id: string
  browser: string
  data: unknown
  expiresAt: number
}

export type FlowStore = {
  find(door: Door, id: string): Promise<Flow | undefined>
  put(tx: Unit, flow: Flow): Promise<void>
  /** Finds and removes: single use. */
  take(tx: Unit, id: string): Promise<Flow | undefined>
}
