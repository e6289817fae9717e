import { refuse } from '../errors/index.ts'
import { isGuid, type TenantId } from '../ids.ts'
import {
  type Body,
  boolean,
  lists,
  nullable,
  object,
  oneOf,
  open,
  type Place,
  place,
  record,
  setting,
  text,
} from './parse-parts.ts'
import {
  cloudEndpoints,
  type DefaultConfiguration,
  fallbackProviders,
  type InboundTrust,
  inheritingPartner,
  type PartnerConfiguration,
  type PolicyRoot,
  type RedemptionOrder,
  redemptionProviders,
  type Setting,
  settingNames,
  type WholeSetting,
} from './settings.ts'

const rootResource = 'CrossTenantAccessPolicy'
const defaultResource = 'CrossTenantAccessPolicyConfigurationDefault'
const partnerResource = 'CrossTenantAccessPolicyConfigurationPartner'
const opaqueNames = ['m365CollaborationInbound', 'm365CollaborationOutbound', 'appServiceConnectInbound'] as const
/** External-identities 1.5: "whole policy object". Taken per object, since a thousand partners must fit. */
const objectLimit = 25 * 1024

/** PATCH of the policy itself. */
export function parsePolicyPatch(body: unknown, current: PolicyRoot): PolicyRoot {
  const at: Place = place(rootResource)
  const wish = object(body, at, ['displayName', 'allowedCloudEndpoints'], current)
  return {
    ...current,
    ...(wish.has('displayName') && { displayName: text(wish.get('displayName'), at.in('displayName'), 256) }),
    ...(wish.has('allowedCloudEndpoints') && {
      allowedCloudEndpoints: lists(wish.get('allowedCloudEndpoints'), at.in('allowedCloudEndpoints'), cloudEndpoints),
    }),
  }
}

/** PATCH of the default: first level is replaced. A default has nothing to inherit from, so a half left out stays. */
export function parseDefaultPatch(body: unknown, current: DefaultConfiguration): DefaultConfiguration {
  const at: Place = place(defaultResource)
  const writable = [
    ...settingNames,
    ...opaqueNames,
    'inboundTrust',
    'tenantRestrictions',
    'invitationRedemptionIdentityProviderConfiguration',
  ]
  const wish = object(body, at, writable, current, ['isServiceDefault', 'automaticUserConsentSettings'])
  const changed: DefaultConfiguration = { ...current, ...opaque(wish, at), isServiceDefault: false }
  for (const name of settingNames) {
    if (!wish.has(name)) continue
    const singlePeople = name.endsWith('Outbound') ? 'allowed' : 'refused'
    changed[name] = whole(setting(wish.get(name), at.in(name), singlePeople), current[name])
  }
  if (wish.has('tenantRestrictions')) {
    const wished = setting(wish.get('tenantRestrictions'), at.in('tenantRestrictions'), 'refused', ['devices'])
    changed.tenantRestrictions = { ...whole(wished, current.tenantRestrictions), devices: null }
  }
  if (wish.has('inboundTrust'))
    changed.inboundTrust = trust(wish.get('inboundTrust'), at.in('inboundTrust'), current.inboundTrust)
  const order = 'invitationRedemptionIdentityProviderConfiguration'
  if (wish.has(order)) changed[order] = redemptionOrder(wish.get(order), at.in(order), current[order])
  return fitting(changed)
}

/** POST of a partner. What is not sent is inherited. */
export function parseNewPartner(body: unknown, ownTenant: TenantId): PartnerConfiguration {
  const at: Place = place(partnerResource)
  const tenantId = record(body, at).tenantId
  if (tenantId === undefined || tenantId === null)
    refuse('propertyRequired', { property: 'tenantId', resource: partnerResource }, { target: 'tenantId' })
  if (typeof tenantId !== 'string' || !isGuid(tenantId))
    return at.in('tenantId').refuse('It must be the id of a tenant.')
  const partner = tenantId.toLowerCase() as TenantId
  if (partner === ownTenant.toLowerCase()) at.in('tenantId').refuse('A tenant cannot be its own partner.')
  const { tenantId: _, ...rest } = record(body, at)
  return parsePartner(rest, inheritingPartner(partner), ['isServiceProvider'])
}

