/** Lists of objects of several types, read by their ids: members, owners, what somebody belongs to. */
import { refuse } from '../errors/index.ts'
import { isGuid } from '../ids.ts'
import type { Value } from '../paging.ts'
import { listQuery, pageOfTyped } from './collection.ts'
import { type DirectoryKind, type DirectoryObject, findObjects, presentObject } from './directory-object.ts'
import type { Resource } from './model/resource.ts'
import type { View } from './present.ts'
import type { GraphAnswer, GraphRequest, JsonObject } from './route.ts'

/** Ids in ascending order, those after `after`, at most `top`. */
export type ObjectSource = { ids(after: string | undefined, top: number): Promise<string[]> }

/** Only the limits of paging: a list of mixed types is neither filtered nor sorted here. */
const listResource: Resource<DirectoryObject> = {
  type: 'directoryObject',
  label: 'DirectoryObject',
  set: 'directoryObjects',
  open: true,
  directory: true,
  defaultTop: 100,
  maxTop: 999,
  properties: [],
}

type Options = {
  kind?: DirectoryKind
  /** `{"@odata.id": …}` in place of the objects. */
  refs?: boolean
  /** What is shown of every item, whatever it is. */
  view?: View | undefined
}

export async function listObjects(
  request: GraphRequest,
  source: ObjectSource,
  options: Options = {},
): Promise<GraphAnswer> {
  const { query } = request
  if (query.filter !== undefined) refuse('queryUnsupported', { property: '$filter', resource: listResource.label })
  if (query.search !== undefined) refuse('queryUnsupported', { property: '$search', resource: listResource.label })
  const asked = listQuery(request, listResource)
  const start = asked.after?.[0]
  const { found, more } = await read(request, source, {
    after: typeof start === 'string' && isGuid(start) ? start : undefined,
    top: asked.top,
    kind: options.kind,
  })
  const last = found.at(-1)?.object.id
  const items: JsonObject[] = []
  for (const one of found) {
    items.push(
      options.refs
        ? { '@odata.id': `${request.base}/directoryObjects/${one.object.id}` }
        : await presentObject(request, one, options.view),
    )
  }
  const next: { next?: Value[] } = more && last !== undefined ? { next: [last] } : {}
  const count = asked.count ? { count: await countAll(request, source, options.kind) } : {}
  return pageOfTyped(request, { items, ...next, ...count }, asked)
}

/** `/$count`: needs the header, as all counts of directory objects. */
export async function countOfObjects(request: GraphRequest, source: ObjectSource): Promise<GraphAnswer> {
  if (!request.eventual) refuse('badRequest', { reason: '$count is not currently supported.' })
  return { status: 200, body: String(await countAll(request, source, undefined)) }
}

async function countAll(request: GraphRequest, source: ObjectSource, kind: DirectoryKind | undefined): Promise<number> {
  let count = 0
  for (let after: string | undefined; ; ) {
    const { found, more } = await read(request, source, { after, top: 999, kind })
    count += found.length
    if (!more) return count
    after = found.at(-1)?.object.id
  }
}

/** Objects that were deleted, or are of another kind than asked for, leave no holes: reading goes on behind them. */
async function read(
  request: GraphRequest,
  source: ObjectSource,
  wanted: { after: string | undefined; top: number; kind: DirectoryKind | undefined },
): Promise<{ found: DirectoryObject[]; more: boolean }> {
  const found: DirectoryObject[] = []
  let { after } = wanted
  for (;;) {
    const ids = await source.ids(after, wanted.top + 1)
    for (const object of await findObjects(request, request.door, ids)) {
      if (wanted.kind && object.kind !== wanted.kind) continue
      if (found.length === wanted.top) return { found, more: true }
      found.push(object)
    }
    if (ids.length <= wanted.top) return { found, more: false }
    after = ids.at(-1)
  }
}
