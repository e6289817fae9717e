import type { IncomingMessage } from 'node:http'
import formbody from '@fastify/formbody'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyServerFactory,
  LogController,
} from 'fastify'
import type { Deps } from '../deps.ts'
import { asRefusal, Refusal, refusal, renderGraph, renderOAuth } from '../errors/index.ts'
import { requestContext } from '../request-context.ts'
import { sendErrorPage } from '../sign-in/pages/error-page.ts'
import { registerSurfaces } from './surfaces.ts'

/** Longest query string and header block that Node reads; longer ones are answered 431 by `tooLong`. */
export const maxHeaderBytes = 32 * 1024
const maxBodyBytes = 1024 * 1024

/** Which family of error a request is answered with: Graph's JSON, OAuth's JSON, or a page for a person. */
function familyOf(method: string, path: string): 'graph' | 'oauth' | 'page' {
  if (/^\/(v1\.0|beta|gatehouse)(\/|$|\?)/i.test(path)) return 'graph'
  if (/\/(token|devicecode|keys|instance|openid-configuration|userinfo)(\?|$)/i.test(path)) return 'oauth'
  return method === 'GET' || method === 'POST' ? 'page' : 'oauth'
}

/**
 * The assembled server: every surface, and around them what no surface may forget: known hosts only, security headers,
 * limits, and an answer in the right form for whatever goes wrong.
 */
export async function buildServer(deps: Deps, serverFactory: FastifyServerFactory): Promise<FastifyInstance> {
  const app = Fastify({
    serverFactory,
    bodyLimit: maxBodyBytes,
    trustProxy: deps.config.trustedProxies.length > 0 ? deps.config.trustedProxies : false,
    exposeHeadRoutes: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 512 },
    // Requests are logged by what they did (sign-in and audit rows), never by URL: those carry codes and tickets.
    loggerInstance: quiet(deps),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => {
      void answer(error, request as never, reply as never)
    },
  })

  const hosts = knownHosts(deps)
  app.addHook('onRequest', (request, reply, done) => {
    const context = requestContext(request, deps)
    reply.header('x-ms-request-id', context.traceId)
    const host = hostOf(request.raw)
    if (host !== null && !isThisMachine(host)) reply.header('strict-transport-security', strictTransport)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    // Before routing decides anything: a host that is not ours never reaches a handler (design 8, Hosts).
    done(host !== null && hosts.has(host) ? undefined : refusal('misdirected'))
  })
  await app.register(formbody, { bodyLimit: maxBodyBytes })

  const answer = (
    error: unknown,
    request: Parameters<typeof requestContext>[0],
    reply: import('fastify').FastifyReply,
  ) => {
    const refused = translated(error)
    const context = requestContext(request, deps)
    if (refused.entry.status >= 500) {
      const cause = error instanceof Error ? error : new Error(String(error))
      deps.log.error({ traceId: context.traceId, error: cause.message, stack: cause.stack }, 'request failed')
    }
    switch (familyOf(request.method, request.url.split('?')[0] ?? '')) {
      case 'graph': {
        const { status, headers, body } = renderGraph(refused, {
          requestId: context.traceId,
          clientRequestId: context.correlationId,
          at: context.at,
        })
        return reply
          .code(status)
          .headers({ 'request-id': context.traceId, ...headers })
          .send(body)
      }
      case 'oauth': {
        const { traceId, correlationId, at } = context
        const rendered = renderOAuth(refused, { traceId, correlationId, at, origin: deps.config.origin })
        return reply.code(rendered.status).headers(rendered.headers).send(rendered.body)
      }
      case 'page':
        return sendErrorPage(deps, request, reply, refused)
    }
  }
  app.setErrorHandler((error, request, reply) => answer(error, request, reply))
  app.setNotFoundHandler((request, reply) => answer(refusal('pageNotFound'), request, reply))

  await registerSurfaces(app, deps)
  return app
}

/** What Fastify and Node throw at a request, as refusals; everything unknown is our fault. */
function translated(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { code, statusCode } = (error ?? {}) as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusal('payloadTooLarge', { limit: maxBodyBytes })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return refusal('unsupportedMediaType', { expected: 'application/json or application/x-www-form-urlencoded' })
  if (code === 'FST_ERR_MAX_PARAM_LENGTH' || code === 'FST_ERR_BAD_URL') return refusal('pageNotFound')
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return refusal('requestMalformed', { reason: 'The body cannot be read.' })
  return asRefusal(error)
}

const strictTransport = 'max-age=31536000; includeSubDomains'

/**
 * The one host that the request is for. Null where it names several: a proxy in front may have believed another one
 * (RFC 9112, 3.2). An address in absolute form counts as well as the header.
 */
function hostOf({ url = '', headers, rawHeaders }: IncomingMessage): string | null {
  const given = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  const host = headers.host?.toLowerCase()
  if (given.length !== 1 || host === undefined) return null
  const absolute = url.startsWith('/') ? null : /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]?.toLowerCase()
  return absolute === null || absolute === undefined || absolute === host ? host : null
}

/**
 * Browsers keep the header for a name on all its ports. Beside us on `localhost` run the sample portal and whatever else
 * somebody develops, over plain http.
 */
const isThisMachine = (host: string): boolean => /^(.*\.)?localhost(:\d+)?$/.test(host)

/** `host[:port]` as the Host header has it, of the origin and of every further name. */
function knownHosts({ config }: Deps): Set<string> {
  const origin = new URL(config.origin)
  const port = origin.port ? `:${origin.port}` : ''
  const names = config.hosts.flatMap((host) => (host.includes(':') ? [host] : [host, `${host}${port}`]))
  return new Set([origin.host, ...names].map((name) => name.toLowerCase()))
}

/** Fastify writes its own faults through our log, and nothing else. */
function quiet({ log }: Deps): FastifyBaseLogger {
  const nothing = () => undefined
  const own = {
    level: 'error',
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    silent: nothing,
    error: (facts: unknown, message?: string) =>
      log.error({ error: facts instanceof Error ? facts.message : undefined }, message ?? 'server error'),
    fatal: (facts: unknown, message?: string) =>
      log.error({ error: facts instanceof Error ? facts.message : undefined }, message ?? 'server error'),
    child: () => own,
  }
  return own as unknown as FastifyBaseLogger
}
