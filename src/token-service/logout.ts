import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Application } from '../applications/application.ts'
import { matchRedirectUri } from '../applications/redirect-uris.ts'
import type { Deps } from '../deps.ts'
import { Refusal, refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import {
  type Account,
  accountsOfBrowser,
  checkCsrf,
  csrfField,
  csrfToken,
  endSessions,
  readLoginHint,
} from '../sign-in/index.ts'
import { sendErrorPage } from '../sign-in/pages/error-page.ts'
import { sendPage } from '../sign-in/pages/layout.ts'
import { verifyJwt } from '../tenants/keys.ts'
import { resolveSegment } from '../tenants/segment.ts'
import { issuer } from './claims/common.ts'
import { usedApps } from './logout-apps.ts'
import { pickerPage, signedOutPage } from './logout-pages.ts'
import { asRecord, type LogoutWish, parseLogout } from './logout-wish.ts'
import { originOf } from './origins.ts'

type Segment = { Params: { tenant: string } }

/** `/{tenant}/oauth2/v2.0/logout` and its v1 twin (sts.md 9.2). Ends sessions of this browser, never tokens. */
export function registerLogout(app: FastifyInstance, deps: Deps): void {
  for (const url of ['/:tenant/oauth2/v2.0/logout', '/:tenant/oauth2/logout']) {
    app.get<Segment>(url, (request, reply) => orPage(deps, request, reply, request.query))
    app.post<Segment>(url, (request, reply) =>
      orPage(deps, request, reply, { ...asRecord(request.query), ...asRecord(request.body) }),
    )
    app.route<Segment>({
      method: ['PUT', 'PATCH', 'DELETE'],
      url,
      handler: async (request) => refuse('verbNotAccepted', { verbs: 'GET and POST', verb: request.method }),
    })
  }
}

async function orPage(
  deps: Deps,
  request: FastifyRequest<Segment>,
  reply: FastifyReply,
  fields: unknown,
): Promise<FastifyReply> {
  try {
    return await logout(deps, request, reply, parseLogout(fields))
  } catch (thrown) {
    if (thrown instanceof Refusal) return sendErrorPage(deps, request, reply, thrown)
    throw thrown
  }
}

const pickerForm = 'sign-out'

async function logout(
  deps: Deps,
  request: FastifyRequest<Segment>,
  reply: FastifyReply,
  wish: LogoutWish,
): Promise<FastifyReply> {
  const segment = await resolveSegment(deps, request.params.tenant)
  const tenant = segment.kind === 'tenant' ? segment.tenant : null
  const tenantName = segment.kind === 'tenant' ? segment.record.displayName : null
  const accounts = await accountsOfBrowser(deps, request)
  const hinted = await hintedBy(deps, wish)
  if (wish.chosen !== undefined) checkCsrf(deps, request, pickerForm)
  const leaving = chooseAccounts(deps, accounts, wish, hinted)
  if (leaving === 'ask') {
    const csrf = { name: csrfField, value: csrfToken(deps, request, reply, pickerForm) }
    return sendPage(reply, pickerPage({ action: request.url.split('?')[0] ?? '', wish, csrf, accounts, tenantName }))
  }
  const apps = await usedApps(deps, leaving, tenant)
  const known = await appsToAsk(deps, wish, hinted, apps)
  const returnTo = wish.returnTo === undefined ? null : provenReturn(wish.returnTo, wish.state, known)
  await endSessions(
    deps,
    request,
    reply,
    leaving.map(({ session }) => session.id),
  )
  const frames = frontChannel(originOf(deps.config, request), apps)
  if (returnTo !== null && frames.length === 0)
    return reply.code(302).header('cache-control', 'no-store').redirect(returnTo)
  return sendPage(reply, signedOutPage({ returnTo, frames, tenantName }))
}

type Hinted = { appId: string; sid: string | null } | null

/** A forged or foreign id_token says nothing: the request goes on without it. An expired one is as good as ever. */
async function hintedBy(deps: Deps, { idToken }: LogoutWish): Promise<Hinted> {
  if (idToken === undefined) return null
  try {
    const { claims } = await verifyJwt(deps, idToken, { ignoreExpiry: true })
    if (typeof claims.aud !== 'string' || !isGuid(claims.aud)) return null
    return { appId: claims.aud.toLowerCase(), sid: typeof claims.sid === 'string' ? claims.sid : null }
  } catch (thrown) {
    if (thrown instanceof Refusal) return null
    throw thrown
  }
}

/** Which accounts leave. With several of them and no hint the person is asked. */
function chooseAccounts(deps: Deps, accounts: Account[], wish: LogoutWish, hinted: Hinted): Account[] | 'ask' {
  if (wish.chosen === 'all') return accounts
  if (wish.chosen !== undefined) return accounts.filter(({ session }) => session.id === wish.chosen)
  if (wish.hint !== undefined) {
    const named = accounts.filter((account) => isNamed(deps, account, wish.hint ?? ''))
    if (named.length > 0) return named
  }
  const bySession = accounts.filter(({ session }) => session.id === hinted?.sid)
  if (bySession.length > 0) return bySession
  return accounts.length > 1 ? 'ask' : accounts
}

function isNamed(deps: Deps, { tenant, user }: Account, hint: string): boolean {
  const opaque = readLoginHint(deps, hint)
  if (opaque) return opaque.tenant === tenant && opaque.userId === user.id
  const names = [user.userPrincipalName, user.home?.kind === 'email' ? user.home.address : null]
  return names.some((name) => name?.toLowerCase() === hint.toLowerCase())
}

/** The apps whose registered addresses prove a return address: the named one, and those that the person used. */
async function appsToAsk(
  deps: Deps,
  { clientId }: LogoutWish,
  hinted: Hinted,
  used: readonly { application: Application }[],
): Promise<Application[]> {
  const named = [clientId?.toLowerCase(), hinted?.appId].filter((id) => id !== undefined && isGuid(id))
  const found = await Promise.all(named.map((id) => deps.store.across.application(id as Application['appId'])))
  return [...found.flatMap((one) => (one ? [one.application] : [])), ...used.map(({ application }) => application)]
}

/** Only an address that one of the apps has registered, http(s) only; `state` is added to it (attack 15). */
function provenReturn(
  uri: string,
  state: string | undefined,
  apps: readonly Pick<Application, 'web' | 'spa' | 'publicClient'>[],
): string | null {
  const url = URL.parse(uri)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  if (!apps.some((app) => matchRedirectUri(uri, app).result === 'match')) return null
  if (state !== undefined) url.searchParams.set('state', state)
  return url.href
}

function frontChannel(
  origin: string,
  apps: readonly { application: Application; tenant: TenantId; sid: string }[],
): string[] {
  return apps.flatMap(({ application, tenant, sid }) => {
    const url = URL.parse(application.web.logoutUrl ?? '')
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return []
    url.searchParams.set('iss', issuer(origin, tenant, 2))
    url.searchParams.set('sid', sid)
    return [url.href]
  })
}
