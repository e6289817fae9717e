import { useQuery } from '@tanstack/react-query'
import type { Graph } from '../../../kit/graph/client.ts'
import { useGraph, useGraphTagged, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/external-identities.ts'
import type { Restrictions } from './restrictions.ts'
import { type RestrictionsPolicy, readRestrictions, saveRestrictions } from './restrictions-policy.ts'
import { type Parts, saveParts, useTakeBack, type Version } from './versioned.ts'

/** One page, five policies: what the page shows of each, by the name of the policy. */
export type Values = {
  authorization: { allowInvitesFrom: string; guestUserRoleId: string }
  flows: { selfServiceSignUp: { isEnabled: boolean } }
  leave: { allowExternalIdentitiesToLeave: boolean }
  restrictions: RestrictionsPolicy
  redemption: { redemptionLinkDays: number | null }
}
export type Source = keyof Values
export type Policies = { [Name in Source]: Version<Values[Name]> | null }

const places: Record<Source, string> = {
  authorization: '/v1.0/policies/authorizationPolicy',
  flows: '/v1.0/policies/authenticationFlowsPolicy',
  leave: '/beta/policies/externalIdentitiesPolicy',
  restrictions: '/beta/policies/b2bManagementPolicies',
  redemption: '/gatehouse/v1/policies/redemption',
}

/** All of them. Who may not read one still sees the others. */
export function useCollaborationPolicies() {
  const graph = useGraph()
  const answers = {
    authorization: useGraphTagged<Values['authorization']>(places.authorization),
    flows: useGraphTagged<Values['flows']>(places.flows),
    leave: useGraphTagged<Values['leave']>(places.leave),
    restrictions: useQuery({
      queryKey: ['graph', ...places.restrictions.split('/').filter(Boolean), 'read'],
      queryFn: ({ signal }) => readRestrictions(graph, signal),
    }),
    redemption: useGraphTagged<Values['redemption']>(places.redemption),
  }
  const entries = Object.entries(answers) as [Source, (typeof answers)[Source]][]
  return {
    isPending: entries.some(([, { isPending }]) => isPending),
    policies: Object.fromEntries(entries.map(([name, { data }]) => [name, data ?? null])) as Policies,
    errors: Object.fromEntries(entries.map(([name, { error }]) => [name, error])) as Record<Source, Error | null>,
    retry: () => entries.forEach(([, answer]) => void (answer.error && answer.refetch())),
  }
}

export type Clash = { source: Source; theirs: Version; parts: Parts }
/** `saved`: what came through before something else did not. */
type Outcome = { saved: Source[]; clash?: Clash; error?: unknown }
type Change = { source: Source; saved: Parts; before: Parts }

function saveOne(graph: Graph, source: Source, from: Version, parts: Parts): Promise<Version | null> {
  if (source !== 'restrictions') return saveParts(graph, places[source], from, parts)
  return saveRestrictions(graph, from as Version<RestrictionsPolicy>, parts.restrictions as Restrictions)
}

/** Saves one policy after another; stops at one that somebody else has changed, and at the first refusal. */
export function useSaveCollaboration() {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const takeBackParts = useTakeBack()

  async function takeBack({ source, saved, before }: Change) {
    if (source !== 'restrictions') return takeBackParts(places[source], saved, before)
    try {
      const now = await readRestrictions(graph)
      const isAsSaved = JSON.stringify(now.value.restrictions) === JSON.stringify(saved.restrictions)
      const theirs = isAsSaved ? await saveOne(graph, source, now, before) : now
      if (theirs) throw new Error(texts.undoLost)
      notify.success(texts.undone)
    } catch (error) {
      notify.error(texts.undoFailed, error)
    } finally {
      await refresh([places[source]])
    }
  }

  return async function save(base: Policies, changed: Partial<Record<Source, Parts>>, title: string): Promise<Outcome> {
    const done: Change[] = []
    const outcome = (rest: Omit<Outcome, 'saved'> = {}): Outcome => ({
      saved: done.map(({ source }) => source),
      ...rest,
    })
    try {
      for (const [source, parts] of Object.entries(changed) as [Source, Parts][]) {
        const from = base[source] as Version
        const theirs = await saveOne(graph, source, from, parts)
        if (theirs) return outcome({ clash: { source, theirs, parts } })
        const before = Object.fromEntries(Object.keys(parts).map((name) => [name, (from.value as Parts)[name] ?? null]))
        done.push({ source, saved: parts, before })
      }
      return outcome()
    } catch (error) {
      return outcome({ error })
    } finally {
      await refresh(Object.keys(changed).map((source) => places[source as Source]))
      if (done.length > 0) notify.success(title, { undo: () => done.forEach((one) => void takeBack(one)) })
    }
  }
}
