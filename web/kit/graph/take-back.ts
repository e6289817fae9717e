import { texts } from '../../texts/en/kit.ts'
import { useNotify } from '../ui/notify.tsx'
import type { Graph } from './client.ts'
import { useGraph, useRefresh } from './hooks.tsx'
import type { Body } from './merge.ts'
import { type SaveRules, saveOver, type Version } from './save-over.ts'

/** A save that can be taken back: what was there `before` is put over the version `after` it. */
export type TakeBack<T extends object> = SaveRules<T> & {
  path: string
  before: Body
  after: Version<T>
  /** What is read again afterwards, besides the object itself. */
  stale?: readonly string[]
}

/** Undo of a save: what somebody has saved since stays, and if it is the same thing, nothing is taken back. */
export async function takeBack<T extends object>(
  graph: Graph,
  { path, before, after, ...rules }: Omit<TakeBack<T>, 'stale'>,
): Promise<void> {
  const end = await saveOver(graph, path, after, before, rules)
  if (!end.saved) throw new Error(texts.undoLost)
}

/** The same, as what happens at "Undo" of a notice. */
export function useTakeBack(): <T extends object>(save: TakeBack<T>) => Promise<void> {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  return async ({ stale = [], ...save }) => {
    try {
      await takeBack(graph, save)
      notify.success(texts.undone)
    } catch (error) {
      notify.error(texts.undoFailed, error)
    } finally {
      await refresh([save.path, ...stale])
    }
  }
}
