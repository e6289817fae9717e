import { useQuery } from '@tanstack/react-query'
import type { Graph, Page } from '../../../kit/graph/client.ts'
import { query } from '../../../kit/graph/client.ts'
import { isMissing } from '../../../kit/graph/error.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'

/** Who plays which part: `GET /gatehouse/v1/demo/tour`. */
export type TourCast = {
  guest: { displayName: string; mail: string; password: string }
  partner: { tenantId: string; displayName: string }
  portal: { appId: string; displayName: string; url: string | null }
}
export const tourSteps = ['invite', 'accept', 'app', 'block', 'refused', 'why', 'fix'] as const
export type TourStep = (typeof tourSteps)[number]

/** What has happened so far, read from the directory and its logs. */
export type TourState = {
  done: ReadonlySet<TourStep>
  /** The newest refused sign-in of the guest. */
  refusedSignIn: string | null
}

const whyKey = 'gatehouse.tour.why'
export const markWhyRead = (): void => localStorage.setItem(whyKey, 'read')

/** The people act in other windows: looked at again while the tour is shown. */
const every = 3_000

/** Null where there is no tour: another tenant, another world, or not an administrator. */
export const useTourCast = () => {
  const graph = useGraph()
  return useQuery({
    queryKey: ['graph', 'tour'],
    queryFn: ({ signal }) => orNull(graph.get<TourCast>('/gatehouse/v1/demo/tour', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useTourState(cast: TourCast) {
  const graph = useGraph()
  return useQuery({
    queryKey: ['graph', 'tour', 'state'],
    queryFn: ({ signal }) => readState(graph, cast, signal),
    refetchInterval: every,
  })
}

type Person = { id: string; externalUserState: string | null }
type SignIn = { id: string; appId: string; createdDateTime: string; status: { errorCode: number } }
type Setting = { usersAndGroups: { accessType: string } | null; applications: { accessType: string } | null }
type Partner = { b2bCollaborationInbound: Setting | null }

const refusedInbound = 500213

async function readState(graph: Graph, cast: TourCast, signal: AbortSignal): Promise<TourState> {
  const done = new Set<TourStep>()
  const filter = `mail eq '${cast.guest.mail}' and userType eq 'Guest'`
  const people = await graph.get<Page<Person>>(
    `/v1.0/users${query({ $filter: filter, $select: 'id,externalUserState' })}`,
    { signal },
  )
  const [guest] = people.value
  if (!guest) return { done, refusedSignIn: null }
  done.add('invite')
  if (guest.externalUserState === 'Accepted') done.add('accept')
  const [signIns, partner] = await Promise.all([
    // Of both kinds: a refused refresh is a sign-in in which nobody was asked. Only beta tells of those.
    Promise.all(
      ['interactiveUser', 'nonInteractiveUser'].map((kind) =>
        graph.get<Page<SignIn>>(
          `/beta/auditLogs/signIns${query({
            $filter: `userId eq '${guest.id}' and signInEventTypes/any(t: t eq '${kind}')`,
            $top: 50,
          })}`,
          { signal },
        ),
      ),
    ).then((pages) => pages.flatMap(({ value }) => value)),
    orNull(graph.get<Partner>(`/v1.0/policies/crossTenantAccessPolicy/partners/${cast.partner.tenantId}`, { signal })),
  ])
  const atPortal = signIns.filter(({ appId }) => appId === cast.portal.appId)
  const refused = signIns.find(({ status }) => status.errorCode === refusedInbound)
  const isBlocked = blocks(partner?.b2bCollaborationInbound ?? null)
  if (atPortal.some(({ status }) => status.errorCode === 0)) done.add('app')
  if (isBlocked || refused) done.add('block')
  if (refused) {
    done.add('refused')
    if (localStorage.getItem(whyKey)) done.add('why')
    if (!isBlocked) done.add('why').add('fix')
  }
  return { done, refusedSignIn: refused?.id ?? null }
}

const blocks = (setting: Setting | null): boolean =>
  setting?.usersAndGroups?.accessType === 'blocked' || setting?.applications?.accessType === 'blocked'

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
