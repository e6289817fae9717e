import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/**
 * One value of the address bar: filters, searches, tabs and open panes live there, so that a link, the back button and a
 * reload show the same. Null and empty remove it. `replace` (default for typing) writes over the current history entry.
 */
export function useUrlState(
  name: string,
): [string | null, (value: string | null, options?: { push?: boolean }) => void] {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (value: string | null, { push = false }: { push?: boolean } = {}) => {
      setParams(
        (now) => {
          const next = new URLSearchParams(now)
          if (value === null || value === '') next.delete(name)
          else next.set(name, value)
          return next
        },
        { replace: !push, preventScrollReset: true },
      )
    },
    [name, setParams],
  )
  return [params.get(name), set]
}

/** An open pane: `?pane=invite`. Opening is a step in the history, so that "back" closes it. */
export function usePane(): { open: string | null; show(name: string): void; close(): void } {
  const [open, set] = useUrlState('pane')
  return { open, show: (name) => set(name, { push: true }), close: () => set(null, { push: true }) }
}
