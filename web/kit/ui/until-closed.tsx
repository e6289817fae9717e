import { createContext, type ReactNode, type SyntheticEvent, useContext, useEffect, useState } from 'react'
import { returnFocus } from './return-focus.ts'

type Overlay = { open: boolean; onGone(): void }

/** Of an overlay that nothing holds back: open as it says itself. */
const alone: Overlay = { open: true, onGone: () => undefined }
const OverlayContext = createContext(alone)

/**
 * Holds a pane or dialog that is in the page only while it is open: `<UntilClosed>{wanted && <SomePane />}</UntilClosed>`.
 * When it is wanted no longer it is closed first, with its content as it was, and taken away once it has gone. Taken away
 * while open, it would leave the focus nowhere, and what is opened next hidden from screen readers.
 */
export function UntilClosed({ children }: { children: ReactNode }) {
  const wanted = Boolean(children)
  const [kept, setKept] = useState<ReactNode>(null)
  if (wanted && kept !== children) setKept(children)
  return (
    <OverlayContext value={{ open: wanted, onGone: () => setKept(null) }}>{wanted ? children : kept}</OverlayContext>
  )
}

/** For the overlay itself: whether it is open now, what its surface takes, and what `OverlayContent` wants to know. */
export function useOverlay(open = true) {
  const held = useContext(OverlayContext)
  const shown = open && held.open
  // biome-ignore lint/correctness/useExhaustiveDependencies: only how it begins counts
  useEffect(() => {
    // Closed while its code was on its way: nothing will fade out.
    if (!held.open) held.onGone()
  }, [])
  return { open: shown, onGone: held.onGone, surface: shown ? {} : deaf }
}

/** What fades out is done with: a second click or key must not do again what closed it. */
const ignore = (event: SyntheticEvent) => {
  event.preventDefault()
  event.stopPropagation()
}
const deaf = { onClickCapture: ignore, onKeyDownCapture: ignore }

/** Around all that an overlay holds: lives as long as that is seen, then gives the focus back to what opened it. */
export function OverlayContent({ onGone, children }: Pick<Overlay, 'onGone'> & { children: ReactNode }) {
  // Before anything in here takes it.
  const [giveBack] = useState(returnFocus)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of it, however often it is drawn anew
  useEffect(
    () => () => {
      onGone()
      giveBack()
    },
    [],
  )
  return <OverlayContext value={alone}>{children}</OverlayContext>
}
