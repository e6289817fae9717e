import type { Condition, Order, Value } from '../paging.ts'
import type { Property, Reading, Resource } from './model/resource.ts'

/** Answers a condition for an object that is at hand, as the store would: text without case, null like `is null`. */
export function matches<T>(resource: Resource<T>, item: T, where: Condition, reading: Reading): boolean {
  const valueAt = (column: string) => comparable(propertyOf(resource, column), item, reading)
  const membersAt = (column: string) => members(propertyOf(resource, column), item, reading)
  const test = (one: Condition): boolean => {
    switch (one.op) {
      case 'and':
        return one.of.every(test)
      case 'or':
        return one.of.some(test)
      case 'not':
        return !test(one.of)
      case 'in':
        return one.values.some((value) => fold(value) === valueAt(one.column))
      case 'any':
        return membersAt(one.column).some((member) => textMatch(one.match, member, fold(one.value) as string))
      case 'startsWith':
      case 'endsWith':
      case 'contains': {
        const value = valueAt(one.column)
        return typeof value === 'string' && textMatch(one.op, value, fold(one.value) as string)
      }
      default:
        return compare(one.op, valueAt(one.column), fold(one.value))
    }
  }
  return test(where)
}

export function sorted<T>(resource: Resource<T>, items: readonly T[], order: readonly Order[], reading: Reading): T[] {
  return items.toSorted((a, b) => {
    for (const { column, direction } of order) {
      const property = propertyOf(resource, column)
      const difference = rank(comparable(property, a, reading), comparable(property, b, reading))
      if (difference !== 0) return direction === 'desc' ? -difference : difference
    }
    return 0
  })
}

function propertyOf<T>(resource: Resource<T>, column: string): Property<T> {
  const property = resource.properties.find((one) => one.column === column)
  if (!property) throw new Error(`${resource.type} has no column ${column}`)
  return property
}

function comparable<T>(property: Property<T>, item: T, reading: Reading): Value {
  const value = property.read(item, reading)
  if (value === null || typeof value === 'object') return null
  return property.type === 'dateTime' ? Date.parse(String(value)) : fold(value)
}

function members<T>(property: Property<T>, item: T, reading: Reading): string[] {
  const value = property.read(item, reading)
  if (!Array.isArray(value)) return []
  const { joined } = property
  return value.map((one) => {
    const object = typeof one === 'object' && one !== null && !Array.isArray(one) ? one : {}
    const text = joined ? joined.map((field) => String(object[field] ?? '')).join('|') : String(one)
    return fold(text) as string
  })
}

const fold = (value: Value): Value =>
  typeof value === 'string' ? value.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC') : value

function textMatch(how: 'eq' | 'startsWith' | 'endsWith' | 'contains', value: string, wanted: string): boolean {
  switch (how) {
    case 'eq':
      return value === wanted
    case 'startsWith':
      return value.startsWith(wanted)
    case 'endsWith':
      return value.endsWith(wanted)
    case 'contains':
      return value.includes(wanted)
  }
}

function compare(op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', value: Value, wanted: Value): boolean {
  if (op === 'eq') return value === wanted
  if (op === 'ne') return value !== wanted
  if (value === null || wanted === null) return false
  const difference = rank(value, wanted)
  return op === 'lt' ? difference < 0 : op === 'le' ? difference <= 0 : op === 'gt' ? difference > 0 : difference >= 0
}

/** Absent first; text by code point. */
function rank(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}
