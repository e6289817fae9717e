import { type Graph, literal, type Page, query } from './client.ts'

/** `application` is a service principal: an app as this directory has it. */
export type PickKind = 'user' | 'group' | 'application'
export type Picked = {
  id: string
  kind: PickKind
  name: string
  /** What tells two of the same name apart. */
  detail: string | null
  /** Of an application. */
  appId?: string
}

const atOnce = 10
export const isGuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

type Found = {
  id: string
  displayName: string | null
  userPrincipalName?: string
  mail?: string | null
  description?: string | null
  appId?: string
}

const sources = {
  user: { set: 'users', searched: ['displayName', 'mail', 'userPrincipalName'], select: 'mail,userPrincipalName' },
  group: { set: 'groups', searched: ['displayName'], select: 'description' },
  application: { set: 'servicePrincipals', searched: ['displayName'], select: 'appId' },
} as const

/** The first ten people, groups or apps whose name or address has a word that begins so; by id the one. */
export async function find(graph: Graph, kind: PickKind, text: string, signal: AbortSignal): Promise<Picked[]> {
  const { set, searched, select } = sources[kind]
  const quoted = text.replaceAll(/["\\]/g, '\\$&')
  const options = {
    $select: `id,displayName,${select}`,
    $top: atOnce,
    ...(isGuid(text)
      ? { $filter: kind === 'application' ? `id eq '${text}' or appId eq '${text}'` : `id eq '${literal(text)}'` }
      : text === ''
        ? { $orderby: 'displayName' }
        : { $search: searched.map((name) => `"${name}:${quoted}"`).join(' OR ') }),
  }
  const headers = { ConsistencyLevel: 'eventual' }
  const path = `/v1.0/${set}${query({ ...options, $count: true })}`
  const { value } = await graph.get<Page<Found>>(path, { headers, signal })
  return value.map((one) => ({
    id: one.id,
    kind,
    name: one.displayName ?? one.userPrincipalName ?? one.id,
    detail: (kind === 'application' ? one.appId : (one.mail ?? one.userPrincipalName ?? one.description)) ?? null,
    ...(one.appId ? { appId: one.appId } : {}),
  }))
}
