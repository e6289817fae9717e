import type { Step } from './flow.ts'

export type Action =
  | 'choose'
  | 'other'
  | 'name'
  | 'rename'
  | 'password'
  | 'new-password'
  | 'send'
  | 'code'
  | 'accept'
  | 'decline'
  | 'switch'
  | 'yes'
  | 'no'
  | 'cancel'

/**
 * Which buttons count where. What is not listed is refused, whatever a form says: nobody reaches a later step but by the
 * step before it (attack 25).
 */
export const accepted: Readonly<Record<Step['at'], readonly Action[]>> = {
  pick: ['choose', 'other', 'cancel'],
  name: ['name', 'cancel'],
  // `name`: the browser's back button shows the page before.
  password: ['password', 'name', 'rename', 'cancel'],
  'new-password': ['new-password', 'rename', 'cancel'],
  code: ['send', 'code', 'name', 'rename', 'cancel'],
  accept: ['accept', 'decline', 'switch'],
  consent: ['accept', 'decline', 'switch'],
  stay: ['yes', 'no'],
}

const all = new Set<string>(Object.values(accepted).flat())

/** The action that a form asks for, if the step allows it. */
export function actionAt(step: Step['at'], asked: string | undefined): Action | undefined {
  if (asked === undefined || !all.has(asked)) return undefined
  return accepted[step].find((action) => action === asked)
}
