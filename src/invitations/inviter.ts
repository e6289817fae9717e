import type { InviterFacts } from '../access/index.ts'
import { firstPartyApps } from '../applications/first-party.ts'
import { graphPermissions } from '../applications/graph-permissions.ts'
import type { Deps } from '../deps.ts'
import { effectiveRoles } from '../directory/effective-roles.ts'
import type { User } from '../directory/user.ts'
import type { Door } from '../door.ts'
import type { ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import type { AuthorizationPolicy } from '../tenants/authorization-policy.ts'
import type { Inviter } from './invitation.ts'

/** Who asks for an invitation, as the directory knows them at this request. Roles are template ids, read now. */
export type InvitingCaller = { tenant: TenantId; roles: ReadonlySet<string> } & (
  | { kind: 'user'; user: User }
  | {
      kind: 'application'
      servicePrincipal: { id: ServicePrincipalId; appId: string; displayName: string }
      /** Holds an application permission that lets it invite. */
      mayInvite: boolean
    }
)

/** Any one of these lets an app invite (graph.md 2.2). */
export const invitingPermissions = ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'] as const

export const inviterFacts = (
  caller: InvitingCaller,
  { guestUserRoleId }: Pick<AuthorizationPolicy, 'guestUserRoleId'>,
): InviterFacts => {
  const roles = [...caller.roles]
  if (caller.kind === 'user') {
    const { id, userType } = caller.user
    return { kind: 'user', id, userType, guestUserRoleId, roles }
  }
  return { kind: 'application', id: caller.servicePrincipal.id, mayInvite: caller.mayInvite, roles }
}

/** What an invitation remembers of its inviter. */
export function presentInviter(caller: InvitingCaller): Inviter {
  if (caller.kind === 'user') {
    const { id, displayName, mail } = caller.user
    return { kind: 'user', id, displayName, mail }
  }
  return {
    kind: 'application',
    id: caller.servicePrincipal.id,
    displayName: caller.servicePrincipal.displayName,
    mail: null,
  }
}

/** The inviter of an earlier invitation as they are now; undefined when they are gone or may not act any more. */
export async function reloadInviter(deps: Deps, door: Door, inviter: Inviter): Promise<InvitingCaller | undefined> {
  const roles = await effectiveRoles(deps.store, door, inviter.id)
  if (inviter.kind === 'user') {
    const user = await deps.store.users.find(door, inviter.id as UserId)
    return user?.accountEnabled ? { kind: 'user', tenant: door.tenant, roles, user } : undefined
  }
  const servicePrincipal = await deps.store.servicePrincipals.find(door, inviter.id as ServicePrincipalId)
  if (!servicePrincipal?.accountEnabled || servicePrincipal.deletedAt !== null) return undefined
  const mayInvite = await holdsInvitingPermission(deps, door, servicePrincipal.id)
  return { kind: 'application', tenant: door.tenant, roles, servicePrincipal, mayInvite }
}

const roleIds = new Set(
  graphPermissions.flatMap(({ name, application }) =>
    application && invitingPermissions.some((one) => one === name) ? [application.id] : [],
  ),
)

async function holdsInvitingPermission(deps: Deps, door: Door, id: ServicePrincipalId): Promise<boolean> {
  const graph = await deps.store.servicePrincipals.byAppId(door, firstPartyApps.graph)
  const assignments = await deps.store.consent.assignmentsOf(door, [id])
  return assignments.some((one) => one.resourceId === graph?.id && roleIds.has(one.appRoleId))
}
