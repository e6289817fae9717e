import {
  Badge,
  Body1,
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { config } from '../../../kit/config.ts'
import { useGraph } from '../../../kit/graph/hooks.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { Arrival } from './arrival.tsx'
import { type Invited, runSteps } from './invite.ts'
import { refusedInvitation } from './refusals.ts'
import { Remedy } from './remedy.tsx'
import { StepReport } from './step-report.tsx'

const useStyles = makeStyles({
  one: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    paddingBlock: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

/** What came of each address, and what has to happen next. What failed after an invitation can be tried again alone. */
export function InviteResult({
  results,
  onChange,
  onCorrect,
}: {
  results: readonly Invited[]
  onChange(results: Invited[]): void
  onCorrect(addresses: string): void
}) {
  const refused = results.filter(({ invitation }) => invitation === null)
  return (
    <Arrival>
      {results.some(({ invitation }) => invitation) && <Next results={results} />}
      {refused.length > 0 && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>
            {texts.someRefused(refused.length)}{' '}
            <Button size="small" onClick={() => onCorrect(refused.map(({ invitee }) => invitee.address).join('\n'))}>
              {texts.correctRefused}
            </Button>
          </MessageBarBody>
        </MessageBar>
      )}
      {results.map((one) => (
        <One
          key={one.invitee.address}
          invited={one}
          onChange={(next) => onChange(results.map((other) => (other === one ? next : other)))}
        />
      ))}
    </Arrival>
  )
}

function Next({ results }: { results: readonly Invited[] }) {
  const made = results.flatMap(({ invitation }) => invitation ?? [])
  const mailed = made.some((one) => one.sendInvitationMessage && one.status === 'PendingAcceptance')
  const pending = made.some(({ status }) => status === 'PendingAcceptance')
  return (
    <section aria-label={texts.whatNext}>
      <Subtitle2 as="h3">{texts.whatNext}</Subtitle2>
      <ol>
        {!pending && <li>{texts.nextCompleted}</li>}
        {pending && (
          <>
            <li>
              {mailed ? texts.nextMailed : texts.nextLink}{' '}
              {mailed && config.demo && <PageLink to={paths.outbox()}>{texts.nextOutbox}</PageLink>}
            </li>
            <li>{texts.nextAccept}</li>
            <li>{texts.nextAccess}</li>
          </>
        )}
      </ol>
    </section>
  )
}

function One({ invited, onChange }: { invited: Invited; onChange(next: Invited): void }) {
  const styles = useStyles()
  const graph = useGraph()
  const { invitee, invitation, warnings = [], refused, steps } = invited
  if (!invitation) {
    const { says, remedy } = refusedInvitation(refused)
    return (
      <div className={styles.one}>
        <div className={styles.head}>
          <b>{invitee.address}</b>
          <Badge appearance="tint" color="danger">
            {texts.notInvited}
          </Badge>
        </div>
        <Body1>{says}</Body1>
        {remedy && <Remedy {...remedy} />}
      </div>
    )
  }
  const id = invitation.invitedUser.id
  const retry = async () => onChange({ ...invited, steps: await runSteps(graph, id, steps) })
  return (
    <div className={styles.one}>
      <div className={styles.head}>
        <PageLink to={paths.user(id)}>{invitee.name ?? invitee.address}</PageLink>
        <Badge appearance="tint" color={invitation.status === 'Completed' ? 'success' : 'warning'}>
          {invitation.status === 'Completed' ? texts.acceptedBefore : texts.invitationStates.PendingAcceptance}
        </Badge>
      </div>
      <div>
        {texts.redeemLink} <Copyable value={invitation.inviteRedeemUrl} what={texts.redeemLinkOf(invitee.address)} />
      </div>
      {warnings.map((says) => (
        <MessageBar key={says} intent="warning" layout="multiline">
          <MessageBarBody>{says}</MessageBarBody>
        </MessageBar>
      ))}
      <StepReport steps={steps} intro={texts.partly} onRetry={retry} />
    </div>
  )
}
