import { role } from './role-templates.ts'
import { allow, deny, type Verdict } from './verdict.ts'

/**
 * Who may change whom. Pure: a table and the rules around it (graph.md 2.1). Scopes and application permissions come
 * in as facts; nothing here grants more than the person behind a delegated token may do.
 */
export type Actor = {
  kind: 'delegated' | 'application'
  /** Object id of the person; null for an application. */
  userId: string | null
  userType: 'Member' | 'Guest' | null
  tenantKind: 'workforce' | 'external'
  roles: ReadonlySet<string>
  permissions: ReadonlySet<string>
}

export type Target = {
  id: string
  userType: 'Member' | 'Guest'
  roles: ReadonlySet<string>
  /** Member or owner of a group that can be given roles. */
  inRoleAssignableGroup: boolean
}

type Column = 'password' | 'helpdesk' | 'authentication' | 'user' | 'privileged' | 'global'

const columnRoles: Record<Column, string> = {
  password: role.passwordAdministrator,
  helpdesk: role.helpdeskAdministrator,
  authentication: role.authenticationAdministrator,
  user: role.userAdministrator,
  privileged: role.privilegedAuthenticationAdministrator,
  global: role.globalAdministrator,
}

/** The two weak columns may reset passwords, and nothing else that is sensitive. */
const passwordOnly: ReadonlySet<Column> = new Set(['password', 'helpdesk'])

const everybody: readonly Column[] = ['password', 'helpdesk', 'authentication', 'user', 'privileged', 'global']
const strongest: readonly Column[] = ['privileged', 'global']

/** By the role that the target holds: which columns may act on it. A role that is not here is an admin role. */
const rows: Record<string, readonly Column[]> = {
  [role.directoryReaders]: everybody,
  [role.guestInviter]: everybody,
  [role.passwordAdministrator]: everybody,
  [role.messageCenterReader]: ['helpdesk', 'authentication', 'user', 'privileged', 'global'],
  [role.reportsReader]: ['helpdesk', 'authentication', 'user', 'privileged', 'global'],
  [role.usageSummaryReportsReader]: ['helpdesk', 'authentication', 'user', 'privileged', 'global'],
  [role.helpdeskAdministrator]: ['helpdesk', 'user', 'privileged', 'global'],
  [role.groupsAdministrator]: ['user', 'privileged', 'global'],
  [role.userAdministrator]: ['user', 'privileged', 'global'],
  // The vendor's table leaves open whether the role may act on its own kind; the stricter reading.
  [role.authenticationAdministrator]: strongest,
}

/** Which columns may act on a target: those that every role of the target admits. */
function columnsFor(target: Target): readonly Column[] {
  const limits = [...target.roles].map((held) => rows[held] ?? strongest)
  if (target.inRoleAssignableGroup) limits.push(strongest)
  return everybody.filter((column) => limits.every((limit) => limit.includes(column)))
}

/** A role of the actor opens the sensitive table for this target. */
function tableAdmits(actor: Actor, target: Target, action: 'password' | 'other'): boolean {
  return columnsFor(target).some(
    (column) => actor.roles.has(columnRoles[column]) && (action === 'password' || !passwordOnly.has(column)),
  )
}

const isPrivileged = (target: Target): boolean =>
  target.inRoleAssignableGroup || [...target.roles].some((held) => rows[held] !== everybody)

/** Properties whose change can take an account over or shut it out. */
const sensitiveProperties: ReadonlySet<string> = new Set([
  'accountEnabled',
  'businessPhones',
  'mobilePhone',
  'onPremisesImmutableId',
  'otherMails',
  'passwordProfile',
  'userPrincipalName',
])

/** Only these may a person change of her own record (graph.md 2.3; customers: external-identities.md 4.4). */
const ownProperties: ReadonlySet<string> = new Set(['mobilePhone'])
const ownCustomerProperties: ReadonlySet<string> = new Set([
  'city',
  'country',
  'displayName',
  'givenName',
  'jobTitle',
  'postalCode',
  'state',
  'streetAddress',
  'surname',
  'preferredLanguage',
])

