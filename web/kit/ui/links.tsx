import { Button, type ButtonProps, Link, type LinkProps, Tab, TabList } from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'
import { useHref, useLocation, useNavigate } from 'react-router'

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

/** A link to a page of this app. */
export function PageLink({ to, children, ...rest }: { to: string; children: ReactNode } & Pick<LinkProps, 'inline'>) {
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

/** The parts of one thing, each with an address of its own. `keepQuery`: the same filters hold for all of them. */
export function PageTabs({
  label,
  tabs,
  keepQuery = false,
}: {
  label: string
  tabs: readonly { to: string; label: string }[]
  keepQuery?: boolean
}) {
  const { pathname, search } = useLocation()
  const go = useNavigate()
  const current = tabs.findLast(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.to ?? tabs[0]?.to
  return (
    <nav aria-label={label}>
      <TabList
        selectedValue={current}
        onTabSelect={(_, { value }) => void go({ pathname: String(value), search: keepQuery ? search : '' })}
        style={{ flexWrap: 'wrap' }}
      >
        {tabs.map((tab) => (
          <Tab key={tab.to} value={tab.to}>
            {tab.label}
          </Tab>
        ))}
      </TabList>
    </nav>
  )
}
