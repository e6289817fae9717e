import { literal } from '../../../kit/graph/client.ts'
import { isGuid } from '../../../kit/graph/find.ts'
import type { Filter } from '../../../kit/ui/filters.tsx'
import { texts } from '../../../texts/en/monitoring.ts'
import { interruptions, type SignInKind } from './sign-in.ts'
import { timeConditions } from './time-range.ts'

/** The filters of the sign-in log: how they look, and what they ask of Graph. */

export const signInFilterNames = [
  'range',
  'from',
  'to',
  'userType',
  'status',
  'app',
  'code',
  'correlationId',
  'requestId',
  'crossTenant',
] as const
export type SignInFilters = Partial<Record<(typeof signInFilterNames)[number] | 'q', string>>

/** An id is looked for in the whole log; everything else in the last day, as admins know it. */
const usualRange = ({ correlationId, requestId, code }: SignInFilters): 'all' | '24h' =>
  correlationId || requestId || code ? 'all' : '24h'

const choices = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

export const timeFilters = (range: string | undefined, usual: 'all' | '24h'): Filter[] => [
  {
    name: 'range',
    label: texts.range,
    kind: 'choice',
    none: texts.ranges[usual],
    options: choices(texts.ranges).filter(({ value }) => value !== usual),
  },
  ...(range === 'custom'
    ? ([
        { name: 'from', label: texts.from, kind: 'date' },
        { name: 'to', label: texts.to, kind: 'date' },
      ] as const)
    : []),
]

/** Those that are always shown, and those behind "More filters". */
export function signInFilterBar(filters: SignInFilters, ofPeople: boolean): { usual: Filter[]; more: Filter[] } {
  return {
    usual: [
      ...timeFilters(filters.range, usualRange(filters)),
      ...(ofPeople
        ? [{ name: 'userType', label: texts.userType, kind: 'choice', options: choices(texts.userTypes) } as const]
        : []),
      { name: 'status', label: texts.status, kind: 'choice', options: choices(texts.statuses) },
      { name: 'app', label: texts.application, kind: 'text' },
      { name: 'code', label: texts.errorCode, kind: 'text' },
    ],
    more: [
      { name: 'correlationId', label: texts.correlationId, kind: 'text' },
      { name: 'requestId', label: texts.requestId, kind: 'text' },
      { name: 'crossTenant', label: texts.crossTenant, kind: 'choice', options: choices(texts.crossTenantTypes) },
    ],
  }
}

/** `500213`, `AADSTS500213`, or a whole pasted message. Null: there is no code in it. */
export function codeIn(text: string): number | null {
  const digits = /AADSTS(\d{1,8})/i.exec(text)?.[1] ?? /^\s*(\d{1,8})\s*$/.exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The `$filter` of a list. */
export function signInFilter(kind: SignInKind | null, filters: SignInFilters, now: number): string {
  const { q, userType, status, app, correlationId, requestId, crossTenant } = filters
  const code = codeIn(filters.code ?? '')
  return [
    // Without a word about the kind Graph shows interactive sign-ins only.
    kind ? `signInEventTypes/any(t: t eq '${kind}')` : '(isInteractive eq true or isInteractive eq false)',
    ...timeConditions('createdDateTime', filters, usualRange(filters), now),
    ...(q ? [nameCondition(q, 'userId', ['userPrincipalName', 'userDisplayName'])] : []),
    ...(userType ? [`userType eq '${literal(userType)}'`] : []),
    ...(status ? [statusConditions[status] ?? 'status/errorCode lt 0'] : []),
    ...(app ? [nameCondition(app, 'appId', ['appDisplayName'])] : []),
    ...(code === null ? [] : [`status/errorCode eq ${code}`]),
    ...(correlationId ? [`correlationId eq '${literal(correlationId.toLowerCase())}'`] : []),
    ...(requestId ? [`id eq '${literal(requestId.toLowerCase())}'`] : []),
    ...(crossTenant ? [`crossTenantAccessType eq '${literal(crossTenant)}'`] : []),
  ].join(' and ')
}

const listed = interruptions.join(', ')
const statusConditions: Record<string, string> = {
  success: 'status/errorCode eq 0',
  failure: `status/errorCode ne 0 and not (status/errorCode in (${listed}))`,
  interrupted: `status/errorCode in (${listed})`,
}

/** An id is asked for exactly, anything else by its beginning. */
function nameCondition(text: string, idProperty: string, names: readonly string[]): string {
  if (isGuid(text)) return `${idProperty} eq '${text.trim().toLowerCase()}'`
  const starts = names.map((name) => `startswith(${name}, '${literal(text)}')`)
  return starts.length === 1 ? String(starts[0]) : `(${starts.join(' or ')})`
}
