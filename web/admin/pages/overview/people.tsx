import {
  Caption1,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { showCount } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { PageButton, PageLink } from '../../../kit/ui/links.tsx'
import { Answer, Empty } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/overview.ts'
import { paths } from '../../paths.ts'
import { Tile } from './tile.tsx'

type Summary = {
  people: { total: number; members: number; guests: number; disabled: number; deleted: number }
  guests: {
    accepted: number
    pending: number
    other: number
    disabled: number
    withoutSponsor: number
    organizations: { tenantId: string | null; displayName: string | null; domain: string | null; guests: number }[]
    otherOrganizations: { organizations: number; guests: number }
  }
  groups: number
  applications: number
  enterpriseApplications: number
  invitations: { pending: number; expiringIn7Days: number; expired: number }
}

const useStyles = makeStyles({
  counts: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(7.5rem, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  count: { display: 'flex', flexDirection: 'column-reverse', justifyContent: 'flex-end' },
  number: { ...typographyStyles.title3 },
})

type Count = readonly [label: string, value: number, to: string]

/** Who is in the directory, and whose guests they are. */
export function People() {
  const answer = useGraphGet<Summary>('/gatehouse/v1/summary')
  return (
    <>
      <Tile title={texts.people}>
        <Answer of={answer} lines={4}>
          {({ people }) => (
            <Counts
              counts={[
                [texts.members, people.members, paths.usersWhere({ userType: 'Member' })],
                [texts.guests, people.guests, paths.usersWhere({ userType: 'Guest' })],
                [texts.disabled, people.disabled, paths.usersWhere({ enabled: 'false' })],
                [texts.deleted, people.deleted, paths.deletedUsers()],
              ]}
            />
          )}
        </Answer>
      </Tile>
      <Tile title={texts.guests}>
        <Answer of={answer} lines={4}>
          {(summary) => <Guests summary={summary} />}
        </Answer>
      </Tile>
    </>
  )
}

function Guests({ summary: { people, guests, invitations } }: { summary: Summary }) {
  if (people.guests === 0) {
    return (
      <Empty
        title={texts.noGuests}
        says={texts.noGuestsSays}
        action={<PageButton to={paths.inviteUser()}>{texts.links.invite}</PageButton>}
      />
    )
  }
  const { organizations, otherOrganizations: others } = guests
  return (
    <>
      <Counts
        counts={[
          [texts.accepted, guests.accepted, paths.usersWhere({ userType: 'Guest', invitationState: 'Accepted' })],
          [
            texts.pending,
            guests.pending,
            paths.usersWhere({ userType: 'Guest', invitationState: 'PendingAcceptance' }),
          ],
          [texts.guestsDisabled, guests.disabled, paths.usersWhere({ userType: 'Guest', enabled: 'false' })],
        ]}
      />
      {invitations.expiringIn7Days > 0 && <Caption1>{texts.expiring(showCount(invitations.expiringIn7Days))}</Caption1>}
      <Table aria-label={texts.byOrganization} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{texts.organization}</TableHeaderCell>
            <TableHeaderCell style={{ width: '6rem' }}>{texts.guests}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {organizations.map(({ tenantId, displayName, domain, guests: count }) => (
            <TableRow key={tenantId ?? domain}>
              <TableCell>
                {tenantId === null ? (
                  <PageLink to={paths.usersWhere({ userType: 'Guest', domain: domain ?? '' })}>{domain}</PageLink>
                ) : (
                  <PageLink to={paths.organization(tenantId)}>{displayName ?? tenantId}</PageLink>
                )}
              </TableCell>
              <TableCell>{showCount(count)}</TableCell>
            </TableRow>
          ))}
          {others.organizations > 0 && (
            <TableRow>
              <TableCell>{texts.others(showCount(others.organizations))}</TableCell>
              <TableCell>{showCount(others.guests)}</TableCell>
            </TableRow>
          )}
        </TableBody>
      </Table>
    </>
  )
}

function Counts({ counts }: { counts: readonly Count[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.counts}>
      {counts.map(([label, value, to]) => (
        <li key={label} className={styles.count}>
          <PageLink to={to}>{label}</PageLink>
          <span className={styles.number}>{showCount(value)}</span>
        </li>
      ))}
    </ul>
  )
}