const may = (actor: Actor, ...permissions: string[]): boolean => permissions.some((one) => actor.permissions.has(one))
const has = (actor: Actor, ...roles: string[]): boolean =>
  actor.roles.has(role.globalAdministrator) || roles.some((one) => actor.roles.has(one))

/** `properties`: wire names of what the change touches. All must be allowed. */
export function decideUserChange(actor: Actor, target: Target, properties: readonly string[]): Verdict {
  for (const property of properties) {
    const verdict = decideOne(actor, target, property)
    if (verdict.result === 'deny') return verdict
  }
  return allow('userChange')
}

function decideOne(actor: Actor, target: Target, property: string): Verdict {
  if (!permissionFor(actor, target, property)) return deny(`permission:${property}`)
  if (actor.kind === 'application') return decideForApplication(actor, target, property)
  if (actor.userId === target.id && mayChangeOwn(actor, property)) return allow(`own:${property}`)
  if (sensitiveProperties.has(property)) {
    const action = property === 'passwordProfile' ? 'password' : 'other'
    return tableAdmits(actor, target, action) ? allow(`sensitive:${property}`) : deny(`sensitive:${property}`)
  }
  if (property === 'userType' || property === 'identities') {
    return has(actor, role.userAdministrator) ? allow(`role:${property}`) : deny(`role:${property}`)
  }
  // `mail` decides where codes and links go, so on holders of roles it is as strong as what is called sensitive.
  if (property === 'mail' && isPrivileged(target)) {
    return tableAdmits(actor, target, 'other') ? allow('sensitive:mail') : deny('sensitive:mail')
  }
  return has(actor, role.userAdministrator, role.directoryWriters)
    ? allow(`role:${property}`)
    : deny(`role:${property}`)
}

function mayChangeOwn(actor: Actor, property: string): boolean {
  if (actor.tenantKind === 'external') return ownCustomerProperties.has(property)
  return actor.userType === 'Member' && ownProperties.has(property)
}

/** The scope or application permission that the property needs; narrow ones open theirs only. */
function permissionFor(actor: Actor, target: Target, property: string): boolean {
  if (property === 'passwordProfile') {
    // Directory.ReadWrite.All never resets a password.
    return may(actor, 'User-PasswordProfile.ReadWrite.All', 'User.ReadWrite.All', 'Directory.AccessAsUser.All')
  }
  if (may(actor, 'User.ReadWrite.All', 'Directory.ReadWrite.All')) return true
  if (actor.kind === 'delegated' && actor.userId === target.id && may(actor, 'User.ReadWrite')) return true
  const narrow: Record<string, string> = {
    accountEnabled: 'User.EnableDisableAccount.All',
    businessPhones: 'User-Phone.ReadWrite.All',
    mobilePhone: 'User-Phone.ReadWrite.All',
    mail: 'User-Mail.ReadWrite.All',
    otherMails: 'User-Mail.ReadWrite.All',
    identities: 'User.ManageIdentities.All',
  }
  const needed = narrow[property]
  return needed !== undefined && may(actor, needed)
}

function decideForApplication(actor: Actor, target: Target, property: string): Verdict {
  if (property === 'passwordProfile') {
    const named = may(actor, 'User-PasswordProfile.ReadWrite.All')
    const byRole = may(actor, 'User.ReadWrite.All') && has(actor, role.userAdministrator)
    if (!named && !byRole) return deny('application:passwordProfile')
    if (isPrivileged(target)) return fromTable(actor, target, 'password', property)
    return allow('application:passwordProfile')
  }
  const sensitive = sensitiveProperties.has(property) || property === 'mail' || property === 'identities'
  if (sensitive && isPrivileged(target)) return fromTable(actor, target, 'other', property)
  return allow(`application:${property}`)
}

const fromTable = (actor: Actor, target: Target, action: 'password' | 'other', property: string): Verdict =>
  tableAdmits(actor, target, action) ? allow(`sensitive:${property}`) : deny(`sensitive:${property}`)

