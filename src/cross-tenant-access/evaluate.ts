import type { EffectiveSetting } from './effective.ts'
import type { ApplicationTarget, Half, UserTarget } from './settings.ts'
import { indexOf, longList } from './target-index.ts'

export type PersonSubject = { id: string; groupIds: readonly string[] }
/** Every name of the application that a list may hold: client app id, resource app ids, keywords such as `Office365`. */
export type ApplicationSubject = readonly string[]

export type HalfName = 'usersAndGroups' | 'applications'
export type Verdict =
  | { passes: true }
  /** `spoke`: the half that refuses, or both when only their combination does. */
  | { passes: false; spoke: HalfName | 'both'; reason: 'tenant' | 'user' | 'application' }

const pass: Verdict = { passes: true }

/**
 * The four combinations of design.md 8. Without an application it asks whether the person may enter at all: the
 * acceptance page of an invitation stands on nobody's list, so that only a rule for all applications reaches it.
 */
export function evaluate(
  { users: { half: users }, applications: { half: applications } }: Pick<EffectiveSetting, 'users' | 'applications'>,
  person: PersonSubject,
  application: ApplicationSubject | 'acceptancePage',
): Verdict {
  const u = hitsPerson(users, person)
  const a =
    application === 'acceptancePage'
      ? applications.accessType === 'allowed' || namesAll(applications)
      : hitsApplication(applications, application)
  const refusedBy = speaker(users.accessType, applications.accessType, u, a)
  if (refusedBy === undefined) return pass
  return { passes: false, spoke: refusedBy, reason: reasonOf(users, applications, refusedBy) }
}

/** Refuses everybody at every application: all that may be told before it is known who the person is. */
export const refusesEverybody = (setting: Pick<EffectiveSetting, 'users' | 'applications'>): boolean =>
  everybodyRefused(setting.users.half, setting.applications.half)

function speaker(
  users: 'allowed' | 'blocked',
  applications: 'allowed' | 'blocked',
  u: boolean,
  a: boolean,
): HalfName | 'both' | undefined {
  // Blocked beside blocked names people and applications that are refused only together: the vendor's own table.
  if (users === 'blocked' && applications === 'blocked') return u && a ? 'both' : undefined
  if (u !== (users === 'allowed')) return 'usersAndGroups'
  if (a !== (applications === 'allowed')) return 'applications'
  return undefined
}

function reasonOf(
  users: Half<UserTarget>,
  applications: Half<ApplicationTarget>,
  spoke: HalfName | 'both',
): 'tenant' | 'user' | 'application' {
  if (everybodyRefused(users, applications)) return 'tenant'
  if (spoke === 'both') return namesAll(users) ? 'application' : 'user'
  return spoke === 'usersAndGroups' ? 'user' : 'application'
}

function everybodyRefused(users: Half<UserTarget>, applications: Half<ApplicationTarget>): boolean {
  const noPerson = users.accessType === 'blocked' && namesAll(users)
  const noApplication = applications.accessType === 'blocked' && namesAll(applications)
  if (users.accessType === 'blocked' && applications.accessType === 'blocked') return noPerson && noApplication
  return noPerson || noApplication
}

const namesAll = ({ targets }: Half): boolean =>
  targets.some(({ target }) => target === 'AllUsers' || target === 'AllApplications')

function hitsPerson({ targets }: Half<UserTarget>, { id, groupIds }: PersonSubject): boolean {
  if (targets.length > longList) {
    const { everything, people, groups } = indexOf(targets)
    return everything || people.has(id) || groupIds.some((group) => groups.has(group))
  }
  // People are in hundreds of groups: a set pays when both are many.
  const groups = targets.length * groupIds.length > 64 ? new Set(groupIds) : undefined
  for (const { target, targetType } of targets) {
    if (target === 'AllUsers') return true
    if (targetType === 'user' ? target === id : (groups?.has(target) ?? groupIds.includes(target))) return true
  }
  return false
}

function hitsApplication({ targets }: Half<ApplicationTarget>, names: ApplicationSubject): boolean {
  if (targets.length > longList) {
    const { everything, applications } = indexOf(targets)
    return everything || names.some((name) => applications.has(name))
  }
  for (const { target } of targets) if (target === 'AllApplications' || names.includes(target)) return true
  return false
}
