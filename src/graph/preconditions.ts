import type { Door, Unit } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import type { Store } from '../store.ts'
import type { GraphAnswer, GraphRequest, GraphRoute, StateOf } from './route.ts'

/**
 * Two admins, one setting: a GET of an entity says its state in `ETag`, and a PATCH or DELETE with that in `If-Match`
 * takes effect only if nobody changed it meanwhile. Without the header nothing is compared.
 *
 * The public Graph emits no etags for these entities (graph.md 1.1), so bodies carry no `@odata.etag`: only the header.
 */
export async function handleConditionally(route: GraphRoute, request: GraphRequest): Promise<GraphAnswer> {
  const { state } = route
  if (!state) return route.handle(request)
  if (route.method === 'GET') {
    // Before the handler reads: a tag that is older than the body costs a needless 412, a newer one would lose a change.
    const tag = await tagOf(request, state, request.door)
    const answer = await route.handle(request)
    return tag === undefined ? answer : tagged(answer, tag)
  }
  return request.ifMatch === undefined ? route.handle(request) : guarded(route, state, request, request.ifMatch)
}

/** Compares inside of the handler's unit of work, before its first change: of two writers with one tag, one wins. */
async function guarded(route: GraphRoute, state: StateOf, request: GraphRequest, given: string): Promise<GraphAnswer> {
  const tags = parseTags(given)
  const { store } = request.deps
  const matches = async (door: Door) => {
    const tag = await tagOf(request, state, door)
    // What is not there is the handler's to say.
    if (tag !== undefined && tags !== 'any' && !tags.includes(tag)) refuse('preconditionFailed')
  }
  let writes = 0
  let after: string | undefined
  const write: Store['write'] = (tenant: TenantId, work) => {
    // Only the first unit changes what the client has seen; a later one would meet the state that the first one made.
    if (writes++ > 0 || tenant !== request.caller.tenant) return store.write(tenant, work)
    return store.write(tenant, async (tx: Unit) => {
      await matches(tx)
      const result = await work(tx)
      after = await tagOf(request, state, tx)
      return result
    })
  }
  const answer = await route.handle({ ...request, deps: { ...request.deps, store: { ...store, write } } })
  if (writes === 0) await matches(request.door)
  return after === undefined ? answer : tagged(answer, after)
}

const tagged = (answer: GraphAnswer, etag: string): GraphAnswer => ({
  ...answer,
  headers: { ...answer.headers, etag },
})

/** Keyed, so that it says nothing about properties that this caller may not see. */
async function tagOf(request: GraphRequest, state: StateOf, door: Door): Promise<string | undefined> {
  const { deps, caller } = request
  const found = await state(request, door)
  if (found === undefined) return undefined
  return `W/"${deps.vault.mac('etag', `${caller.tenant} ${JSON.stringify(found)}`).slice(0, 27)}"`
}

const mostTags = 20

/** `*`, or a list of tags. Compared as weak ones: `"x"` equals `W/"x"`. */
function parseTags(header: string): 'any' | string[] {
  const text = header.trim()
  if (text === '*') return 'any'
  const parts = text.split(',').map((part) => part.trim())
  if (parts.length > mostTags || !parts.every((part) => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(part))) {
    refuse('badRequest', { reason: 'The header If-Match holds * or tags in double quotes, as ETag gave them.' })
  }
  return parts.map((part) => (part.startsWith('W/') ? part : `W/${part}`))
}
