import type { Graph } from './client.ts'
import { isConflict } from './error.ts'
import { type Body, type Contested, differing, mergeChange, partsOf, patched, same } from './merge.ts'

/** An object as it was read, with its tag. */
export type Version<T extends object = object> = { value: T; etag: string | null }

/** A state in between that a change has to go through: `back` returns from there when the second step is refused. */
export type Through = { body: Body; back: Body }

export type SaveRules<T extends object> = {
  /** What the change has to go through on its way from a version to `body`, if anything. */
  through?(now: T, body: Body): Through | null
  /** A property is one thing, whatever is in it: two people who change the same one always collide. */
  whole?: boolean
}

/** `before`: the same properties as they were, to be put back over `after`, which is null where it is not known. */
export type Saved<T extends object> = { saved: true; before: Body; after: Version<T> | null }
/** Nothing is saved: somebody has changed the same thing. `body`, saved over `now`, would put the wish over it. */
export type Clash<T extends object> = { saved: false; now: Version<T>; body: Body; contested: Contested[] }

const mostTries = 5

/**
 * Saves a change over the version that it was begun on. What somebody else has saved since stays, and is built upon, as
 * long as it is something else; when it is the same thing, or somebody is always faster, nothing is saved.
 */
export async function saveOver<T extends object>(
  graph: Graph,
  path: string,
  over: Version<T>,
  wish: Body,
  rules: SaveRules<T> = {},
): Promise<Saved<T> | Clash<T>> {
  let from = over
  let body = wish
  for (let tries = 1; ; tries++) {
    const end = await put(graph, path, from, body, rules)
    if ('etag' in end) {
      const before = partsOf(from.value, body, rules.whole)
      return { saved: true, before, after: await afterwards(graph, path, end.etag) }
    }
    const now = await graph.getTagged<T>(path)
    const merged = mergeChange(end.meets, now.value, body, rules.whole)
    if (merged.contested.length > 0) return { saved: false, now, ...merged }
    if (tries === mostTries) return { saved: false, now, ...merged, contested: differing(now.value, merged.body) }
    from = now
    body = merged.body
  }
}

/** The tag of what it has become; or, when somebody has saved before, the version that the newer one is to be held against. */
async function put<T extends object>(
  graph: Graph,
  path: string,
  { value, etag }: Version<T>,
  body: Body,
  { through }: SaveRules<T>,
): Promise<{ etag: string | null } | { meets: T }> {
  let meets = value
  try {
    const step = through?.(value, body) ?? null
    if (!step) return { etag: await graph.patchTagged(path, body, { ifMatch: etag }) }
    const between = await graph.patchTagged(path, step.body, { ifMatch: etag })
    try {
      return { etag: await graph.patchTagged(path, body, { ifMatch: between }) }
    } catch (failure) {
      if (!(await goBack(graph, path, step))) meets = patched(value, step.body)
      throw failure
    }
  } catch (failure) {
    if (!isConflict(failure)) throw failure
    return { meets }
  }
}

/** Out of the state in between, unless somebody has changed that part. */
async function goBack(graph: Graph, path: string, { body, back }: Through): Promise<boolean> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const now = await graph.getTagged<object>(path)
    if (!same(partsOf(now.value, body), body)) return false
    try {
      await graph.patch(path, back, { ifMatch: now.etag })
      return true
    } catch (failure) {
      if (!isConflict(failure)) throw failure
    }
  }
  return false
}

/** What was saved is saved, whether or not it can be read again: then it is only not taken back any more. */
async function afterwards<T extends object>(
  graph: Graph,
  path: string,
  etag: string | null,
): Promise<Version<T> | null> {
  const now = await graph.getTagged<T>(path).catch(() => null)
  return now && (etag === null || now.etag === etag) ? now : null
}
