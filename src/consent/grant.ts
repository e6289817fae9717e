import type { ServicePrincipalId, UserId } from '../ids.ts'

/** oauth2PermissionGrant: delegated permissions of a client at a resource, for one person or for everybody. */
export type DelegatedGrant = {
  id: string
  clientId: ServicePrincipalId
  resourceId: ServicePrincipalId
  consentType: 'AllPrincipals' | 'Principal'
  principalId: UserId | null
  /** Space-separated scope values. */
  scope: string
  createdAt: number
}

/** appRoleAssignment: an application permission of a service principal, or a person's or group's role in an app. */
export type AppRoleAssignment = {
  id: string
  principalId: string
  principalKind: 'User' | 'Group' | 'ServicePrincipal'
  resourceId: ServicePrincipalId
  /** All zeros: assigned without a role. */
  appRoleId: string
  createdAt: number
}

export const defaultAppRole = '00000000-0000-0000-0000-000000000000'
