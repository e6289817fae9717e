import { listsOf } from './effective.ts'
import {
  type DefaultConfiguration,
  type Half,
  type PartnerConfiguration,
  type SettingName,
  settingNames,
} from './settings.ts'

/** A combination that the API accepts and that is probably not meant: shown by the admin center before saving. */
export type SettingWarning = { setting: SettingName | 'tenantRestrictions'; says: string }

/** The save rules of external-identities.md 3.1, on what would hold after the save, of every setting that has two lists. */
export function warningsOf(
  configuration: DefaultConfiguration,
  partner: PartnerConfiguration | null,
): SettingWarning[] {
  return ([...settingNames, 'tenantRestrictions'] as const).flatMap((setting) => {
    const { users, applications } = listsOf(setting, { default: configuration, partner })
    return warningOf(users.half, applications.half).map((says) => ({ setting, says }))
  })
}

function warningOf(users: Half, applications: Half): string[] {
  const nobody = blocksAll(users)
  const nothing = blocksAll(applications)
  if (nobody && !nothing)
    return ['All users are blocked, but not all applications. Block all applications too, or let some users in.']
  if (!nobody && nothing && users.accessType === 'allowed')
    return [
      'Users are allowed, but every application is blocked. Allow at least one application, or block all users too.',
    ]
  if (!nobody && nothing)
    return ['All applications are blocked, but not all users. Block all users too, or allow some applications.']
  return []
}

const blocksAll = ({ accessType, targets }: Half): boolean =>
  accessType === 'blocked' && targets.some(({ target }) => target === 'AllUsers' || target === 'AllApplications')
