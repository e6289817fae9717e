import { Body1, Button, makeStyles, Title2, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { texts } from '../../texts/en/shell.ts'
import { forgetTenant } from '../auth/client.ts'

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    justifyItems: 'start',
    maxWidth: '40rem',
    marginInline: 'auto',
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    overflowWrap: 'anywhere',
  },
  title: { margin: 0 },
})

/** Instead of the app: the organization of the address is not on this server, and the way to those that are one's own. */
export function UnknownOrganization({ name, organizations }: { name: string; organizations: string }) {
  const styles = useStyles()
  useEffect(() => {
    document.title = `${texts.unknownOrganization} – ${texts.product}`
    // It may be what was used here last, and was deleted since.
    forgetTenant()
  }, [])
  return (
    <main className={styles.page}>
      <Title2 as="h1" className={styles.title}>
        {texts.unknownOrganization}
      </Title2>
      <Body1>{texts.unknownOrganizationSays(name)}</Body1>
      <Button as="a" appearance="primary" href={organizations}>
        {texts.myOrganizations}
      </Button>
    </main>
  )
}
