import type { AuditEntry } from '../logs/audit.ts'
import type { GraphRequest, Json } from './route.ts'

export type Change = { name: string; before?: Json | undefined; after?: Json | undefined }

/** What an audit entry says besides who did it and when, which come from the request. */
export type Audited = {
  /** As the public product names it: `Add user`, `Update group`. */
  activity: string
  category:
    | 'UserManagement'
    | 'GroupManagement'
    | 'RoleManagement'
    | 'ApplicationManagement'
    | 'Policy'
    | 'DirectoryManagement'
  operation: AuditEntry['operationType']
  targets: { id: string | null; type: string; displayName: string | null; userPrincipalName?: string | null }[]
  changes?: readonly Change[]
  service?: string
}

/** Written in the transaction of the change itself. Never given a secret. */
export function auditEntry(request: GraphRequest, audited: Audited): AuditEntry {
  const { caller, ctx, deps } = request
  const modifiedProperties = (audited.changes ?? []).map(({ name, before, after }) => ({
    displayName: name,
    oldValue: before === undefined ? null : JSON.stringify(before),
    newValue: after === undefined ? null : JSON.stringify(after),
  }))
  return {
    id: deps.random.uuid(),
    createdAt: ctx.at,
    correlationId: ctx.correlationId,
    activityDisplayName: audited.activity,
    category: audited.category,
    operationType: audited.operation,
    loggedByService: audited.service ?? 'Core Directory',
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
    targetResources: audited.targets.map((target, index) => ({
      id: target.id,
      displayName: target.displayName,
      type: target.type,
      userPrincipalName: target.userPrincipalName ?? null,
      modifiedProperties: index === 0 ? modifiedProperties : [],
    })),
    additionalDetails: [],
  }
}
