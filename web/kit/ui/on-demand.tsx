import { type ReactElement, type ReactNode, Suspense, useState } from 'react'

/**
 * A button whose menu or popover is loaded by its first click: positioning, menus and popovers weigh as much as a page,
 * and most visits never open one. Until then the button is only a button; afterwards it is the trigger of what was loaded.
 */
export function OnDemand({
  button,
  opened,
}: {
  button(open: (() => void) | null): ReactElement
  opened(trigger: ReactElement): ReactNode
}) {
  const [asked, setAsked] = useState(false)
  if (!asked) return button(() => setAsked(true))
  return <Suspense fallback={button(null)}>{opened(button(null))}</Suspense>
}
