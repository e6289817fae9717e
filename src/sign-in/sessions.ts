import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { TenantId } from '../ids.ts'
import { requestContext } from '../request-context.ts'
import { browserOf, extendCookie, rotateBrowser } from './browser.ts'
import { entersByMailbox } from './realm.ts'
import type { BrowserSession } from './store.ts'

const hour = 60 * 60 * 1000
const sessionLife = { plain: 24 * hour, persistent: 90 * 24 * hour }

/** Somebody who is signed in: `tenant` is the home of the account, or, for guests by one-time code, where they are guests. */
export type Account = { tenant: TenantId; user: User; session: BrowserSession }

/** The accounts that this browser is signed in with, newest first. Sessions that ended for any reason are left out. */
export async function accountsOfBrowser(deps: Deps, request: FastifyRequest): Promise<Account[]> {
  const browser = browserOf(deps, request)
  if (!browser?.known) return []
  const held = await deps.store.across.sessionsOfBrowser(browser.sessions, deps.clock.now())
  const accounts = await Promise.all(held.map(({ tenant, session }) => livingAccount(deps, tenant, session)))
  return accounts.filter((account) => account !== undefined)
}

/**
 * Those that can enter a tenant; null: whichever is their home. A guest by mailbox is known in one tenant only, and has
 * no home.
 */
export async function accountsFor(deps: Deps, request: FastifyRequest, wanted: TenantId | null): Promise<Account[]> {
  const accounts = await accountsOfBrowser(deps, request)
  return accounts.filter(({ tenant, session }) => !session.methods.includes('otp') || tenant === wanted)
}

/** The account of one session, only when this very browser holds it. */
export async function accountOfSession(deps: Deps, request: FastifyRequest, sid: string): Promise<Account | undefined> {
  return (await accountsOfBrowser(deps, request)).find(({ session }) => session.id === sid)
}

/** The account behind a session, or undefined when the session ended for any reason. */
export async function livingAccount(
  deps: Deps,
  tenant: TenantId,
  session: BrowserSession,
): Promise<Account | undefined> {
  const door = deps.store.at(tenant)
  const [user, password] = await Promise.all([
    deps.store.users.find(door, session.userId),
    session.methods.includes('pwd') ? deps.store.passwords.find(door, session.userId) : undefined,
  ])
  if (!user || !isAlive(session, { now: deps.clock.now(), validFrom: user.sessionsValidFrom, password }))
    return undefined
  // Whoever was linked to an account elsewhere comes in by that account alone, under its organization's rules.
  if (session.methods.includes('otp') && !entersByMailbox(user)) return undefined
  return { tenant, user, session }
}

/** Pure: expired (50132), revoked (50133) and older than the password are all the same here: the person signs in again. */
export function isAlive(
  session: Pick<BrowserSession, 'expiresAt' | 'authenticatedAt' | 'methods'>,
  facts: { now: number; validFrom: number; password: { changedAt: number } | undefined },
): boolean {
  if (session.expiresAt <= facts.now || session.authenticatedAt < facts.validFrom) return false
  if (!session.methods.includes('pwd')) return true
  return facts.password !== undefined && session.authenticatedAt >= facts.password.changedAt
}

export type Proof = { tenant: TenantId; user: User; methods: ('pwd' | 'otp')[] }

/**
 * The person has just proven who they are. The browser's cookie gets a new session part and every session that it held
 * moves to it. An account that is signed in again keeps its session id, which apps know as `sid`.
 */
export async function startSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { tenant, user, methods }: Proof,
): Promise<Account> {
  const before = await accountsOfBrowser(deps, request)
  const same = before.find((account) => account.tenant === tenant && account.user.id === user.id)
  const sessions = await moveSessions(deps, request, reply, before)
  const { ip, userAgent } = requestContext(request, deps)
  const persistent = (same?.session.persistent ?? false) && methods.includes('pwd')
  return openSession(deps, sessions, { tenant, user, methods }, { id: same?.session.id, persistent, ip, userAgent })
}

/** Writes the session itself. `browser` is the session part of the cookie, as its HMAC. */
export async function openSession(
  deps: Pick<Deps, 'store' | 'clock' | 'random'>,
  browser: string,
  { tenant, user, methods }: Proof,
  more: { id?: string | undefined; persistent: boolean; ip: string | null; userAgent: string | null },
): Promise<Account> {
  const now = deps.clock.now()
  const { id, persistent, ip, userAgent } = more
  const session: BrowserSession = {
    id: id ?? deps.random.uuid(),
    browser,
    userId: user.id,
    methods,
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt: now + (persistent ? sessionLife.persistent : sessionLife.plain),
    persistent,
    ipAddress: ip,
    userAgent,
  }
  await deps.store.write(tenant, (tx) => deps.store.sessions.put(tx, session))
  return { tenant, user, session }
}

/** "Stay signed in": the session and the cookie outlive the browser. */
export async function keepSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
): Promise<Account> {
  const others = await accountsOfBrowser(deps, request)
  const browser = await moveSessions(deps, request, reply, others, true)
  const now = deps.clock.now()
  const session = { ...account.session, browser, persistent: true, expiresAt: now + sessionLife.persistent }
  await deps.store.write(account.tenant, (tx) => deps.store.sessions.put(tx, session))
  return { ...account, session }
}

/** Use is noted once an hour at most; a persistent session, and its cookie, last 90 days from the last use. */
export async function noteUse(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
): Promise<void> {
  const now = deps.clock.now()
  const { session, tenant } = account
  if (now - session.lastUsedAt < hour) return
  if (session.persistent) extendCookie(deps, request, reply)
  await deps.store.write(tenant, async (tx) => {
    const still = await deps.store.sessions.find(tx, session.id)
    // Signed out from elsewhere meanwhile: using it must not bring it back.
    if (!still) return
    const expiresAt = still.persistent ? now + sessionLife.persistent : still.expiresAt
    await deps.store.sessions.put(tx, { ...still, lastUsedAt: now, expiresAt })
  })
}

/**
 * Signs accounts out of this browser. `which` names session ids, or `all`. Answers the accounts that were signed out.
 * Tokens that were issued stay good (sts.md 9.2).
 */
export async function endSessions(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  which: 'all' | readonly string[],
): Promise<Account[]> {
  const held = await accountsOfBrowser(deps, request)
  const leaving = held.filter(({ session }) => which === 'all' || which.includes(session.id))
  for (const { tenant, session } of leaving) {
    await deps.store.write(tenant, (tx) => deps.store.sessions.remove(tx, session.id))
  }
  if (leaving.length > 0) {
    await moveSessions(
      deps,
      request,
      reply,
      held.filter((account) => !leaving.includes(account)),
    )
  }
  return leaving
}

async function moveSessions(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  held: readonly Account[],
  persistent = held.some(({ session }) => session.persistent),
): Promise<string> {
  const old = browserOf(deps, request)
  const fresh = rotateBrowser(deps, request, reply, persistent)
  if (old && held.length > 0) await deps.store.across.rekeyBrowser(old.sessions, fresh.sessions)
  return fresh.sessions
}
