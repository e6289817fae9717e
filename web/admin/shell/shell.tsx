import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { NoticePlace } from '../../kit/ui/notice-places.tsx'
import { Loading } from '../../kit/ui/states.tsx'
import { useNarrow } from '../../kit/ui/theme.tsx'
import { UntilClosed } from '../../kit/ui/until-closed.tsx'
import { useUrlState } from '../../kit/ui/url-state.ts'
import { texts } from '../../texts/en/shell.ts'
import { NavTree } from './nav-tree.tsx'
import { TopBar } from './top-bar.tsx'

const Directories = lazy(async () => ({ default: (await import('./directories.tsx')).Directories }))

const useStyles = makeStyles({
  skip: {
    position: 'absolute',
    insetInlineStart: '-100vw',
    ':focus': {
      insetInlineStart: tokens.spacingHorizontalM,
      top: tokens.spacingVerticalM,
      zIndex: 10,
      backgroundColor: tokens.colorNeutralBackground1,
      padding: tokens.spacingHorizontalS,
    },
  },
  frame: {
    display: 'grid',
    gridTemplateRows: 'auto 1fr',
    gridTemplateColumns: 'minmax(0, 1fr)',
    minHeight: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  middle: { display: 'grid', gridTemplateColumns: '16rem minmax(0, 1fr)', alignItems: 'start' },
  narrow: { gridTemplateColumns: 'minmax(0, 1fr)' },
  side: {
    position: 'sticky',
    top: '3rem',
    height: 'calc(100vh - 3rem)',
    display: 'flex',
    flexDirection: 'column',
  },
  nav: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalS,
  },
  // Notices shorten the navigation, which is scrolled: over the page they would lie on what is needed next.
  notices: { flexShrink: 0, padding: tokens.spacingHorizontalS, ':empty': { display: 'none' } },
  main: {
    backgroundColor: tokens.colorNeutralBackground1,
    minHeight: 'calc(100vh - 3rem)',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXXL}`,
    minWidth: 0,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
  },
})

/** The frame around every page: top bar, navigation, content. */
export function Shell() {
  const styles = useStyles()
  const narrow = useNarrow()
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const [directories, setDirectories] = useUrlState('directories')
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has come to a new page is done with the navigation
  useEffect(() => setOpen(false), [pathname])
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>
        {texts.skip}
      </a>
      <TopBar onNavigation={narrow ? () => setOpen(true) : null} />
      <div className={mergeClasses(styles.middle, narrow && styles.narrow)}>
        {narrow ? (
          <NavTree drawer={{ open, close: () => setOpen(false) }} />
        ) : (
          <div className={styles.side}>
            <NavTree className={styles.nav} />
            <NoticePlace className={styles.notices} />
          </div>
        )}
        <main id="content" className={styles.main} tabIndex={-1}>
          <Suspense fallback={<Loading lines={10} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        <UntilClosed>{directories !== null && <Directories close={() => setDirectories(null)} />}</UntilClosed>
      </Suspense>
    </div>
  )
}
