import {
  type ApplicationSubject,
  type Configurations,
  type Direction,
  type EffectiveSetting,
  effective,
  evaluate,
  type PersonSubject,
  refusesEverybody,
  settingThatAdmits,
  type Verdict,
} from '../cross-tenant-access/index.ts'
import type { ErrorName } from '../errors/index.ts'
import { advice, call, notApplicable, objects, passes, type Voice } from './answers.ts'
import type { Answer, Fix, Rule } from './decision.ts'
import type { ApplicationFacts, InviteFacts, RedeemFacts, SignInFacts, TenantFacts } from './facts.ts'
import { hrefs } from './hrefs.ts'

/** B2B collaboration between two tenants: first what the home tenant says, then what the resource tenant says. */

type Facts = InviteFacts | RedeemFacts | SignInFacts

export const outboundAccess = (facts: Facts): Answer => crossTenantAccess(facts, 'outbound')
export const inboundAccess = (facts: Facts): Answer => crossTenantAccess(facts, 'inbound')

function crossTenantAccess(facts: Facts, direction: Direction): Answer {
  const check = direction === 'outbound' ? 'outboundAccess' : 'inboundAccess'
  const home = homeOf(facts)
  if (home === null)
    return notApplicable(
      { check, side: 'resource', tenantId: facts.resourceTenant.id },
      'Cross-tenant access settings concern accounts of another organization only.',
    )
  const [owner, other] =
    direction === 'outbound' ? [home.tenant, facts.resourceTenant] : [facts.resourceTenant, home.tenant]
  const voice: Voice = { check, side: direction === 'outbound' ? 'home' : 'resource', tenantId: owner.id }
  const setting = effective('b2bCollaboration', direction, home.policies[direction])
  const subject = subjectOf(facts)
  const verdict = subject ? evaluate(setting, subject.person, subject.application) : beforeThePersonIsKnown(setting)
  if (verdict.passes)
    return passes(voice, subject ? passing[direction] : passingUnknown, ruleOf(setting, direction, 'both'))
  return refused(voice, error(facts.stage, direction), {
    verdict,
    rule: ruleOf(setting, direction, verdict.spoke),
    fix: fixOf(setting, home.policies[direction], facts, other, subject),
    says: refusing(verdict, direction, other),
  })
}

type Home = { tenant: TenantFacts; policies: InviteHome['policies'] }
type InviteHome = NonNullable<InviteFacts['home']>

function homeOf(facts: Facts): Home | null {
  if (facts.stage === 'invite') return facts.home
  const { person } = facts
  return person.kind === 'guestFromTenant' ? { tenant: person.homeTenant, policies: person.policies } : null
}

type Subject = { person: PersonSubject; application: ApplicationSubject | 'acceptancePage'; preferred: string | null }

function subjectOf(facts: Facts): Subject | null {
  if (facts.stage === 'invite' || facts.person.kind !== 'guestFromTenant') return null
  const person = facts.person.homeUser
  // The acceptance page is exempt from lists of applications; the application it leads to is not (row 31).
  if (facts.stage === 'redeem') return { person, application: 'acceptancePage', preferred: null }
  return { person, application: namesOf(facts.application), preferred: facts.application.appId }
}

const namesOf = ({ appId, resourceAppIds, families }: ApplicationFacts): string[] => [
  appId,
  ...resourceAppIds,
  ...families,
]

/** Rules for single people or groups stay untold at invite time: any inviter could map a partner's groups with them. */
const beforeThePersonIsKnown = (setting: EffectiveSetting): Verdict =>
  refusesEverybody(setting) ? { passes: false, spoke: everybodySpeaker(setting), reason: 'tenant' } : { passes: true }

function everybodySpeaker({ users, applications }: EffectiveSetting): 'usersAndGroups' | 'applications' | 'both' {
  if (users.half.accessType !== 'blocked') return 'applications'
  return applications.half.accessType === 'blocked' ? 'both' : 'usersAndGroups'
}

