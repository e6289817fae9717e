import { Badge, Body1, Button, Link, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useSession } from '../../kit/auth/session.tsx'
import { showDay } from '../../kit/format.ts'
import { useGraphChange } from '../../kit/graph/hooks.tsx'
import { useConfirm } from '../../kit/ui/confirm.tsx'
import { useNotify } from '../../kit/ui/notify.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { texts } from '../../texts/en/me.ts'
import { accountOf, appsOf, paths } from '../paths.ts'
import { type Organization, read, useOrganizations } from '../person.ts'
import { Mine } from '../shell/mine.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  card: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'start',
    gap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  words: { display: 'grid', gap: tokens.spacingVerticalXS, flex: '1 1 16rem', minWidth: 0 },
  title: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  name: { margin: 0 },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  says: { marginBlock: `0 ${tokens.spacingVerticalS}` },
})

/** Home first, then where the account is a guest, with the way out. */
export function Organizations() {
  const styles = useStyles()
  const organizations = useOrganizations()
  const leave = useLeave()
  return (
    <Page title={texts.organizations} says={texts.organizationsSays}>
      <Mine of={organizations} lines={6}>
        {({ value }) => (
          <>
            <ul className={styles.list} aria-label={texts.organizations}>
              {value.map((one) => (
                <li key={one.tenantId}>
                  <Card organization={one} onLeave={() => void leave(one, value)} />
                </li>
              ))}
            </ul>
            {!value.some((one) => one.isHome) && value[0] && (
              <Body1 className={styles.soft}>{texts.mailOnly(value[0].displayName)}</Body1>
            )}
          </>
        )}
      </Mine>
    </Page>
  )
}

function Card({ organization, onLeave }: { organization: Organization; onLeave(): void }) {
  const styles = useStyles()
  const { displayName, isHome, isCurrent, kind, userType, canLeave } = organization
  return (
    <div className={styles.card}>
      <div className={styles.words}>
        <div className={styles.title}>
          <Subtitle2 as="h2" className={styles.name}>
            {displayName}
          </Subtitle2>
          <Badge appearance="tint">{isHome ? texts.home : userType === 'Guest' ? texts.guest : texts.member}</Badge>
          {isCurrent && (
            <Badge appearance="outline" color="informative">
              {texts.here}
            </Badge>
          )}
          {kind === 'external' && (
            <Badge appearance="outline" color="informative">
              {texts.customers}
            </Badge>
          )}
        </div>
        <Body1 className={styles.soft}>
          {organization.defaultDomain} · {texts.since} {showDay(organization.memberSince)}
        </Body1>
        {!canLeave && <WhyNot organization={organization} />}
      </div>
      <div className={styles.actions}>
        {!isCurrent && (
          <Button as="a" href={appsOf(organization.tenantId)} aria-label={texts.open(displayName)}>
            {texts.openShort}
          </Button>
        )}
        {canLeave && (
          <Button aria-label={texts.leave(displayName)} onClick={onLeave}>
            {texts.leaveShort}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Why somebody cannot leave, and whom to ask. */
function WhyNot({ organization }: { organization: Organization }) {
  const { displayName: name, leaveBlockedBy, privacyContact, privacyStatementUrl } = organization
  if (leaveBlockedBy === 'homeOrganization') return <Body1>{texts.homeStays}</Body1>
  if (leaveBlockedBy === 'lastAdministrator') return <Body1>{texts.lastAdministrator(name)}</Body1>
  const why = leaveBlockedBy === 'accountDisabled' ? texts.accountDisabled(name) : texts.leavingNotAllowed(name)
  return (
    <Body1>
      {why}{' '}
      {privacyContact ? (
        <>
          {texts.askPrivacy} <Link href={`mailto:${privacyContact}`}>{privacyContact}</Link>
        </>
      ) : (
        texts.askAdministrator
      )}
      {privacyStatementUrl && (
        <>
          {' · '}
          <Link href={privacyStatementUrl} target="_blank" rel="noreferrer">
            {texts.privacyStatement}
          </Link>
        </>
      )}
    </Body1>
  )
}

/** Asks, leaves, and goes on from where the account is at home when it was here. */
function useLeave() {
  const styles = useStyles()
  const confirm = useConfirm()
  const notify = useNotify()
  const session = useSession()
  const change = useGraphChange(
    (graph, { tenantId }: Organization) =>
      graph.post(`/gatehouse/v1/me/organizations/${encodeURIComponent(tenantId)}/leave`),
    [read.organizations],
  )
  return async (organization: Organization, all: readonly Organization[]) => {
    const { displayName: name } = organization
    const says = texts.leaveSays(name).map((line) => (
      <p key={line} className={styles.says}>
        {line}
      </p>
    ))
    if (!(await confirm({ title: texts.leaveTitle(name), says, action: texts.leaveShort }))) return
    try {
      await change.mutateAsync(organization)
    } catch (error) {
      notify.error(texts.leaveFailed(name), error)
      return
    }
    const home = all.find((one) => one.isHome)
    // The token of an organization that was left is over.
    if (organization.isCurrent) {
      if (home) location.assign(accountOf(home.tenantId, paths.organizations()))
      else void session.startOver()
      return
    }
    notify.success(texts.left(name), { says: texts.leftSays })
  }
}
