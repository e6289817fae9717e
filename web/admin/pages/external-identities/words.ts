import { same } from '../../../kit/graph/merge.ts'
import { crossTenant, meaning } from '../../../texts/en/external-identities.ts'
import { type BlockName, blockNames, blockOf, type Configuration, namesAll, partnerOf, type Scope } from './access.ts'
import {
  type DefaultConfiguration,
  type Direction,
  effective,
  type Half,
  type InboundTrust,
  listsOf,
  type PartnerConfiguration,
  refusesEverybody,
  type Setting,
} from './rules.ts'

/** What settings mean, in plain words. Pure: equal settings give equal sentences, on list, page and pane. */

const isGuestPage = (id: string) => Object.hasOwn(crossTenant.guestPageNames, id)

/** "2 people and 1 group", "3 apps and Office 365". */
function which({ targets }: Half): string {
  const people = targets.filter(({ targetType }) => targetType === 'user').length
  const groups = targets.filter(({ targetType }) => targetType === 'group').length
  const apps = targets.filter(({ targetType }) => targetType === 'application').map(({ target }) => target)
  const suites = apps.filter((target) => target in crossTenant.keywords)
  const single = apps.filter((target) => !suites.includes(target) && !isGuestPage(target)).length
  const pages = apps.some(isGuestPage)
  const parts = [
    ...(people > 0 ? [meaning.people(people)] : []),
    ...(groups > 0 ? [meaning.groups(groups)] : []),
    ...(single > 0 ? [meaning.apps(single)] : []),
    ...suites.map((suite) => crossTenant.keywords[suite] ?? suite),
    ...(pages ? [meaning.guestPages] : []),
  ]
  return parts.length === 0 ? meaning.nothing : meaning.and(parts)
}

/** One list, as a row of a table says it. */
export function sayHalf(half: Half, list: 'users' | 'applications'): string {
  const allowed = half.accessType === 'allowed'
  if (namesAll(half)) return (allowed ? meaning.allAllowed : meaning.allBlocked)[list]
  return allowed ? meaning.onlyAllowed(which(half)) : meaning.onlyBlocked(which(half))
}

/** One block, as it is stored: what is inherited is named as such, with what it says today. */
export function sayBlock(name: BlockName, configuration: Configuration, general: DefaultConfiguration): string {
  const value = blockOf(configuration, name)
  switch (name) {
    case 'inboundTrust': {
      const own = value as InboundTrust | null
      return own ? sayTrust(own) : meaning.inheritedAs(sayTrust(general.inboundTrust))
    }
    case 'automaticUserConsentSettings': {
      const flags = value as PartnerConfiguration['automaticUserConsentSettings'] | null
      const say = (flag: boolean | null | undefined) => (flag ? meaning.on : meaning.off)
      return `${crossTenant.inbound}: ${say(flags?.inboundAllowed)}. ${crossTenant.outbound}: ${say(flags?.outboundAllowed)}.`
    }
    case 'invitationRedemptionIdentityProviderConfiguration': {
      const order = value as DefaultConfiguration['invitationRedemptionIdentityProviderConfiguration'] | null
      const names = (order?.primaryIdentityProviderPrecedenceOrder ?? []).map(
        (one) => crossTenant.providers[one] ?? one,
      )
      const last = order?.fallbackIdentityProvider ?? ''
      return [...names, crossTenant.fallbacks[last] ?? last].join(' → ')
    }
    default: {
      const setting = value as Setting | null
      if (!setting && partnerOf(configuration)) return meaning.inheritedAs(saySetting(general[name]))
      return saySetting(setting ?? general[name], general[name])
    }
  }
}

function saySetting(setting: Setting, general?: Setting): string {
  const part = (list: 'users' | 'applications') => {
    const key = list === 'users' ? 'usersAndGroups' : 'applications'
    const own = setting[key]
    if (own) return sayHalf(own, list)
    const inherited = general?.[key]
    return inherited ? meaning.inheritedAs(sayHalf(inherited, list)) : crossTenant.inherited
  }
  return meaning.both(part('users'), part('applications'))
}

const trustNames = ['isMfaAccepted', 'isCompliantDeviceAccepted', 'isHybridAzureADJoinedDeviceAccepted'] as const

const trusted = (trust: InboundTrust): string =>
  meaning.and(trustNames.filter((name) => trust[name]).map((name) => meaning.trusted[name]))

/** As a setting, in a table. */
export const sayTrust = (trust: InboundTrust): string =>
  trusted(trust) === '' ? meaning.trustSettingNone : meaning.trustSetting(trusted(trust))

