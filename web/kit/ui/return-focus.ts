/**
 * Remembers what has the focus; the answer gives it back when an overlay has gone. Never behind another one that is open:
 * to a screen reader, an overlay that the focus has left counts as closed. What has gone itself hands on to the page's
 * title, where a new page begins.
 */
export function returnFocus(): () => void {
  const opener = document.activeElement
  return () =>
    requestAnimationFrame(() => {
      const open = [...document.querySelectorAll<HTMLElement>('[aria-modal="true"]')].at(-1)
      const can = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
      if (can && (!open || open.contains(opener))) opener.focus()
      else if (open) {
        if (!open.contains(document.activeElement)) open.focus()
      } else if (document.activeElement === document.body) {
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
      }
    })
}
