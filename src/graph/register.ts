import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstPartyApps } from '../applications/first-party.ts'
import type { Deps } from '../deps.ts'
import { asRefusal, Refusal, refusal, refuse, renderGraph } from '../errors/index.ts'
import { type RequestContext, requestContext } from '../request-context.ts'
import { type Caller, loadCaller } from './caller.ts'
import { parsePath } from './odata/path.ts'
import { parseQuery } from './odata/query.ts'
import { isStorable, readPayload } from './payload.ts'
import { handleConditionally } from './preconditions.ts'
import type { GraphAnswer, GraphRequest, GraphRoute, JsonObject, Permissions, Place } from './route.ts'
import { router } from './router.ts'
import { routes } from './routes.ts'

const verbs = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'] as const
const largestBody = 1024 * 1024

/**
 * Serves Graph under /v1.0 and /beta, and what of /gatehouse/v1 takes Graph's tokens. All verbs and paths below come
 * here: an address that is not served is an answer of Graph's, not of the framework.
 */
export function registerGraph(app: FastifyInstance, deps: Deps): void {
  // The operator's part of /gatehouse/v1 has routes of its own, which win over the wildcard.
  const urls = (place: Place) => [`/${place}`, `/${place}/*`]
  serveAt(app, deps, router(routes), { 'v1.0': urls('v1.0'), beta: urls('beta'), 'gatehouse/v1': urls('gatehouse/v1') })
}

/** One more route of /gatehouse/v1, with all that those of the table have: for what exists in the demo only. */
export function registerOwnRoute(app: FastifyInstance, deps: Deps, route: GraphRoute): void {
  serveAt(app, deps, router([route]), { 'gatehouse/v1': [`/gatehouse/v1${route.path}`] })
}

function serveAt(
  app: FastifyInstance,
  deps: Deps,
  find: ReturnType<typeof router>,
  urls: Partial<Record<Place, string[]>>,
): void {
  app.register(async (scope) => {
    // Bodies are read after the token is checked, so that strangers learn nothing from how theirs is judged.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_, payload, done) =>
      done(null, payload),
    )
    scope.setErrorHandler((error, request, reply) => sendError(deps, request, reply, error))
    for (const [place, paths] of Object.entries(urls) as [Place, string[]][]) {
      const handler = (request: FastifyRequest, reply: FastifyReply) => serve(deps, find, place, request, reply)
      for (const path of paths)
        scope.route({ method: [...verbs], url: path, bodyLimit: largestBody, exposeHeadRoute: false, handler })
    }
  })
}

async function serve(
  deps: Deps,
  find: ReturnType<typeof router>,
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ctx = requestContext(request, deps)
  commonHeaders(reply, ctx)
  if (request.method === 'OPTIONS') return preflight(request, reply)
  try {
    const caller = await loadCaller(deps, request.headers.authorization, ctx)
    const { path, search } = splitUrl(request.raw.url ?? '', place)
    const { route, params } = find(place, request.method, parsePath(path))
    if (!Object.values(params).every(isStorable)) refuse('segmentUnknown', { segment: path.slice(0, 60) })
    admit(caller, route.permissions)
    const query = parseQuery(search)
    const expected = route.body ?? (route.method === 'GET' || route.method === 'DELETE' ? 'none' : 'object')
    const body: JsonObject =
      expected === 'none' ? {} : readPayload(request.body, request.headers['content-type'], expected)
    const graphRequest: GraphRequest = {
      deps,
      ctx,
      caller,
      door: deps.store.at(caller.tenant),
      place,
      // The host that was checked: a proxy passes on whatever else its client says of hosts.
      base: `${new URL(deps.config.origin).protocol}//${request.headers.host?.toLowerCase()}/${place}`,
      path,
      params,
      query,
      eventual: consistencyLevel(request),
      prefer: String(request.headers.prefer ?? '').toLowerCase(),
      ifMatch: request.headers['if-match'],
      body,
    }
    return send(reply, await handleConditionally(route, graphRequest), String(request.headers.accept ?? ''))
  } catch (error) {
    return sendError(deps, request, reply, error)
  }
}

