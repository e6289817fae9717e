import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors/index.ts'
import { isGuid } from '../ids.ts'
import { requestContext } from '../request-context.ts'
import { type Attempt, recordRefusal } from './attempt.ts'
import { isSpaOrigin } from './browser-origin.ts'
import { parseForm } from './form.ts'
import { bytesOf, jsonSurface, noStore, refuseOtherVerbs } from './json-surface.ts'
import { originOf } from './origins.ts'
import { token } from './token-endpoint.ts'
import { parseBasic, type TokenRequest } from './token-request.ts'

type Segment = { Params: { tenant: string } }

/** `/{tenant}/oauth2/v2.0/token` and its v1 twin. */
export function registerToken(app: FastifyInstance, deps: Deps): void {
  jsonSurface(app, deps, 'token', (scope) => {
    for (const [url, version] of [
      ['/:tenant/oauth2/v2.0/token', 2],
      ['/:tenant/oauth2/token', 1],
    ] as const) {
      scope.post<Segment>(url, (request, reply) => serve(deps, request, reply, version))
      scope.options<Segment>(url, async (request, reply) => preflight(request, reply))
      refuseOtherVerbs(scope, url, ['POST', 'OPTIONS'])
    }
  })
}

async function serve(
  deps: Deps,
  request: FastifyRequest<Segment>,
  reply: FastifyReply,
  version: 1 | 2,
): Promise<FastifyReply> {
  const attempt: Attempt = { grant: 'none' }
  let read: TokenRequest | undefined
  try {
    read = readRequest(deps, request, version)
    const answer = await token(deps, read, attempt)
    corsHeaders(request, reply, attempt)
    return reply.headers(successHeaders).send(answer)
  } catch (thrown) {
    // A refused page must be able to read why, so that its developer sees it (9002326).
    corsHeaders(request, reply, attempt)
    if (read && thrown instanceof Refusal) await recordRefusal(deps, read, attempt, thrown)
    throw thrown
  }
}

const successHeaders = { ...noStore, 'x-ms-clitelem': '1,0,0,,' }

function readRequest(deps: Deps, request: FastifyRequest<Segment>, version: 1 | 2): TokenRequest {
  const { headers } = request
  const form = parseForm(headers['content-type'], bytesOf(request.body))
  const ctx = requestContext(request, deps)
  // MSAL names its correlation id in the body, which nobody had read when the context was made.
  const named = form.get('client-request-id')
  if (named && isGuid(named) && !headers['client-request-id']) ctx.correlationId = named.toLowerCase()
  return {
    version,
    segment: request.params.tenant,
    form,
    basic: parseBasic(headers.authorization),
    browserOrigin: headers.origin ?? null,
    origin: originOf(deps.config, request),
    ctx,
  }
}

/** Only pages of the app's registered single-page redirect URIs may read an answer; without an app, nobody's. */
function corsHeaders(request: FastifyRequest, reply: FastifyReply, { caller }: Attempt): void {
  const { origin } = request.headers
  reply.header('vary', 'Origin')
  if (!origin || !caller || !isSpaOrigin(caller.application, origin)) return
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-ms-request-id, x-ms-clitelem, Retry-After',
  })
}

/**
 * The preflight names no app, so it cannot be refused by one. It allows nothing by itself: the answer to the request
 * is readable only with the header above, and no cookie plays a part here.
 */
function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = request.headers['access-control-request-headers']
  return reply
    .code(204)
    .headers({
      vary: 'Origin',
      'access-control-allow-origin': request.headers.origin ?? 'null',
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-max-age': '600',
      ...(asked && /^[\w ,-]{1,500}$/.test(asked) ? { 'access-control-allow-headers': asked } : {}),
    })
    .send()
}
