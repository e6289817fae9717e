import type { Graph } from '../../../kit/graph/client.ts'
import { isConflict } from '../../../kit/graph/error.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { texts } from '../../../texts/en/external-identities.ts'
import { same } from './access.ts'

/** A policy as it was read, with its tag. */
export type Version<T extends object = object> = { value: T; etag: string | null }
export type Parts = Record<string, unknown>

const part = (value: object, name: string): unknown => (value as Parts)[name] ?? null
/** The same properties as another version has them. */
export const sameParts = (parts: Parts, version: object): Parts =>
  Object.fromEntries(Object.keys(parts).map((name) => [name, part(version, name)]))

/**
 * Saves properties of a policy if nobody changed the same ones since they were read. Answers the other version when
 * somebody did: nothing is saved then. Properties that are not sent are left alone, whoever changed them.
 */
export async function saveParts<T extends object>(
  graph: Graph,
  path: string,
  base: Version<T>,
  parts: Parts,
): Promise<Version<T> | null> {
  try {
    await graph.patch(path, parts, { ifMatch: base.etag })
  } catch (error) {
    if (!isConflict(error)) throw error
    const theirs = await graph.getTagged<T>(path)
    if (!same(sameParts(parts, base.value), sameParts(parts, theirs.value))) return theirs
    await graph.patch(path, parts, { ifMatch: theirs.etag })
  }
  return null
}

/** Puts back what was there before a save, unless somebody has changed it since. */
export function useTakeBack(): (path: string, saved: Parts, before: Parts) => Promise<void> {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  return async (path, saved, before) => {
    try {
      const now = await graph.getTagged<object>(path)
      if (!same(sameParts(saved, now.value), saved)) throw new Error(texts.undoLost)
      await graph.patch(path, before, { ifMatch: now.etag })
      notify.success(texts.undone)
    } catch (error) {
      notify.error(texts.undoFailed, error)
    } finally {
      await refresh([path])
    }
  }
}
