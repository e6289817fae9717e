import type { GuestFromTenant, SignInFacts } from '../src/access/facts.ts'
import { decide } from '../src/access/index.ts'
import {
  type ApplicationTarget,
  type DefaultConfiguration,
  inheritingPartner,
  type PartnerConfiguration,
  systemDefault,
  type UserTarget,
  type WholeSetting,
} from '../src/cross-tenant-access/index.ts'
import type { AppId, GroupId, ServicePrincipalId, TenantId, UserId } from '../src/ids.ts'

/** `partners` organizations, each with an entry of its own whose lists name `targets` people and `targets` applications. */
export function guestSignIns(partners: number, targets: number): SignInFacts[] {
  return Array.from({ length: partners }, (_, index) => guestSignIn(index, targets))
}

const resource = { id: guid('resource', 0) as TenantId, displayName: 'Contoso', suspended: false }

function guestSignIn(index: number, targets: number): SignInFacts {
  const homeTenant = { id: guid('home', index) as TenantId, displayName: `Partner ${index}`, suspended: false }
  const person: GuestFromTenant = {
    kind: 'guestFromTenant',
    homeTenant,
    homeUser: {
      id: guid('user', index) as UserId,
      userPrincipalName: `person@partner-${index}.example`,
      enabled: true,
      lockedUntil: null,
      deleted: false,
      groupIds: Array.from({ length: 10 }, (_, at) => guid('group', at) as GroupId),
    },
    policies: {
      inbound: { default: systemDefault, partner: entry(homeTenant.id, 'b2bCollaborationInbound', targets) },
      outbound: { default: outboundDefault, partner: entry(resource.id, 'b2bCollaborationOutbound', targets) },
    },
    guest: {
      id: guid('guest', index) as UserId,
      enabled: true,
      deleted: false,
      state: 'Accepted',
      provesInvitedAddress: true,
    },
  }
  return {
    stage: 'signIn',
    at: 1_800_000_000_000,
    interactive: true,
    resourceTenant: resource,
    application: {
      appId: guid('app', targets - 1) as AppId,
      displayName: 'Portal',
      openToTenant: true,
      servicePrincipal: { id: guid('sp', 0) as ServicePrincipalId, enabled: true, assignmentRequired: false },
      resourceAppIds: [guid('api', 0) as AppId],
      families: [],
    },
    person,
    assigned: true,
    consent: { granted: true },
  }
}

const outboundDefault: DefaultConfiguration = systemDefault

/** The person and the application stand last on lists that allow: everything is read before anything is admitted. */
function entry(
  partner: TenantId,
  name: 'b2bCollaborationInbound' | 'b2bCollaborationOutbound',
  targets: number,
): PartnerConfiguration {
  return { ...inheritingPartner(partner), [name]: setting(targets) }
}

function setting(targets: number): WholeSetting {
  const users = Array.from({ length: targets }, (_, at): UserTarget => {
    const isLast = at === targets - 1
    return { target: guid('group', isLast ? 9 : 1000 + at), targetType: 'group' }
  })
  const applications = Array.from(
    { length: targets },
    (_, at): ApplicationTarget => ({ target: guid('app', at), targetType: 'application' }),
  )
  return {
    usersAndGroups: { accessType: 'allowed', targets: users },
    applications: { accessType: 'allowed', targets: applications },
  }
}

function guid(kind: string, index: number): string {
  const head = Buffer.from(kind.padEnd(4, '0').slice(0, 4)).toString('hex')
  return `${head}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
}

/** Microseconds of one decision: the mean over `seconds`, after half a second of warming up. */
export function timeDecisions(facts: readonly SignInFacts[], seconds: number): number {
  const first = facts[0]
  if (!first || decide(first).outcome !== 'allow') throw new Error('the decision was meant to admit')
  passes(facts, 500)
  const { count, millis } = passes(facts, seconds * 1000)
  return (millis * 1000) / count
}

function passes(facts: readonly SignInFacts[], millis: number): { count: number; millis: number } {
  const began = performance.now()
  let count = 0
  do {
    for (const one of facts) decide(one)
    count += facts.length
  } while (performance.now() - began < millis)
  return { count, millis: performance.now() - began }
}
