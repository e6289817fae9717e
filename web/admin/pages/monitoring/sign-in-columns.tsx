import { showDateTime } from '../../../kit/format.ts'
import { texts } from '../../../texts/en/monitoring.ts'
import { type LogColumn, textColumn } from './log-column.ts'
import { RowLink } from './row-link.tsx'
import { reasonOf, type SignIn, statusOf, whoOf } from './sign-in.ts'
import { StatusBadge } from './status-badge.tsx'

const plain = textColumn<SignIn>()

export const signInColumns: readonly LogColumn<SignIn>[] = [
  {
    id: 'date',
    label: texts.date,
    width: '11rem',
    text: (row) => row.createdDateTime,
    show: (row) => (
      <RowLink name="signIn" value={row.id}>
        {showDateTime(row.createdDateTime)}
      </RowLink>
    ),
  },
  plain('requestId', texts.requestId, (row) => row.id),
  plain('user', texts.user, whoOf),
  plain('userType', texts.userType, (row) => texts.userTypes[row.userType ?? ''] ?? ''),
  plain('application', texts.application, (row) => row.appDisplayName),
  {
    id: 'status',
    label: texts.status,
    text: (row) => texts.statuses[statusOf(row)],
    show: (row) => <StatusBadge status={statusOf(row)} />,
  },
  plain('code', texts.errorCode, (row) => row.status.errorCode || null),
  plain('reason', texts.failureReason, reasonOf),
  plain('kind', texts.kind, (row) => texts.kinds[row.signInEventTypes[0] ?? ''] ?? ''),
  plain('ip', texts.ip, (row) => row.ipAddress),
  plain('resource', texts.resource, (row) => row.resourceDisplayName),
  plain('conditionalAccess', texts.conditionalAccess, (row) => conditionalAccessOf(row)),
  plain('requirement', texts.requirement, (row) => requirementOf(row)),
  plain('crossTenant', texts.crossTenant, (row) => crossTenantOf(row)),
  plain('username', texts.username, (row) => row.userPrincipalName),
  plain('userId', texts.userId, (row) => row.userId),
  plain('appId', texts.appId, (row) => row.appId),
  plain('resourceId', texts.resourceId, (row) => row.resourceId),
  plain('correlationId', texts.correlationId, (row) => row.correlationId),
  plain('homeTenant', texts.homeTenant, (row) => row.homeTenantId),
  plain('resourceTenant', texts.resourceTenant, (row) => row.resourceTenantId),
  plain('client', texts.client, (row) => row.clientAppUsed),
  plain('userAgent', texts.userAgent, (row) => row.userAgent),
]

export const conditionalAccessOf = (row: SignIn): string =>
  texts.conditionalAccessStatuses[row.conditionalAccessStatus] ?? row.conditionalAccessStatus
export const requirementOf = (row: SignIn): string =>
  texts.requirements[row.authenticationRequirement] ?? row.authenticationRequirement
export const crossTenantOf = (row: SignIn): string =>
  texts.crossTenantTypes[row.crossTenantAccessType] ?? row.crossTenantAccessType

/** Those that Entra shows first, and why it failed, which is what the log is opened for. */
export const usualColumns = [
  'date',
  'user',
  'application',
  'status',
  'code',
  'kind',
  'userType',
  'ip',
  'resource',
] as const
