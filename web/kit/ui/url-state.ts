import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

type Change = (params: URLSearchParams) => void

/** What was changed and is not in the address yet: changes made one after the other must not undo each other. */
let underWay: URLSearchParams | null = null

/**
 * Changes the query of the address. Several changes in one go add up, also from closures of an earlier rendering.
 * `push`: a step in the history; otherwise the present entry is written over.
 */
function useUrlChange(): (change: Change, options?: { push?: boolean }) => void {
  const [, setParams] = useSearchParams()
  return useCallback(
    (change, { push = false } = {}) => {
      const next = new URLSearchParams(underWay ?? location.search)
      change(next)
      underWay = next
      setTimeout(() => {
        if (underWay === next) underWay = null
      })
      setParams(next, { replace: !push, preventScrollReset: true })
    },
    [setParams],
  )
}

/**
 * One value of the address bar: filters, searches, tabs and open panes live there, so that a link, the back button and a
 * reload show the same. Null and empty remove it.
 */
export function useUrlState(
  name: string,
): [string | null, (value: string | null, options?: { push?: boolean }) => void] {
  const [params] = useSearchParams()
  const change = useUrlChange()
  const set = useCallback(
    (value: string | null, options?: { push?: boolean }) =>
      change((next) => {
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
      }, options),
    [name, change],
  )
  return [params.get(name), set]
}

/** An open pane: `?pane=invite`. Opening is a step in the history, so that "back" closes it. */
export function usePane(): { open: string | null; show(name: string): void; close(): void } {
  const [open, set] = useUrlState('pane')
  return { open, show: (name) => set(name, { push: true }), close: () => set(null, { push: true }) }
}
