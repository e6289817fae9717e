import { useQuery } from '@tanstack/react-query'
import { type Graph, type Page, query } from './client.ts'
import { useGraph } from './hooks.tsx'

/** Ids that want names: objects of this directory, apps by their client ids, other organizations. */
export type NamedIds = { objects: readonly string[]; apps: readonly string[]; tenants: readonly string[] }
export type Names = ReadonlyMap<string, string>

const none: Names = new Map()

/** What is behind ids, as far as this person may know it; the rest stay ids. */
export function useNames({ objects, apps, tenants }: NamedIds): Names {
  const graph = useGraph()
  const answer = useQuery({
    queryKey: ['graph', 'names', ...[...objects, ...apps, ...tenants].toSorted()],
    queryFn: async ({ signal }) => {
      const found = await Promise.all([
        namesOfApps(graph, apps, signal),
        namesOfObjects(graph, objects, signal),
        ...tenants.map((id) => nameOfTenant(graph, id, signal)),
      ])
      return new Map(found.flat().flatMap(([id, name]) => (name ? [[id, name] as const] : [])))
    },
    enabled: objects.length + apps.length + tenants.length > 0,
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
  return answer.data ?? none
}

type Named = { id: string; appId?: string; displayName: string | null }
type Pairs = (readonly [id: string, name: string | null])[]

const atOnce = 15
/** A name is a help and no more: without it the id is shown. */
const unknown = (): Pairs => []

async function namesOfApps(graph: Graph, ids: readonly string[], signal: AbortSignal): Promise<Pairs> {
  const named: Pairs = []
  for (let start = 0; start < ids.length; start += atOnce) {
    const list = ids.slice(start, start + atOnce).map((id) => `'${id}'`)
    const options = { $filter: `appId in (${list.join(',')})`, $select: 'id,appId,displayName', $top: atOnce }
    const page = graph.get<Page<Named>>(`/v1.0/servicePrincipals${query(options)}`, { signal })
    named.push(...(await page.then(({ value }) => value.map(appPair), unknown)))
  }
  return named
}
const appPair = ({ appId, displayName }: Named) => [appId ?? '', displayName] as const

async function namesOfObjects(graph: Graph, ids: readonly string[], signal: AbortSignal): Promise<Pairs> {
  if (ids.length === 0) return []
  const body = { ids: ids.slice(0, 1000), types: ['user', 'group', 'servicePrincipal', 'directoryRole'] }
  const page = graph.post<Page<Named>>('/v1.0/directoryObjects/getByIds', body, { signal })
  return page.then(({ value }) => value.map(({ id, displayName }) => [id, displayName] as const), unknown)
}

async function nameOfTenant(graph: Graph, id: string, signal: AbortSignal): Promise<Pairs> {
  const path = `/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='${encodeURIComponent(id)}')`
  return graph.get<Named>(path, { signal }).then(({ displayName }) => [[id, displayName] as const], unknown)
}
