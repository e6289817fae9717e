import type { EffectiveSetting } from './effective.ts'
import type { PersonSubject } from './evaluate.ts'
import type { ApplicationTarget, Half, Target, UserTarget, WholeSetting } from './settings.ts'

/**
 * The smallest change to a setting that lets this person use this application: both halves whole, since a half that a
 * PATCH leaves out is inherited. Without a person or an application (an invitation) everybody or everything is meant.
 */
export function settingThatAdmits(
  setting: Pick<EffectiveSetting, 'users' | 'applications'>,
  person: PersonSubject | null,
  application: { names: readonly string[]; preferred: string } | null,
): WholeSetting {
  const users = setting.users.half
  const applications = setting.applications.half
  const onePerson: Wish<UserTarget> = person
    ? {
        add: { target: person.id, targetType: 'user' },
        is: ({ target, targetType }) =>
          targetType === 'user' ? target === person.id : person.groupIds.includes(target),
      }
    : { add: everybody, is: () => true }
  const oneApplication: Wish<ApplicationTarget> = application
    ? {
        add: { target: application.preferred, targetType: 'application' },
        is: ({ target }) => application.names.includes(target),
      }
    : { add: everything, is: () => true }

  if (users.accessType === 'blocked' && applications.accessType === 'blocked') {
    // Blocked beside blocked refuses only the combination, so it is enough to take one of the two out of its list.
    if (!namesAll(users)) return withRest({ ...users, targets: without(users, onePerson) }, applications)
    if (!namesAll(applications))
      return withRest(users, { ...applications, targets: without(applications, oneApplication) })
  }
  return {
    usersAndGroups: admitting(users, onePerson, everybody),
    applications: admitting(applications, oneApplication, everything),
  }
}

type Wish<T extends Target> = { add: T; is: (target: T) => boolean }

const everybody: UserTarget = { target: 'AllUsers', targetType: 'user' }
const everything: ApplicationTarget = { target: 'AllApplications', targetType: 'application' }
const namesAll = ({ targets }: Half): boolean =>
  targets.some(({ target }) => target === everybody.target || target === everything.target)
const without = <T extends Target>(half: Half<T>, wish: Wish<T>): T[] =>
  half.targets.filter((target) => !wish.is(target))
const allowed = <T extends Target>(target: T): Half<T> => ({ accessType: 'allowed', targets: [target] })

/** A list that names nobody any more says nothing: then both halves are open, as the refusal of a combination was before. */
function withRest(users: Half<UserTarget>, applications: Half<ApplicationTarget>): WholeSetting {
  return users.targets.length > 0 && applications.targets.length > 0
    ? { usersAndGroups: users, applications }
    : { usersAndGroups: allowed(everybody), applications: allowed(everything) }
}

function admitting<T extends Target>(half: Half<T>, wish: Wish<T>, all: T): Half<T> {
  if (half.accessType === 'allowed') {
    if (namesAll(half) || half.targets.some(wish.is)) return half
    return { accessType: 'allowed', targets: [...half.targets, wish.add] }
  }
  if (namesAll(half)) return allowed(wish.add)
  const rest = without(half, wish)
  return rest.length > 0 ? { accessType: 'blocked', targets: rest } : allowed(all)
}
