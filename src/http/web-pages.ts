import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstPartyApps } from '../applications/first-party.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'

/** What `npm run build:web` makes; the package brings it along. */
const built = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Where each page lives. Everything below is the page's own: it reads the address itself. */
const pages = [
  { file: 'admin.html', at: ['/admin'] },
  { file: 'me.html', at: ['/myapps', '/myaccount'] },
] as const

/**
 * The admin center: static files of one build. Its pages are clients of the public API like any other and sign in with
 * MSAL Browser; nothing here knows who asks.
 */
export async function registerWebPages(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(fastifyStatic, {
    root: `${built}/assets`,
    prefix: '/gatehouse/web/assets/',
    index: false,
    preCompressed: true,
    // Names carry a hash of the content.
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
  })
  // Who types the server's name alone wants something to open.
  app.get('/', (_, reply) => reply.redirect('/myapps', 302))
  for (const { file, at } of pages) {
    const serve = (request: FastifyRequest, reply: FastifyReply) => sendWebPage(deps, request, reply, file)
    for (const path of at) {
      app.get(path, serve)
      app.get(`${path}/*`, serve)
      app.get(`${path}/auth`, (_, reply) =>
        reply.headers({ ...pageHeaders, 'content-security-policy': answerPolicy(deps) }).send(template('auth.html')),
      )
    }
  }
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
}

function sendWebPage(deps: Deps, request: FastifyRequest, reply: FastifyReply, file: string): FastifyReply {
  const { origin, mode } = deps.config
  // Redirect URIs are registered for the one public origin only.
  if (request.host.toLowerCase() !== new URL(origin).host) return reply.redirect(`${origin}${request.url}`, 302)
  const nonce = Buffer.from(deps.random.bytes(16)).toString('base64')
  const config = {
    origin,
    adminCenter: firstPartyApps.adminCenter,
    myApps: firstPartyApps.myApps,
    demo: mode === 'demo',
    nonce,
  }
  return reply
    .headers({
      ...pageHeaders,
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'content-security-policy': pagePolicy(deps, nonce),
    })
    .send(template(file).replace('"filled in by the server"', () => JSON.stringify(config).replaceAll('<', '\\u003c')))
}

const files = new Map<string, string>()

function template(file: string): string {
  const known = files.get(file)
  if (known !== undefined) return known
  const path = `${built}/${file}`
  if (!existsSync(path)) return refuse('webPagesNotBuilt')
  const text = readFileSync(path, 'utf8')
  files.set(file, text)
  return text
}

/** Scripts come from the build only; styles also from elements that those scripts make (they carry the nonce). */
function pagePolicy({ config: { origin } }: Deps, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src ${origin}/gatehouse/web/assets/`,
    `style-src ${origin}/gatehouse/web/assets/ 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // Silent sign-in, in a hidden frame.
    "frame-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The page that takes the answers is framed by the pages above, and runs one script. */
const answerPolicy = ({ config: { origin } }: Deps): string =>
  `default-src 'none'; script-src ${origin}/gatehouse/web/assets/; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`
