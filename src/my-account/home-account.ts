import type { User } from '../directory/user.ts'
import type { TenantId, UserId } from '../ids.ts'

/** The account that a person signs in with. Guests by mailbox have none elsewhere: each organization knows them alone. */
export type HomeAccount = { tenant: TenantId; userId: UserId }

/** The person who calls: as the current tenant knows them, and the session that their token came from. */
export type Self = { tenant: TenantId; user: User; sessionId: string | null }

export const homeAccountOf = ({ tenant, user }: Pick<Self, 'tenant' | 'user'>): HomeAccount =>
  user.home?.kind === 'tenant'
    ? { tenant: user.home.tenantId, userId: user.home.objectId }
    : { tenant, userId: user.id }

/** Whether the person is an outsider here whom no other tenant of this deployment knows as its own. */
export const isKnownHereOnly = ({ user }: Pick<Self, 'user'>): boolean =>
  user.home !== null && user.home.kind !== 'tenant'
