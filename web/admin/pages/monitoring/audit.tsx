import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { showDateTime, showText } from '../../../kit/format.ts'
import { type Page as GraphPage, literal, query } from '../../../kit/graph/client.ts'
import { isGuid } from '../../../kit/graph/find.ts'
import { useGraphGet, useGraphList } from '../../../kit/graph/hooks.tsx'
import { ColumnPicker, useColumns } from '../../../kit/ui/columns.tsx'
import { FilterBar, useFilters } from '../../../kit/ui/filters.tsx'
import { List } from '../../../kit/ui/list.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { texts as kitTexts } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { type AuditEntry, initiatorOf, targetsOf } from './audit-entry.ts'
import { auditFilter, auditFilterBar, auditFilterNames } from './audit-filters.ts'
import { AuditPane } from './audit-pane.tsx'
import { ExportCsv } from './export-csv.tsx'
import { RowLink } from './row-link.tsx'
import type { LogColumn } from './sign-in-columns.tsx'
import { StatusBadge } from './status-badge.tsx'
import { isBackwards } from './time-range.ts'

const plain = (id: string, label: string, text: (entry: AuditEntry) => string): LogColumn<AuditEntry> => ({
  id,
  label,
  text,
  show: (entry) => showText(text(entry)),
})

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
  const filters = useFilters(...auditFilterNames)
  const [now, setNow] = useState(() => Date.now())
  const target = useTarget(filters.target?.trim())
  const path = `/v1.0/auditLogs/directoryAudits${query({ $filter: auditFilter(filters, target.id, now), $orderby: 'activityDateTime desc' })}`
  const list = useGraphList<AuditEntry>(target.pending ? null : `${path}&$top=50`)
  const picked = useColumns('audit', columns, usual)
  return (
    <Page
      title={texts.audit}
      says={texts.auditSays}
      commands={
        <>
          <Button
            appearance="subtle"
            icon={<ArrowClockwiseRegular />}
            onClick={() => {
              setNow(Date.now())
              void list.refetch()
            }}
          >
            {kitTexts.refresh}
          </Button>
          <ExportCsv path={path} columns={columns} file={texts.auditFile} />
          <ColumnPicker all={columns} ids={picked.ids} onChange={picked.set} />
        </>
      }
    >
      <FilterBar filters={auditFilterBar(filters)} />
      {target.unknown && <Hint>{texts.targetUnknown}</Hint>}
      {isBackwards(filters) && <Hint>{texts.backwards}</Hint>}
      <List
        label={texts.audit}
        columns={picked.shown}
        list={list}
        id={({ id }) => id}
        name={({ activityDisplayName }) => activityDisplayName}
        filtered={Object.keys(filters).length > 0}
        empty={<Empty title={texts.noAudit} says={texts.noAuditSays} />}
      />
      <AuditPane />
    </Page>
  )
}

/** The log knows objects by their ids: of a person whose address is given, the id is looked up. */
function useTarget(said: string | undefined): { id: string | null; pending: boolean; unknown: boolean } {
  const address = said !== undefined && !isGuid(said)
  const found = useGraphGet<GraphPage<{ id: string }>>(
    address
      ? `/v1.0/users${query({ $filter: `mail eq '${literal(said)}' or userPrincipalName eq '${literal(said)}'`, $select: 'id', $top: 1 })}`
      : null,
  )
  if (!address) return { id: said ?? null, pending: false, unknown: false }
  const id = found.data?.value[0]?.id
  // Nothing is found rather than everything, by a name that nobody has.
  return { id: id ?? said, pending: found.isPending, unknown: !found.isPending && id === undefined }
}

function Hint({ children }: { children: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  )
}
