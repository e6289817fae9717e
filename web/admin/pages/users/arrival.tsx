import { type ReactNode, useEffect, useRef } from 'react'

/** What takes the place of a form: the focus goes here, since the button that had it is gone. */
export function Arrival({ children }: { children: ReactNode }) {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => here.current?.focus(), [])
  return (
    <div
      ref={here}
      tabIndex={-1}
      style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: '1rem', outline: 'none' }}
    >
      {children}
    </div>
  )
}