/** PATCH of a partner: first level is replaced; null inherits again. */
export const parsePartnerPatch = (body: unknown, current: PartnerConfiguration): PartnerConfiguration =>
  parsePartner(body, current, [])

function parsePartner(body: unknown, current: PartnerConfiguration, atCreation: string[]): PartnerConfiguration {
  const at: Place = place(partnerResource)
  const writable = [
    ...settingNames,
    ...opaqueNames,
    'inboundTrust',
    'tenantRestrictions',
    'automaticUserConsentSettings',
  ]
  const fixed = ['tenantId', 'isServiceProvider', 'isInMultiTenantOrganization'].filter(
    (name) => !atCreation.includes(name),
  )
  const wish = object(body, at, [...writable, ...atCreation], current, fixed)
  const changed: PartnerConfiguration = { ...current, ...opaque(wish, at) }
  for (const name of settingNames) {
    if (wish.has(name)) changed[name] = nullable(wish.get(name), (value) => setting(value, at.in(name), 'allowed'))
  }
  if (wish.has('tenantRestrictions')) {
    const here = at.in('tenantRestrictions')
    changed.tenantRestrictions = nullable(wish.get('tenantRestrictions'), (value) => ({
      ...setting(value, here, 'allowed', ['devices']),
      devices: null,
    }))
  }
  if (wish.has('inboundTrust')) {
    const none = { isMfaAccepted: false, isCompliantDeviceAccepted: false, isHybridAzureADJoinedDeviceAccepted: false }
    changed.inboundTrust = nullable(wish.get('inboundTrust'), (value) => trust(value, at.in('inboundTrust'), none))
  }
  if (wish.has('isServiceProvider'))
    changed.isServiceProvider = nullable(wish.get('isServiceProvider'), (value) =>
      boolean(value, at.in('isServiceProvider')),
    )
  const redeem = 'automaticUserConsentSettings'
  if (wish.has(redeem)) changed[redeem] = automaticConsent(wish.get(redeem), at.in(redeem))
  return fitting(changed)
}

function automaticConsent(value: unknown, at: Place): PartnerConfiguration['automaticUserConsentSettings'] {
  if (value === null) return { inboundAllowed: null, outboundAllowed: null }
  const wish = object(value, at, ['inboundAllowed', 'outboundAllowed'])
  const flag = (name: string) => nullable(wish.get(name) ?? null, (given) => boolean(given, at.in(name)))
  return { inboundAllowed: flag('inboundAllowed'), outboundAllowed: flag('outboundAllowed') }
}

function trust(value: unknown, at: Place, base: InboundTrust): InboundTrust {
  const names = ['isMfaAccepted', 'isCompliantDeviceAccepted', 'isHybridAzureADJoinedDeviceAccepted'] as const
  const wish = object(value, at, [...names])
  const trusted = { ...base }
  for (const name of names) if (wish.has(name)) trusted[name] = boolean(wish.get(name), at.in(name))
  return trusted
}

function redemptionOrder(value: unknown, at: Place, current: RedemptionOrder): RedemptionOrder {
  const order = 'primaryIdentityProviderPrecedenceOrder'
  const fallback = 'fallbackIdentityProvider'
  const wish = object(value, at, [order, fallback])
  const changed = { ...current }
  if (wish.has(order)) {
    changed[order] = lists(wish.get(order), at.in(order), redemptionProviders)
    if (changed[order].length !== redemptionProviders.length)
      at.in(order).refuse(`It must name each of ${redemptionProviders.join(', ')} once.`)
  }
  if (wish.has(fallback)) changed[fallback] = oneOf(wish.get(fallback), at.in(fallback), fallbackProviders)
  return changed
}

const opaque = (wish: Body, at: Place) =>
  Object.fromEntries(
    opaqueNames
      .filter((name) => wish.has(name))
      .map((name) => [name, nullable(wish.get(name), (value) => open(value, at.in(name)))]),
  )

const whole = (wished: Setting, current: WholeSetting): WholeSetting => ({
  usersAndGroups: wished.usersAndGroups ?? current.usersAndGroups,
  applications: wished.applications ?? current.applications,
})

function fitting<T>(configuration: T): T {
  if (Buffer.byteLength(JSON.stringify(configuration)) > objectLimit) refuse('policyTooLarge')
  return configuration
}
