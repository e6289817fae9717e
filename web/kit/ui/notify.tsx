import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { texts } from '../../texts/en/kit.ts'
import { sayError } from '../graph/error.ts'
import type { Action, Notice, Passing, Work } from './notice.ts'
import { NoticePlaces } from './notice-places.tsx'

const PassingNotices = lazy(async () => ({ default: (await import('./passing-notices.tsx')).PassingNotices }))

/** Still at work. */
export const isRunning = ({ work }: Notice): boolean => work !== undefined

type Notify = {
  /** Shown for a moment, and kept behind the bell. `undo` is offered while it is shown. */
  success(title: string, options?: { says?: string; undo?: () => void }): void
  error(title: string, error: unknown): void
  /**
   * Work on many things: runs at most four at a time, goes on when its page is left, shows progress behind the bell, where it
   * is stopped, and tells at the end how many failed and why the first of them did. Resolves when all is done, with the
   * items that failed.
   */
  job<T>(
    title: string,
    items: readonly T[],
    work: (item: T) => Promise<unknown>,
    options?: {
      /** Offered at the end, for what succeeded. */
      undo?: (done: T[]) => void
      /** For `useWork`. */
      key?: string
      /** Kept behind the bell at the end. */
      action?: Action
    },
  ): Promise<{ item: T; error: unknown }[]>
  /**
   * One long piece of work, which says itself how far it is, and ends when `signal` says so. Resolves to what it made; null
   * when it failed or was stopped, which is told in the words that it threw.
   */
  task<T>(
    title: string,
    work: (progress: (done: number, total: number | null) => void, signal: AbortSignal) => Promise<T>,
    options?: {
      /** What came of it. */
      says?: (made: T) => string
      /** For `useWork`. */
      key?: string
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
/** Work of this key that is under way, whoever began it; the newest. */
export const useWork = (key: string): (Notice & { work: Work }) | undefined =>
  useNoticeList().find((one): one is Notice & { work: Work } => one.work?.key === key)

const kept = 50
const atOnce = 4
const mostPassing = 3

export function NotifyProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([])
  const [passing, setPassing] = useState<readonly Passing[]>([])
  const shown = useRef(0)

  const show = useCallback(({ intent, title, says }: Omit<Notice, 'id' | 'at'>, undo?: () => void) => {
    shown.current += 1
    const common = { id: shown.current, since: Date.now(), intent, title, undo }
    const next: Passing = { ...common, ...(says ? { says } : {}) }
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
    const begin = (title: string, total: number, key: string | null) => {
      const stopping = new AbortController()
      const stop = () => {
        stopping.abort()
        setNotices((old) => old.map((one) => (one.id === id && one.work ? { ...one, work: stopped } : one)))
      }
      const stopped = { key, stop, stopping: true }
      const work = { key, stop, stopping: false }
      const id = keep({ intent: 'info', title, progress: { done: 0, failed: 0, total }, work })
      return { id, signal: stopping.signal }
    }
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
      async job(title, items, work, { undo, key, action } = {}) {
        const total = items.length
        const failures: { item: (typeof items)[number]; error: unknown }[] = []
        const succeeded: (typeof items)[number][] = []
        const { id, signal } = begin(title, total, key ?? null)
        const waiting = [...items]
        let done = 0
        const worker = async () => {
          for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
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
        const end: Pick<Notice, 'intent' | 'title' | 'says' | 'action'> =
          says.length === 0
            ? { intent: 'success', title, says: texts.progress(String(done), String(total)), action }
            : { intent: failures.length === total ? 'error' : 'warning', title, says: says.join(' '), action }
        change(id, { ...end, progress: { done, failed: failures.length, total: done }, work: undefined })
        show(end, undo && succeeded.length > 0 ? () => undo(succeeded) : undefined)
        return failures
      },
      async task(title, work, { says, key } = {}) {
        const { id, signal } = begin(title, 1, key ?? null)
        const end = (result: Pick<Notice, 'intent' | 'says'>) => {
          change(id, { ...result, progress: undefined, work: undefined })
          show({ title, ...result })
        }
        try {
          const made = await work((done, total) => change(id, { progress: { done, failed: 0, total } }), signal)
          end({ intent: 'success', ...(says ? { says: says(made) } : {}) })
          return made
        } catch (error) {
          end({ intent: signal.aborted ? 'warning' : 'error', says: sayError(error) })
          return null
        }
      },
    }
  }, [show])

  const value = useMemo(() => ({ notify, notices }), [notify, notices])
  const working = notices.some(isRunning)
  // The work ends with this window: the browser asks before it is closed.
  useEffect(() => {
    if (!working) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [working])
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
