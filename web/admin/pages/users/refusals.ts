import { GraphError, sayError } from '../../../kit/graph/error.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'

/** The field of the invite form that caused a refusal. */
export type InviteField =
  | 'addresses'
  | 'displayName'
  | 'redirectUrl'
  | 'userType'
  | 'message'
  | 'language'
  | 'cc'
  | 'sponsors'

export type Refused = {
  /** Null: nothing that was typed is the cause. */
  field: InviteField | null
  says: string
  /** Where the cause can be put right. */
  remedy?: { label: string; to: string }
}

const targets: readonly [start: string, field: InviteField][] = [
  ['invitedUserEmailAddress', 'addresses'],
  ['invitedUserDisplayName', 'displayName'],
  ['inviteRedirectUrl', 'redirectUrl'],
  ['invitedUserType', 'userType'],
  ['invitedUserMessageInfo/customizedMessageBody', 'message'],
  ['invitedUserMessageInfo/messageLanguage', 'language'],
  ['invitedUserMessageInfo/ccRecipients', 'cc'],
  ['invitedUserSponsors', 'sponsors'],
]

/** Graph names no property in these; its sentences are kept for clients that match on them (src/errors/topics/invitations.ts). */
const sentences: readonly [
  pattern: RegExp,
  field: InviteField | null,
  remedy?: (match: RegExpExecArray) => Refused['remedy'],
][] = [
  [
    /Guest invitations not allowed/i,
    null,
    () => ({ label: texts.remedyCollaboration, to: paths.externalCollaboration() }),
  ],
  [/Only an administrator can invite an external user as a member/i, 'userType'],
  [
    /blocked by cross-tenant access settings/i,
    'addresses',
    () => ({ label: texts.remedyCrossTenant, to: paths.crossTenant() }),
  ],
  [
    /blocked by your invitation policy/i,
    'addresses',
    () => ({ label: texts.remedyCollaboration, to: paths.externalCollaboration() }),
  ],
  [
    /already exists in the directory as object ID: ([\da-f-]{36})/i,
    'addresses',
    ([, id = '']) => ({ label: texts.remedyOpenUser, to: paths.user(id) }),
  ],
  [
    /is a verified domain of your own organization/i,
    'addresses',
    () => ({ label: texts.createUser, to: paths.newUser() }),
  ],
  [/Group email address is not supported/i, 'addresses'],
  [/conflicting proxyAddresses/i, 'addresses'],
  [/is not a valid address/i, 'addresses'],
]

/** What a refused invitation means for the form. The one place where Graph's refusals meet its fields. */
export function refusedInvitation(error: unknown): Refused {
  const says = sayError(error)
  if (!(error instanceof GraphError)) return { field: null, says }
  const byTarget = targets.find(([start]) => error.target?.startsWith(start))
  if (byTarget) return { field: byTarget[1], says }
  for (const [pattern, field, remedyOf] of sentences) {
    const match = pattern.exec(error.message)
    if (!match) continue
    const remedy = remedyOf?.(match)
    const whole = [says, ...error.details].join(' ')
    return remedy ? { field, says: whole, remedy } : { field, says: whole }
  }
  return { field: null, says }
}
