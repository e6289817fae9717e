import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { lazy } from 'react'
import { texts } from '../../texts/en/shell.ts'
import { useSession } from '../auth/session.tsx'
import type { MenuAction } from './menu-action.ts'
import { OnDemand } from './on-demand.tsx'

const OpenAccountMenu = lazy(async () => ({ default: (await import('./open-account-menu.tsx')).OpenAccountMenu }))

const useStyles = makeStyles({
  initials: {
    display: 'grid',
    placeItems: 'center',
    width: '28px',
    height: '28px',
    // Wider than an icon, which the button makes room for.
    flexShrink: 0,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    '::before': { content: 'attr(data-initials)' },
  },
})

/** The button with the person's initials. */
export function AccountMenu({ actions = [] }: { actions?: readonly MenuAction[] }) {
  const styles = useStyles()
  const { account } = useSession()
  const name = account.name ?? account.username
  return (
    <OnDemand
      button={(open) => (
        <Button
          appearance="subtle"
          aria-label={texts.account(name)}
          aria-haspopup="menu"
          icon={
            // Drawn by the style: to a screen reader the button is called by the whole name only.
            <span className={styles.initials} data-initials={initialsOf(name)} />
          }
          {...(open ? { onClick: open } : {})}
        />
      )}
      opened={(trigger) => <OpenAccountMenu trigger={trigger} actions={actions} />}
    />
  )
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => [...word].slice(0, 1))
    .slice(0, 2)
    .join('')
    .toUpperCase()
