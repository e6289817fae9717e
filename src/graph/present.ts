import { refuse } from '../errors/index.ts'
import type { Property, Resource } from './model/resource.ts'
import { findProperty } from './odata/filter.ts'
import type { GraphRequest, Json, JsonObject } from './route.ts'

/** Which properties an answer shows. `written`: what the client asked for, for `@odata.context`. */
export type Selection = { names: ReadonlySet<string>; written: string[] | null }

/** How one caller sees an object: properties outside of `visible` are null, collections empty. */
export type View = { visible?: ReadonlySet<string> | undefined }

/** `$select`, or the default set. Refuses with propertyUnknown where the type is not open. */
export function selectionOf<T>(request: GraphRequest, resource: Resource<T>): Selection {
  const { select, expand } = request.query
  if (expand !== undefined) {
    refuse('queryOptionInvalid', { option: '$expand', reason: 'relations cannot be expanded here' })
  }
  const shown = resource.properties.filter((property) => property.select !== 'never')
  if (select === undefined || select.trim() === '' || select.trim() === '*') {
    // Beta answers nearly everything (graph.md 1.2).
    const all = shown.filter((property) => property.select === 'default' || request.place === 'beta')
    return { names: new Set(all.map(({ name }) => name)), written: null }
  }
  const names = select.split(',').map((name) => name.trim())
  const known: string[] = []
  for (const name of names) {
    const property = findProperty({ properties: shown }, name)
    if (property) known.push(property.name)
    else if (!resource.open) refuse('propertyUnknown', { property: name, resource: resource.label })
  }
  return { names: new Set(known), written: [...new Set(known)] }
}

/** The object on the wire, without annotations. */
export function present<T>(
  request: GraphRequest,
  resource: Resource<T>,
  item: T,
  selection: Selection,
  view: View = {},
): JsonObject {
  const reading = { place: request.place, initialDomain: request.caller.tenantFacts.initialDomain }
  const body: JsonObject = {}
  for (const property of resource.properties) {
    if (!selection.names.has(property.name)) continue
    const visible = view.visible === undefined || view.visible.has(property.name)
    body[property.name] = visible ? property.read(item, reading) : hidden(property)
  }
  return body
}

const hidden = <T>({ type }: Property<T>): Json => (type === 'strings' || type === 'objects' ? [] : null)

/** `{ "@odata.context": …, …object }` for a single entity. */
export function entity<T>(
  request: GraphRequest,
  resource: Resource<T>,
  item: T,
  options: View & { context?: string; typed?: boolean } = {},
): JsonObject {
  const selection = selectionOf(request, resource)
  const properties = selection.written ? `(${selection.written.join(',')})` : ''
  return {
    '@odata.context': `${request.base}/$metadata#${options.context ?? resource.set}${properties}/$entity`,
    ...(options.typed ? { '@odata.type': typeOf(resource) } : {}),
    ...present(request, resource, item, selection, options),
  }
}

export const typeOf = <T>(resource: Resource<T>): string => `#microsoft.graph.${resource.type}`

/** `{"@odata.context":"…#Edm.Boolean","value":true}` */
export const scalar = (request: GraphRequest, type: string, value: Json): JsonObject => ({
  '@odata.context': `${request.base}/$metadata#${type}`,
  value,
})
