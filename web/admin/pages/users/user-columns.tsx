import { Badge } from '@fluentui/react-components'
import { showDateTime, showText } from '../../../kit/format.ts'
import { PageLink } from '../../../kit/ui/links.tsx'
import type { Column } from '../../../kit/ui/list.tsx'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { invitationState, issuersOf, type User } from './user.ts'

/** A column on the screen and in a CSV: `text` is what the file holds. */
export type UserColumn = Column<User> & { text(user: User): string }

const plain = (
  id: keyof User & string,
  label: string,
  text: (user: User) => string = (user) => showText(user[id]),
): UserColumn => ({ id, label, text, show: text })

const creationType = (user: User): string =>
  user.creationType === null
    ? '–'
    : (texts.creationTypes[user.creationType as keyof typeof texts.creationTypes] ?? user.creationType)

/** All columns that there are; the first names the row. */
export const userColumns: readonly UserColumn[] = [
  {
    id: 'displayName',
    label: texts.name,
    sort: 'displayName',
    text: (user) => user.displayName,
    show: (user) => <PageLink to={paths.user(user.id)}>{user.displayName}</PageLink>,
  },
  { ...plain('userPrincipalName', texts.userPrincipalName), sort: 'userPrincipalName', width: '15rem' },
  plain('mail', texts.mail),
  plain('userType', texts.userType),
  {
    id: 'invitationState',
    label: texts.invitationState,
    width: '10.5rem',
    text: (user) => invitationState(user) ?? '–',
    show: (user) =>
      user.externalUserState === 'PendingAcceptance' ? (
        <Badge appearance="tint" color="warning" style={{ whiteSpace: 'nowrap' }}>
          {invitationState(user)}
        </Badge>
      ) : (
        (invitationState(user) ?? '–')
      ),
  },
  plain('externalUserStateChangeDateTime', texts.stateChanged, (user) =>
    showDateTime(user.externalUserStateChangeDateTime),
  ),
  { ...plain('identities', texts.identities, issuersOf), width: '10.5rem' },
  plain('companyName', texts.companyName),
  plain('creationType', texts.creationType, creationType),
  {
    id: 'accountEnabled',
    label: texts.accountEnabled,
    text: (user) => showText(user.accountEnabled),
    show: (user) =>
      user.accountEnabled ? (
        texts.yes
      ) : (
        <Badge appearance="tint" color="danger">
          {texts.disabled}
        </Badge>
      ),
  },
  plain('jobTitle', texts.jobTitle),
  plain('department', texts.department),
  plain('city', texts.city),
  plain('country', texts.country),
  plain('usageLocation', texts.usageLocation),
  plain('employeeId', texts.employeeId),
  { ...plain('createdDateTime', texts.created, (user) => showDateTime(user.createdDateTime)), sort: 'createdDateTime' },
  { id: 'onPremisesSync', label: texts.onPremisesSync, text: () => texts.no, show: () => texts.no },
  plain('id', texts.objectId),
]

/** Those that are shown until somebody chooses others. */
export const usualColumns = [
  'displayName',
  'userPrincipalName',
  'userType',
  'invitationState',
  'identities',
  'companyName',
  'creationType',
]
