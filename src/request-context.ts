import type { FastifyRequest } from 'fastify'
import type { Deps } from './deps.ts'
import { isGuid } from './ids.ts'

/** What every answer, log row and error names of the request that caused it. */
export type RequestContext = {
  /** Our own id of the request: `x-ms-request-id`, Graph's `request-id`, the id of its sign-in row. */
  traceId: string
  /** The client's `client-request-id` when it sent a GUID (header, query or body), else a new one. */
  correlationId: string
  ip: string | null
  userAgent: string | null
  /** Epoch milliseconds. */
  at: number
}

const contexts = new WeakMap<FastifyRequest, RequestContext>()

/** The same object for the whole request. */
export function requestContext(request: FastifyRequest, deps: Pick<Deps, 'clock' | 'random'>): RequestContext {
  const known = contexts.get(request)
  if (known) return known
  const at = deps.clock.now()
  const context: RequestContext = {
    traceId: deps.random.orderedUuid(at),
    correlationId: clientRequestId(request) ?? deps.random.orderedUuid(at),
    ip: request.ip || null,
    userAgent: request.headers['user-agent']?.slice(0, 512) ?? null,
    at,
  }
  contexts.set(request, context)
  return context
}

function clientRequestId(request: FastifyRequest): string | undefined {
  const places = [request.headers, request.query, request.body]
  for (const place of places) {
    if (typeof place !== 'object' || place === null) continue
    const value = (place as Record<string, unknown>)['client-request-id']
    if (typeof value === 'string' && isGuid(value)) return value.toLowerCase()
  }
  return undefined
}