/** Which apps those who get through can reach. Null: none. */
function reach(users: Half, applications: Half): string | null {
  if (applications.accessType === 'allowed') return namesAll(applications) ? meaning.allApps : which(applications)
  if (users.accessType === 'blocked') {
    // Blocked beside blocked refuses only the listed people in the listed apps.
    if (namesAll(users)) return meaning.allAppsBut(which(applications))
    if (namesAll(applications)) return meaning.allApps
    return meaning.someButApps(which(users), which(applications))
  }
  return namesAll(applications) ? null : meaning.allAppsBut(which(applications))
}

type Who = { kind: 'all' } | { kind: 'only' | 'but'; who: string }

function who(users: Half, applications: Half): Who {
  if (users.accessType === 'allowed') return namesAll(users) ? { kind: 'all' } : { kind: 'only', who: which(users) }
  const combined = applications.accessType === 'blocked' && !(namesAll(applications) && !namesAll(users))
  return combined ? { kind: 'all' } : { kind: 'but', who: which(users) }
}

/** Everything that matters about one direction, as one sentence: "Fabrikam's people can be invited and can reach 2 apps; their MFA is not trusted." */
export function summary(
  direction: Direction,
  scope: Scope,
  configured: { default: DefaultConfiguration; partner: PartnerConfiguration | null },
): string {
  const { users, applications } = effective('b2bCollaboration', direction, configured)
  const name = scope.kind === 'organization' ? scope.name : null
  const there = name ?? meaning.otherOrganizations
  const apps = reach(users.half, applications.half)
  if (apps === null || refusesEverybody({ users, applications })) {
    if (direction === 'outbound') return `${meaning.outboundNobody(there)}.`
    return `${name === null ? meaning.inboundNobodyDefault : meaning.inboundNobody(name)}.`
  }
  const people = who(users.half, applications.half)
  const begins = direction === 'inbound' ? inboundWords(people, name) : outboundWords(people, there)
  if (direction === 'outbound') return `${begins} ${apps}.`
  const trust = configured.partner?.inboundTrust ?? configured.default.inboundTrust
  const says = trusted(trust) === '' ? meaning.trustNone : meaning.trust(trusted(trust))
  return `${begins} ${apps}; ${says}.`
}

/** What tenant restrictions mean: whether accounts of another organization may be used on one's own networks and devices. */
export function restrictionSummary(
  scope: Scope,
  configured: { default: DefaultConfiguration; partner: PartnerConfiguration | null },
): string {
  const { users, applications } = listsOf('tenantRestrictions', configured)
  const name = scope.kind === 'organization' ? scope.name : meaning.otherOrganizations
  const apps = reach(users.half, applications.half)
  if (apps === null || refusesEverybody({ users, applications })) return meaning.notEnforced(meaning.accountsNone(name))
  const people = who(users.half, applications.half)
  if (people.kind === 'all') return meaning.notEnforced(meaning.accountsAll(name, apps))
  return meaning.notEnforced(
    people.kind === 'only' ? meaning.accountsOnly(people.who, name, apps) : meaning.accountsBut(people.who, name, apps),
  )
}

function inboundWords(people: Who, name: string | null): string {
  if (people.kind === 'all') return name === null ? meaning.inboundAllDefault : meaning.inboundAll(name)
  if (people.kind === 'only')
    return name === null ? meaning.inboundOnlyDefault(people.who) : meaning.inboundOnly(people.who, name)
  return name === null ? meaning.inboundButDefault(people.who) : meaning.inboundBut(people.who, name)
}

function outboundWords(people: Who, there: string): string {
  if (people.kind === 'all') return meaning.outboundAll(there)
  return people.kind === 'only' ? meaning.outboundOnly(people.who, there) : meaning.outboundBut(people.who, there)
}

export type Change = { name: BlockName; label: string; before: string; after: string }

/** What differs between two versions, block by block, in words. */
export function changes(before: Configuration, after: Configuration, general: DefaultConfiguration): Change[] {
  // A default is read against itself: it has nothing to inherit from.
  const ground = (configuration: Configuration) =>
    partnerOf(configuration) ? general : (configuration as DefaultConfiguration)
  return blockNames
    .filter((name) => !same(blockOf(before, name), blockOf(after, name)))
    .map((name) => ({
      name,
      label: crossTenant.settingNames[name] ?? name,
      before: sayBlock(name, before, ground(before)),
      after: sayBlock(name, after, ground(after)),
    }))
}
