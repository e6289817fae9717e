export type Body = Record<string, unknown>
/** The way to what is contested: properties by their path, and what elements of lists are called. */
export type Step = { path: string } | { element: string }
export type Contested = { at: readonly Step[]; theirs: unknown; yours: unknown }
export type Merged = { body: Body; contested: Contested[] }

/**
 * A change that was begun on one version (`was`) and meets another that somebody has saved since (`is`). The body keeps
 * whatever they changed and leaves to `wish` only what is changed here, down to the elements of lists. Where both changed
 * the same thing in different ways it holds the wish, and `contested` says so: such a body is for a person to decide on.
 * `whole`: a property is one thing, whatever is in it.
 */
export function mergeChange(was: object, is: object, wish: Body, whole = false): Merged {
  const contested: Contested[] = []
  const clash = <T>(at: readonly Step[], theirs: unknown, yours: T): T => {
    contested.push({ at, theirs, yours })
    return yours
  }

  function value(was: unknown, is: unknown, wish: unknown, path: string, at: readonly Step[]): unknown {
    if (isPlain(wish) && !whole) return members(was, is, wish, path, at)
    if (same(is, wish) || same(was, is)) return wish
    if (same(was, wish)) return is
    const here = [...at, { path }]
    const list = whole ? null : lists(was, is, wish, path, here)
    return list ?? clash(here, is, wish)
  }

  const members = (was: unknown, is: unknown, wish: Body, path: string, at: readonly Step[]): Body =>
    Object.fromEntries(
      Object.entries(wish).map(([name, one]) => [
        name,
        value(member(was, name), member(is, name), one, path ? `${path}.${name}` : name, at),
      ]),
    )

  /** Null: not lists whose elements can be told apart, or both changed it as a whole. */
  function lists(was: unknown, is: unknown, wish: unknown, path: string, at: readonly Step[]): unknown[] | null {
    const [before, theirs, yours] = [keyed(was ?? []), keyed(is), keyed(wish, true)]
    if (!before || !theirs || !yours || isReordered(before, theirs) || isReplaced(before, theirs, yours)) return null
    const named = (one: unknown) => [...at, { element: nameOf(one) }]
    const kept = [...yours].flatMap(([key, one]) => {
      const old = before.get(key)
      if (theirs.has(key)) return [element(old, theirs.get(key), one, path, named(old ?? one))]
      if (!before.has(key)) return [one]
      return same(old, one) ? [] : [clash(named(old), undefined, one)]
    })
    const added = [...theirs].filter(([key, one]) => {
      if (yours.has(key)) return false
      if (before.has(key) && !same(before.get(key), one)) clash(named(before.get(key)), one, undefined)
      return !before.has(key)
    })
    return [...kept, ...added.map(([, one]) => one)]
  }

  /** Lists are replaced as a whole: an element also brings along what they changed of it and the wish does not name. */
  const element = (was: unknown, is: unknown, wish: unknown, path: string, at: readonly Step[]): unknown =>
    isPlain(wish) && isPlain(is)
      ? {
          ...Object.fromEntries(Object.entries(is).filter(([name, one]) => !same(member(was, name), one))),
          ...members(was, is, wish, path, at),
        }
      : wish

  const body = Object.fromEntries(
    Object.entries(wish).map(([name, one]) => [name, value(member(was, name), member(is, name), one, name, [])]),
  )
  return { body, contested }
}

/** All that would be saved otherwise than it is now. */
export function differing(is: unknown, wish: unknown, path = ''): Contested[] {
  if (isPlain(wish)) {
    return Object.entries(wish).flatMap(([name, one]) =>
      differing(member(is, name), one, path ? `${path}.${name}` : name),
    )
  }
  return same(is, wish) ? [] : [{ at: [{ path }], theirs: is, yours: wish }]
}

/** The same properties, member by member unless they are taken `whole`, as another version has them. */
export const partsOf = (version: unknown, body: Body, whole = false): Body =>
  Object.fromEntries(
    Object.entries(body).map(([name, one]) => {
      const now = member(version, name)
      return [name, isPlain(one) && isPlain(now) && !whole ? partsOf(now, one) : (now ?? null)]
    }),
  )

/** A version as it is after a PATCH. */
export const patched = <T extends object>(version: T, body: Body): T => ({
  ...version,
  ...Object.fromEntries(
    Object.entries(body).map(([name, one]) => {
      const now = member(version, name)
      return [name, isPlain(one) && isPlain(now) ? patched(now, one) : one]
    }),
  ),
})

/** Whatever the order of their properties. */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null, sorted) === JSON.stringify(other ?? null, sorted)
const sorted = (_: string, value: unknown): unknown =>
  isPlain(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value

export const isPlain = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const member = (of: unknown, name: string): unknown => (isPlain(of) ? of[name] : undefined)

/** What people call an element of a list. */
export function nameOf(one: unknown): string {
  if (!isPlain(one)) return String(one)
  const name = one.displayName ?? one.value ?? one.adminConsentDisplayName ?? keyOf(one)
  return name === undefined ? JSON.stringify(one) : String(name)
}

const keyOf = (one: unknown): unknown =>
  isPlain(one) ? (one.id ?? one.keyId ?? one.resourceAppId ?? one.appId ?? undefined) : one

/** By what tells its elements apart; null: nothing does. What is new need not have a key yet. */
function keyed(list: unknown, withNew = false): Map<unknown, unknown> | null {
  if (!Array.isArray(list)) return null
  const entries = list.map((one) => [keyOf(one) ?? (withNew ? one : undefined), one] as const)
  const map = new Map<unknown, unknown>(entries)
  return map.size === list.length && !map.has(undefined) ? map : null
}

const isReordered = (before: Map<unknown, unknown>, theirs: Map<unknown, unknown>): boolean =>
  !same(
    [...before.keys()].filter((key) => theirs.has(key)),
    [...theirs.keys()].filter((key) => before.has(key)),
  )

/** Both put something else in the place of the same: a name, an address. Things with an id are not replaced so. */
function isReplaced(
  before: Map<unknown, unknown>,
  theirs: Map<unknown, unknown>,
  yours: Map<unknown, unknown>,
): boolean {
  const news = (list: Map<unknown, unknown>) => [...list].filter(([key, one]) => !before.has(key) && !isPlain(one))
  const gone = [...before.keys()].some((key) => !theirs.has(key) && !yours.has(key))
  return gone && news(theirs).length > 0 && news(yours).length > 0 && !same(news(theirs), news(yours))
}
