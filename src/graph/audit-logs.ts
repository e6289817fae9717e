import { role } from '../directory/role-templates.ts'
import { refuse } from '../errors/index.ts'
import type { Condition, PageQuery } from '../paging.ts'
import { hasReadingRole } from './caller.ts'
import { collection } from './collection.ts'
import { auditResource, signInResource } from './model/log-rows.ts'
import { entity } from './present.ts'
import { type GraphRequest, type GraphRoute, ok, type Permissions } from './route.ts'

/** The logs on Graph: graph.md 2.18. Newest first; the cost of a page does not grow with the log. */

export const logPermission: Permissions = {
  delegated: ['AuditLog.Read.All'],
  application: ['AuditLog.Read.All'],
  refusal: 'logPermissionMissing',
}
const auditPermission: Permissions = {
  delegated: ['AuditLog.Read.All', 'Directory.Read.All'],
  application: ['AuditLog.Read.All', 'Directory.Read.All'],
  refusal: 'logPermissionMissing',
}

/** An application needs its permission only; a person also one of the roles that read logs. */
export function admitLogReader({ caller }: GraphRequest): void {
  if (caller.kind === 'application') return
  const { reportsReader, securityReader, securityOperator, securityAdministrator } = role
  if (!hasReadingRole(caller, reportsReader, securityReader, securityOperator, securityAdministrator)) {
    refuse('insufficientPrivileges')
  }
}

/** Counting or searching reads the whole log. */
export function admitLogQuery({ query }: GraphRequest): void {
  if (query.count !== undefined && !/^false$/i.test(query.count)) notHere('$count')
  if (query.search !== undefined) notHere('$search')
}
const notHere = (option: string): never =>
  refuse('queryOptionInvalid', { option, reason: 'logs are read by time and filter only' })

const interactive: Condition = { op: 'eq', column: 'isInteractive', value: true }
const byApplication: Condition = { op: 'ne', column: 'servicePrincipalId', value: null }
const byPerson: Condition = { op: 'eq', column: 'servicePrincipalId', value: null }
const eventTypes: Record<string, Condition> = {
  interactiveuser: { op: 'and', of: [interactive, byPerson] },
  noninteractiveuser: { op: 'and', of: [{ op: 'eq', column: 'isInteractive', value: false }, byPerson] },
  serviceprincipal: byApplication,
}
const nothing: Condition = { op: 'or', of: [] }

/** `signInEventTypes` is no column: it is said by two others. */
function withoutEventTypes(condition: Condition): Condition {
  switch (condition.op) {
    case 'and':
    case 'or':
      return { op: condition.op, of: condition.of.map(withoutEventTypes) }
    case 'not':
      return { op: 'not', of: withoutEventTypes(condition.of) }
    case 'any':
      return condition.column === 'signInEventTypes'
        ? (eventTypes[condition.value.toLowerCase()] ?? nothing)
        : condition
    default:
      return condition
  }
}

/** A plain list shows interactive sign-ins; the rest comes to who asks for it, or for single events. */
const shownByDefault = (condition: Condition | undefined): Condition | undefined => {
  const named = condition && columnsOf(condition)
  const asked = ['isInteractive', 'signInEventTypes', 'id', 'correlationId', 'servicePrincipalId', 'errorCode']
  if (asked.some((column) => named?.has(column))) return condition
  return condition ? { op: 'and', of: [interactive, condition] } : interactive
}

function columnsOf(condition: Condition): Set<string> {
  switch (condition.op) {
    case 'and':
    case 'or':
      return new Set(condition.of.flatMap((one) => [...columnsOf(one)]))
    case 'not':
      return columnsOf(condition.of)
    default:
      return new Set([condition.column])
  }
}

const newestFirst = [{ column: 'createdAt', direction: 'desc' as const }]

export const auditLogRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/auditLogs/signIns',
    permissions: logPermission,
    async handle(request) {
      const { deps, door, place } = request
      admitLogReader(request)
      admitLogQuery(request)
      const load = (query: PageQuery) => {
        const where = shownByDefault(query.where)
        return deps.store.signIns.page(door, { ...query, where: where && withoutEventTypes(where) })
      }
      return collection(request, signInResource(place), load, { order: newestFirst })
    },
  },
  {
    method: 'GET',
    path: '/auditLogs/signIns/{id}',
    permissions: logPermission,
    async handle(request) {
      const { deps, door, params, place } = request
      admitLogReader(request)
      const { id = '' } = params
      const row = (await deps.store.signIns.find(door, id.toLowerCase())) ?? refuse('resourceNotFound', { id })
      return ok(entity(request, signInResource(place), row))
    },
  },
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits',
    permissions: auditPermission,
    async handle(request) {
      const { deps, door } = request
      admitLogReader(request)
      admitLogQuery(request)
      return collection(request, auditResource, (query) => deps.store.audit.page(door, query), { order: newestFirst })
    },
  },
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits/{id}',
    permissions: auditPermission,
    async handle(request) {
      const { deps, door, params } = request
      admitLogReader(request)
      const { id = '' } = params
      const entry = (await deps.store.audit.find(door, id)) ?? refuse('resourceNotFound', { id })
      return ok(entity(request, auditResource, entry))
    },
  },
]
