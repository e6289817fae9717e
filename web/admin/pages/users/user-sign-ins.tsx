import { Badge } from '@fluentui/react-components'
import { showDateTime } from '../../../kit/format.ts'
import { useGraphList } from '../../../kit/graph/hooks.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { type Column, List } from '../../../kit/ui/list.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { useUser } from './user-page.tsx'

export type SignIn = {
  id: string
  createdDateTime: string
  appDisplayName: string | null
  ipAddress: string | null
  clientAppUsed: string | null
  isInteractive: boolean
  status: { errorCode: number; failureReason: string | null }
}

const columns: readonly Column<SignIn>[] = [
  {
    id: 'date',
    label: texts.date,
    show: (row) => <PageLink to={paths.signIn(row.id)}>{showDateTime(row.createdDateTime)}</PageLink>,
  },
  {
    id: 'status',
    label: texts.status,
    show: ({ status }) => (
      <Badge appearance="tint" color={status.errorCode === 0 ? 'success' : 'danger'}>
        {status.errorCode === 0 ? texts.success : texts.failure}
      </Badge>
    ),
  },
  { id: 'app', label: texts.application, show: (row) => row.appDisplayName ?? '–' },
  { id: 'code', label: texts.errorCode, show: ({ status }) => (status.errorCode === 0 ? '–' : status.errorCode) },
  {
    id: 'reason',
    label: texts.reason,
    width: '20rem',
    show: ({ status }) => (status.errorCode === 0 ? '–' : (status.failureReason ?? '–')),
  },
  { id: 'ip', label: texts.ipAddress, show: (row) => row.ipAddress ?? '–' },
]

/** The sign-ins of one person, newest first; each leads to its explanation. */
export function UserSignIns() {
  const { user } = useUser()
  const list = useGraphList<SignIn>(
    `/beta/auditLogs/signIns?$top=50&$filter=${encodeURIComponent(`userId eq '${user.id}'`)}`,
  )
  return (
    <List
      label={texts.signInsOf(user.displayName)}
      columns={columns}
      list={list}
      id={(row) => row.id}
      name={(row) => showDateTime(row.createdDateTime)}
      empty={<Empty title={texts.noSignInsTitle} says={texts.noSignInsSays} />}
    />
  )
}
