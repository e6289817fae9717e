import type { InstalledApp } from '../../applications/installed.ts'
import { defaultAppRole } from '../../consent/grant.ts'
import type { Deps } from '../../deps.ts'
import { effectiveRoles } from '../../directory/effective-roles.ts'
import type { Group } from '../../directory/group.ts'
import { widsWithoutRole } from '../../directory/role-templates.ts'
import type { User } from '../../directory/user.ts'
import type { GroupId } from '../../ids.ts'
import type { Snapshot } from '../../tenants/snapshot.ts'

/** Roles, groups and directory roles of a person, as one audience app wants to hear of them (sts.md 5.8). */
export type Memberships = {
  /** Values of the app roles of that app. */
  roles: string[]
  /** Undefined: not asked for. */
  groups?: string[] | undefined
  /** More groups than fit: the token says where to ask instead. */
  overage?: boolean | undefined
  wids?: string[] | undefined
}

const mostGroups = 200

export async function loadMemberships(
  deps: Pick<Deps, 'store'>,
  view: Snapshot,
  audience: InstalledApp,
  user: User,
): Promise<Memberships> {
  const { store } = deps
  const wants = parseGroupClaims(audience.application.groupMembershipClaims)
  const asksForGroups = wants.groups !== 'none' || rolesForPeople(audience).length > 0
  const direct = asksForGroups ? await store.groups.groupsOf(view.door, user.id) : []
  const [roles, groups, wids] = await Promise.all([
    rolesOf(deps, view, audience, [user.id, ...direct.map(({ id }) => id)]),
    wants.groups === 'none' ? undefined : groupsOf(deps, view, audience, user, direct, wants.groups),
    wants.directoryRoles ? effectiveRoles(store, view.door, user.id) : undefined,
  ])
  return {
    roles,
    ...(groups && groups.length <= mostGroups ? { groups } : {}),
    ...(groups && groups.length > mostGroups ? { overage: true } : {}),
    ...(wids ? { wids: [...wids, user.userType === 'Member' ? widsWithoutRole.member : widsWithoutRole.guest] } : {}),
  }
}

export type GroupWish = { groups: 'none' | 'security' | 'assigned' | 'all'; directoryRoles: boolean }

/** `None`, `SecurityGroup`, `ApplicationGroup`, `DirectoryRole`, `All`, or several with commas. Pure. */
export function parseGroupClaims(text: string | null): GroupWish {
  const words = new Set((text ?? '').split(',').map((word) => word.trim().toLowerCase()))
  const groups = words.has('all')
    ? 'all'
    : words.has('securitygroup')
      ? 'security'
      : words.has('applicationgroup')
        ? 'assigned'
        : 'none'
  return { groups, directoryRoles: groups === 'all' || groups === 'security' || words.has('directoryrole') }
}

const rolesForPeople = ({ application }: InstalledApp): { id: string; value: string }[] =>
  application.appRoles.flatMap(({ id, value, isEnabled, allowedMemberTypes }) =>
    isEnabled && value && allowedMemberTypes.includes('User') ? [{ id, value }] : [],
  )

async function rolesOf(
  { store }: Pick<Deps, 'store'>,
  view: Snapshot,
  audience: InstalledApp,
  holders: string[],
): Promise<string[]> {
  const { servicePrincipal } = audience
  const declared = rolesForPeople(audience)
  if (declared.length === 0) return []
  const assignments = await store.consent.assignmentsOf(view.door, holders)
  const ids = new Set(
    assignments
      .filter(({ resourceId, appRoleId }) => resourceId === servicePrincipal.id && appRoleId !== defaultAppRole)
      .map(({ appRoleId }) => appRoleId),
  )
  return declared.flatMap(({ id, value }) => (ids.has(id) ? [value] : []))
}

async function groupsOf(
  { store }: Pick<Deps, 'store'>,
  view: Snapshot,
  { servicePrincipal }: InstalledApp,
  user: User,
  direct: readonly Group[],
  wish: Exclude<GroupWish['groups'], 'none'>,
): Promise<string[]> {
  if (wish === 'assigned') {
    const assigned = await store.consent.assignmentsTo(view.door, servicePrincipal.id)
    const ids = new Set(assigned.map(({ principalId }) => principalId))
    return direct.filter(({ id }) => ids.has(id)).map(({ id }) => id)
  }
  const ids = await store.groups.transitiveGroupIds(view.door, user.id)
  if (wish === 'all') return ids
  const known = new Map(direct.map((group) => [group.id, group]))
  const isSecurity = async (id: GroupId) => (known.get(id) ?? (await store.groups.find(view.door, id)))?.securityEnabled
  const kept = await Promise.all(ids.map(async (id) => ((await isSecurity(id)) ? [id] : [])))
  return kept.flat()
}
