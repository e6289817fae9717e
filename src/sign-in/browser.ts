import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'

/**
 * What one cookie says of a browser. Its first part stays as long as the cookie and binds forms and flows to the
 * browser; its second part opens the sessions and is replaced at each privilege step, so that a cookie that somebody
 * else knew before the sign-in is worth nothing after it.
 */
export type Browser = {
  /** HMAC of the lasting part. */
  id: string
  /** HMAC of the session part: `BrowserSession.browser`. */
  sessions: string
  /** False when the browser sent no cookie of ours. */
  known: boolean
}

type Cookie = { lasting: string; opening: string }
type Doors = Pick<Deps, 'vault' | 'random'>

/** Browsers share cookies across ports, so the name tells instances on one host apart. */
const cookieName = ({ vault }: Pick<Deps, 'vault'>): string =>
  `__Host-gatehouse-${vault
    .mac('cookie-name', 'browser')
    .replaceAll(/[^a-z0-9]/gi, '')
    .slice(0, 8)}`

const cookies = new WeakMap<FastifyRequest, Cookie>()
const lifeOfPersistentCookie = 90 * 24 * 60 * 60

/** The browser behind a request, or undefined when it sent no cookie and got none yet. */
export function browserOf(deps: Doors, request: FastifyRequest): Browser | undefined {
  const cookie = cookies.get(request) ?? received(deps, request)
  return cookie && asBrowser(deps, cookie, true)
}

/** Gives a new browser its cookie. */
export function ensureBrowser(deps: Doors, request: FastifyRequest, reply: FastifyReply): Browser {
  const known = browserOf(deps, request)
  if (known) return known
  const cookie = { lasting: deps.random.token(16), opening: deps.random.token() }
  send(deps, request, reply, cookie, false)
  return asBrowser(deps, cookie, false)
}

/** The cookie of a browser that has not been here: what a test's browser starts with. */
export function newBrowserCookie(deps: Doors): { name: string; value: string; browser: Browser } {
  const cookie = { lasting: deps.random.token(16), opening: deps.random.token() }
  return { name: cookieName(deps), value: written(cookie), browser: asBrowser(deps, cookie, true) }
}

const written = ({ lasting, opening }: Cookie): string => `${lasting}.${opening}`

/** A new session part, at a privilege step. The caller moves the sessions over. */
export function rotateBrowser(deps: Doors, request: FastifyRequest, reply: FastifyReply, persistent: boolean): Browser {
  const old = cookies.get(request) ?? received(deps, request)
  const cookie = { lasting: old?.lasting ?? deps.random.token(16), opening: deps.random.token() }
  send(deps, request, reply, cookie, persistent)
  return asBrowser(deps, cookie, old !== undefined)
}

/** The same cookie, to last from now on. */
export function extendCookie(deps: Doors, request: FastifyRequest, reply: FastifyReply): void {
  const cookie = cookies.get(request) ?? received(deps, request)
  if (cookie) send(deps, request, reply, cookie, true)
}

function send(deps: Doors, request: FastifyRequest, reply: FastifyReply, cookie: Cookie, persistent: boolean) {
  cookies.set(request, cookie)
  // SameSite=None: hidden iframes of single-page apps and cross-site form posts must carry it. Every POST therefore
  // has a form token.
  const value = `${cookieName(deps)}=${written(cookie)}; Path=/; Secure; HttpOnly; SameSite=None`
  reply.removeHeader('set-cookie')
  reply.header('set-cookie', persistent ? `${value}; Max-Age=${lifeOfPersistentCookie}` : value)
}

function received(deps: Doors, request: FastifyRequest): Cookie | undefined {
  const prefix = `${cookieName(deps)}=`
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const value = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length)
  const match = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/.exec(value ?? '')
  return match?.[1] && match[2] ? { lasting: match[1], opening: match[2] } : undefined
}

const asBrowser = ({ vault }: Doors, { lasting, opening }: Cookie, known: boolean): Browser => ({
  id: vault.mac('browser', lasting),
  sessions: vault.mac('browser', opening),
  known,
})
