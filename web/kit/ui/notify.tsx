import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react'
import { texts } from '../../texts/en/kit.ts'
import { sayError } from '../graph/error.ts'
import type { Notice, Passing } from './notice.ts'
import { NoticePlaces } from './notice-places.tsx'

const PassingNotices = lazy(async () => ({ default: (await import('./passing-notices.tsx')).PassingNotices }))

/** Still at work. */
export const isRunning = ({ progress }: Notice): boolean =>
  progress !== undefined && (progress.total === null || progress.done < progress.total)

type Notify = {
  /** Shown for a moment, and kept behind the bell. `undo` is offered while it is shown. */
  success(title: string, options?: { says?: string; undo?: () => void }): void
  error(title: string, error: unknown): void
  /**
   * Work on many things: runs at most four at a time, shows progress behind the bell, and tells at the end how many
   * failed and why the first of them did. Resolves when all is done, with the items that failed.
   */
  job<T>(
    title: string,
    items: readonly T[],
    work: (item: T) => Promise<unknown>,
    options?: {
      /** Offered at the end, for what succeeded. */
      undo?: (done: T[]) => void
      /** Ends it early: what has not begun is left out. */
      signal?: AbortSignal
    },
  ): Promise<{ item: T; error: unknown }[]>
  /**
   * One long piece of work, which says itself how far it is. Resolves to what it made; null when it failed or was stopped,
   * which is told in the words that it threw.
   */
  task<T>(
    title: string,
    work: (progress: (done: number, total: number | null) => void) => Promise<T>,
    options?: {
      /** What the work is stopped by: no failure. */
      signal?: AbortSignal
    },
  ): Promise<T | null>
}

const NotifyContext = createContext<{ notify: Notify; notices: Notice[] } | null>(null)

function useNotices() {
  const value = useContext(NotifyContext)
  if (!value) throw new Error('useNotify is used outside NotifyProvider')
  return value
}
export const useNotify = (): Notify => useNotices().notify
export const useNoticeList = (): Notice[] => useNotices().notices

const kept = 50
const atOnce = 4
const mostPassing = 3

export function NotifyProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([])
  const [passing, setPassing] = useState<readonly Passing[]>([])
  const shown = useRef(0)

  const show = useCallback(({ intent, title, says }: Omit<Notice, 'id' | 'at'>, undo?: () => void) => {
    shown.current += 1
    const next: Passing = { id: shown.current, since: Date.now(), intent, title, ...(says ? { says } : {}), undo }
    setPassing((old) => [...old, next].slice(-mostPassing))
  }, [])
  const gone = useCallback((id: number) => setPassing((old) => old.filter((one) => one.id !== id)), [])

  const notify = useMemo<Notify>(() => {
    let next = 1
    const keep = (notice: Omit<Notice, 'id' | 'at'>): number => {
      const id = next++
      setNotices((old) => [{ ...notice, id, at: Date.now() }, ...old].slice(0, kept))
      return id
    }
    const change = (id: number, part: Partial<Notice>) =>
      setNotices((old) => old.map((one) => (one.id === id ? { ...one, ...part } : one)))
    return {
      success(title, { says, undo } = {}) {
        const notice = { intent: 'success' as const, title, ...(says ? { says } : {}) }
        keep(notice)
        show(notice, undo)
      },
      error(title, error) {
        const notice = { intent: 'error' as const, title, says: sayError(error) }
        keep(notice)
        show(notice)
      },
      async job(title, items, work, { undo, signal } = {}) {
        const total = items.length
        const failures: { item: (typeof items)[number]; error: unknown }[] = []
        const succeeded: (typeof items)[number][] = []
        const id = keep({ intent: 'info', title, progress: { done: 0, failed: 0, total } })
        const waiting = [...items]
        let done = 0
        const worker = async () => {
          for (let item = waiting.shift(); item !== undefined && !signal?.aborted; item = waiting.shift()) {
            try {
              await work(item)
              succeeded.push(item)
            } catch (error) {
              failures.push({ item, error })
            }
            done += 1
            change(id, { progress: { done, failed: failures.length, total } })
          }
        }
        await Promise.all(Array.from({ length: Math.min(atOnce, total) }, worker))
        const [first] = failures
        const says = [
          ...(done < total ? [texts.stopped(String(done), String(total))] : []),
          ...(first ? [`${texts.failedOf(String(failures.length))}: ${sayError(first.error)}`] : []),
        ]
        const end: Pick<Notice, 'intent' | 'title' | 'says'> =
          says.length === 0
            ? { intent: 'success', title, says: texts.progress(String(done), String(total)) }
            : { intent: failures.length === total ? 'error' : 'warning', title, says: says.join(' ') }
        change(id, { ...end, progress: { done, failed: failures.length, total: done } })
        show(end, undo && succeeded.length > 0 ? () => undo(succeeded) : undefined)
        return failures
      },
      async task(title, work, { signal } = {}) {
        const id = keep({ intent: 'info', title, progress: { done: 0, failed: 0, total: 1 } })
        try {
          const made = await work((done, total) => change(id, { progress: { done, failed: 0, total } }))
          const end = { intent: 'success' as const, title }
          change(id, { ...end, progress: undefined })
          show(end)
          return made
        } catch (error) {
          const intent = signal?.aborted ? ('warning' as const) : ('error' as const)
          const end = { intent, title, says: sayError(error) }
          change(id, { ...end, progress: undefined })
          show(end)
          return null
        }
      },
    }
  }, [show])

  const value = useMemo(() => ({ notify, notices }), [notify, notices])
  return (
    <NotifyContext value={value}>
      <NoticePlaces
        notices={
          passing.length > 0 && (
            <Suspense fallback={null}>
              <PassingNotices passing={passing} onGone={gone} />
            </Suspense>
          )
        }
      >
        {children}
      </NoticePlaces>
    </NotifyContext>
  )
}
