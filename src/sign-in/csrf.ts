import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { browserOf, ensureBrowser } from './browser.ts'

type Doors = Pick<Deps, 'vault' | 'random' | 'config'>

/** The name of the hidden field. */
export const csrfField = 'csrf'

/**
 * A form token, good for one browser and one `scope` (a flow's handle, an invitation, the name of a form). Gives the
 * browser its cookie when it has none.
 */
export function csrfToken(deps: Doors, request: FastifyRequest, reply: FastifyReply, scope: string): string {
  return tokenOf(deps, ensureBrowser(deps, request, reply).id, scope)
}

/** Refuses (165900) a POST that does not come from a form of ours in this browser. */
export function checkCsrf(deps: Doors, request: FastifyRequest, scope: string): void {
  const browser = browserOf(deps, request)
  const given = fieldOf(request, csrfField)
  if (!browser || given === undefined || !isOwnOrigin(deps.config, request)) refuse('signInRequestStale')
  if (!equal(given, tokenOf(deps, browser.id, scope))) refuse('signInRequestStale')
}

/**
 * True when the browser says that the request comes from a page of the host that it goes to. Every browser sends
 * `Origin` with a POST; `Referer` stands in where something on the way has removed it.
 */
export function isOwnOrigin(config: Doors['config'], request: Pick<FastifyRequest, 'headers'>): boolean {
  const { origin, referer, host } = request.headers
  const source = URL.parse(origin ?? referer ?? '')
  // The server answers no host but its own, so the request's host is one of ours.
  return source !== null && source.protocol === new URL(config.origin).protocol && source.host === host?.toLowerCase()
}

/** One text field of the posted form; undefined when absent, doubled or not text. */
export function fieldOf(request: Pick<FastifyRequest, 'body'>, name: string): string | undefined {
  const { body } = request
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined
  const value = (body as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}

const tokenOf = ({ vault }: Pick<Deps, 'vault'>, browser: string, scope: string): string =>
  vault.mac('csrf', `${browser}:${scope}`)

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
