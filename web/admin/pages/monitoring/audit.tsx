import { showDateTime } from '../../../kit/format.ts'
import { type Page as GraphPage, literal, query } from '../../../kit/graph/client.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { type AuditEntry, initiatorOf, targetsOf } from './audit-entry.ts'
import { auditFilter, auditFilterBar, auditFilterNames } from './audit-filters.ts'
import { AuditPane } from './audit-pane.tsx'
import { type LogColumn, textColumn } from './log-column.ts'
import { LogPage, useLogFilters } from './log-page.tsx'
import { RowLink } from './row-link.tsx'
import { StatusBadge } from './status-badge.tsx'

const plain = textColumn<AuditEntry>()
const statusOf = ({ result }: AuditEntry) => (result === 'success' ? 'success' : 'failure')

const columns: readonly LogColumn<AuditEntry>[] = [
  {
    id: 'date',
    label: texts.date,
    text: (entry) => entry.activityDateTime,
    show: (entry) => (
      <RowLink name="entry" value={entry.id}>
        {showDateTime(entry.activityDateTime)}
      </RowLink>
    ),
  },
  plain('activity', texts.activity, (entry) => entry.activityDisplayName),
  plain('category', texts.category, (entry) => texts.categories[entry.category] ?? entry.category),
  {
    id: 'status',
    label: texts.status,
    text: (entry) => texts.statuses[statusOf(entry)],
    show: (entry) => <StatusBadge status={statusOf(entry)} />,
  },
  plain('reason', texts.statusReason, (entry) => entry.resultReason),
  plain('targets', texts.targets_, targetsOf),
  plain('by', texts.initiatedBy, initiatorOf),
  plain('service', texts.service, (entry) => entry.loggedByService),
  plain('correlationId', texts.correlationId, (entry) => entry.correlationId),
]
const usual = ['date', 'activity', 'category', 'status', 'targets', 'by', 'service']

/** Who changed what in this directory. */
export function Audit() {
  const asked = useLogFilters(auditFilterNames)
  const { filters, now } = asked
  const person = usePerson(filters.target?.trim())
  const options = { $filter: auditFilter(filters, person.id, now), $orderby: 'activityDateTime desc' }
  return (
    <LogPage<AuditEntry>
      id="audit"
      title={texts.audit}
      says={texts.auditSays}
      file={texts.auditFile}
      path={`/v1.0/auditLogs/directoryAudits${query(options)}`}
      ready={!person.pending}
      asked={asked}
      columns={columns}
      usual={usual}
      name={({ activityDisplayName }) => activityDisplayName}
      empty={<Empty title={texts.noAudit} says={texts.noAuditSays} />}
      bar={{ filters: auditFilterBar(filters) }}
      hint={person.unknown ? texts.targetUnknown : null}
      pane={<AuditPane />}
    />
  )
}

/** The log knows people by their ids and names: of one whose address is given, the id is looked up. */
function usePerson(target: string | undefined): { id: string | null; pending: boolean; unknown: boolean } {
  const address = target?.includes('@') ? literal(target) : null
  const found = useGraphGet<GraphPage<{ id: string }>>(
    address === null
      ? null
      : `/v1.0/users${query({ $filter: `mail eq '${address}' or userPrincipalName eq '${address}'`, $select: 'id', $top: 1 })}`,
  )
  if (address === null) return { id: null, pending: false, unknown: false }
  const id = found.data?.value[0]?.id ?? null
  return { id, pending: found.isPending, unknown: !found.isPending && id === null }
}
