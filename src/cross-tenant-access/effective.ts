import type {
  ApplicationTarget,
  DefaultConfiguration,
  Half,
  PartnerConfiguration,
  SettingName,
  Target,
  UserTarget,
} from './settings.ts'

export type Feature = 'b2bCollaboration' | 'b2bDirectConnect'
export type Direction = 'inbound' | 'outbound'

/** One list that holds, and where it is written. */
export type EffectiveHalf<T extends Target = Target> = { half: Half<T>; from: 'default' | 'partner' }

/** What holds between two tenants for one direction. `partner` is set when the partner's own object takes part. */
export type EffectiveSetting = {
  name: SettingName
  partner: string | null
  users: EffectiveHalf<UserTarget>
  applications: EffectiveHalf<ApplicationTarget>
}

/** A tenant's default, and its entry for the other tenant if there is one. */
export type Configurations = { default: DefaultConfiguration; partner: PartnerConfiguration | null }

const settingName = (feature: Feature, direction: Direction): SettingName =>
  `${feature}${direction === 'inbound' ? 'Inbound' : 'Outbound'}`

export function effective(feature: Feature, direction: Direction, configured: Configurations): EffectiveSetting {
  const name = settingName(feature, direction)
  const { partner } = configured
  return { name, partner: partner?.[name] ? partner.tenantId : null, ...listsOf(name, configured) }
}

/** A null setting of the partner inherits the default; a null half inherits that half. Nothing else is merged. */
export function listsOf(
  name: SettingName | 'tenantRestrictions',
  configured: Configurations,
): Pick<EffectiveSetting, 'users' | 'applications'> {
  const general = configured.default[name]
  const own = configured.partner?.[name] ?? null
  return {
    users: own?.usersAndGroups
      ? { half: own.usersAndGroups, from: 'partner' }
      : { half: general.usersAndGroups, from: 'default' },
    applications: own?.applications
      ? { half: own.applications, from: 'partner' }
      : { half: general.applications, from: 'default' },
  }
}