/** 403 unless one of the permissions was granted to the caller's kind. */
function admit(caller: Caller, permissions: Permissions): void {
  if (permissions === 'signedIn') return
  const wanted = caller.kind === 'delegated' ? permissions.delegated : permissions.application
  if (!wanted.some((name) => caller.permissions.has(name))) refuse(permissions.refusal ?? 'insufficientPrivileges')
}

/** The path after the version and the query, both undecoded. */
function splitUrl(url: string, place: Place): { path: string; search: string } {
  const mark = url.indexOf('?')
  const whole = mark < 0 ? url : url.slice(0, mark)
  return { path: whole.slice(place.length + 1), search: mark < 0 ? '' : url.slice(mark + 1) }
}

function consistencyLevel(request: FastifyRequest): boolean {
  const level = request.headers.consistencylevel
  if (level === undefined || level === '') return false
  const text = String(level).toLowerCase()
  if (text !== 'eventual' && text !== 'session') {
    refuse('badRequest', { reason: 'The header ConsistencyLevel takes the value eventual.' })
  }
  return text === 'eventual'
}

function commonHeaders(reply: FastifyReply, ctx: RequestContext): void {
  reply.headers({
    'request-id': ctx.traceId,
    'client-request-id': ctx.correlationId,
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
    'access-control-allow-origin': '*',
    'access-control-expose-headers':
      'request-id, client-request-id, Retry-After, Location, WWW-Authenticate, OData-Version, ETag, Warning',
  })
}

/** Any origin may call: the bearer token is the only credential, no cookie is ever read here (graph.md 1.1). */
function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = String(request.headers['access-control-request-headers'] ?? '')
  const extra = asked
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^x-ms-[\w-]{1,60}$/.test(name))
  const allowed = [
    'authorization',
    'content-type',
    'consistencylevel',
    'prefer',
    'client-request-id',
    'sdkversion',
    'if-match',
    ...extra,
  ]
  return reply
    .headers({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': allowed.join(', '),
      'access-control-max-age': '86400',
    })
    .code(204)
    .send()
}

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

function send(reply: FastifyReply, answer: GraphAnswer, accept: string): FastifyReply {
  if (answer.headers) reply.headers(answer.headers)
  reply.code(answer.status)
  if (answer.body === undefined) return reply.send()
  if (typeof answer.body === 'string') return reply.type('text/plain').send(answer.body)
  reply.header('odata-version', '4.0')
  const bare = /odata\.metadata=none/i.test(accept)
  const type = bare ? jsonType.replace('metadata=minimal', 'metadata=none') : jsonType
  const body = bare ? withoutMetadata(answer.body) : answer.body
  return reply.type(type).send(JSON.stringify(body))
}

/** `odata.metadata=none` leaves of the annotations only the link and the count. */
function withoutMetadata(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutMetadata)
  if (typeof body !== 'object' || body === null) return body
  const kept = Object.entries(body).filter(
    ([key]) => !key.includes('@odata.') || key === '@odata.nextLink' || key === '@odata.count',
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutMetadata(value)]))
}

function sendError(deps: Deps, request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const ctx = requestContext(request, deps)
  commonHeaders(reply, ctx)
  const refused = frameworkRefusal(thrown) ?? asRefusal(thrown)
  if (!(thrown instanceof Refusal) && refused.entry.status >= 500) {
    deps.log.error({ traceId: ctx.traceId, err: thrown }, 'a Graph request failed')
  }
  const { status, headers, body } = renderGraph(refused, {
    requestId: ctx.traceId,
    clientRequestId: ctx.correlationId,
    at: ctx.at,
  })
  if (status === 401) reply.header('www-authenticate', challenge(deps))
  return reply.headers(headers).code(status).header('odata-version', '4.0').type(jsonType).send(JSON.stringify(body))
}

/** Where a client gets a token: graph.md 1.5. */
const challenge = ({ config }: Deps): string =>
  `Bearer realm="", authorization_uri="${config.origin}/common/oauth2/authorize", client_id="${firstPartyApps.graph}"`

/** What Fastify itself refuses before a handler runs. */
function frameworkRefusal(thrown: unknown): Refusal | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined
  switch (thrown.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refusal('payloadTooLarge', { limit: largestBody })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refusal('unsupportedMediaType', { expected: 'application/json' })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return refusal('bodyUnreadable')
    default:
      return undefined
  }
}
