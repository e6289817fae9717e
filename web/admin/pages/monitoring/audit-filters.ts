import { literal } from '../../../kit/graph/client.ts'
import { isGuid } from '../../../kit/graph/find.ts'
import type { Filter } from '../../../kit/ui/filters.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { timeFilters } from './sign-in-filters.ts'
import { timeConditions } from './time-range.ts'

export const auditFilterNames = [
  'range',
  'from',
  'to',
  'category',
  'activity',
  'by',
  'target',
  'result',
  'correlationId',
] as const
export type AuditFilters = Partial<Record<(typeof auditFilterNames)[number] | 'q', string>>

const usualRange = ({ correlationId }: AuditFilters): 'all' | '24h' => (correlationId ? 'all' : '24h')

export const auditFilterBar = (filters: AuditFilters): Filter[] => [
  ...timeFilters(filters.range, usualRange(filters)),
  {
    name: 'category',
    label: texts.category,
    kind: 'choice',
    options: Object.entries(texts.categories).map(([value, label]) => ({ value, label })),
  },
  { name: 'activity', label: texts.activity, kind: 'text' },
  { name: 'by', label: texts.initiatedBy, kind: 'text' },
  { name: 'target', label: texts.target, kind: 'text' },
  {
    name: 'result',
    label: texts.status,
    kind: 'choice',
    options: [
      { value: 'success', label: texts.statuses.success },
      { value: 'failure', label: texts.statuses.failure },
    ],
  },
  { name: 'correlationId', label: texts.correlationId, kind: 'text' },
]

/** The `$filter` of the log. `person`: the id of whoever has the address that stands as the target. */
export function auditFilter(filters: AuditFilters, person: string | null, now: number): string {
  const { category, activity, by, target, result, correlationId } = filters
  return [
    ...timeConditions('activityDateTime', filters, usualRange(filters), now),
    ...(category ? [`category eq '${literal(category)}'`] : []),
    ...(activity ? [`startswith(activityDisplayName, '${literal(activity)}')`] : []),
    ...(by ? [initiator(by.trim())] : []),
    ...(target ? [targetCondition(target.trim(), person)] : []),
    ...(result ? [`result eq '${literal(result)}'`] : []),
    ...(correlationId ? [`correlationId eq '${literal(correlationId.toLowerCase())}'`] : []),
  ].join(' and ')
}

/** An object by its id, or by the beginning of its name; a person by their address, too. */
function targetCondition(target: string, person: string | null): string {
  if (isGuid(target)) return `targetResources/any(t: t/id eq '${literal(target)}')`
  const named = `targetResources/any(t: startswith(t/displayName, '${literal(target)}'))`
  return person === null ? named : `(targetResources/any(t: t/id eq '${literal(person)}') or ${named})`
}

/** A person by their sign-in name's beginning, a person or an app by its id. */
function initiator(by: string): string {
  const value = literal(by)
  return isGuid(by)
    ? `(initiatedBy/user/id eq '${value}' or initiatedBy/app/appId eq '${value}')`
    : `startswith(initiatedBy/user/userPrincipalName, '${value}')`
}
