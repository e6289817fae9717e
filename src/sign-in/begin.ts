import type { FastifyReply, FastifyRequest } from 'fastify'
import { firstPartyApps } from '../applications/first-party.ts'
import type { Deps } from '../deps.ts'
import type { TenantId } from '../ids.ts'
import { requestContext } from '../request-context.ts'
import { type EmailProof, openFlow, type Step } from './flow.ts'
import { type Realm, realmOf } from './realm.ts'
import { accountsFor } from './sessions.ts'

export type SignInWish = {
  /** The tenant that wants to know who is there: the pages start as its pages. */
  tenant: TenantId
  /** A name to start with: the person can change it. */
  loginHint?: string | undefined
  /** `login`: credentials even when there is a session. `select_account`: the picker even with one session. */
  prompt?: 'login' | 'select_account' | undefined
  /** A path of this server. The browser comes back to it with `sid=<session id>` added. */
  returnTo: string
  /** The mailbox of this guest must be proven, by one-time code. */
  emailProof?: EmailProof | undefined
  /** For the sign-in log; My Apps unless told. */
  client?: { appId: string; displayName: string } | undefined
  /** What the person is about to open, for the line "to continue to …". */
  appName?: string | undefined
}

/**
 * Sends the browser to the sign-in pages. After the person has authenticated, it is redirected to `returnTo` with `sid`
 * added; `accountOfSession` turns that back into the account, in this browser only. Who has sessions is asked to pick one,
 * so a caller that is content with any asks `accountsOfBrowser` before.
 */
export async function beginSignIn(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: SignInWish,
): Promise<FastifyReply> {
  if (!isLocalPath(wish.returnTo)) throw new Error('returnTo is not a path of this server')
  const { handle } = await openFlow(deps, request, reply, wish.tenant, {
    purpose: { kind: 'return', to: wish.returnTo, emailProof: wish.emailProof ?? null },
    tenant: wish.tenant,
    segment: wish.tenant,
    client: wish.client ?? { appId: firstPartyApps.myApps, displayName: 'My Apps' },
    appName: wish.appName ?? null,
    formTarget: null,
    correlationId: requestContext(request, deps).correlationId,
    fresh: false,
    provenMailbox: null,
    stayAsked: false,
    consented: false,
    step: await firstStep(deps, request, wish),
  })
  return reply.code(303).redirect(`/${wish.tenant}/sign-in?flow=${handle}`)
}

async function firstStep(deps: Deps, request: FastifyRequest, wish: SignInWish): Promise<Step> {
  if (wish.emailProof) {
    const { address, guestId } = wish.emailProof
    return { at: 'code', address, tenant: wish.tenant, guestId, sent: false }
  }
  const held = wish.prompt === 'login' ? [] : await accountsFor(deps, request, wish.tenant)
  return held.length > 0 ? { at: 'pick' } : stepForName(deps, wish.loginHint ?? null, wish.tenant)
}

/** The page for a name that is known beforehand; the name page itself when the name leads nowhere. */
export async function stepForName(deps: Deps, hint: string | null, wanted: TenantId | null): Promise<Step> {
  const realm = hint === null ? undefined : await realmOf(deps, hint, wanted)
  return (realm && stepOfRealm(realm)) ?? { at: 'name', hint }
}

/** Undefined when the name leads nowhere. */
export function stepOfRealm(realm: Realm): Step | undefined {
  if (realm.kind === 'tenant') return { at: 'password', name: realm.name, home: realm.tenant }
  if (realm.kind !== 'mailbox') return undefined
  const { address, tenant, guestId } = realm
  return { at: 'code', address, tenant, guestId, sent: false }
}

/** Adds `sid` to a local path that may have a query. */
export function withSession(path: string, sid: string): string {
  const url = new URL(path, 'https://local.invalid')
  url.searchParams.set('sid', sid)
  return `${url.pathname}${url.search}${url.hash}`
}

const isLocalPath = (path: string): boolean => /^\/(?![/\\])/.test(path) && !/[\r\n]/.test(path)
