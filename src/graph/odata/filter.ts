import { refuse } from '../../errors/index.ts'
import type { Condition, Value } from '../../paging.ts'
import type { Operator, Property, Resource } from '../model/resource.ts'
import { type Comparison, type Filter, type Literal, parseFilter, type TextFunction } from './filter-syntax.ts'
import { parseDateTime } from './tokens.ts'

const textOperators = { startswith: 'sw', endswith: 'endsWith', contains: 'contains' } as const
const neutral = { startswith: 'startsWith', endswith: 'endsWith', contains: 'contains' } as const

/** What a property is filtered by: one that has a column. */
type Filterable<T> = Property<T> & { column: string }

/**
 * A filter as a question to the store. `advanced`: the request has the header and `$count=true` (graph.md 1.3).
 * Refuses with filterInvalid, propertyUnknown, queryUnsupported, advancedQueryNeeded.
 */
export function compileFilter<T>(resource: Resource<T>, text: string, advanced: boolean): Condition {
  const allows = (property: Property<T>, operator: Operator, written: string) => {
    if (property.filter.plain.has(operator)) return
    if (!property.filter.advanced.has(operator)) unsupported(resource, property.name)
    if (resource.directory && !advanced) refuse('advancedQueryNeeded', { operator: written })
  }

  function compile(filter: Filter): Condition {
    switch (filter.kind) {
      case 'and':
      case 'or':
        return { op: filter.kind, of: flatten(filter, filter.kind).map(compile) }
      case 'not':
        if (resource.directory && !advanced) refuse('advancedQueryNeeded', { operator: 'not' })
        return { op: 'not', of: compile(filter.of) }
      case 'compare': {
        const property = single(resource, filter.path)
        allows(property, filter.op, filter.op)
        if (filter.value.type === 'null') allows(property, 'null', 'null')
        const value = literalValue(property, filter.value)
        if (resource.directory && property.type === 'dateTime' && typeof value === 'number') {
          return wholeSeconds(filter.op, property.column, value)
        }
        return { op: filter.op, column: property.column, value }
      }
      case 'in': {
        const property = single(resource, filter.path)
        allows(property, 'in', 'in')
        return {
          op: 'in',
          column: property.column,
          values: filter.values.map((value) => literalValue(property, value)),
        }
      }
      case 'text': {
        const property = single(resource, filter.path)
        allows(property, textOperators[filter.fn], operatorName(filter.fn))
        if (property.type !== 'string') unsupported(resource, property.name)
        return { op: neutral[filter.fn], column: property.column, value: filter.value }
      }
      case 'any': {
        const property = filterable(resource, filter.path)
        allows(property, 'any', 'any')
        if (property.members) return anyMember(property, filter.of, filter.variable)
        return property.joined
          ? anyJoined(property, filter.of, filter.variable)
          : anyText(property, filter.of, filter.variable)
      }
    }
  }

  function anyText(property: Filterable<T>, inner: Filter, variable: string): Condition {
    const column = property.column
    if (inner.kind === 'or') {
      // Some member is a or b: some member is a, or some member is b. The same does not hold for `and`.
      return { op: 'or', of: flatten(inner, 'or').map((one) => anyText(property, one, variable)) }
    }
    if (inner.kind === 'compare' && inner.op === 'eq' && sameName(inner.path, variable)) {
      allows(property, 'eq', 'eq')
      return { op: 'any', column, match: 'eq', value: textOf(property, inner.value) }
    }
    if (inner.kind === 'text' && inner.fn !== 'contains' && sameName(inner.path, variable)) {
      allows(property, textOperators[inner.fn], operatorName(inner.fn))
      return { op: 'any', column, match: neutral[inner.fn] as 'startsWith' | 'endsWith', value: inner.value }
    }
    return unsupported(resource, property.name)
  }

  function anyMember(property: Filterable<T>, inner: Filter, variable: string): Condition {
    if (inner.kind === 'or') {
      return { op: 'or', of: flatten(inner, 'or').map((one) => anyMember(property, one, variable)) }
    }
    if (inner.kind !== 'compare' && inner.kind !== 'text') return unsupported(resource, property.name)
    const [, member] =
      Object.entries(property.members ?? {}).find(([field]) => sameName(inner.path, `${variable}/${field}`)) ?? []
    const match = inner.kind === 'compare' ? inner.op : neutral[inner.fn]
    const known = member?.match.find((one) => one === match)
    if (!member || !known) return unsupported(resource, property.name)
    const value = inner.kind === 'compare' ? textOf(property, inner.value) : inner.value
    return { op: 'any', column: member.column, match: known, value }
  }

  function anyJoined(property: Filterable<T>, inner: Filter, variable: string): Condition {
    const fields = property.joined ?? []
    const given = new Map<string, string>()
    for (const one of flatten(inner, 'and')) {
      if (one.kind !== 'compare' || one.op !== 'eq') return unsupported(resource, property.name)
      const field = fields.find((name) => sameName(one.path, `${variable}/${name}`))
      if (!field || given.has(field)) return unsupported(resource, property.name)
      given.set(field, textOf(property, one.value))
    }
    if (given.size !== fields.length) unsupported(resource, property.name)
    const value = fields.map((name) => given.get(name)).join('|')
    return { op: 'any', column: property.column, match: 'eq', value }
  }

  return compile(parseFilter(text))
}

