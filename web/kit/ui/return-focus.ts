/**
 * Remembers what has the focus; the answer gives it back, or gives it to the pane that is open, where that is gone. For
 * dialogs that no button of their own opens: a pane that the focus has left counts as closed to a screen reader.
 */
export function returnFocus(): () => void {
  const opener = document.activeElement
  return () =>
    requestAnimationFrame(() => {
      const pane = document.querySelector<HTMLElement>('[role="dialog"][aria-modal="true"]')
      if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus()
      else pane?.focus()
    })
}
