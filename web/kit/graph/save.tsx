import { type ReactNode, useState } from 'react'
import { showText } from '../format.ts'
import { Conflict, type Difference } from '../ui/conflict.tsx'
import { useGraph, useRefresh } from './hooks.tsx'
import { type Body, type Contested, isPlain, nameOf } from './merge.ts'
import { type Saved, type SaveRules, saveOver, type Version } from './save-over.ts'
import { useTakeBack } from './take-back.ts'

/** Something as it was at first: a pane changes the version that it opened with, though the page reads newer ones. */
export function useOpened<T>(version: T): T {
  const [opened] = useState(version)
  return opened
}

type Labels = Readonly<Record<string, string>>
/** For the notice that says so. */
export type SaveNotice = { undo?: () => void }

/**
 * Changes an object over the version that is being edited (`saveOver`). When somebody else has changed the same thing
 * meanwhile nothing is saved, and `conflict`, which the page shows somewhere, asks whose version shall stand.
 */
export function useSave<T extends object>({
  path,
  over,
  stale,
  labels = {},
  onTake,
  ...rules
}: SaveRules<T> & {
  path: string
  over: Version<T>
  /** What is read again afterwards, besides the object itself. */
  stale: readonly string[]
  /** What people call the properties: `{ 'web.logoutUrl': 'Front-channel logout URL' }`. */
  labels?: Labels
  /** After a conflict, what somebody else saved shall stand. */
  onTake?(now: Version<T>): void
}): {
  /**
   * What to say of it when it is saved; null: it is not, and `error` says why, or the other version was taken.
   * `before`: what undo puts back, where that was not read.
   */
  save(wish: object, before?: object): Promise<SaveNotice | null>
  busy: boolean
  error: unknown
  /** Forgets the error, as when a pane is opened anew. */
  reset(): void
  conflict: ReactNode
} {
  const graph = useGraph()
  const refresh = useRefresh()
  const takeBack = useTakeBack()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [question, setQuestion] = useState<{ differences: Difference[]; answer(mine: boolean): void } | null>(null)

  const noticeOf = ({ before, after }: Saved<T>, more: object): SaveNotice =>
    after ? { undo: () => void takeBack({ path, before: { ...before, ...more }, after, stale, ...rules }) } : {}
  const save = async (wish: object, before: object = {}): Promise<SaveNotice | null> => {
    let from = over
    let body = wish as Body
    setError(null)
    try {
      for (;;) {
        setBusy(true)
        const end = await saveOver(graph, path, from, body, rules)
        if (end.saved) {
          await refresh([path, ...stale])
          return noticeOf(end, before)
        }
        setBusy(false)
        const differences = end.contested.map((one) => differenceOf(one, labels))
        const mine = await new Promise<boolean>((answer) => setQuestion({ differences, answer }))
        setQuestion(null)
        if (!mine) {
          onTake?.(end.now)
          await refresh([path, ...stale])
          return null
        }
        from = end.now
        body = end.body
      }
    } catch (failure) {
      setError(failure)
      return null
    } finally {
      setBusy(false)
    }
  }
  return {
    save,
    busy,
    error,
    reset: () => setError(null),
    conflict: (
      <Conflict
        differences={question?.differences ?? null}
        onOverwrite={() => question?.answer(true)}
        onTake={() => question?.answer(false)}
      />
    ),
  }
}

const differenceOf = ({ at, theirs, yours }: Contested, labels: Labels): Difference => ({
  label: at
    .map((step, index) => {
      if ('element' in step) return step.element
      return labels[step.path] ?? (index === 0 ? step.path : step.path.slice(step.path.lastIndexOf('.') + 1))
    })
    .join(' › '),
  theirs: show(theirs),
  yours: show(yours),
})

const show = (value: unknown): string => {
  if (Array.isArray(value) && value.some(isPlain)) return value.map(nameOf).join(', ')
  return isPlain(value) ? nameOf(value) : showText(value)
}
