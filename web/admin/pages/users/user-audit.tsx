import { Badge } from '@fluentui/react-components'
import { showDateTime } from '../../../kit/format.ts'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/users.ts'
import { useUser } from './user-page.tsx'

type Audit = {
  id: string
  activityDateTime: string
  activityDisplayName: string
  category: string
  result: 'success' | 'failure'
  resultReason: string
  initiatedBy: {
    user: { displayName: string | null; userPrincipalName: string | null } | null
    app: { displayName: string | null } | null
  }
  targetResources: {
    id: string | null
    displayName: string | null
    modifiedProperties: { displayName: string; oldValue: string | null; newValue: string | null }[]
  }[]
}

const initiator = ({ initiatedBy: { user, app } }: Audit): string =>
  user?.displayName ?? user?.userPrincipalName ?? app?.displayName ?? '–'

/** The changes of one entry that are about this person: "jobTitle: Buyer → Head buyer". */
const changesOf = (row: Audit, id: string): string[] =>
  row.targetResources
    .filter((target) => target.id === id)
    .flatMap(({ modifiedProperties }) =>
      modifiedProperties.map(({ displayName, oldValue, newValue }) =>
        texts.changed(displayName, bare(oldValue), bare(newValue)),
      ),
    )

/** Old and new values are JSON on the wire. */
const bare = (value: string | null): string => (value ?? '–').replaceAll(/^\["?|"?\]$|^"|"$/g, '') || '–'

/** Who changed what of this person, newest first. */
export function UserAudit() {
  const { user } = useUser()
  const list = useGraphList<Audit>(
    `/v1.0/auditLogs/directoryAudits?$top=50&$filter=${encodeURIComponent(`targetResources/any(t:t/id eq '${user.id}')`)}`,
  )
  const columns: readonly Column<Audit>[] = [
    { id: 'date', label: texts.date, show: (row) => showDateTime(row.activityDateTime) },
    { id: 'activity', label: texts.activity, width: '14rem', show: (row) => row.activityDisplayName },
    {
      id: 'result',
      label: texts.status,
      show: (row) => (
        <Badge appearance="tint" color={row.result === 'success' ? 'success' : 'danger'}>
          {row.result === 'success' ? texts.success : texts.failure}
        </Badge>
      ),
    },
    { id: 'who', label: texts.initiatedBy, show: initiator },
    {
      id: 'changes',
      label: texts.changes,
      width: '20rem',
      show: (row) => {
        const changes = changesOf(row, user.id)
        if (changes.length === 0) return row.resultReason || '–'
        return changes.map((one) => <div key={one}>{one}</div>)
      },
    },
  ]
  return (
    <List
      label={texts.auditOf(user.displayName)}
      columns={columns}
      list={list}
      id={(row) => row.id}
      name={(row) => row.activityDisplayName}
      empty={<Empty title={texts.noAuditTitle} says={texts.noAuditSays} />}
    />
  )
}
