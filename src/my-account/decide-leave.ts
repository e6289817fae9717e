export type LeaveFacts = {
  isHome: boolean
  /** The organization's "External user leave settings". */
  isAllowed: boolean
  isEnabled: boolean
  isLastAdministrator: boolean
}

/** Why somebody cannot leave by themselves. */
export type LeaveRefusal = 'homeOrganization' | 'accountDisabled' | 'leavingNotAllowed' | 'lastAdministrator'
export type LeaveVerdict = { result: 'allow' } | { result: 'deny'; rule: LeaveRefusal }

/** Pure. Whether a person may leave an organization (external-identities.md 2.15). */
export function decideLeave({ isHome, isAllowed, isEnabled, isLastAdministrator }: LeaveFacts): LeaveVerdict {
  if (isHome) return deny('homeOrganization')
  if (!isEnabled) return deny('accountDisabled')
  if (!isAllowed) return deny('leavingNotAllowed')
  // Nobody could let anybody back in.
  if (isLastAdministrator) return deny('lastAdministrator')
  return { result: 'allow' }
}

const deny = (rule: LeaveRefusal): LeaveVerdict => ({ result: 'deny', rule })
