import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons'
import { lazy } from 'react'
import { OnDemand } from '../../kit/ui/on-demand.tsx'
import { texts } from '../../texts/en/me.ts'
import { useOrganizations, usePlace } from '../person.ts'

const OpenOrganizationMenu = lazy(async () => ({
  default: (await import('./open-organization-menu.tsx')).OpenOrganizationMenu,
}))

const useStyles = makeStyles({
  name: { whiteSpace: 'nowrap', overflowX: 'hidden', textOverflow: 'ellipsis', minWidth: 0 },
  button: { minWidth: 0, maxWidth: '14rem' },
  alone: { padding: tokens.spacingHorizontalS, minWidth: 0 },
})

/** The organization that is shown, and the way to the others. */
export function OrganizationMenu() {
  const styles = useStyles()
  const { here } = usePlace()
  const { data } = useOrganizations()
  if (!here) return null
  const name = (
    <Text weight="semibold" className={styles.name}>
      {here.displayName}
    </Text>
  )
  if ((data?.value.length ?? 0) < 2) return <span className={styles.alone}>{name}</span>
  return (
    <OnDemand
      button={(open) => (
        <Button
          appearance="subtle"
          className={styles.button}
          aria-label={texts.organizationNow(here.displayName)}
          aria-haspopup="menu"
          icon={<ChevronDownRegular />}
          iconPosition="after"
          {...(open ? { onClick: open } : {})}
        >
          {name}
        </Button>
      )}
      opened={(trigger) => <OpenOrganizationMenu trigger={trigger} />}
    />
  )
}
