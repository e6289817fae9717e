import { Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import { lazy, Suspense } from 'react'
import { NavLink } from 'react-router'
import { config } from '../../kit/config.ts'
import { UntilClosed } from '../../kit/ui/until-closed.tsx'
import { texts } from '../../texts/en/shell.ts'
import { useTenant } from '../tenant.tsx'
import { navigation } from './navigation.ts'

const NavDrawer = lazy(async () => ({ default: (await import('./nav-drawer.tsx')).NavDrawer }))

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '2px' },
  heading: {
    display: 'block',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}`,
    color: tokens.colorNeutralForeground2,
  },
  link: {
    display: 'block',
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderInlineStartWidth: '3px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: 'transparent',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '&[aria-current="page"]': {
      backgroundColor: tokens.colorNeutralBackground2Selected,
      borderInlineStartColor: tokens.colorCompoundBrandStroke,
      fontWeight: tokens.fontWeightSemibold,
    },
  },
})

/** The navigation tree: at the side, or behind a button on a phone. */
export function NavTree({ className, drawer }: { className?: string; drawer?: { open: boolean; close(): void } }) {
  if (!drawer) {
    return (
      <nav aria-label={texts.navigation} className={className}>
        <Tree />
      </nav>
    )
  }
  return (
    <Suspense fallback={null}>
      <UntilClosed>
        {drawer.open && (
          <NavDrawer close={drawer.close}>
            <Tree />
          </NavDrawer>
        )}
      </UntilClosed>
    </Suspense>
  )
}

function Tree() {
  const styles = useStyles()
  const { kind } = useTenant()
  const shown = navigation.flatMap((section) => {
    const entries = section.entries.filter(
      ({ only }) => only === undefined || only === kind || (only === 'demo' && config.demo),
    )
    return entries.length === 0 ? [] : [{ ...section, entries }]
  })
  return shown.map((section) => (
    // Lists with names, not regions: a page has its own region "Applications".
    <div key={section.label}>
      <Caption1Strong className={styles.heading}>{section.label}</Caption1Strong>
      <ul className={styles.list} aria-label={section.label}>
        {section.entries.map((entry) => (
          <li key={entry.to}>
            <NavLink to={entry.to} end={entry.end ?? false} className={styles.link}>
              {entry.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  ))
}
