import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { RequestContext } from '../request-context.ts'

/** The audit entry of somebody who chose a new password for themselves, or tried to: `failure` says why not. */
export async function auditPasswordChange(
  deps: Deps,
  tx: Unit,
  ctx: RequestContext,
  user: User,
  failure: string | null = null,
): Promise<void> {
  await deps.store.audit.add(tx, {
    id: deps.random.uuid(),
    createdAt: ctx.at,
    correlationId: ctx.correlationId,
    activityDisplayName: 'Change user password',
    category: 'UserManagement',
    operationType: 'Update',
    loggedByService: 'Core Directory',
    result: failure === null ? 'success' : 'failure',
    resultReason: failure,
    initiatedBy: {
      kind: 'user',
      id: user.id,
      displayName: user.displayName,
      userPrincipalName: user.userPrincipalName,
      ipAddress: ctx.ip,
    },
    targetResources: [
      {
        id: user.id,
        displayName: user.displayName,
        type: 'User',
        userPrincipalName: user.userPrincipalName,
        modifiedProperties: [],
      },
    ],
    additionalDetails: [],
  })
}
