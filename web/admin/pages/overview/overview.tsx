import { makeStyles, tokens } from '@fluentui/react-components'
import { config } from '../../../kit/config.ts'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/overview.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { People } from './people.tsx'
import { SignInReport } from './sign-in-report.tsx'
import { Tile } from './tile.tsx'
import { ToFix } from './to-fix.tsx'
import { Tour } from './tour.tsx'

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalL,
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  links: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL, display: 'grid', gap: tokens.spacingVerticalXS },
})

/** The first page: what this directory is, who is in it, how signing in goes, and what to put right. */
export function Overview() {
  const styles = useStyles()
  const tenant = useTenant()
  return (
    <Page title={texts.title}>
      <Tour />
      <div className={styles.grid}>
        <Tile title={texts.directory}>
          <Answer of={tenant} lines={4}>
            {() => (
              <Facts
                facts={[
                  [texts.name, tenant.organization?.displayName],
                  [texts.id, <Copyable key="id" value={tenant.organization?.id} what={texts.idToCopy} />],
                  [texts.domain, tenant.defaultDomain],
                  [texts.kind, tenant.kind && texts.kinds[tenant.kind]],
                ]}
              />
            )}
          </Answer>
        </Tile>
        <Tile title={texts.quickLinks}>
          <ul className={styles.links}>
            {quickLinks(tenant.kind).map(([label, to]) => (
              <li key={to}>
                <PageLink to={to}>{label}</PageLink>
              </li>
            ))}
          </ul>
        </Tile>
        <ToFix />
        <People />
        <SignInReport />
      </div>
    </Page>
  )
}

function quickLinks(kind: 'workforce' | 'external' | undefined): (readonly [label: string, to: string])[] {
  const { links } = texts
  return [
    kind === 'external' ? [links.createUser, paths.newUser()] : [links.invite, paths.inviteUser()],
    ...(kind === 'workforce'
      ? ([
          [links.crossTenant, paths.organizations()],
          [links.collaboration, paths.externalCollaboration()],
        ] as const)
      : []),
    [links.signIns, paths.signIns()],
    [links.audit, paths.audit()],
    ...(config.demo ? [[links.outbox, paths.outbox()] as const] : []),
  ]
}
