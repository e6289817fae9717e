import { role } from '../directory/role-templates.ts'

/**
 * Who may manage apps, add credentials to them and grant permissions. Pure. One rule stands above the tables of graph.md
 * 2.1: nobody gives, to himself through an app or to anybody, more than he has (attacks.md 29).
 */

export type Actor = {
  kind: 'delegated' | 'application'
  /** Of the person, or of the calling app's service principal. */
  id: string
  isGuest: boolean
  roles: ReadonlySet<string>
  /** Graph permissions of the token that the directory still grants. */
  permissions: ReadonlySet<string>
}

/** What an app can do in the tenant by itself: its service principal's directory roles and application permissions of Graph. */
export type Powers = { roles: readonly string[]; permissions: readonly string[] }
export const noPowers: Powers = { roles: [], permissions: [] }

const isGlobal = (actor: Actor): boolean => actor.roles.has(role.globalAdministrator)
const hasAny = (actor: Actor, ...roles: string[]): boolean =>
  isGlobal(actor) || roles.some((one) => actor.roles.has(one))

const isApplicationAdministrator = (actor: Actor): boolean =>
  hasAny(actor, role.applicationAdministrator, role.cloudApplicationAdministrator)

/** Change or delete an app or a service principal that exists. */
export function mayManage(actor: Actor, owners: readonly string[]): boolean {
  if (actor.kind === 'application') {
    if (actor.permissions.has('Application.ReadWrite.All')) return true
    return actor.permissions.has('Application.ReadWrite.OwnedBy') && owners.includes(actor.id)
  }
  return isApplicationAdministrator(actor) || owners.includes(actor.id)
}

/** Register a new app. Guests only with a role (graph.md 4). */
export function mayRegister(actor: Actor, allowedToCreateApps: boolean): boolean {
  if (actor.kind === 'application') return true
  if (isApplicationAdministrator(actor) || actor.roles.has(role.applicationDeveloper)) return true
  return allowedToCreateApps && !actor.isGuest
}

const readsOnly = (permission: string): boolean => /\.Read(?:Basic)?(?:\.|$)/.test(permission)
/** What those roles and owners can do anyway. */
const ofApplicationAdministrators = new Set(['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'])
const ofOwners = new Set(['Application.ReadWrite.OwnedBy'])

/**
 * Add a secret or certificate to an app, for one who may manage it: whoever holds a credential acts as the app, so the
 * app must not reach further than its caretaker.
 */
export function mayAddCredential(actor: Actor, powers: Powers): boolean {
  if (coversEverything(actor)) return true
  if (!powers.roles.every((one) => actor.roles.has(one))) return false
  if (actor.kind === 'application') return powers.permissions.every((one) => actor.permissions.has(one))
  const writes = powers.permissions.filter((one) => !readsOnly(one))
  if (isApplicationAdministrator(actor)) return writes.every((one) => ofApplicationAdministrators.has(one))
  // A member reads the directory himself; a guest does not, so for him reading by an app is more than he has.
  return writes.every((one) => ofOwners.has(one)) && (!actor.isGuest || powers.permissions.length === 0)
}

/** Those who could make themselves anything else. */
const coversEverything = (actor: Actor): boolean =>
  hasAny(actor, role.privilegedRoleAdministrator) ||
  (actor.kind === 'application' &&
    (actor.permissions.has('RoleManagement.ReadWrite.Directory') ||
      actor.permissions.has('AppRoleAssignment.ReadWrite.All')))

/** Assign a role of an API, or a person to an app, given the permission AppRoleAssignment.ReadWrite.All. */
export function mayAssignAppRole(
  actor: Actor,
  wish: {
    resourceIsGraph: boolean
    resourceOwners: readonly string[]
    principalKind: 'User' | 'Group' | 'ServicePrincipal'
  },
): boolean {
  if (actor.kind === 'application') return true
  if (hasAny(actor, role.privilegedRoleAdministrator)) return true
  // A role of Graph is power over the directory.
  if (wish.resourceIsGraph) return false
  if (isApplicationAdministrator(actor)) return true
  if (wish.principalKind !== 'ServicePrincipal' && hasAny(actor, role.userAdministrator)) return true
  if (hasAny(actor, role.identityGovernanceAdministrator, role.directoryWriters)) return true
  return !actor.isGuest && wish.resourceOwners.includes(actor.id)
}

/** Write a delegated grant, given the permission DelegatedPermissionGrant.ReadWrite.All or Directory.ReadWrite.All. */
export function mayGrantScopes(
  actor: Actor,
  wish: { principalId: string | null; everyScopeUserConsentable: boolean },
): boolean {
  if (actor.kind === 'application') return true
  if (isApplicationAdministrator(actor) || hasAny(actor, role.privilegedRoleAdministrator)) return true
  // For oneself and only what one could consent to on a page. Others of graph.md 2.1 gain nothing by the API.
  return wish.everyScopeUserConsentable && wish.principalId === actor.id && !actor.isGuest
}
