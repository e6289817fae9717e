import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { showDateTime } from '../../../kit/format.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { type Names, useNames } from '../../../kit/graph/names.ts'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { paths } from '../../paths.ts'
import { type AuditEntry, type AuditTarget, differencesOf, initiatorOf, sayChanged, targetName } from './audit-entry.ts'
import { idsIn, idsOfValue } from './audit-ids.ts'
import { Differences } from './differences.tsx'
import { NamedId } from './named-id.tsx'
import { StatusBadge } from './status-badge.tsx'

const useStyles = makeStyles({
  target: { display: 'grid', gap: tokens.spacingVerticalS },
  text: { margin: 0 },
})

/** One entry, over the list: `?entry=…`. */
export function AuditPane() {
  const [id, setId] = useUrlState('entry')
  return (
    <UntilClosed>
      {id !== null && (
        <Pane title={texts.auditEntry} wide onClose={() => setId(null, { push: true })}>
          <Opened key={id} id={id} />
        </Pane>
      )}
    </UntilClosed>
  )
}

function Opened({ id }: { id: string }) {
  const answer = useGraphGet<AuditEntry>(`/v1.0/auditLogs/directoryAudits/${encodeURIComponent(id)}`)
  return <Answer of={answer}>{(entry) => <Details entry={entry} />}</Answer>
}

function Details({ entry }: { entry: AuditEntry }) {
  const { user, app } = entry.initiatedBy
  const names = useNames(idsIn(entry))
  const by = initiatorOf(entry)
  const initiator = names.get(by) ?? by
  return (
    <>
      <Facts
        facts={[
          [texts.activity, entry.activityDisplayName],
          [texts.date, showDateTime(entry.activityDateTime)],
          [texts.category, texts.categories[entry.category] ?? entry.category],
          [texts.service, entry.loggedByService],
          [texts.status, <StatusBadge key="status" status={entry.result === 'success' ? 'success' : 'failure'} />],
          [texts.statusReason, entry.resultReason],
          [
            texts.initiatedBy,
            user ? (
              <PageLink key="by" to={paths.user(user.id)}>
                {initiator}
              </PageLink>
            ) : (
              texts.application_(initiator)
            ),
          ],
          [texts.username, user?.userPrincipalName],
          [texts.appId, app?.appId && <Copyable key="app" value={app.appId} what={texts.appId} />],
          [texts.ip, user?.ipAddress],
          [texts.correlationId, <Copyable key="id" value={entry.correlationId} what={texts.correlationId} />],
          ...entry.additionalDetails.map(({ key, value }) =>
            key === 'errorName'
              ? ([
                  texts.refusedAs,
                  <PageLink key={key} to={paths.errorCode(value)}>
                    {value}
                  </PageLink>,
                ] as const)
              : ([key, <NamedId key={key} id={value} names={names} what={key} />] as const),
          ),
        ]}
      />
      {entry.targetResources.map((target, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry never changes, and may name one object twice
        <Target key={index} target={target} names={names} />
      ))}
    </>
  )
}

function Target({ target, names }: { target: AuditTarget; names: Names }) {
  const styles = useStyles()
  const differences = differencesOf(target.modifiedProperties)
  const told = targetName(target)
  const name = names.get(told) ?? told
  return (
    <section className={styles.target} aria-label={texts.targetTitle(target.type, name)}>
      <Subtitle2 as="h3">{texts.targetTitle(target.type, name)}</Subtitle2>
      <Facts facts={[[texts.objectId, <Copyable key="id" value={target.id} what={texts.objectId} />]]} />
      {differences.length > 0 ? (
        <Differences
          label={texts.changes}
          columns={[texts.property, texts.oldValue, texts.newValue]}
          rows={differences.map(([what, before, after]) => [
            what,
            <Value key="before" value={before} names={names} />,
            <Value key="after" value={after} names={names} />,
          ])}
        />
      ) : (
        <p className={styles.text}>{texts.noChanges}</p>
      )}
    </section>
  )
}

/** A value in words; under it, the ids of what it names. */
function Value({ value, names }: { value: unknown; names: Names }) {
  return (
    <>
      {sayChanged(value, names)}
      {idsOfValue(value).map((id) => {
        const name = names.get(id)
        return (
          name && (
            <div key={id}>
              <Copyable value={id} what={texts.idOf(name)} />
            </div>
          )
        )
      })}
    </>
  )
}
