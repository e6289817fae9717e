import { useQuery } from '@tanstack/react-query'
import { type Graph, type Page, query } from '../../../kit/graph/client.ts'
import { useGraph, useGraphGet } from '../../../kit/graph/hooks.tsx'

export type Role = { id: string; displayName: string; description: string; templateId: string }
export type Assignment = { id: string; principalId: string; roleDefinitionId: string }
export type Principal = {
  '@odata.type': string
  id: string
  displayName: string | null
  userPrincipalName?: string
  appId?: string
}
/** Who holds a role; `principal` null when it cannot be seen. */
export type Holder = { assignment: Assignment; principal: Principal | null }

export const assignmentsPath = '/v1.0/roleManagement/directory/roleAssignments'

/** All roles: a directory has a few dozen, and they never change. */
export const useRoles = () => useGraphGet<Page<Role>>('/v1.0/roleManagement/directory/roleDefinitions?$top=999')

/** All assignments, of one role or of all. */
export function useAssignments(role?: string) {
  const graph = useGraph()
  const path = `${assignmentsPath}${query({ $top: 999, $filter: role && `roleDefinitionId eq '${role}'` })}`
  return useQuery({
    queryKey: ['graph', ...assignmentsPath.split('/').filter(Boolean), role ?? 'all'],
    queryFn: ({ signal }) => readAll<Assignment>(graph, path, signal),
  })
}

/** Those who hold a role, with their names. */
export function useHolders(role: string) {
  const graph = useGraph()
  const path = `${assignmentsPath}${query({ $top: 999, $filter: `roleDefinitionId eq '${role}'` })}`
  return useQuery({
    queryKey: ['graph', ...assignmentsPath.split('/').filter(Boolean), role, 'holders'],
    queryFn: async ({ signal }): Promise<Holder[]> => {
      const assignments = await readAll<Assignment>(graph, path, signal)
      const principals = new Map<string, Principal>()
      const ids = assignments.map(({ principalId }) => principalId)
      for (let at = 0; at < ids.length; at += 1000) {
        const body = { ids: ids.slice(at, at + 1000), types: ['user', 'group', 'servicePrincipal'] }
        const { value } = await graph.post<Page<Principal>>('/v1.0/directoryObjects/getByIds', body, { signal })
        for (const one of value) principals.set(one.id, one)
      }
      return assignments.map((assignment) => ({
        assignment,
        principal: principals.get(assignment.principalId) ?? null,
      }))
    },
  })
}

async function readAll<T>(graph: Graph, path: string, signal: AbortSignal): Promise<T[]> {
  const all: T[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: Page<T> = await graph.get<Page<T>>(next, { signal })
    all.push(...page.value)
    next = page['@odata.nextLink']
  }
  return all
}
