import { refuse } from '../errors/index.ts'
import type { Condition, Page, PageQuery, Value } from '../paging.ts'
import { matches, sorted } from './in-memory.ts'
import type { Resource } from './model/resource.ts'
import { compileFilter } from './odata/filter.ts'
import { compileOrder } from './odata/order.ts'
import { openPosition, type PageScope, sealPosition } from './odata/page-token.ts'
import { compileSearch } from './odata/search.ts'
import { present, selectionOf, typeOf, type View } from './present.ts'
import type { GraphAnswer, GraphRequest, JsonObject } from './route.ts'

export type CollectionOptions<T> = {
  /** After `$metadata#`; the resource's set unless told. */
  context?: string
  /** Each item says its `@odata.type`: where the declared type is a base type. */
  typed?: boolean
  /** What the caller may see of one item. */
  view?: (item: T) => View
  /** Joined to the client's filter by `and`: what may be seen at all. */
  where?: Condition
  /** Wire names by which the caller may filter, search and sort; all that the model allows unless told. */
  askable?: ReadonlySet<string> | undefined
  /** The order without `$orderby`. */
  order?: PageQuery['orderBy']
}

/** What a list request asks, checked against the model: everything but the way the rows are kept. */
export type ListQuery = PageQuery & { eventual: boolean; scope: PageScope }

/** Reads the list options. Refuses with the 400s of graph.md 1.3. */
export function listQuery<T>(request: GraphRequest, resource: Resource<T>): ListQuery {
  const { query } = request
  if (query.deltatoken !== undefined) unsupportedOption('$deltatoken', 'this list has no delta')
  const scope: PageScope = {
    tenant: request.caller.tenant,
    path: `${request.place}${request.path}`,
    ...(query.filter === undefined ? {} : { filter: query.filter }),
    ...(query.orderby === undefined ? {} : { orderby: query.orderby }),
    ...(query.search === undefined ? {} : { search: query.search }),
  }
  const position = query.skiptoken === undefined ? undefined : openPosition(request.deps.vault, scope, query.skiptoken)
  const eventual = request.eventual || position?.eventual === true
  const counted = booleanOption('$count', query.count)
  // A link to a next page was allowed when its first page was.
  const advanced = eventual && (counted || query.search !== undefined || position !== undefined)
  if (query.search !== undefined && resource.directory && !eventual) refuse('searchHeaderNeeded')
  const conditions: Condition[] = []
  if (query.filter !== undefined) conditions.push(compileFilter(resource, query.filter, advanced))
  if (query.search !== undefined) conditions.push(compileSearch(resource, query.search))
  return {
    where: conditions.length > 1 ? { op: 'and', of: conditions } : conditions[0],
    orderBy:
      query.orderby === undefined
        ? undefined
        : compileOrder(resource, query.orderby, { advanced, filtered: query.filter !== undefined }),
    top: topOption(query.top, resource),
    after: position?.after,
    // Silently ignored on directory objects without the header; on the first page only.
    count: counted && (eventual || !resource.directory) && position === undefined,
    eventual,
    scope,
  }
}

/** A list whose pages the store reads. `load` gets the question; it adds what the store's method wants. */
export async function collection<T>(
  request: GraphRequest,
  resource: Resource<T>,
  load: (query: PageQuery) => Promise<Page<T>>,
  options: CollectionOptions<T> = {},
): Promise<GraphAnswer> {
  if (request.query.skip !== undefined) unsupportedOption('$skip', 'use the next link')
  const { eventual, scope, ...asked } = listQuery(request, limited(resource, options.askable))
  const where: Condition | undefined =
    options.where && asked.where ? { op: 'and', of: [options.where, asked.where] } : (options.where ?? asked.where)
  const page = await load({ ...asked, where, orderBy: asked.orderBy ?? options.order })
  return answer(request, resource, page, { eventual, scope }, options)
}

/** A model in which only some properties can be asked by. */
function limited<T>(resource: Resource<T>, askable: ReadonlySet<string> | undefined): Resource<T> {
  if (!askable) return resource
  const properties = resource.properties.map(({ column, ...property }) =>
    askable.has(property.name) && column !== undefined ? { ...property, column } : property,
  )
  return { ...resource, properties }
}

