import type { Graph, Page } from '../../../kit/graph/client.ts'
import { isConflict, isMissing } from '../../../kit/graph/error.ts'
import type { Version } from '../../../kit/graph/save-over.ts'
import { definitionWith, parseDefinition, type Restrictions } from './restrictions.ts'

/** The domain list with the policy that holds it on Graph; null where there is none, and every domain is admitted. */
export type RestrictionsPolicy = { restrictions: Restrictions; id: string | null; definition: string | null }

const path = '/beta/policies/b2bManagementPolicies'
type Wire = { id: string; definition: string[] }

export async function readRestrictions(graph: Graph, signal?: AbortSignal): Promise<Version<RestrictionsPolicy>> {
  const { value } = await graph.get<Page<Wire>>(path, signal ? { signal } : {})
  const [found] = value
  if (!found) return { value: { restrictions: { kind: 'any', domains: [] }, id: null, definition: null }, etag: null }
  // The list carries no tag.
  const tagged = await graph.getTagged<Wire>(`${path}/${found.id}`)
  const [definition = '{}'] = tagged.value.definition
  return { value: { restrictions: parseDefinition(definition), id: found.id, definition }, etag: tagged.etag }
}

/** Saves the list if nobody changed it since it was read; answers the other version when somebody did. */
export async function saveRestrictions(
  graph: Graph,
  base: Version<RestrictionsPolicy>,
  wish: Restrictions,
): Promise<Version<RestrictionsPolicy> | null> {
  const { id, definition } = base.value
  const next = [definitionWith(definition, wish)]
  try {
    if (id === null) {
      if (wish.kind !== 'any') await graph.post(path, { definition: next })
      return null
    }
    const options = { ifMatch: base.etag }
    if (wish.kind === 'any') await graph.delete(`${path}/${id}`, options)
    else await graph.patch(`${path}/${id}`, { definition: next }, options)
    return null
  } catch (error) {
    const now = await readRestrictions(graph)
    const changed = isConflict(error) || isMissing(error) || (id === null && now.value.id !== null)
    if (!changed) throw error
    return now
  }
}
