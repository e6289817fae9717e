import { effectiveRoles } from '../directory/effective-roles.ts'
import {
  maySee,
  type Sight,
  type SightAnswer,
  type SightQuestion,
  sightOf,
  sightOfApplication,
} from '../directory/guest-access.ts'
import type { Actor, Target } from '../directory/may.ts'
import type { User } from '../directory/user.ts'
import type { Verdict } from '../directory/verdict.ts'
import type { Door } from '../door.ts'
import { refuse } from '../errors/index.ts'
import type { Store } from '../store.ts'
import type { Caller } from './caller.ts'

/** What the caller sees of the directory, before scopes limit it. */
function sight(caller: Caller): Sight {
  if (caller.kind === 'application') return sightOfApplication
  return sightOf({
    userType: caller.user.userType,
    roles: caller.roles,
    guestUserRoleId: caller.authorizationPolicy.guestUserRoleId,
    allowedToReadOtherUsers: caller.authorizationPolicy.defaultUserRolePermissions.allowedToReadOtherUsers,
    tenantKind: caller.tenantFacts.kind,
  })
}

export const see = (caller: Caller, question: SightQuestion): SightAnswer => maySee(sight(caller), question)

/** Refuses with insufficientPrivileges where the caller sees nothing; gives how much otherwise. */
export function mustSee(caller: Caller, question: SightQuestion): Exclude<SightAnswer, 'no'> {
  const answer = see(caller, question)
  if (answer === 'no') refuse('insufficientPrivileges')
  return answer
}

export const actor = (caller: Caller): Actor => ({
  kind: caller.kind,
  userId: caller.user?.id ?? null,
  userType: caller.user?.userType ?? null,
  tenantKind: caller.tenantFacts.kind,
  roles: caller.roles,
  permissions: caller.permissions,
})

/** The facts about a user that decide who may change her. */
export async function targetFacts(store: Pick<Store, 'roles' | 'groups'>, door: Door, user: User): Promise<Target> {
  const [roles, groups] = await Promise.all([
    effectiveRoles(store, door, user.id),
    store.groups.groupsOf(door, user.id),
  ])
  const owned = await ownsRoleAssignableGroup(store, door, user.id)
  return {
    id: user.id,
    userType: user.userType,
    roles,
    inRoleAssignableGroup: owned || groups.some((group) => group.isAssignableToRole),
  }
}

async function ownsRoleAssignableGroup(store: Pick<Store, 'groups'>, door: Door, userId: string): Promise<boolean> {
  const page = await store.groups.page(door, {
    where: {
      op: 'and',
      of: [
        { op: 'any', column: 'owners', match: 'eq', value: userId },
        { op: 'eq', column: 'isAssignableToRole', value: true },
      ],
    },
    top: 1,
  })
  return page.items.length > 0
}

/** 403 for a denied verdict. */
export function admit(verdict: Verdict): void {
  if (verdict.result === 'deny') refuse('insufficientPrivileges')
}
