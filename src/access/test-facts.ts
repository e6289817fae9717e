import {
  type ApplicationTarget,
  type Half,
  inheritingPartner,
  type PartnerConfiguration,
  systemDefault,
  type UserTarget,
  type WholeSetting,
} from '../cross-tenant-access/index.ts'
import type { AppId, GroupId, ServicePrincipalId, TenantId, UserId } from '../ids.ts'
import type { ApplicationFacts, GuestFromTenant, InviteFacts, Policies, RedeemFacts, SignInFacts } from './facts.ts'

/** Facts for the tests, in the notation of external-identities.md 3.10: `A` all allowed, `B{u1}` only u1 blocked. */

export const contoso = { id: 'contoso' as TenantId, displayName: 'Contoso', suspended: false }
export const fabrikam = { id: 'fabrikam' as TenantId, displayName: 'Fabrikam', suspended: false }

export type Spec = 'A' | 'B' | `${'A' | 'B'}{${string}}`
/** `-` no entry for the partner, `inh` an entry that inherits, else `users/applications`. */
export type PartnerSpec = '-' | 'inh' | `${Spec}/${Spec}`
export type DefaultSpec = `${Spec}/${Spec}`

function setting(text: DefaultSpec): WholeSetting {
  const [users, applications] = text.split('/') as [Spec, Spec]
  const half = <T>(spec: Spec, all: T, one: (target: string) => T) => ({
    accessType: spec[0] === 'A' ? ('allowed' as const) : ('blocked' as const),
    targets: /\{(.*)\}/.exec(spec)?.[1]?.split(',').map(one) ?? [all],
  })
  return {
    usersAndGroups: half<UserTarget>(users, { target: 'AllUsers', targetType: 'user' }, (target) => ({
      target,
      targetType: target.startsWith('G') ? 'group' : 'user',
    })) satisfies Half<UserTarget>,
    applications: half<ApplicationTarget>(
      applications,
      { target: 'AllApplications', targetType: 'application' },
      (target) => ({ target, targetType: 'application' }),
    ),
  }
}

type Sides = {
  resourceDefault?: DefaultSpec
  resourcePartner?: PartnerSpec
  homeDefault?: DefaultSpec
  homePartner?: PartnerSpec
}

function policies({
  resourceDefault = 'A/A',
  resourcePartner = '-',
  homeDefault = 'A/A',
  homePartner = '-',
}: Sides = {}): Policies {
  const entry = (of: TenantId, name: 'b2bCollaborationInbound' | 'b2bCollaborationOutbound', spec: PartnerSpec) => {
    if (spec === '-') return null
    const partner: PartnerConfiguration = inheritingPartner(of)
    return spec === 'inh' ? partner : { ...partner, [name]: setting(spec) }
  }
  return {
    inbound: {
      default: { ...systemDefault, b2bCollaborationInbound: setting(resourceDefault) },
      partner: entry(fabrikam.id, 'b2bCollaborationInbound', resourcePartner),
    },
    outbound: {
      default: { ...systemDefault, b2bCollaborationOutbound: setting(homeDefault) },
      partner: entry(contoso.id, 'b2bCollaborationOutbound', homePartner),
    },
  }
}

export const application = (appId = 'app1', more: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  appId: appId as AppId,
  displayName: appId,
  openToTenant: true,
  servicePrincipal: { id: `sp-${appId}` as ServicePrincipalId, enabled: true, assignmentRequired: false },
  resourceAppIds: ['graph' as AppId],
  families: [],
  ...more,
})

export const account = (id: string) => ({
  id: id as UserId,
  userPrincipalName: `${id}@fabrikam.test`,
  enabled: true,
  lockedUntil: null,
  deleted: false,
})

/** u1 is in the home group G1, nobody else is in any. */
export const guest = (id = 'u1', sides: Sides = {}, more: Partial<GuestFromTenant> = {}): GuestFromTenant => ({
  kind: 'guestFromTenant',
  homeTenant: fabrikam,
  homeUser: { ...account(id), groupIds: id === 'u1' ? ['G1' as GroupId] : [] },
  policies: policies(sides),
  guest: {
    id: `guest-${id}` as UserId,
    enabled: true,
    deleted: false,
    state: 'Accepted',
    provesInvitedAddress: true,
  },
  ...more,
})

export const pending = (proves = true) => ({
  ...guest().guest!,
  state: 'PendingAcceptance' as const,
  provesInvitedAddress: proves,
})

export const signIn = (more: Partial<SignInFacts> = {}): SignInFacts => ({
  stage: 'signIn',
  at: 1_000,
  interactive: true,
  resourceTenant: contoso,
  application: application(),
  person: guest(),
  assigned: false,
  consent: { granted: true },
  ...more,
})

export const redeem = (more: Partial<RedeemFacts> = {}): RedeemFacts => ({
  stage: 'redeem',
  at: 1_000,
  resourceTenant: contoso,
  person: guest('u1', {}, { guest: pending() }),
  domainList: null,
  ...more,
})

export const invite = (sides: Sides = {}, more: Partial<InviteFacts> = {}): InviteFacts => ({
  stage: 'invite',
  at: 1_000,
  resourceTenant: contoso,
  inviter: {
    kind: 'user',
    id: 'inviter' as UserId,
    userType: 'Member',
    guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
    roles: [],
  },
  allowInvitesFrom: 'everyone',
  invited: { address: 'u1@fabrikam.test', asMember: false },
  domainList: null,
  home: { tenant: fabrikam, policies: policies(sides) },
  ...more,
})
