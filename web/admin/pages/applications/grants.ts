import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Graph, literal, type Page, query } from '../../../kit/graph/client.ts'
import { isConflict, isMissing } from '../../../kit/graph/error.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import type { AppRole, Principal, RequiredAccess, Scope } from './model.ts'

/** What an app asks for and what was granted to it here: read together, since one page shows both. */

export type Api = Pick<Principal, 'id' | 'appId' | 'displayName' | 'appRoles' | 'oauth2PermissionScopes'>
/** Delegated: scope values of one API, for everybody or for one person. */
export type Grant = {
  id: string
  resourceId: string
  consentType: 'AllPrincipals' | 'Principal'
  principalId: string | null
  scope: string
}
/** Application permissions: an app's role at an API. */
export type Assignment = { id: string; resourceId: string; appRoleId: string; createdDateTime: string }

export type Granted = {
  /** The app's own service principal; null: it has none here, so nothing is granted. */
  principal: Principal | null
  apis: Api[]
  grants: Grant[]
  assignments: Assignment[]
}

const apiQuery = query({ $select: 'id,appId,displayName,appRoles,oauth2PermissionScopes' })
const everything = query({ $top: 999 })
const orNull = (error: unknown): null => {
  if (isMissing(error)) return null
  throw error
}

async function whole<T>(graph: Graph, path: string, signal: AbortSignal): Promise<T[]> {
  const items: T[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: Page<T> = await graph.get<Page<T>>(next, { signal })
    items.push(...page.value)
    next = page['@odata.nextLink']
  }
  return items
}

/** By the app's client id, with the APIs that it asks for or was granted something of. */
export function useGranted(appId: string, required: readonly RequiredAccess[]) {
  const graph = useGraph()
  const asked = required.map(({ resourceAppId }) => resourceAppId)
  return useQuery({
    // Below the service principals, so that a change of those makes it stale.
    queryKey: ['graph', 'v1.0', 'servicePrincipals', 'granted', appId, ...asked],
    // Somebody else's permissions may appear below an open pane: the page, and what is chosen in the pane, stay.
    placeholderData: keepPreviousData,
    async queryFn({ signal }): Promise<Granted> {
      const byAppId = (id: string) => `/v1.0/servicePrincipals(appId='${encodeURIComponent(literal(id))}')`
      const principal = await graph.get<Principal>(byAppId(appId), { signal }).catch(orNull)
      const own = principal && `/v1.0/servicePrincipals/${principal.id}`
      const [grants, assignments, ...known] = await Promise.all([
        own ? whole<Grant>(graph, `${own}/oauth2PermissionGrants${everything}`, signal) : [],
        own ? whole<Assignment>(graph, `${own}/appRoleAssignments${everything}`, signal) : [],
        ...asked.map((id) => graph.get<Api>(`${byAppId(id)}${apiQuery}`, { signal }).catch(orNull)),
      ])
      const apis = known.filter((api) => api !== null)
      const others = new Set([...grants, ...assignments].map(({ resourceId }) => resourceId))
      for (const { id } of apis) others.delete(id)
      const more = await Promise.all(
        [...others].map((id) => graph.get<Api>(`/v1.0/servicePrincipals/${id}${apiQuery}`, { signal }).catch(orNull)),
      )
      return { principal, grants, assignments, apis: [...apis, ...more.filter((api) => api !== null)] }
    },
  })
}

export type Kind = 'Scope' | 'Role'
export type PermissionRow = {
  key: string
  kind: Kind
  /** Of the scope or role; null: only its value is known, since the API does not define it any more. */
  id: string | null
  apiId: string | null
  apiName: string
  apiAppId: string
  value: string
  description: string
  needsAdmin: boolean
  /** For everybody, or as an application permission. */
  granted: boolean
  /** How many people have granted it for themselves alone. */
  people: number
}

export const words = (scope: string): string[] => scope.split(' ').filter((word) => word !== '')
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const definition = (api: Api | undefined, kind: Kind, id: string): Scope | AppRole | undefined =>
  kind === 'Scope'
    ? api?.oauth2PermissionScopes.find((one) => one.id === id)
    : api?.appRoles.find((one) => one.id === id)

function rowOf(granted: Granted, appId: string, kind: Kind, id: string): PermissionRow {
  const api = granted.apis.find((one) => one.appId === appId)
  const found = definition(api, kind, id)
  const value = found?.value ?? id
  const holding = granted.grants.filter(
    ({ resourceId, scope }) =>
      kind === 'Scope' && resourceId === api?.id && words(scope).some((one) => same(one, value)),
  )
  const assigned = granted.assignments.some(({ resourceId, appRoleId }) => resourceId === api?.id && appRoleId === id)
  return {
    key: `${appId} ${kind} ${id}`,
    kind,
    id: found ? id : null,
    apiId: api?.id ?? null,
    apiName: api?.displayName ?? '',
    apiAppId: appId,
    value,
    description: found ? ('displayName' in found ? found.displayName : found.adminConsentDisplayName) : '',
    needsAdmin: kind === 'Role' || (found !== undefined && 'type' in found && found.type === 'Admin'),
    granted: kind === 'Role' ? assigned : holding.some(({ consentType }) => consentType === 'AllPrincipals'),
    people: holding.filter(({ consentType }) => consentType === 'Principal').length,
  }
}

