import { refuse } from '../errors/index.ts'
import type { Step } from './odata/path.ts'
import type { GraphRoute, Place } from './route.ts'

type Part =
  /** `qualified`: only with `microsoft.graph.` before it, as a cast is written. */
  | { kind: 'literal'; text: string; qualified?: boolean }
  | { kind: 'parameter'; name: string }
  | { kind: 'cast'; name: string }
  | { kind: 'named'; parameters: ReadonlyMap<string, string> }

type Compiled = { route: GraphRoute; parts: Part[]; rank: string }

export type Match = { route: GraphRoute; params: Record<string, string> }

/** Finds the route of a path. Built once; a template that is written twice for one verb is a mistake of ours and throws. */
export function router(routes: readonly GraphRoute[]): (place: Place, method: string, steps: readonly Step[]) => Match {
  const places = new Map<Place, Compiled[]>()
  const seen = new Set<string>()
  for (const route of routes) {
    const compiled = compile(route)
    for (const place of route.at ?? (['v1.0', 'beta'] as const)) {
      const key = `${place} ${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}').toLowerCase()}`
      if (seen.has(key)) throw new Error(`two Graph routes for ${key}`)
      seen.add(key)
      places.set(place, [...(places.get(place) ?? []), compiled])
    }
  }
  for (const list of places.values()) list.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))

  return (place, method, steps) => {
    const all = places.get(place) ?? []
    const matching = all.filter(({ parts }) => parts.length === steps.length && covers(parts, steps, steps.length))
    const best = matching.find(({ route }) => route.method === method)
    // A literal wins over a parameter, whatever the verb: DELETE /users/delta never deletes a user named delta.
    const rank = matching[0]?.rank
    if (best && best.rank === rank) return { route: best.route, params: parameters(best.parts, steps) }
    if (matching.length > 0) refuse('methodNotAllowed')
    const segment = unknownSegment(all, steps)
    // Our own API is no OData service: what it does not have is not found.
    if (place === 'gatehouse/v1') refuse('resourceNotFound', { id: segment })
    refuse('segmentUnknown', { segment })
  }
}

function compile(route: GraphRoute): Compiled {
  const parts = route.path
    .split('/')
    .filter((text) => text !== '')
    .flatMap(templateParts)
  const rank = parts.map(({ kind }) => ({ literal: 'a', named: 'b', cast: 'c', parameter: 'd' })[kind]).join('')
  return { route, parts, rank }
}

function templateParts(text: string): Part[] {
  const cast = /^microsoft\.graph\.\{(\w+)\}$/.exec(text)
  if (cast?.[1]) return [{ kind: 'cast', name: cast[1] }]
  const fixedCast = /^microsoft\.graph\.(\w+)$/.exec(text)
  if (fixedCast?.[1]) return [{ kind: 'literal', text: fixedCast[1].toLowerCase(), qualified: true }]
  const parameter = /^\{(\w+)\}$/.exec(text)
  if (parameter?.[1]) return [{ kind: 'parameter', name: parameter[1] }]
  const keyed = /^([\w$]+)\((.+)\)$/.exec(text)
  if (!keyed) return [{ kind: 'literal', text: text.toLowerCase() }]
  const pairs = (keyed[2] ?? '').split(',').map((pair) => /^(\w+)=\{(\w+)\}$/.exec(pair.trim()))
  return [
    { kind: 'literal', text: (keyed[1] ?? '').toLowerCase() },
    {
      kind: 'named',
      parameters: new Map(pairs.map((pair) => [(pair?.[1] ?? '').toLowerCase(), pair?.[2] ?? ''])),
    },
  ]
}

const covers = (parts: readonly Part[], steps: readonly Step[], count: number): boolean => {
  for (let at = 0; at < count; at++) {
    const part = parts[at]
    const step = steps[at]
    if (!part || !step || !fits(part, step)) return false
  }
  return true
}

function fits(part: Part, step: Step): boolean {
  switch (part.kind) {
    case 'literal':
      return (
        step.kind === 'segment' && step.text.toLowerCase() === part.text && (step.qualified || part.qualified !== true)
      )
    case 'cast':
      return step.kind === 'segment' && step.qualified
    case 'parameter':
      // `$count` and `$ref` are never keys; a UPN that starts with `$` is written in parentheses.
      return step.kind === 'key' || (step.kind === 'segment' && !step.qualified && !step.text.startsWith('$'))
    case 'named':
      return (
        step.kind === 'named' &&
        step.values.size === part.parameters.size &&
        [...part.parameters.keys()].every((name) => step.values.has(name))
      )
  }
}

function parameters(parts: readonly Part[], steps: readonly Step[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const step = steps[at]
    if (part.kind === 'named' && step?.kind === 'named') {
      for (const [key, name] of part.parameters) found[name] = step.values.get(key) ?? ''
    } else if ((part.kind === 'parameter' || part.kind === 'cast') && step) {
      found[part.name] = step.kind === 'key' ? step.value : step.kind === 'segment' ? step.text : ''
    }
  }
  return found
}

/** The first step that no route goes through; the last one when the path stops too early. */
function unknownSegment(all: readonly Compiled[], steps: readonly Step[]): string {
  let at = 0
  while (at < steps.length - 1 && all.some(({ parts }) => covers(parts, steps, at + 1))) at++
  const step = steps[at]
  if (!step) return ''
  return step.kind === 'segment' ? step.text : step.kind === 'key' ? step.value : [...step.values.keys()].join()
}
