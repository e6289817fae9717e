import type { Door, Unit } from '../door.ts'
import type { ServicePrincipalId, UserId } from '../ids.ts'
import type { AppRoleAssignment, DelegatedGrant } from './grant.ts'

/** Every write bumps the tenant's change number. */
export type ConsentStore = {
  grant(door: Door, id: string): Promise<DelegatedGrant | undefined>
  /** All grants of a client in this tenant: for everybody and for each person. */
  grantsOfClient(door: Door, clientId: ServicePrincipalId): Promise<DelegatedGrant[]>
  /** Those that count for one person: for everybody, and for this person. Must not read the grants of others. */
  grantsFor(door: Door, clientId: ServicePrincipalId, principalId: UserId): Promise<DelegatedGrant[]>
  /** Of every client, what counts for one person: for everybody, and for this person. Must not read the grants of others. */
  grantsOf(door: Door, principalId: UserId): Promise<DelegatedGrant[]>
  grants(door: Door): Promise<DelegatedGrant[]>
  /** Adds or replaces by id. */
  putGrant(tx: Unit, grant: DelegatedGrant): Promise<void>
  removeGrant(tx: Unit, id: string): Promise<boolean>
  /** What a user, group or service principal is assigned. */
  assignmentsOf(door: Door, principalIds: readonly string[]): Promise<AppRoleAssignment[]>
  assignmentsTo(door: Door, resourceId: ServicePrincipalId): Promise<AppRoleAssignment[]>
  addAssignment(tx: Unit, assignment: AppRoleAssignment): Promise<boolean>
  removeAssignment(tx: Unit, id: string): Promise<boolean>
}