/** A list that is small enough to be read whole: domains, partners, role assignments, what somebody belongs to. */
export async function listOf<T>(
  request: GraphRequest,
  resource: Resource<T>,
  items: readonly T[],
  options: CollectionOptions<T> = {},
): Promise<GraphAnswer> {
  const query = listQuery(request, resource)
  const { where, orderBy } = query
  const reading = { place: request.place, initialDomain: request.caller.tenantFacts.initialDomain }
  const found = where ? items.filter((item) => matches(resource, item, where, reading)) : [...items]
  const inOrder = orderBy ? sorted(resource, found, orderBy, reading) : found
  const start = Number(query.after?.[0] ?? skipOption(request.query.skip))
  const end = start + query.top
  const page: Page<T> = {
    items: inOrder.slice(start, end),
    ...(end < inOrder.length ? { next: [end] } : {}),
    ...(query.count ? { count: inOrder.length } : {}),
  }
  return answer(request, resource, page, query, options)
}

/** Items of several types in one list: members, memberOf, directoryObjects. Not filtered or sorted. */

export async function pageOfTyped(
  request: GraphRequest,
  page: { items: JsonObject[]; next?: Value[] | undefined; count?: number | undefined },
  how: Pick<ListQuery, 'eventual' | 'scope'>,
): Promise<GraphAnswer> {
  return { status: 200, body: envelope(request, 'directoryObjects', page, how) }
}

function answer<T>(
  request: GraphRequest,
  resource: Resource<T>,
  page: Page<T>,
  how: Pick<ListQuery, 'eventual' | 'scope'>,
  options: CollectionOptions<T>,
): GraphAnswer {
  const selection = selectionOf(request, resource)
  const properties = selection.written ? `(${selection.written.join(',')})` : ''
  const items = page.items.map((item) => ({
    ...(options.typed ? { '@odata.type': typeOf(resource) } : {}),
    ...present(request, resource, item, selection, options.view?.(item)),
  }))
  const context = `${options.context ?? resource.set}${properties}`
  return { status: 200, body: envelope(request, context, { ...page, items }, how) }
}

function envelope(
  request: GraphRequest,
  context: string,
  page: { items: JsonObject[]; next?: Value[] | undefined; count?: number | undefined },
  how: Pick<ListQuery, 'eventual' | 'scope'>,
): JsonObject {
  const next =
    page.next &&
    nextLink(request, sealPosition(request.deps.vault, how.scope, { after: page.next, eventual: how.eventual }))
  return {
    '@odata.context': `${request.base}/$metadata#${context}`,
    ...(page.count === undefined ? {} : { '@odata.count': page.count }),
    ...(next === undefined ? {} : { '@odata.nextLink': next }),
    value: page.items,
  }
}

/** Absolute, on the host that the client used (graph.md 1.4); all options of the first page and the token. */
function nextLink(request: GraphRequest, token: string): string {
  const { other: _, skiptoken: __, skip: ___, ...options } = request.query
  const kept = Object.entries(options).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`)
  return `${request.base}${request.path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}

/** The number that `/$count` answers, as plain text; directory objects need the header. */
export async function countOf<T>(
  request: GraphRequest,
  resource: Resource<T>,
  load: (query: PageQuery) => Promise<Page<T>>,
  options: Pick<CollectionOptions<T>, 'askable' | 'where'> = {},
): Promise<GraphAnswer> {
  const model = limited(resource, options.askable)
  if (resource.directory && !request.eventual) refuse('badRequest', { reason: '$count is not currently supported.' })
  const { filter, search } = request.query
  const conditions: Condition[] = options.where ? [options.where] : []
  if (filter !== undefined) conditions.push(compileFilter(model, filter, true))
  if (search !== undefined) conditions.push(compileSearch(model, search))
  const page = await load({ where: { op: 'and', of: conditions }, top: 1, count: true })
  return { status: 200, body: String(page.count ?? 0) }
}

function topOption<T>(text: string | undefined, resource: Resource<T>): number {
  if (text === undefined) return resource.defaultTop
  const top = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(top >= 1 && top <= resource.maxTop)) {
    refuse('badRequest', {
      reason: `Invalid page size specified: '${text}'. Must be between 1 and ${resource.maxTop} inclusive.`,
    })
  }
  return top
}

function skipOption(text: string | undefined): number {
  if (text === undefined) return 0
  if (!/^\d{1,9}$/.test(text)) refuse('queryOptionInvalid', { option: '$skip', reason: 'it is not a number' })
  return Number(text)
}

function booleanOption(option: string, text: string | undefined): boolean {
  if (text === undefined || /^false$/i.test(text)) return false
  if (/^true$/i.test(text)) return true
  refuse('queryOptionInvalid', { option, reason: 'it is neither true nor false' })
}

function unsupportedOption(option: string, reason: string): never {
  refuse('queryOptionInvalid', { option, reason })
}
