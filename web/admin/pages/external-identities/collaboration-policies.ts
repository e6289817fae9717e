import { useQuery } from '@tanstack/react-query'
import type { Graph } from '../../../kit/graph/client.ts'
import { useGraph, useGraphTagged, useRefresh } from '../../../kit/graph/hooks.tsx'
import { type Body as Parts, same } from '../../../kit/graph/merge.ts'
import { type Saved, saveOver, type Version } from '../../../kit/graph/save-over.ts'
import { useTakeBack } from '../../../kit/graph/take-back.ts'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/kit.ts'
import type { Restrictions } from './restrictions.ts'
import { type RestrictionsPolicy, readRestrictions, saveRestrictions } from './restrictions-policy.ts'

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
/** `end`: of a policy that Graph keeps as it is shown here. The list of domains is one within a text. */
type Change =
  | { source: Source; end: Saved<object> }
  | { source: 'restrictions'; saved: Restrictions; before: Restrictions }

/** What was changed, or somebody else's version. */
async function saveOne(graph: Graph, source: Source, from: Version, parts: Parts): Promise<Change | Version> {
  if (source !== 'restrictions') {
    const end = await saveOver(graph, places[source], from, parts, { whole: true })
    return end.saved ? { source, end } : end.now
  }
  const base = from as Version<RestrictionsPolicy>
  const saved = parts.restrictions as Restrictions
  return (await saveRestrictions(graph, base, saved)) ?? { source, saved, before: base.value.restrictions }
}

/** Saves one policy after another; stops at one that somebody else has changed, and at the first refusal. */
export function useSaveCollaboration() {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const takeBackParts = useTakeBack()

  async function takeBack(change: Change) {
    const path = places[change.source]
    if ('end' in change) {
      const { before, after } = change.end
      if (after) await takeBackParts({ path, before, after, whole: true })
      return
    }
    try {
      const now = await readRestrictions(graph)
      const isAsSaved = same(now.value.restrictions, change.saved)
      const theirs = isAsSaved ? await saveRestrictions(graph, now, change.before) : now
      if (theirs) throw new Error(texts.undoLost)
      notify.success(texts.undone)
    } catch (error) {
      notify.error(texts.undoFailed, error)
    } finally {
      await refresh([path])
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
        const end = await saveOne(graph, source, from, parts)
        if ('value' in end) return outcome({ clash: { source, theirs: end, parts } })
        done.push(end)
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