/**
 * Directory objects tell their times in whole seconds and keep milliseconds. Asked by what it was told, a client must
 * find the object: `eq` means within that second, `gt` after it.
 */
function wholeSeconds(op: Comparison, column: string, value: number): Condition {
  const start = Math.floor(value / 1000) * 1000
  const within: Condition = {
    op: 'and',
    of: [
      { op: 'ge', column, value: start },
      { op: 'lt', column, value: start + 1000 },
    ],
  }
  switch (op) {
    case 'eq':
      return within
    case 'ne':
      return { op: 'not', of: within }
    case 'gt':
      return { op: 'ge', column, value: start + 1000 }
    case 'le':
      return { op: 'lt', column, value: start + 1000 }
    default:
      return { op, column, value }
  }
}

const operatorName = (fn: TextFunction): string => neutral[fn]

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function flatten(filter: Filter, kind: 'and' | 'or'): Filter[] {
  const found: Filter[] = []
  const waiting: Filter[] = [filter]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.kind === kind) waiting.push(one.right, one.left)
    else found.push(one)
  }
  return found
}

/** Property names are matched without case (graph.md 1.1). */
export const findProperty = <T>(resource: Pick<Resource<T>, 'properties'>, name: string): Property<T> | undefined =>
  resource.properties.find((property) => sameName(property.name, name))

function filterable<T>(resource: Resource<T>, path: string): Filterable<T> {
  const property = findProperty(resource, path)
  if (!property) refuse('propertyUnknown', { property: path, resource: resource.label })
  const { column } = property
  if (column === undefined) return unsupported(resource, property.name)
  return { ...property, column }
}

/** Of one value: collections are only asked by `any`. */
function single<T>(resource: Resource<T>, path: string): Filterable<T> {
  const property = filterable(resource, path)
  if (property.type === 'strings' || property.type === 'objects') unsupported(resource, property.name)
  return property
}

function unsupported<T>(resource: Resource<T>, property: string): never {
  refuse('queryUnsupported', { property, resource: resource.label })
}

function textOf<T>(property: Property<T>, literal: Literal): string {
  if (literal.type === 'string' || literal.type === 'guid') return literal.value
  return wrongType(property, 'a text in quotes')
}

function literalValue<T>(property: Property<T>, literal: Literal): Value {
  if (literal.type === 'null') return null
  switch (property.type) {
    case 'boolean':
      return literal.type === 'boolean' ? literal.value : wrongType(property, 'true or false')
    case 'int32':
      // PostgreSQL refuses to compare whole numbers with others.
      return literal.type === 'number' && Number.isSafeInteger(literal.value)
        ? literal.value
        : wrongType(property, 'a whole number')
    case 'dateTime': {
      if (literal.type === 'dateTime') return literal.value
      const parsed = literal.type === 'string' ? parseDateTime(literal.value) : undefined
      return parsed ?? wrongType(property, 'a date and time')
    }
    case 'guid':
      return textOf(property, literal).toLowerCase()
    default: {
      const text = textOf(property, literal)
      return property.values?.find((one) => sameName(one, text)) ?? text
    }
  }
}

function wrongType<T>(property: Property<T>, expected: string): never {
  refuse('filterInvalid', { reason: `the property '${property.name}' is compared with ${expected}` })
}
