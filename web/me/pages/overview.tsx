import { Badge, Body1, Card, CardHeader, makeStyles, tokens } from '@fluentui/react-components'
import { Facts } from '../../kit/ui/facts.tsx'
import { PageLink } from '../../kit/ui/links.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { texts } from '../../texts/en/me.ts'
import { paths } from '../paths.ts'
import { useMe, usePlace } from '../person.ts'
import { Mine } from '../shell/mine.tsx'

const useStyles = makeStyles({
  parts: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(16rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  card: { height: '100%' },
})

const parts = [
  [paths.organizations(), texts.goOrganizations, texts.goOrganizationsSays],
  [paths.security(), texts.goSecurity, texts.goSecuritySays],
  [paths.sessions(), texts.goSessions, texts.goSessionsSays],
  [paths.signIns(), texts.goSignIns, texts.goSignInsSays],
] as const

export function Overview() {
  const styles = useStyles()
  const me = useMe()
  const { here } = usePlace()
  return (
    <Page title={texts.account} says={texts.overviewSays}>
      <Mine of={me} lines={5}>
        {(person) => (
          <>
            <Facts
              facts={[
                [texts.name, person.displayName],
                [
                  texts.signInName,
                  person.userType === 'Guest' ? (person.mail ?? person.userPrincipalName) : person.userPrincipalName,
                ],
                [texts.mail, person.mail],
                [texts.organization, here?.displayName],
                [
                  texts.youAre,
                  <Badge key="type" appearance="tint">
                    {person.userType === 'Guest' ? texts.guest : texts.member}
                  </Badge>,
                ],
                [texts.jobTitle, person.jobTitle],
                [texts.company, person.companyName],
              ]}
            />
            <Body1>{texts.notYours}</Body1>
            <ul className={styles.parts}>
              {parts.map(([to, label, says]) => (
                <li key={to}>
                  <Card className={styles.card}>
                    <CardHeader header={<PageLink to={to}>{label}</PageLink>} description={<Body1>{says}</Body1>} />
                  </Card>
                </li>
              ))}
            </ul>
          </>
        )}
      </Mine>
    </Page>
  )
}
