import { type ConnectionFlags, findConnection, findDemo } from './connection.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { connect } from './sign-in.ts'
import { plain, type Terminal } from './terminal.ts'

export type InviteFlags = ConnectionFlags & {
  json?: boolean
  name?: string
  redirectUrl?: string
  message?: string
  language?: string
  cc?: string
  mail: boolean
}

type Invitation = {
  id: string
  inviteRedeemUrl: string | null
  status: string
  invitedUserEmailAddress: string
  invitedUser: { id: string }
}

const later =
  'Rules of either organization for single people, groups or applications are not looked at now: they decide when the guest accepts and signs in.'

/** `gatehouse invite`: one `POST /v1.0/invitations`. */
export async function invite(address: string, flags: InviteFlags, terminal: Terminal): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+$/.test(address))
    throw new CommandFailure(`'${address}' is not a mail address.`, {
      fix: 'Give the whole address: gatehouse invite ann@partner.example',
      exitCode: exitCodes.usage,
    })
  const connection = findConnection(flags, terminal.environment)
  const api = await connect(connection, ['User.Invite.All'], terminal)
  const invitation = await api.post<Invitation>('/v1.0/invitations', {
    invitedUserEmailAddress: address,
    inviteRedirectUrl: flags.redirectUrl ?? `${connection.origin}/myapps`,
    sendInvitationMessage: flags.mail,
    ...(flags.name === undefined ? {} : { invitedUserDisplayName: flags.name }),
    invitedUserMessageInfo: {
      ...(flags.message === undefined ? {} : { customizedMessageBody: flags.message }),
      ...(flags.language === undefined ? {} : { messageLanguage: flags.language }),
      ...(flags.cc === undefined ? {} : { ccRecipients: [{ emailAddress: { address: flags.cc } }] }),
    },
  })
  if (flags.json) return terminal.print(JSON.stringify({ ...invitation, notes: [later] }, undefined, 2))
  const who = terminal.style('bold', plain(invitation.invitedUserEmailAddress))
  const { status, invitedUser } = invitation
  const accepted = status === 'Completed'
  const outcome = accepted ? 'is a guest already: the link leads back in' : 'is invited'
  const mailbox = findDemo(flags, terminal.environment) ? 'in the outbox of the demo' : 'on its way'
  terminal.print(
    [
      `${who} ${outcome} (${plain(status)}, object ${invitedUser.id}).`,
      flags.mail ? `The mail is ${mailbox}. The same link by hand:` : 'No mail is sent. Hand over this link yourself:',
      plain(invitation.inviteRedeemUrl ?? ''),
    ].join('\n'),
  )
  if (!accepted) terminal.note(later)
}
