import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import { refuse } from '../errors/index.ts'
import { readPayload } from '../graph/payload.ts'
import { isGuid, type TenantId, type UserId } from '../ids.ts'
import { parseDomainName } from '../tenants/domain-names.ts'
import type { Tenant } from '../tenants/tenant.ts'

/** What the demo's own addresses read from a request. Every fault is told with the property's name. */
export type Body = Record<string, unknown>

/** Writes need a JSON content type: a form on some page cannot send one. */
export function jsonBody(request: FastifyRequest): Body {
  needJson(request)
  const { body } = request
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('bodyUnreadable')
  return body as Body
}

function needJson({ headers }: FastifyRequest): void {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    refuse('unsupportedMediaType', { expected: 'application/json' })
  }
}

/** Where the body comes as bytes. Nothing is an empty object. */
export function readJson(request: FastifyRequest): Body {
  needJson(request)
  return readPayload(request.body, request.headers['content-type'], 'optional')
}

export function onlyKnown(body: Body, known: readonly string[]): Body {
  for (const name of Object.keys(body)) {
    if (!known.includes(name))
      refuseBecause(
        name.slice(0, 100),
        known.length > 0 ? `It is not known here. There are ${known.join(', ')}.` : 'Nothing is known here.',
      )
  }
  return body
}

export const refuseBecause = (property: string, reason: string): never =>
  refuse('propertyInvalidBecause', { property, resource: 'request', reason })

export function textOf(body: Body, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  const isText = typeof value === 'string' && value !== '' && value.length <= 512 && !value.includes('\0')
  return isText ? value : refuseBecause(name, 'It must be a text of 1 to 512 characters.')
}

export const neededText = (body: Body, name: string): string =>
  textOf(body, name) ?? refuse('propertyRequired', { property: name, resource: 'request' })

export function textsOf(body: Body, name: string): string[] | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.length > 500) return refuseBecause(name, 'It must be a list of texts.')
  return value.map((one) => (typeof one === 'string' ? one : refuseBecause(name, 'It must be a list of texts.')))
}

/** By id or a domain that it has verified. */
export async function tenantNamed({ store }: Deps, body: Body): Promise<Tenant> {
  const wanted = neededText(body, 'tenant').toLowerCase()
  const domain = parseDomainName(wanted)
  const id = isGuid(wanted) ? (wanted as TenantId) : domain && (await store.across.tenantOfDomain(domain))
  const tenant = id && (await store.tenants.get(store.at(id)))
  return tenant || refuseBecause('tenant', 'No tenant has this id or domain.')
}

/** By object id, sign-in name or address. */
export async function userNamed({ store }: Deps, tenant: TenantId, body: Body): Promise<User> {
  const wanted = neededText(body, 'user')
  const door = store.at(tenant)
  const found = isGuid(wanted)
    ? await store.users.find(door, wanted.toLowerCase() as UserId)
    : ((await store.users.byUserPrincipalName(door, wanted)) ?? (await store.users.byAddress(door, wanted))[0])
  return found ?? refuseBecause('user', 'Nobody in this tenant has this id, sign-in name or address.')
}

export function jsonObject(body: Body, name: string): Body {
  const value = body[name]
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return refuseBecause(name, 'It must be an object.')
  return value as Body
}
