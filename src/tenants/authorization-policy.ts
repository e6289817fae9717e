/** Who may invite, what guests may see, what members may do by default (graph.md 2.11). Kept under this kind in the policy store. */
export const authorizationPolicyKind = 'authorizationPolicy'

export type AllowInvitesFrom = 'none' | 'adminsAndGuestInviters' | 'adminsGuestInvitersAndAllMembers' | 'everyone'

/** Role template ids that name the three levels of guest access. */
export const guestUserRole = {
  sameAsMembers: 'a0b1b346-4d3e-4e8b-98f8-753987be4970',
  limited: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  restricted: '2af84b1e-32c8-42b7-82bc-daa82404023b',
} as const
export type GuestUserRoleId = (typeof guestUserRole)[keyof typeof guestUserRole]

export type AuthorizationPolicy = {
  allowInvitesFrom: AllowInvitesFrom
  guestUserRoleId: GuestUserRoleId
  allowedToSignUpEmailBasedSubscriptions: boolean
  allowedToUseSSPR: boolean
  allowEmailVerifiedUsersToJoinOrganization: boolean
  allowUserConsentForRiskyApps: boolean | null
  blockMsolPowerShell: boolean
  description: string
  displayName: string
  defaultUserRolePermissions: {
    allowedToCreateApps: boolean
    allowedToCreateSecurityGroups: boolean
    allowedToCreateTenants: boolean
    allowedToReadBitlockerKeysForOwnedDevice: boolean
    allowedToReadOtherUsers: boolean
    permissionGrantPoliciesAssigned: string[]
  }
}

/** Of a fresh tenant (external-identities.md 1.3). */
export const defaultAuthorizationPolicy: AuthorizationPolicy = {
  allowInvitesFrom: 'everyone',
  guestUserRoleId: guestUserRole.limited,
  allowedToSignUpEmailBasedSubscriptions: true,
  allowedToUseSSPR: true,
  allowEmailVerifiedUsersToJoinOrganization: false,
  allowUserConsentForRiskyApps: null,
  blockMsolPowerShell: false,
  description: 'Used to manage authorization related settings across the company.',
  displayName: 'Authorization Policy',
  defaultUserRolePermissions: {
    allowedToCreateApps: true,
    allowedToCreateSecurityGroups: true,
    allowedToCreateTenants: true,
    allowedToReadBitlockerKeysForOwnedDevice: true,
    allowedToReadOtherUsers: true,
    permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
  },
}
