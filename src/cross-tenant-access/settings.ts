import type { TenantId } from '../ids.ts'

/** Cross-tenant access settings, exactly as Graph shows them (graph.md 2.9) and as the store keeps them. */
export type AccessType = 'allowed' | 'blocked'
export type UserTarget = { target: string; targetType: 'user' | 'group' }
export type ApplicationTarget = { target: string; targetType: 'application' }
export type Target = UserTarget | ApplicationTarget
/** One list: ids in lower case, or one keyword such as `AllUsers`. */
export type Half<T extends Target = Target> = { accessType: AccessType; targets: T[] }

/** A partner's setting: a null half inherits that half of the default. */
export type Setting = { usersAndGroups: Half<UserTarget> | null; applications: Half<ApplicationTarget> | null }
/** Both halves, as they hold. */
export type WholeSetting = { usersAndGroups: Half<UserTarget>; applications: Half<ApplicationTarget> }

export type InboundTrust = {
  isMfaAccepted: boolean
  isCompliantDeviceAccepted: boolean
  isHybridAzureADJoinedDeviceAccepted: boolean
}

export const redemptionProviders = ['azureActiveDirectory', 'externalFederation', 'socialIdentityProviders'] as const
export const fallbackProviders = ['defaultConfiguredIdp', 'emailOneTimePasscode', 'microsoftAccount'] as const
export type RedemptionOrder = {
  primaryIdentityProviderPrecedenceOrder: (typeof redemptionProviders)[number][]
  fallbackIdentityProvider: (typeof fallbackProviders)[number]
}

export type SettingName =
  | 'b2bCollaborationInbound'
  | 'b2bCollaborationOutbound'
  | 'b2bDirectConnectInbound'
  | 'b2bDirectConnectOutbound'
export const settingNames: readonly SettingName[] = [
  'b2bCollaborationInbound',
  'b2bCollaborationOutbound',
  'b2bDirectConnectInbound',
  'b2bDirectConnectOutbound',
]

/** Newer blocks that take no part in decisions: kept and shown as they were sent. */
export type OpaqueBlocks = {
  m365CollaborationInbound?: Record<string, unknown> | null
  m365CollaborationOutbound?: Record<string, unknown> | null
  appServiceConnectInbound?: Record<string, unknown> | null
}

export type DefaultConfiguration = Record<SettingName, WholeSetting> & {
  isServiceDefault: boolean
  inboundTrust: InboundTrust
  tenantRestrictions: WholeSetting & { devices: null }
  /** Read-only: automatic redemption exists per partner only. */
  automaticUserConsentSettings: { inboundAllowed: false; outboundAllowed: false }
  invitationRedemptionIdentityProviderConfiguration: RedemptionOrder
} & OpaqueBlocks

/** Null everywhere means: as the default says. */
export type PartnerConfiguration = Record<SettingName, Setting | null> & {
  tenantId: TenantId
  isServiceProvider: boolean | null
  isInMultiTenantOrganization: boolean
  inboundTrust: InboundTrust | null
  tenantRestrictions: (Setting & { devices: null }) | null
  automaticUserConsentSettings: { inboundAllowed: boolean | null; outboundAllowed: boolean | null }
} & OpaqueBlocks

const everything = (accessType: AccessType): WholeSetting => ({
  usersAndGroups: { accessType, targets: [{ target: 'AllUsers', targetType: 'user' }] },
  applications: { accessType, targets: [{ target: 'AllApplications', targetType: 'application' }] },
})

/** What holds before anybody changed anything, and again after a reset. */
export const systemDefault: DefaultConfiguration = {
  isServiceDefault: true,
  inboundTrust: { isMfaAccepted: false, isCompliantDeviceAccepted: false, isHybridAzureADJoinedDeviceAccepted: false },
  b2bCollaborationOutbound: everything('allowed'),
  b2bCollaborationInbound: everything('allowed'),
  b2bDirectConnectOutbound: everything('blocked'),
  b2bDirectConnectInbound: everything('blocked'),
  tenantRestrictions: { devices: null, ...everything('blocked') },
  automaticUserConsentSettings: { inboundAllowed: false, outboundAllowed: false },
  invitationRedemptionIdentityProviderConfiguration: {
    primaryIdentityProviderPrecedenceOrder: [...redemptionProviders],
    fallbackIdentityProvider: 'defaultConfiguredIdp',
  },
}

/** A partner that was added and not yet customized: everything is inherited. */
export const inheritingPartner = (tenantId: TenantId): PartnerConfiguration => ({
  tenantId,
  isServiceProvider: null,
  isInMultiTenantOrganization: false,
  inboundTrust: null,
  automaticUserConsentSettings: { inboundAllowed: null, outboundAllowed: null },
  b2bCollaborationOutbound: null,
  b2bCollaborationInbound: null,
  b2bDirectConnectOutbound: null,
  b2bDirectConnectInbound: null,
  tenantRestrictions: null,
})

/** The policy above its default and its partners. */
export type PolicyRoot = { displayName: string; description: string | null; allowedCloudEndpoints: string[] }
export const defaultPolicyRoot: PolicyRoot = {
  displayName: 'CrossTenantAccessPolicy',
  description: null,
  allowedCloudEndpoints: [],
}
/** Other clouds that may be collaborated with. */
export const cloudEndpoints = ['microsoftonline.com', 'microsoftonline.us', 'partner.microsoftonline.cn'] as const
