import type { InvitationId, UserId } from '../ids.ts'

/** Only `pending` can be redeemed. Expiry is not a state: it follows from `expiresAt` at the moment of the question. */
export type InvitationState = 'pending' | 'redeemed' | 'superseded' | 'revoked'

export type Inviter = {
  kind: 'user' | 'application'
  id: string
  displayName: string
  mail: string | null
}

export type Invitation = {
  id: InvitationId
  guestId: UserId
  email: string
  displayName: string | null
  /** HMAC of the ticket under the purpose `ticket`; the ticket itself is only in the link. */
  ticketMac: string
  state: InvitationState
  createdAt: number
  /** null: never. */
  expiresAt: number | null
  redirectUrl: string
  inviter: Inviter
  sendMessage: boolean
  messageLanguage: string | null
  customizedMessageBody: string | null
  ccRecipient: { name: string | null; address: string } | null
  changedAt: number
  /** When "send me a new link" was last used on it. */
  renewedAt: number | null
}
