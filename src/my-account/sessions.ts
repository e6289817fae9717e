import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { isGuid } from '../ids.ts'
import { auditEntry, userInitiates, userTarget } from '../invitations/audit.ts'
import type { RequestContext } from '../request-context.ts'
import { livingAccount } from '../sign-in/sessions.ts'
import type { BrowserSession } from '../sign-in/store.ts'
import { homeAccountOf, type Self } from './home-account.ts'

const mostSessions = 100

/**
 * The session that a token came from, still in place and of the very account that the token speaks for. A guest object
 * may have been given to another account since; what reaches beyond this organization is for the person who signed in.
 */
export async function ownSession(deps: Deps, self: Self): Promise<BrowserSession | undefined> {
  if (self.sessionId === null) return undefined
  const home = homeAccountOf(self)
  const session = await deps.store.sessions.find(deps.store.at(home.tenant), self.sessionId)
  if (session?.userId !== home.userId) return undefined
  return (await livingAccount(deps, home.tenant, session))?.session
}

/** The browsers in which the home account is signed in, the last used first. */
export async function ownSessions(deps: Deps, self: Self): Promise<BrowserSession[]> {
  const home = homeAccountOf(self)
  const all = await deps.store.sessions.ofUser(deps.store.at(home.tenant), home.userId)
  const alive = await Promise.all(all.map((session) => livingAccount(deps, home.tenant, session)))
  return alive
    .flatMap((account) => account?.session ?? [])
    .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt || (a.id < b.id ? -1 : 1))
    .slice(0, mostSessions)
}

/** Signs the account out everywhere: no session, refresh token or token for Graph from before is good any more. */
export async function endAllOwnSessions(deps: Deps, ctx: RequestContext, self: Self): Promise<void> {
  const { store } = deps
  const home = homeAccountOf(self)
  await store.write(home.tenant, async (tx) => {
    const owner = await store.users.update(tx, home.userId, (old) => ({ ...old, sessionsValidFrom: ctx.at }))
    await store.sessions.removeOfUser(tx, home.userId)
    await store.audit.add(
      tx,
      auditEntry(deps, ctx, userInitiates(owner, ctx), {
        activityDisplayName: 'Revoke sign-in sessions',
        operationType: 'Update',
        loggedByService: 'Core Directory',
        targetResources: [userTarget(owner)],
      }),
    )
  })
}

/**
 * Signs the account out of one browser: its session, and the refresh tokens that came from it in every organization.
 * Access tokens end by themselves within the hour.
 */
export async function endOwnSession(deps: Deps, ctx: RequestContext, self: Self, wanted: string): Promise<void> {
  const { store } = deps
  const home = homeAccountOf(self)
  const id = wanted.toLowerCase()
  const unknown = (): never => refuse('resourceNotFound', { id: wanted })
  if (!isGuid(wanted)) return unknown()
  const guests = await store.across.guestsOf({ tenantId: home.tenant, objectId: home.userId })
  await store.write(home.tenant, async (tx) => {
    const session = await store.sessions.find(tx, id)
    const owner = await store.users.find(tx, home.userId)
    if (session?.userId !== home.userId || !owner) return unknown()
    await store.sessions.remove(tx, id)
    await store.refresh.revokeOfSession(tx, home.userId, id, ctx.at)
    for (const { tenant, user } of guests) await store.refresh.revokeOfSession(tx.in(tenant), user.id, id, ctx.at)
    await store.audit.add(
      tx,
      auditEntry(deps, ctx, userInitiates(owner, ctx), {
        activityDisplayName: 'End sign-in session',
        operationType: 'Update',
        loggedByService: 'Core Directory',
        targetResources: [userTarget(owner)],
      }),
    )
  })
}
