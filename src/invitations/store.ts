import type { Door, Unit } from '../door.ts'
import type { InvitationId, UserId } from '../ids.ts'
import type { Invitation } from './invitation.ts'

export type InvitationStore = {
  find(door: Door, id: InvitationId): Promise<Invitation | undefined>
  /** Newest first. */
  ofGuest(door: Door, guestId: UserId): Promise<Invitation[]>
  add(tx: Unit, invitation: Invitation): Promise<void>
  update(tx: Unit, id: InvitationId, change: (old: Invitation) => Invitation): Promise<Invitation>
  /** pending → redeemed, for one caller only; undefined for everybody who comes later. */
  redeem(tx: Unit, id: InvitationId, at: number): Promise<Invitation | undefined>
}
