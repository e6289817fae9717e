import type { TenantId } from '../ids.ts'

/**
 * One sign-in as one tenant sees it. A cross-tenant sign-in has a row in each tenant under the same id, each with its
 * own half of the trace. The id is the request's trace id.
 */
export type SignIn = {
  id: string
  createdAt: number
  correlationId: string
  /** The user object in the tenant that keeps the row; null when no object was found. */
  userId: string | null
  userDisplayName: string | null
  userPrincipalName: string | null
  userType: 'member' | 'guest' | null
  /** Null for people: the application itself signed in. */
  servicePrincipalId: string | null
  servicePrincipalName: string | null
  appId: string
  appDisplayName: string
  resourceId: string | null
  resourceDisplayName: string | null
  resourceTenantId: TenantId
  homeTenantId: TenantId | null
  crossTenantAccessType: 'none' | 'b2bCollaboration'
  isInteractive: boolean
  clientAppUsed: string
  /** `authorization_code`, `refresh_token`, `client_credentials`, `redemption`, or `interactive`. */
  grant: string
  ipAddress: string | null
  userAgent: string | null
  /** 0 is success, and nothing else is. */
  errorCode: number
  errorName: string | null
  failureReason: string | null
  /** This tenant's findings, in the shape of design 4 (access/). */
  trace: readonly unknown[]
  /** What else of this tenant would have refused, in the same shape; absent where nothing would. */
  further?: readonly unknown[]
  outcome: 'allow' | 'deny' | 'require'
}
