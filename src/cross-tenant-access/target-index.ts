import type { Target } from './settings.ts'

/** Who and what stands on one list, to be asked rather than read through. */
export type TargetIndex = { everything: boolean; people: Set<string>; groups: Set<string>; applications: Set<string> }

/** Below, reading through the list is as fast. 25 KB hold some 350 targets. */
export const longList = 16

/**
 * Made once for each list. A list is part of a tenant's configuration, which every decision shares until it changes and
 * nobody alters; a changed one is another list. Forgotten with the list.
 */
const known = new WeakMap<readonly Target[], TargetIndex>()

export function indexOf(targets: readonly Target[]): TargetIndex {
  const before = known.get(targets)
  if (before) return before
  const index: TargetIndex = { everything: false, people: new Set(), groups: new Set(), applications: new Set() }
  const places = { user: index.people, group: index.groups, application: index.applications }
  for (const { target, targetType } of targets) {
    if (target === 'AllUsers' || target === 'AllApplications') index.everything = true
    else places[targetType].add(target)
  }
  known.set(targets, index)
  return index
}
