import { Dialog, DialogSurface } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { OverlayContent, useOverlay } from './until-closed.tsx'

/** A dialog in the middle of the page. It is in the page only while it is open, so it belongs in `UntilClosed`. */
export function Modal({
  alert = false,
  label,
  className,
  onClose,
  children,
}: {
  /** Wants an answer: a click beside it does not close it. */
  alert?: boolean
  /** Its name, where no `DialogTitle` gives it one. */
  label?: string
  className?: string
  /** Escape, or a click beside it. Without it only its own buttons close it. */
  onClose?(): void
  children: ReactNode
}) {
  const { open, onGone, surface } = useOverlay()
  return (
    <Dialog
      open={open}
      modalType={alert ? 'alert' : 'modal'}
      onOpenChange={(_, data) => {
        if (!data.open) onClose?.()
      }}
    >
      <DialogSurface aria-label={label} className={className} {...surface}>
        <OverlayContent onGone={onGone}>{children}</OverlayContent>
      </DialogSurface>
    </Dialog>
  )
}
