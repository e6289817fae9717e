import { Button, type ButtonProps, Link, type LinkProps } from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'
import { useHref, useNavigate } from 'react-router'

/** Plain clicks stay in the app; the browser keeps its own ways to open a link elsewhere. */
function useFollow(to: string): { href: string; onClick(event: MouseEvent): void } {
  const go = useNavigate()
  return {
    href: useHref(to),
    onClick(event) {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      void go(to)
    },
  }
}

/** A link to a page of this app. `aria-label`: for words that stand in other rows too; it begins with those words. */
export function PageLink({
  to,
  children,
  ...rest
}: { to: string; children: ReactNode } & Pick<LinkProps, 'inline' | 'aria-label'>) {
  return (
    <Link {...rest} {...useFollow(to)}>
      {children}
    </Link>
  )
}

/** A link that looks like a button. */
export function PageButton({
  to,
  children,
  icon,
  appearance,
}: { to: string; children: ReactNode } & Pick<ButtonProps, 'icon' | 'appearance'>) {
  return (
    <Button as="a" icon={icon} {...(appearance ? { appearance } : {})} {...useFollow(to)}>
      {children}
    </Button>
  )
}
