import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Suspense } from 'react'
import { Outlet } from 'react-router'
import { AccountMenu } from '../../kit/ui/account-menu.tsx'
import { Loading } from '../../kit/ui/states.tsx'
import { texts } from '../../texts/en/me.ts'
import { texts as shell } from '../../texts/en/shell.ts'
import { bases } from '../paths.ts'
import { OrganizationMenu } from './organization-menu.tsx'

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
    minHeight: '100vh',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  bar: {
    position: 'sticky',
    top: 0,
    zIndex: 5,
    minHeight: '3rem',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  product: { whiteSpace: 'nowrap', '@media (max-width: 640px)': { display: 'none' } },
  pages: { display: 'flex', gap: tokens.spacingHorizontalXS },
  page: {
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    whiteSpace: 'nowrap',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '&[aria-current="page"]': { fontWeight: tokens.fontWeightSemibold, textDecorationLine: 'underline' },
  },
  right: {
    marginInlineStart: 'auto',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
  },
  main: {
    width: '100%',
    maxWidth: '72rem',
    marginInline: 'auto',
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXXL}`,
    minWidth: 0,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
  },
})

/** The frame around a person's own pages: which page, which organization, who. */
export function Shell() {
  const styles = useStyles()
  const current = location.pathname.startsWith(bases.account) ? bases.account : bases.apps
  const link = (base: string, label: string) => (
    <a href={base} className={styles.page} {...(base === current ? { 'aria-current': 'page' as const } : {})}>
      {label}
    </a>
  )
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>
        {shell.skip}
      </a>
      <header className={styles.bar}>
        <Text weight="semibold" className={styles.product}>
          {shell.product}
        </Text>
        <nav aria-label={texts.pages} className={styles.pages}>
          {link(bases.apps, texts.apps)}
          {link(bases.account, texts.account)}
        </nav>
        <span className={styles.right}>
          <OrganizationMenu />
          <AccountMenu />
        </span>
      </header>
      <main id="content" className={styles.main} tabIndex={-1}>
        <Suspense fallback={<Loading lines={8} />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
