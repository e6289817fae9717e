import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { asRefusal, Refusal, refusal, renderOAuth } from '../errors/index.ts'
import { requestContext } from '../request-context.ts'
import { originOf } from './origins.ts'

/** Larger than any request of a client, with several assertions and a long scope. */
const largestBody = 256 * 1024

type Surface = 'discovery' | 'token'

/**
 * A scope of routes that answer JSON for programs: bodies are handed over as bytes, since each endpoint says itself what
 * it reads, and whatever goes wrong is an OAuth error (sts.md 3.1).
 */
export function jsonSurface(
  app: FastifyInstance,
  deps: Deps,
  surface: Surface,
  routes: (scope: FastifyInstance) => void,
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_, body, done) => done(null, body))
    scope.addHook('onRequest', (request, reply, done) => {
      commonHeaders(deps, request, reply)
      done()
    })
    scope.setErrorHandler((error, request, reply) => sendOAuthError(deps, request, reply, error, surface))
    routes(scope)
  })
}

function commonHeaders(deps: Deps, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-ms-ests-server', 'gatehouse')
  if (request.headers['return-client-request-id'] === 'true') {
    reply.header('client-request-id', requestContext(request, deps).correlationId)
  }
}

/** Answers a refusal, or a fault of ours as 50000, which the log explains under the trace id. */
function sendOAuthError(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
  surface: Surface,
): FastifyReply {
  const { traceId, correlationId, at } = requestContext(request, deps)
  const refused = readable(thrown)
  if (refused.entry.status >= 500) {
    const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
    deps.log.error({ traceId, error: cause.message, stack: cause.stack }, 'token service failed')
  }
  const { status, headers, body } = renderOAuth(refused, {
    traceId,
    correlationId,
    at,
    origin: originOf(deps.config, request),
    ...(surface === 'discovery' ? { surface } : {}),
  })
  // Wire: 1,{code},{suberror},{age of the refresh token},{ring}.
  reply.header('x-ms-clitelem', `1,${refused.code ?? 0},0,,`)
  return reply
    .code(status)
    .headers({ ...noStore, ...headers })
    .send(body)
}

/** What Fastify throws at a body, in the words of the catalogue. */
function readable(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown
  const { code, statusCode } = (thrown ?? {}) as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusal('payloadTooLarge', { limit: largestBody })
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return refusal('requestMalformed', { reason: 'The body cannot be read.' })
  }
  return asRefusal(thrown)
}

export const noStore = { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', expires: '-1' }

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Verb = (typeof verbs)[number]

/** Every verb that an address does not take is answered with 900561, as a refusal that names the ones it takes. */
export function refuseOtherVerbs(scope: FastifyInstance, url: string, taken: readonly Verb[]): void {
  const named = taken.filter((verb) => verb !== 'OPTIONS').join(' and ')
  scope.route({
    method: verbs.filter((verb) => !taken.includes(verb)),
    url,
    handler: async (request) => {
      throw refusal('verbNotAccepted', { verbs: named, verb: request.method })
    },
  })
}

export const bytesOf = (body: unknown): Uint8Array => (body instanceof Uint8Array ? body : new Uint8Array())

/** One value of a query parameter; a repeated one is refused (9000411). */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name]
  if (Array.isArray(value)) throw refusal('parameterRepeated', { parameter: name })
  return typeof value === 'string' && value !== '' ? value : undefined
}
