import { refuse } from '../errors/index.ts'
import type { Property, Resource } from './model/resource.ts'
import { findProperty } from './odata/filter.ts'
import { parseDateTime } from './odata/tokens.ts'
import type { Json, JsonObject } from './route.ts'

/** A checked body: values by wire name (times in epoch milliseconds), and `x@odata.bind` lists by relation. */
export type Given = { values: Readonly<Record<string, Json>>; binds: Readonly<Record<string, string[]>> }

const mostBinds = 20

/**
 * Checks a body against the model: names, types, lengths, members of enumerations, null, and what is needed at create.
 * `relations` names those that may be bound. Values of type `object` and `objects` are only checked for being that.
 * Refuses with propertyUnknown, propertyReadOnly, propertyRequired, propertyInvalid(Because), valueWrongType, badRequest.
 */
export function parseBody<T>(
  resource: Resource<T>,
  body: JsonObject,
  mode: 'create' | 'update',
  relations: readonly string[] = [],
): Given {
  const values: Record<string, Json> = {}
  const binds: Record<string, string[]> = {}
  for (const [key, value] of Object.entries(body)) {
    if (key.startsWith('@odata.')) continue
    const [, relation] = /^(.+)@odata\.bind$/i.exec(key) ?? []
    if (relation !== undefined) {
      const known = relations.find((one) => one.toLowerCase() === relation.toLowerCase())
      if (!known) refuse('propertyUnknown', { property: key, resource: resource.label })
      binds[known] = bindList(known, value)
      continue
    }
    // Annotations of a property (`x@odata.type`) say nothing that the model does not know.
    if (key.includes('@odata.')) continue
    const property = findProperty(resource, key)
    if (!property) refuse('propertyUnknown', { property: key, resource: resource.label })
    const writable = mode === 'create' ? property.write.create !== 'no' : property.write.update
    if (!writable) refuse('propertyReadOnly', { property: property.name })
    if (Object.hasOwn(values, property.name)) refuse('badRequest', { reason: `The property '${key}' is given twice.` })
    values[property.name] = checkValue(resource, property, value)
  }
  if (mode === 'create') {
    for (const property of resource.properties) {
      if (property.write.create === 'required' && (values[property.name] ?? null) === null) {
        const { name } = property
        refuse(
          'propertyRequired',
          { property: name, resource: resource.label },
          {
            details: [{ code: 'MissingRequiredProperty', message: `A value is required for '${name}'.`, target: name }],
          },
        )
      }
    }
  }
  return { values, binds }
}

function bindList(relation: string, value: Json): string[] {
  const list = Array.isArray(value) ? value : [value]
  const texts = list.filter((one) => typeof one === 'string')
  if (texts.length !== list.length) wrongType(`${relation}@odata.bind`, value, 'Collection(Edm.String)')
  if (texts.length > mostBinds) {
    refuse('badRequest', { reason: `At most ${mostBinds} references can be bound to '${relation}' in one request.` })
  }
  return texts
}

const edm = {
  string: 'Edm.String',
  boolean: 'Edm.Boolean',
  int32: 'Edm.Int32',
  dateTime: 'Edm.DateTimeOffset',
  guid: 'Edm.Guid',
  strings: 'Collection(Edm.String)',
  object: 'Edm.ComplexType',
  objects: 'Collection(Edm.ComplexType)',
} as const

function checkValue<T>(resource: Resource<T>, property: Property<T>, value: Json): Json {
  const { name, type, write } = property
  const invalid = (reason: string): never =>
    refuse('propertyInvalidBecause', { property: name, resource: resource.label, reason })
  if (value === null) {
    return write.nullable ? null : invalid('It cannot be null.')
  }
  switch (type) {
    case 'string':
    case 'guid': {
      if (typeof value !== 'string') return wrongType(name, value, edm[type])
      if (write.max !== undefined && [...value].length > write.max) {
        return invalid(`It is longer than ${write.max} characters.`)
      }
      if (!property.values) return value
      const member = property.values.find((one) => one.toLowerCase() === value.toLowerCase())
      return member ?? invalid(`It is one of ${property.values.join(', ')}.`)
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : wrongType(name, value, edm[type])
    case 'int32':
      return Number.isSafeInteger(value) ? value : wrongType(name, value, edm[type])
    case 'dateTime':
      return (typeof value === 'string' ? parseDateTime(value) : undefined) ?? wrongType(name, value, edm[type])
    case 'strings': {
      if (!Array.isArray(value)) return wrongType(name, value, edm[type])
      for (const one of value) if (typeof one !== 'string') wrongType(name, one, 'Edm.String')
      if (write.max !== undefined && value.some((one) => [...String(one)].length > (write.max ?? 0))) {
        return invalid(`One of its values is longer than ${write.max} characters.`)
      }
      return value
    }
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? value : wrongType(name, value, edm[type])
    case 'objects': {
      if (!Array.isArray(value)) return wrongType(name, value, edm[type])
      for (const one of value) {
        if (typeof one !== 'object' || one === null || Array.isArray(one)) wrongType(name, one, 'Edm.ComplexType')
      }
      return value
    }
  }
}

function wrongType(property: string, value: Json, type: string): never {
  // Never the value of an object: it may hold a password.
  const shown = typeof value === 'object' ? (Array.isArray(value) ? '[…]' : '{…}') : String(value)
  refuse('valueWrongType', { value: shown, property, type })
}
