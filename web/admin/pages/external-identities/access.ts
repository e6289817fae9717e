import { same } from '../../../kit/graph/merge.ts'
import {
  type DefaultConfiguration,
  type Direction,
  effective,
  type Half,
  type PartnerConfiguration,
  refusesEverybody,
  type Setting,
  type SettingName,
  type Target,
  type WholeSetting,
} from './rules.ts'

/** What a page of settings edits: the default, or one organization's own. Pure. */
export type Scope = { kind: 'default' } | { kind: 'organization'; tenantId: string; name: string }
export type Configuration = DefaultConfiguration | PartnerConfiguration
export type Feature = 'b2bCollaboration' | 'b2bDirectConnect'
export type ListName = 'usersAndGroups' | 'applications'

/** The blocks that are edited here; each is replaced as a whole by a PATCH. */
export const blockNames = [
  'b2bCollaborationInbound',
  'b2bCollaborationOutbound',
  'b2bDirectConnectInbound',
  'b2bDirectConnectOutbound',
  'tenantRestrictions',
  'inboundTrust',
  'automaticUserConsentSettings',
  'invitationRedemptionIdentityProviderConfiguration',
] as const
export type BlockName = (typeof blockNames)[number]
export type Blocks = Partial<Record<BlockName, unknown>>
/** Those that consist of two lists. */
export type ListedName = SettingName | 'tenantRestrictions'

export const settingName = (feature: Feature, direction: Direction): SettingName =>
  `${feature}${direction === 'inbound' ? 'Inbound' : 'Outbound'}`

export const blockOf = (configuration: object, name: BlockName): unknown =>
  (configuration as Record<string, unknown>)[name] ?? null

/** What has to be sent so that `from` becomes `to`. */
export function changedBlocks(from: object, to: object): Blocks {
  return Object.fromEntries(
    blockNames.filter((name) => !same(blockOf(from, name), blockOf(to, name))).map((name) => [name, blockOf(to, name)]),
  )
}

const keywords = { usersAndGroups: 'AllUsers', applications: 'AllApplications' } as const
export const everything = (list: ListName): Target[] =>
  list === 'usersAndGroups'
    ? [{ target: keywords.usersAndGroups, targetType: 'user' }]
    : [{ target: keywords.applications, targetType: 'application' }]

export const namesAll = ({ targets }: Half): boolean =>
  targets.some(({ target }) => target === keywords.usersAndGroups || target === keywords.applications)

/** A setting with one of its lists replaced; null inherits. A setting that inherits both is null itself. */
export function withList(setting: Setting | null, list: ListName, half: Half | null): Setting | null {
  const next = { usersAndGroups: null, applications: null, ...setting, [list]: half } as Setting
  return next.usersAndGroups === null && next.applications === null ? null : next
}

const whole = (accessType: 'allowed' | 'blocked'): WholeSetting =>
  ({
    usersAndGroups: { accessType, targets: everything('usersAndGroups') },
    applications: { accessType, targets: everything('applications') },
  }) as WholeSetting
export const blockEverybody = whole('blocked')

export const partnerOf = (configuration: Configuration): PartnerConfiguration | null =>
  'tenantId' in configuration ? configuration : null

/** Whether nobody passes in this direction now, and the smallest thing that opens it again: the default, else everything. */
export function opening(
  direction: Direction,
  configured: { default: DefaultConfiguration; partner: PartnerConfiguration | null },
): { setting: WholeSetting | null } | null {
  const holds = effective('b2bCollaboration', direction, configured)
  if (!refusesEverybody(holds)) return null
  const inherited = effective('b2bCollaboration', direction, { ...configured, partner: null })
  return { setting: configured.partner && !refusesEverybody(inherited) ? null : whole('allowed') }
}

/** Lists that name nothing cannot be saved: `setting.list`. */
export function emptyLists(blocks: Blocks): { setting: ListedName; list: ListName }[] {
  return Object.entries(blocks).flatMap(([name, block]) =>
    (['usersAndGroups', 'applications'] as const)
      .filter((list) => (block as Setting | null)?.[list]?.targets?.length === 0)
      .map((list) => ({ setting: name as ListedName, list })),
  )
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
export const isGuid = (text: string): boolean => guid.test(text)
export const mostIds = 350

/** Ids out of whatever was pasted: lines, commas, semicolons, quotes, braces. What is no id is given back, to be shown. */
export function parseIds(text: string): { ids: string[]; wrong: string[] } {
  const words = text
    .split(/[\s,;]+/)
    .map((word) => word.replaceAll(/^["'{[(]+|["'}\])]+$/g, ''))
    .filter((word) => word !== '')
  const ids = words.filter(isGuid).map((id) => id.toLowerCase())
  return { ids: [...new Set(ids)], wrong: words.filter((word) => !isGuid(word)) }
}

/** A tenant id, a domain, or null for anything else. */
export function parseOrganization(text: string): { tenantId: string } | { domain: string } | null {
  const word = text.trim().toLowerCase()
  if (isGuid(word)) return { tenantId: word }
  const isDomain =
    word.length <= 253 && /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u.test(word)
  return isDomain ? { domain: word } : null
}
