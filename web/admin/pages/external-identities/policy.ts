import { useQuery } from '@tanstack/react-query'
import { type Graph, type Page, query } from '../../../kit/graph/client.ts'
import { isDenied, isMissing } from '../../../kit/graph/error.ts'
import { useGraph, useGraphGet, useGraphTagged, useRefresh } from '../../../kit/graph/hooks.tsx'
import { saveOver, type Version } from '../../../kit/graph/save-over.ts'
import { useTakeBack } from '../../../kit/graph/take-back.ts'
import { useNotify } from '../../../kit/ui/notify.tsx'
import type { Blocks, Configuration } from './access.ts'
import type { DefaultConfiguration, PartnerConfiguration } from './rules.ts'

/** Reading and saving cross-tenant access settings over Graph. */

export const policyPath = '/v1.0/policies/crossTenantAccessPolicy'
const defaultPath = `${policyPath}/default`
export const partnersPath = `${policyPath}/partners`
export const partnerPath = (tenantId: string) => `${partnersPath}/${encodeURIComponent(tenantId)}`
export const pathOf = (tenantId: string | null) => (tenantId === null ? defaultPath : partnerPath(tenantId))

export const useDefaults = () => useGraphTagged<DefaultConfiguration>(defaultPath)
export const usePartner = (tenantId: string | null) =>
  useGraphTagged<PartnerConfiguration>(tenantId === null ? null : partnerPath(tenantId))

export type OrganizationInfo = { tenantId: string; displayName: string; defaultDomainName: string }

const information = '/v1.0/tenantRelationships/findTenantInformationBy'
export const findById = (tenantId: string) => `${information}TenantId(tenantId='${encodeURIComponent(tenantId)}')`
export const findByDomain = (domain: string) => `${information}DomainName(domainName='${encodeURIComponent(domain)}')`

/** Who another organization is. Null: nobody of this server, or it may not be asked. Names change seldom. */
export const organizationInfo = (graph: Graph, tenantId: string) => ({
  queryKey: ['graph', 'organization-information', tenantId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    graph.get<OrganizationInfo>(findById(tenantId), { signal }).catch((error: unknown) => {
      if (isMissing(error) || isDenied(error)) return null
      throw error
    }),
  staleTime: 10 * 60_000,
})
export const useOrganizationInfo = (tenantId: string) => useQuery(organizationInfo(useGraph(), tenantId))

/** `theirs` is set when somebody else has changed the same settings meanwhile: nothing was saved then. */
type Saved = { theirs: Version<Configuration> | null }

/** Saves blocks if nobody changed the same ones meanwhile, and offers to take it back. */
export function useSaveAccess(tenantId: string | null) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const takeBack = useTakeBack()
  const path = pathOf(tenantId)
  return async function save(base: Version<Configuration>, blocks: Blocks, title: string): Promise<Saved> {
    try {
      // A block is one decision: its lists and what they mean are not put together from two people's versions.
      const end = await saveOver(graph, path, base, blocks, { whole: true })
      if (!end.saved) return { theirs: end.now }
      const { before, after } = end
      const undo = after && (() => void takeBack({ path, before, after, whole: true, stale: [policyPath] }))
      notify.success(title, undo ? { undo } : {})
      return { theirs: null }
    } finally {
      await refresh([policyPath])
    }
  }
}

/** Everybody from outside; with a tenant, its people, whatever address they were invited by. */
export function useGuestCount(tenantId: string | null) {
  const every = query({ $filter: "userType eq 'Guest'", $count: true, $top: 1, $select: 'id' })
  const all = useGraphGet<Page<{ id: string }>>(tenantId === null ? `/v1.0/users${every}` : null, {
    ConsistencyLevel: 'eventual',
  })
  const own = useGraphGet<{ guests: number }>(
    tenantId === null ? null : `/gatehouse/v1/reports/guests${query({ tenantId })}`,
  )
  const { error, isPending } = tenantId === null ? all : own
  return { error, isPending, count: tenantId === null ? all.data?.['@odata.count'] : own.data?.guests }
}

const days = 30
const most = 1000

/** Different people who went that way in the last 30 days, by the sign-in log: refreshed tokens count too. */
export function useRecentPeople(direction: 'inbound' | 'outbound', own: string | undefined, partner: string | null) {
  const since = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 13)
  const [home, resource] = direction === 'inbound' ? [partner, own] : [own, partner]
  const filter = [
    `createdDateTime ge ${since}:00:00Z`,
    "crossTenantAccessType eq 'b2bCollaboration'",
    'status/errorCode eq 0',
    ...(home ? [`homeTenantId eq '${home}'`] : []),
    ...(resource ? [`resourceTenantId eq '${resource}'`] : []),
  ].join(' and ')
  const path = `/beta/auditLogs/signIns${query({ $filter: filter, $top: most, $select: 'userId' })}`
  const answer = useGraphGet<Page<{ userId: string }>>(own === undefined ? null : path)
  return {
    ...answer,
    people: answer.data && new Set(answer.data.value.map(({ userId }) => userId)).size,
    atLeast: answer.data?.['@odata.nextLink'] !== undefined,
  }
}
