import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { AuditEntry } from '../logs/audit.ts'
import type { RequestContext } from '../request-context.ts'
import type { InvitingCaller } from './inviter.ts'

type Activity = Pick<AuditEntry, 'activityDisplayName' | 'operationType'> & Partial<AuditEntry>

/** An entry of the service that handles guests, unless `activity` says otherwise. Names as in graph.md 2.18. */
export function auditEntry(
  deps: Pick<Deps, 'random'>,
  ctx: RequestContext,
  initiatedBy: AuditEntry['initiatedBy'],
  activity: Activity,
): AuditEntry {
  return {
    id: deps.random.uuid(),
    createdAt: ctx.at,
    correlationId: ctx.correlationId,
    category: 'UserManagement',
    loggedByService: 'Invited Users',
    result: 'success',
    resultReason: null,
    initiatedBy,
    targetResources: [],
    additionalDetails: [],
    ...activity,
  }
}

export function callerInitiates(caller: InvitingCaller, ctx: RequestContext): AuditEntry['initiatedBy'] {
  if (caller.kind === 'application') {
    const { id, appId, displayName } = caller.servicePrincipal
    return { kind: 'app', appId, servicePrincipalId: id, displayName }
  }
  return userInitiates(caller.user, ctx)
}

export const userInitiates = (
  { id, displayName, userPrincipalName }: Pick<User, 'id' | 'displayName' | 'userPrincipalName'>,
  ctx: RequestContext,
): AuditEntry['initiatedBy'] => ({ kind: 'user', id, displayName, userPrincipalName, ipAddress: ctx.ip })

/** Another organization, as a tenant's log names it: never the person there. */
export const organizationInitiates = (displayName: string): AuditEntry['initiatedBy'] => ({
  kind: 'app',
  appId: null,
  servicePrincipalId: null,
  displayName,
})

type Changes = Record<string, [before: unknown, after: unknown]>

export function userTarget(
  user: Pick<User, 'displayName' | 'userPrincipalName'> & { id: string },
  changes: Changes = {},
): AuditEntry['targetResources'][number] {
  return {
    id: user.id,
    displayName: user.displayName,
    type: 'User',
    userPrincipalName: user.userPrincipalName,
    modifiedProperties: Object.entries(changes).map(([displayName, [before, after]]) => ({
      displayName,
      oldValue: before === undefined ? null : JSON.stringify([before]),
      newValue: JSON.stringify([after]),
    })),
  }
}

export const details = (facts: Record<string, string | null | undefined>): AuditEntry['additionalDetails'] =>
  Object.entries(facts).flatMap(([key, value]) => (value ? [{ key, value }] : []))