export const configuredRows = (granted: Granted, required: readonly RequiredAccess[]): PermissionRow[] =>
  required.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => rowOf(granted, resourceAppId, type, id)),
  )

/** Everything that is granted for everybody, or to the app itself. */
export function grantedRows(granted: Granted): PermissionRow[] {
  const scopes = granted.grants
    .filter(({ consentType }) => consentType === 'AllPrincipals')
    .flatMap(({ resourceId, scope }) => {
      const api = granted.apis.find(({ id }) => id === resourceId)
      return words(scope).flatMap((value) => {
        const found = api?.oauth2PermissionScopes.find((one) => same(one.value, value))
        return api && found ? [rowOf(granted, api.appId, 'Scope', found.id)] : []
      })
    })
  const roles = granted.assignments.flatMap(({ resourceId, appRoleId }) => {
    const api = granted.apis.find(({ id }) => id === resourceId)
    return api ? [rowOf(granted, api.appId, 'Role', appRoleId)] : []
  })
  return [...scopes, ...roles]
}

/** Granted, but not configured: apps may ask for more at sign-in than their registration says. */
export function otherRows(granted: Granted, configured: readonly PermissionRow[]): PermissionRow[] {
  const known = new Set(configured.map(({ key }) => key))
  return grantedRows(granted).filter(({ key }) => !known.has(key))
}

/** Grants rows for the whole directory, API by API: what is granted already stays as it is. */
export async function grantForAll(
  graph: Graph,
  appId: string,
  granted: Granted,
  rows: readonly PermissionRow[],
): Promise<void> {
  const { id } = granted.principal ?? (await graph.post<Principal>('/v1.0/servicePrincipals', { appId }))
  const wanted = rows.filter((row) => !row.granted && row.id !== null && row.apiId !== null)
  for (const [resourceId, list] of Map.groupBy(wanted, (row) => row.apiId ?? '')) {
    const values = list.filter(({ kind }) => kind === 'Scope').map(({ value }) => value)
    const known = granted.grants.find((one) => one.resourceId === resourceId && one.consentType === 'AllPrincipals')
    if (values.length > 0) {
      const isThere = known !== undefined && (await changeScopes(graph, known.id, (old) => [...old, ...values]))
      if (!isThere) {
        const body = { clientId: id, consentType: 'AllPrincipals', resourceId, scope: values.join(' ') }
        await graph.post(grantsPath, body)
      }
    }
    for (const role of list.filter(({ kind }) => kind === 'Role')) {
      const body = { principalId: id, resourceId, appRoleId: role.id }
      await graph.post(`/v1.0/servicePrincipals/${id}/appRoleAssignments`, body)
    }
  }
}

/** Takes one row back from everybody. */
export async function revokeForAll(graph: Graph, granted: Granted, row: PermissionRow): Promise<void> {
  if (row.kind === 'Role') {
    const found = granted.assignments.find((one) => one.resourceId === row.apiId && one.appRoleId === row.id)
    const own = granted.principal?.id
    if (found) await graph.delete(`/v1.0/servicePrincipals/${own}/appRoleAssignments/${encodeURIComponent(found.id)}`)
    return
  }
  const grant = granted.grants.find((one) => one.resourceId === row.apiId && one.consentType === 'AllPrincipals')
  if (grant) await takeScope(graph, grant, row.value)
}

/** One scope out of a grant, where it is still in it. */
export async function takeScope(graph: Graph, { id }: Grant, value: string): Promise<void> {
  await changeScopes(graph, id, (scopes) => scopes.filter((one) => !same(one, value)))
}

const grantsPath = '/v1.0/oauth2PermissionGrants'
const mostTries = 5

/**
 * Changes what a grant says by now: others consent and revoke at the same time. A grant of nothing is deleted. Whether
 * there is such a grant.
 */
async function changeScopes(graph: Graph, id: string, change: (scopes: string[]) => string[]): Promise<boolean> {
  const path = `${grantsPath}/${encodeURIComponent(id)}`
  for (let tries = 1; ; tries++) {
    try {
      const { value, etag } = await graph.getTagged<Grant>(path)
      const scope = [...new Set(change(words(value.scope)))].join(' ')
      if (scope === '') await graph.delete(path, { ifMatch: etag })
      else if (scope !== value.scope) await graph.patch(path, { scope }, { ifMatch: etag })
      return true
    } catch (error) {
      if (isMissing(error)) return false
      if (!isConflict(error) || tries === mostTries) throw error
    }
  }
}
