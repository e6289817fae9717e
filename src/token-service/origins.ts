import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

type Places = Pick<Config, 'origin' | 'hosts'>

const served = new WeakMap<Places, string[]>()

/** The public origin and those of the further host names, in lower case, as the Host header and URLs have them. */
export function servedOrigins(config: Places): string[] {
  const known = served.get(config)
  if (known) return known
  const { protocol, port } = new URL(config.origin)
  const names = config.hosts.flatMap((host) => (host.includes(':') || !port ? [host] : [host, `${host}:${port}`]))
  const origins = [config.origin, ...names.map((name) => `${protocol}//${name}`)].map((text) => text.toLowerCase())
  const distinct = [...new Set(origins)]
  served.set(config, distinct)
  return distinct
}

/** Issuer and links stay on the host that was called (design 8, Hosts); a host that is not served never gets here. */
export function originOf(config: Places, request: Pick<FastifyRequest, 'headers'>): string {
  const scheme = config.origin.slice(0, config.origin.indexOf('//'))
  const called = `${scheme}//${(request.headers.host ?? '').toLowerCase()}`
  return servedOrigins(config).includes(called) ? called : config.origin
}
