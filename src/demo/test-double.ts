import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { MovableClock } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../errors/index.ts'
import { requireOperator } from '../tenants/operator.ts'
import { cloneWorld } from './clone.ts'
import { makeGuest } from './guests.ts'
import { keyStock } from './key-stock.ts'
import { mintTokens } from './mint.ts'
import { type Body, onlyKnown, readJson, refuseBecause, textsOf } from './requests.ts'
import { openBrowser } from './sessions.ts'
import { snapshotShelf } from './snapshots.ts'
import type { AnyWorld } from './world.ts'

/**
 * What makes the demo a test double: snapshots, clones, minted tokens, browsers that are signed in. All with the
 * operator's token, and registered by `registerDemo` alone: `serve` has none of it.
 */
export function registerTestDouble(app: FastifyInstance, deps: Deps, clock: MovableClock, world: AnyWorld): void {
  app.register(async (scope) => {
    // The body is read after the credential is checked.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, payload, done) => done(null, payload))
    registerRoutes(scope, deps, clock, world)
  })
}

function registerRoutes(scope: FastifyInstance, deps: Deps, clock: MovableClock, world: AnyWorld): void {
  const shelf = snapshotShelf(deps, clock)
  const stock = keyStock(deps)

  type Answer = { status: number; body?: unknown }
  const route = (
    method: 'POST' | 'DELETE',
    url: string,
    known: readonly string[],
    answer: (body: Body, id: string) => Promise<Answer>,
  ) =>
    scope.route({
      method,
      url: `/gatehouse/${url}`,
      async handler(request: FastifyRequest, reply: FastifyReply) {
        reply.header('cache-control', 'no-store')
        await requireOperator(deps, request)
        const body = method === 'POST' ? onlyKnown(readJson(request), known) : {}
        const { status, body: told } = await answer(body, (request.params as { id?: string }).id ?? '')
        return reply.code(status).send(told)
      },
    })

  route('POST', 'snapshots', [], async () => ({ status: 201, body: await shelf.take() }))
  route('POST', 'snapshots/:id/restore', [], async (_, id) =>
    (await shelf.restore(id)) ? { status: 204 } : refuse('resourceNotFound', { id: id.slice(0, 100) }),
  )
  route('DELETE', 'snapshots/:id', [], async (_, id) =>
    shelf.drop(id) ? { status: 204 } : refuse('resourceNotFound', { id: id.slice(0, 100) }),
  )
  route('POST', 'worlds', ['tenants'], async (body) => {
    const keys = textsOf(body, 'tenants') ?? Object.keys(world.tenants)
    const unknown = keys.find((key) => !Object.hasOwn(world.tenants, key))
    if (unknown !== undefined) refuseBecause('tenants', `It has ${Object.keys(world.tenants).join(', ')}.`)
    if (keys.length === 0) refuseBecause('tenants', 'Name at least one.')
    return { status: 201, body: await cloneWorld(deps, stock, world, keys) }
  })
  route('POST', 'keys', ['count'], async ({ count }) => {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > 64) {
      refuseBecause('count', 'It must be a number from 0 to 64.')
    }
    stock.keep(count as number)
    return { status: 202, body: { count } }
  })
  route(
    'POST',
    'tokens',
    ['tenant', 'app', 'client', 'user', 'scopes', 'roles', 'claims', 'idTokenClaims'],
    async (body) => ({
      status: 201,
      body: await mintTokens(deps, body),
    }),
  )
  route('POST', 'sessions', ['tenant', 'user'], async (body) => ({ status: 201, body: await openBrowser(deps, body) }))
  route('POST', 'guests', ['tenant', 'home', 'mail', 'displayName', 'state'], async (body) => ({
    status: 201,
    body: await makeGuest(deps, body),
  }))
}
