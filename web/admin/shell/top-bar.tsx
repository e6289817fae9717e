import { Badge, Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { NavigationRegular } from '@fluentui/react-icons'
import { NavLink } from 'react-router'
import { AccountMenu } from '../../kit/ui/account-menu.tsx'
import { useUrlState } from '../../kit/ui/url-state.ts'
import { texts } from '../../texts/en/shell.ts'
import { paths } from '../paths.ts'
import { Search } from '../search/search.tsx'
import { useTenant } from '../tenant.tsx'
import { Bell } from './bell.tsx'

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    top: 0,
    zIndex: 5,
    height: '3rem',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { color: 'inherit', textDecorationLine: 'none', whiteSpace: 'nowrap' },
  hideNarrow: { '@media (max-width: 640px)': { display: 'none' } },
  tenant: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    flexShrink: 1,
    overflowX: 'hidden',
  },
  tenantName: { display: 'block', whiteSpace: 'nowrap', overflowX: 'hidden', textOverflow: 'ellipsis', minWidth: 0 },
  space: { flexGrow: 1 },
})

/** Whose directory this is and of what kind, search, what has happened, who is signed in. */
export function TopBar({ onNavigation }: { onNavigation: (() => void) | null }) {
  const styles = useStyles()
  const [, showDirectories] = useUrlState('directories')
  return (
    <header className={styles.bar}>
      {onNavigation && (
        <Button
          appearance="subtle"
          aria-label={texts.openNavigation}
          icon={<NavigationRegular />}
          onClick={onNavigation}
        />
      )}
      <NavLink to={paths.overview()} className={mergeClasses(styles.name, styles.hideNarrow)}>
        <Text weight="semibold">{texts.product}</Text> <Text className={styles.hideNarrow}>{texts.adminCenter}</Text>
      </NavLink>
      <TenantName />
      <span className={styles.space} />
      <Search />
      <Bell />
      <AccountMenu
        actions={[
          { label: texts.switchDirectory, run: () => showDirectories('open', { push: true }) },
          { label: texts.myAccount, run: () => location.assign('/myaccount') },
        ]}
      />
    </header>
  )
}

function TenantName() {
  const styles = useStyles()
  const { organization, kind } = useTenant()
  if (!organization || !kind) return null
  return (
    <span className={styles.tenant}>
      <Text weight="semibold" className={styles.tenantName}>
        {organization.displayName}
      </Text>
      <Badge
        appearance="tint"
        color={kind === 'external' ? 'important' : 'brand'}
        title={kind === 'external' ? texts.externalHint : texts.workforceHint}
      >
        {kind === 'external' ? texts.external : texts.workforce}
      </Badge>
    </span>
  )
}
