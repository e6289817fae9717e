const afterTheirs = 50

/**
 * Fluent UI hides the page from assistive technology while something modal is open, and shows it again when that closes;
 * when it is taken away instead, with the page that it belonged to, everything would stay hidden. Looks whenever an overlay
 * has gone.
 */
export function keepPageReachable(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (!document.querySelector('[aria-modal="true"]'))
        document.getElementById('root')?.removeAttribute('aria-hidden')
    }, afterTheirs)
  }).observe(document.body, { childList: true })
}
