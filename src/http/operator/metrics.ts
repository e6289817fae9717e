import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/**
 * Figures for Prometheus. Every label has a closed set of values: nothing that a request chooses (a path, a client id, a
 * tenant) becomes one, or strangers could fill the memory (attacks.md 34).
 */

const surfaces = ['graph', 'token', 'sign-in', 'gatehouse', 'other'] as const
const methods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'])

function surfaceOf(url: string): (typeof surfaces)[number] {
  const path = url.split('?', 1)[0]?.toLowerCase() ?? ''
  if (/^\/(v1\.0|beta)(\/|$)/.test(path)) return 'graph'
  if (/^\/gatehouse(\/|$)/.test(path)) return 'gatehouse'
  if (/\/(token|keys|openid-configuration|userinfo|instance)$/.test(path)) return 'token'
  if (/^\/(redeem|signin|sign-in|error)(\/|$)|\/(authorize|logout|login)$/.test(path)) return 'sign-in'
  return 'other'
}

/** Counts every request of `app`; answers the registry that `/gatehouse/metrics` shows. */
export function collectMetrics(app: FastifyInstance): Registry {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'gatehouse_http_requests_total',
    help: 'Answered requests.',
    labelNames: ['surface', 'method', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'gatehouse_http_request_seconds',
    help: 'Time until a request was answered.',
    labelNames: ['surface'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  const lag = monitorEventLoopDelay({ resolution: 20 })
  lag.enable()
  app.addHook('onClose', async () => {
    lag.disable()
  })
  new Gauge({
    name: 'gatehouse_event_loop_lag_seconds',
    help: 'Delay of the event loop since the last look: 99th percentile.',
    registers,
    collect() {
      this.set(lag.percentile(99) / 1e9)
      lag.reset()
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  app.addHook('onResponse', (request, reply, done) => {
    const surface = surfaceOf(request.url)
    const method = methods.has(request.method) ? request.method : 'other'
    requests.inc({ surface, method, status: `${Math.floor(reply.statusCode / 100)}xx` })
    seconds.observe({ surface }, reply.elapsedTime / 1000)
    done()
  })
  return registry
}
