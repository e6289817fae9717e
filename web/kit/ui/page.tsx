import {
  Body1,
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { Fragment, type ReactNode, useEffect, useRef } from 'react'
import { useHref, useLocation, useNavigate } from 'react-router'
import { texts } from '../../texts/en/kit.ts'

export type Crumb = { label: string; to: string }

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  title: { ...typographyStyles.title2, margin: 0, overflowWrap: 'anywhere', outlineStyle: 'none' },
  says: { color: tokens.colorNeutralForeground2, maxWidth: '56rem' },
  commands: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

/**
 * The frame of every page: where it is, what it is called (also in the browser's tab), what can be done there. A new
 * page takes the focus to its title, so that a screen reader says where one has come to.
 */
export function Page({
  title,
  crumbs = [],
  says,
  commands,
  children,
}: {
  title: string
  /** The way here, without the page itself. */
  crumbs?: readonly Crumb[]
  says?: ReactNode
  commands?: ReactNode
  children: ReactNode
}) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    document.title = `${title} – Gatehouse`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what moves the focus
  useEffect(() => {
    // A pane that is open from the start keeps the focus: outside of it nothing can be reached.
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return
    heading.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {says && <Body1 className={styles.says}>{says}</Body1>}
      </div>
      {commands && <div className={styles.commands}>{commands}</div>}
      {children}
    </div>
  )
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <Breadcrumb aria-label={texts.breadcrumbs} size="small">
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.to}>
          {index > 0 && <BreadcrumbDivider />}
          <BreadcrumbItem>
            <CrumbLink {...crumb} />
          </BreadcrumbItem>
        </Fragment>
      ))}
      <BreadcrumbDivider />
    </Breadcrumb>
  )
}

function CrumbLink({ label, to }: Crumb) {
  const go = useNavigate()
  return (
    <BreadcrumbButton
      as="a"
      href={useHref(to)}
      onClick={(event: React.MouseEvent) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        void go(to)
      }}
    >
      {label}
    </BreadcrumbButton>
  )
}