const passing: Record<Direction, string> = {
  outbound: "The home organization's outbound settings let the person out.",
  inbound: "The resource organization's inbound settings let the person in.",
}
const passingUnknown =
  'The settings between the two organizations do not refuse everybody. Rules for single people, groups or applications decide at redemption and sign-in.'

const error = (stage: Facts['stage'], direction: Direction) =>
  stage === 'invite'
    ? 'invitationBlockedByCrossTenant'
    : direction === 'outbound'
      ? 'outboundPolicyBlocks'
      : ('inboundPolicyBlocks' satisfies ErrorName)

type Refused = Extract<Verdict, { passes: false }>

function refused(
  voice: Voice,
  name: ReturnType<typeof error>,
  { verdict, rule, fix, says }: { verdict: Refused; rule: Rule; fix: Fix; says: string },
): Answer {
  const answer = objects(voice, name, {}, says, rule, fix)
  answer.finding.reason = verdict.reason
  return answer
}

function refusing({ reason }: Refused, direction: Direction, other: TenantFacts): string {
  const [whose, towards] = direction === 'outbound' ? ['Outbound', 'to'] : ['Inbound', 'from']
  if (reason === 'tenant') return `${whose} settings refuse everybody ${towards} ${other.displayName}.`
  if (reason === 'user')
    return `${whose} settings ${towards} ${other.displayName} do not let this person pass: see users and groups.`
  return `${whose} settings ${towards} ${other.displayName} do not let this application be used: see applications.`
}

/** A trace is kept with every sign-in: of a long list it keeps the beginning and the count. */
const longestShown = 25

function shown({ half, from }: EffectiveSetting['users'] | EffectiveSetting['applications']) {
  const { accessType, targets } = half
  return targets.length <= longestShown
    ? { accessType, targets, from }
    : { accessType, targets: targets.slice(0, longestShown), more: targets.length - longestShown, from }
}

function ruleOf(setting: EffectiveSetting, direction: Direction, spoke: Refused['spoke']): Rule {
  if (spoke === 'both')
    return {
      setting: setting.name,
      id: setting.partner ?? 'default',
      value: { usersAndGroups: shown(setting.users), applications: shown(setting.applications) },
      href: hrefs.crossTenant(setting.partner, direction, 'users'),
    }
  const half = spoke === 'usersAndGroups' ? setting.users : setting.applications
  const partner = half.from === 'partner' ? setting.partner : null
  return {
    setting: `${setting.name}.${spoke}`,
    id: partner ?? 'default',
    value: shown(half),
    href: hrefs.crossTenant(partner, direction, spoke === 'usersAndGroups' ? 'users' : 'applications'),
  }
}

const partners = '/v1.0/policies/crossTenantAccessPolicy/partners'

/** Always on the partner's own entry: changing the default would open the door to every other organization. */
function fixOf(
  setting: EffectiveSetting,
  configured: Configurations,
  facts: Facts,
  other: TenantFacts,
  subject: Subject | null,
): Fix {
  const inbound = setting.name.endsWith('Inbound')
  const what = facts.stage === 'signIn' || facts.stage === 'refresh' ? ` to use ${facts.application.displayName}` : ''
  const who = subject ? 'this person' : inbound ? `people of ${other.displayName}` : 'your people'
  const text = `In the ${inbound ? 'inbound' : 'outbound'} settings for ${other.displayName}, allow ${who}${what}.`
  const length = setting.users.half.targets.length + setting.applications.half.targets.length
  if (length > 2 * longestShown) return advice(text)
  const value = settingThatAdmits(
    setting,
    subject?.person ?? null,
    subject?.preferred && subject.application !== 'acceptancePage'
      ? { names: subject.application, preferred: subject.preferred }
      : null,
  )
  return configured.partner
    ? call(text, 'PATCH', `${partners}/${other.id}`, { [setting.name]: value })
    : call(text, 'POST', partners, { tenantId: other.id, [setting.name]: value })
}