/** Delete, restore and purge of a user. */
export function decideUserDelete(actor: Actor, target: Target): Verdict {
  if (!may(actor, 'User.DeleteRestore.All', 'User.ReadWrite.All')) return deny('permission:delete')
  if (actor.kind === 'application' && !isPrivileged(target)) return allow('application:delete')
  return fromTable(actor, target, 'other', 'delete')
}

/** Making a user, and inviting one as a member. */
export function decideUserCreate(actor: Actor): Verdict {
  if (!may(actor, 'User.ReadWrite.All', 'Directory.ReadWrite.All')) return deny('permission:create')
  if (actor.kind === 'application') return allow('application:create')
  return has(actor, role.userAdministrator, role.directoryWriters) ? allow('role:create') : deny('role:create')
}

/** Ending all sessions of a user: one's own, or by an administrator of the account. */
export function decideRevokeSessions(actor: Actor, target: Target): Verdict {
  const wide = may(actor, 'User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All')
  if (actor.kind === 'application') {
    if (!wide) return deny('permission:revoke')
    return isPrivileged(target) ? fromTable(actor, target, 'password', 'revoke') : allow('application:revoke')
  }
  if (actor.userId === target.id) {
    return wide || may(actor, 'User.ReadWrite') ? allow('own:revoke') : deny('permission:revoke')
  }
  if (!wide) return deny('permission:revoke')
  return fromTable(actor, target, 'password', 'revoke')
}

export type GroupFacts = { isAssignableToRole: boolean; isOwner: boolean }

/** Changes of a group, its members and its owners. */
export function decideGroupChange(
  actor: Actor,
  group: GroupFacts,
  what: 'update' | 'delete' | 'members' | 'owners',
): Verdict {
  const rule = `group:${what}`
  if (group.isAssignableToRole) {
    // Who controls such a group controls the roles that are given to it.
    if (!may(actor, 'RoleManagement.ReadWrite.Directory')) return deny(`${rule}:roleManagementPermission`)
    if (actor.kind === 'application') return allow(rule)
    if (has(actor, role.privilegedRoleAdministrator)) return allow(rule)
    return what === 'members' && group.isOwner ? allow(`${rule}:owner`) : deny(`${rule}:privilegedRoleAdministrator`)
  }
  const wide = may(actor, 'Group.ReadWrite.All', 'Directory.ReadWrite.All')
  if (!wide && !(what === 'members' && may(actor, 'GroupMember.ReadWrite.All'))) return deny(`${rule}:permission`)
  if (actor.kind === 'application') return allow(rule)
  if (has(actor, role.groupsAdministrator, role.userAdministrator, role.directoryWriters)) return allow(`${rule}:role`)
  return group.isOwner ? allow(`${rule}:owner`) : deny(`${rule}:owner`)
}

/** Making a group. `membersMay`: the tenant lets members make security groups. */
export function decideGroupCreate(actor: Actor, wish: { isAssignableToRole: boolean }, membersMay: boolean): Verdict {
  if (wish.isAssignableToRole) {
    if (!may(actor, 'RoleManagement.ReadWrite.Directory')) return deny('group:create:roleManagementPermission')
    if (actor.kind === 'application') return allow('group:create')
    return has(actor, role.privilegedRoleAdministrator)
      ? allow('group:create:role')
      : deny('group:create:privilegedRoleAdministrator')
  }
  if (!may(actor, 'Group.ReadWrite.All', 'Directory.ReadWrite.All', 'Group.Create'))
    return deny('group:create:permission')
  if (actor.kind === 'application') return allow('group:create')
  if (has(actor, role.groupsAdministrator, role.userAdministrator, role.directoryWriters))
    return allow('group:create:role')
  const isMember = actor.userType === 'Member' && actor.tenantKind === 'workforce'
  return isMember && membersMay ? allow('group:create:member') : deny('group:create:member')
}

/** Giving and taking directory roles: whoever may do that may become anything. */
export function decideRoleAssignment(actor: Actor): Verdict {
  if (!may(actor, 'RoleManagement.ReadWrite.Directory')) return deny('roles:permission')
  if (actor.kind === 'application') return allow('roles:application')
  return has(actor, role.privilegedRoleAdministrator) ? allow('roles:role') : deny('roles:privilegedRoleAdministrator')
}
