import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstPartyApps, graphResourceNames } from '../applications/first-party.ts'
import { installedApp } from '../applications/installed.ts'
import type { Deps } from '../deps.ts'
import { isTokenStillGood } from '../directory/token-cut-off.ts'
import { Refusal, refuse } from '../errors/index.ts'
import { type AppId, isGuid, type UserId } from '../ids.ts'
import { verifyJwt } from '../tenants/keys.ts'
import { tenantSegment } from '../tenants/segment.ts'
import { mayShowEmail } from './claims/common.ts'
import { loadPersonFacts } from './claims/person.ts'
import { pairwiseSubject } from './claims/subject.ts'
import { jsonSurface, noStore, refuseOtherVerbs } from './json-surface.ts'
import { originOf } from './origins.ts'

/** `/oidc/userinfo` (of Graph) and `/{tenant}/openid/userinfo` (sts.md 1.7). */
export function registerUserinfo(app: FastifyInstance, deps: Deps): void {
  jsonSurface(app, deps, 'token', (scope) => {
    for (const url of ['/oidc/userinfo', '/:tenant/openid/userinfo']) {
      scope.route({ method: ['GET', 'POST'], url, handler: (request, reply) => serve(deps, request, reply) })
      scope.options(url, async (_, reply) => anybody(reply).code(204).send())
      refuseOtherVerbs(scope, url, ['GET', 'POST', 'OPTIONS'])
    }
  })
}

const anybody = (reply: FastifyReply): FastifyReply =>
  reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'Authorization, Content-Type',
  })

async function serve(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  anybody(reply).headers(noStore)
  try {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (!bearer) refuse('accessTokenEmpty')
    return reply.send(await userinfo(deps, bearer, originOf(deps.config, request)))
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.entry.status === 401) {
      reply.header('www-authenticate', 'Bearer error="invalid_token"')
    }
    throw thrown
  }
}

async function userinfo(deps: Deps, bearer: string, origin: string): Promise<Record<string, unknown>> {
  const audience = [firstPartyApps.graph as string, ...graphResourceNames(deps.config)]
  const { tenant, claims } = await verifyJwt(deps, bearer, { audience })
  const scopes = new Set(typeof claims.scp === 'string' ? claims.scp.split(' ') : [])
  const appId = String(claims.appid)
  // An app's own token has no person behind it, and without `openid` the app was not let know who it is.
  if (!scopes.has('openid') || !isGuid(appId) || typeof claims.oid !== 'string') refuse('accessTokenAudience')
  const { view, record } = await tenantSegment(deps, tenant)
  const [user, client] = await Promise.all([
    deps.store.users.find(view.door, claims.oid as UserId),
    installedApp(deps, view, appId as AppId),
  ])
  if (!user || !client?.servicePrincipal.accountEnabled || !(await isTokenStillGood(deps.store, user, claims))) {
    refuse('accessTokenRevoked')
  }
  const homeTenant = user.home?.kind === 'tenant' ? await tenantSegment(deps, user.home.tenantId) : null
  const homeUser =
    homeTenant && user.home?.kind === 'tenant'
      ? await deps.store.users.find(homeTenant.view.door, user.home.objectId)
      : undefined
  const person = await loadPersonFacts(deps, view, {
    tenant: record,
    user,
    home: homeTenant && homeUser ? { tenant: homeTenant.record, user: homeUser } : null,
    account: { userId: user.id, home: null, sessionId: String(claims.sid), methods: [], authenticatedAt: 0 },
  })
  const { application, servicePrincipal } = client
  const showEmail = scopes.has('email') && mayShowEmail(person, { application, owner: servicePrincipal.appOwnerTenant })
  const named = {
    name: user.displayName,
    ...(user.surname === null ? {} : { family_name: user.surname }),
    ...(user.givenName === null ? {} : { given_name: user.givenName }),
    picture: `${origin}/v1.0/me/photo/$value`,
  }
  return {
    // The client's `sub`, not Graph's: clients compare it with the id_token's.
    sub: await pairwiseSubject(deps, { appId: application.appId, tenant, objectId: user.id }),
    ...(scopes.has('profile') ? named : {}),
    ...(showEmail ? { email: person.email?.address } : {}),
  }
}
