import type { Door, Unit } from '../door.ts'
import type { GroupId, TenantId, UserId } from '../ids.ts'
import type { Page, PageQuery } from '../paging.ts'
import type { Group, MemberKind, Membership } from './group.ts'
import type { RoleAssignment } from './role.ts'
import type { User } from './user.ts'

/** `deleted` users stay for 30 days and are seen only by the methods that say so. */
export type UserStore = {
  find(door: Door, id: UserId): Promise<User | undefined>
  /** Also finds a soft-deleted user. */
  findEvenDeleted(door: Door, id: UserId): Promise<User | undefined>
  byUserPrincipalName(door: Door, name: string): Promise<User | undefined>
  /** Users whose mail, otherMails or proxyAddresses hold this address, compared without case. */
  byAddress(door: Door, address: string): Promise<User[]>
  /** The guest linked to a home account; a deleted one only when nothing else is found. */
  byHome(door: Door, home: { tenantId: TenantId; objectId: UserId }): Promise<User | undefined>
  byHomeEmail(door: Door, address: string): Promise<User | undefined>
  many(door: Door, ids: readonly string[]): Promise<User[]>
  page(door: Door, query: PageQuery & { deleted?: boolean | undefined }): Promise<Page<User>>
  add(tx: Unit, user: User): Promise<void>
  update(tx: Unit, id: UserId, change: (old: User) => User): Promise<User>
  /** For good; memberships, roles and grants go too. */
  purge(tx: Unit, id: UserId): Promise<void>
}

export type GroupStore = {
  find(door: Door, id: GroupId): Promise<Group | undefined>
  findEvenDeleted(door: Door, id: GroupId): Promise<Group | undefined>
  page(door: Door, query: PageQuery & { deleted?: boolean | undefined }): Promise<Page<Group>>
  add(tx: Unit, group: Group): Promise<void>
  update(tx: Unit, id: GroupId, change: (old: Group) => Group): Promise<Group>
  purge(tx: Unit, id: GroupId): Promise<void>
  members(door: Door, id: GroupId, query: { top: number; after?: string | undefined }): Promise<Membership[]>
  isMember(door: Door, id: GroupId, memberId: string): Promise<boolean>
  /** Direct groups of a user, group or service principal. */
  groupsOf(door: Door, memberId: string): Promise<Group[]>
  /** All groups it belongs to, through groups in groups. */
  transitiveGroupIds(door: Door, memberId: string): Promise<GroupId[]>
  /** False when it was there already. */
  addMember(tx: Unit, membership: Membership): Promise<boolean>
  removeMember(tx: Unit, id: GroupId, memberId: string): Promise<boolean>
}

export type RoleStore = {
  /** Template ids held by a principal, directly. */
  of(door: Door, principalId: string): Promise<string[]>
  holders(door: Door, roleTemplateId: string): Promise<RoleAssignment[]>
  all(door: Door): Promise<RoleAssignment[]>
  add(tx: Unit, assignment: RoleAssignment): Promise<boolean>
  remove(tx: Unit, principalId: string, roleTemplateId: string): Promise<boolean>
}

export type { MemberKind }
