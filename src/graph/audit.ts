import type { AuditEntry } from '../logs/audit.ts'
import type { GraphRequest } from './route.ts'

type Target = AuditEntry['targetResources'][number]

/** What an audit entry says besides who did it and when, which come from the request. Never given a secret. */
export type Change = {
  /** As the public product names it: `Add user`, `Update group`. */
  activity: string
  category: string
  operation: AuditEntry['operationType']
  targets: (Pick<Target, 'id' | 'displayName' | 'type'> & { userPrincipalName?: string | null })[]
  /** Of the first target. */
  modified?: Target['modifiedProperties']
  service?: string
}

/** To be written in the transaction of the change itself. */
export function auditOf({ caller, ctx, deps }: GraphRequest, change: Change): AuditEntry {
  return {
    id: deps.random.uuid(),
    createdAt: ctx.at,
    correlationId: ctx.correlationId,
    activityDisplayName: change.activity,
    category: change.category,
    operationType: change.operation,
    loggedByService: change.service ?? 'Core Directory',
    result: 'success',
    resultReason: null,
    initiatedBy:
      caller.kind === 'delegated'
        ? {
            kind: 'user',
            id: caller.user.id,
            displayName: caller.user.displayName,
            userPrincipalName: caller.user.userPrincipalName,
            ipAddress: ctx.ip,
          }
        : {
            kind: 'app',
            appId: caller.clientAppId,
            servicePrincipalId: caller.servicePrincipal.id,
            displayName: caller.servicePrincipal.displayName,
          },
    targetResources: change.targets.map((target, index) => ({
      id: target.id,
      displayName: target.displayName,
      type: target.type,
      userPrincipalName: target.userPrincipalName ?? null,
      modifiedProperties: index === 0 ? (change.modified ?? []) : [],
    })),
    additionalDetails: [],
  }
}

/** The properties that differ, as JSON text on both sides; null where there was or is no object. */
export function changesBetween(before: object | null, after: object | null): Target['modifiedProperties'] {
  const old = new Map(Object.entries(before ?? {}))
  const fresh = new Map(Object.entries(after ?? {}))
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((name) => ({ displayName: name, oldValue: json(old.get(name)), newValue: json(fresh.get(name)) }))
    .filter(({ oldValue, newValue }) => oldValue !== newValue)
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
