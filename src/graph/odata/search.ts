import { refuse } from '../../errors/index.ts'
import type { Condition } from '../../paging.ts'
import type { Property, Resource } from '../model/resource.ts'
import { findProperty } from './filter.ts'

const mostClauses = 20
const deepest = 16
const longestSearch = 1000

/** Before which a word starts. Boundaries inside a word (digits, capitals) are not seen: the store compares folded text. */
const separators = [' ', '-', '_', '.', ',', '(', '/', "'", '@', '#', '&', '+', ':']

/**
 * `"displayName:ann" AND ("mail:x" OR …)` as a question to the store (graph.md 1.2). Clauses that stand side by side
 * mean AND. Refuses with queryOptionInvalid and queryUnsupported.
 */
export function compileSearch<T>(resource: Resource<T>, text: string): Condition {
  if (text.length > longestSearch) fail(`it is longer than ${longestSearch} characters`)
  const pieces = text.match(/"(?:[^"\\]|\\.)*"|\(|\)|[^\s()"]+/g) ?? []
  const rest = text.replaceAll(/"(?:[^"\\]|\\.)*"|\(|\)|[^\s()"]+|\s+/g, '')
  if (rest !== '' || pieces.length === 0) fail('it is not a list of texts in double quotes')
  if (pieces.length > mostClauses * 3) fail('it has too many clauses')
  let at = 0

  function either(depth: number): Condition {
    const of = [both(depth)]
    while (pieces[at] === 'OR') {
      at++
      of.push(both(depth))
    }
    return of.length === 1 && of[0] ? of[0] : { op: 'or', of }
  }

  function both(depth: number): Condition {
    const of = [clause(depth)]
    while (at < pieces.length && pieces[at] !== 'OR' && pieces[at] !== ')') {
      if (pieces[at] === 'AND') at++
      of.push(clause(depth))
    }
    return of.length === 1 && of[0] ? of[0] : { op: 'and', of }
  }

  function clause(depth: number): Condition {
    if (depth > deepest) fail('it is nested too deep')
    const piece = pieces[at++]
    if (piece === '(') {
      const inner = either(depth + 1)
      if (pieces[at++] !== ')') fail('a closing parenthesis is missing')
      return inner
    }
    if (!piece?.startsWith('"')) fail('each clause is a text in double quotes')
    return match(resource, piece.slice(1, -1).replaceAll(/\\(.)/gs, '$1'))
  }

  const condition = either(0)
  if (at < pieces.length) fail('a parenthesis is closed that was not opened')
  return condition
}

function match<T>(resource: Resource<T>, clause: string): Condition {
  const colon = clause.indexOf(':')
  if (colon <= 0) fail('each clause has the form "property:text"')
  const name = clause.slice(0, colon).trim()
  const text = clause.slice(colon + 1).trim()
  const property = findProperty(resource, name)
  if (!property) refuse('propertyUnknown', { property: name, resource: resource.label })
  const { column, search } = property
  if (!search || column === undefined) refuse('queryUnsupported', { property: property.name, resource: resource.label })
  if (text === '') fail(`there is nothing to look for in '${name}'`)
  return search === 'words' ? words(column, text) : prefix(property, column, text)
}

const prefix = <T>(property: Property<T>, column: string, value: string): Condition =>
  property.type === 'strings' ? { op: 'any', column, match: 'startsWith', value } : { op: 'startsWith', column, value }

/** Every word asked for starts a word of the value. */
function words(column: string, text: string): Condition {
  const asked = text.split(/\s+/).slice(0, 10)
  return {
    op: 'and',
    of: asked.flatMap((word) => [
      // One look for the many that do not have it at all.
      { op: 'contains' as const, column, value: word },
      {
        op: 'or' as const,
        of: [
          { op: 'startsWith' as const, column, value: word },
          ...separators.map((before) => ({ op: 'contains' as const, column, value: `${before}${word}` })),
        ],
      },
    ]),
  }
}

function fail(reason: string): never {
  refuse('queryOptionInvalid', { option: '$search', reason })
}
