import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  ArrowExitRegular,
  DeleteRegular,
  KeyResetRegular,
  LockOpenRegular,
  ProhibitedRegular,
} from '@fluentui/react-icons'
import { Fragment } from 'react'
import { Outlet, useNavigate, useOutletContext, useParams } from 'react-router'
import { isMissing } from '../../../kit/graph/error.ts'
import { useGraphTagged } from '../../../kit/graph/hooks.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { PageTabs } from '../../../kit/ui/tabs.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { DeletedUser } from './deleted-user.tsx'
import { useUserActions } from './use-user-actions.ts'
import { isExternal, type User, userPath } from './user.ts'
import { UserPanes } from './user-panes.tsx'

export type UserContext = { user: User; etag: string | null; again(): void }

/** The user whose page it is, for the page's tabs. */
export const useUser = (): UserContext => useOutletContext<UserContext>()

const useStyles = makeStyles({
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

const crumbs = [{ label: texts.users, to: paths.users() }]

/** One user: what all tabs share. */
export function UserPage() {
  const { id = '' } = useParams()
  const answer = useGraphTagged<User>(userPath(id))
  const user = answer.data?.value
  if (isMissing(answer.error)) return <DeletedUser id={id} />
  return (
    <Page
      title={user?.displayName ?? texts.user}
      crumbs={crumbs}
      says={user ? <UserLine user={user} /> : null}
      commands={user ? <UserCommands user={user} again={() => void answer.refetch()} /> : null}
    >
      <PageTabs
        label={texts.userParts}
        tabs={[
          { to: paths.user(id), label: texts.overview },
          { to: paths.user(id, 'properties'), label: texts.properties },
          { to: paths.user(id, 'groups'), label: texts.groups },
          { to: paths.user(id, 'roles'), label: texts.assignedRoles },
          { to: paths.user(id, 'applications'), label: texts.applications },
          { to: paths.user(id, 'sign-ins'), label: texts.signIns },
          { to: paths.user(id, 'audit'), label: texts.audit },
        ]}
      />
      {/* Another user is another page: nothing that was begun here may be saved there. */}
      <Answer of={answer} lines={10}>
        {({ value, etag }) => (
          <Fragment key={value.id}>
            <Outlet context={{ user: value, etag, again: () => void answer.refetch() } satisfies UserContext} />
            <UserPanes user={value} />
          </Fragment>
        )}
      </Answer>
    </Page>
  )
}

function UserLine({ user }: { user: User }) {
  const styles = useStyles()
  return (
    <span className={styles.badges}>
      <span>{user.mail ?? user.userPrincipalName}</span>
      <Badge appearance="outline">{user.userType === 'Guest' ? texts.guest : texts.member}</Badge>
      {user.externalUserState === 'PendingAcceptance' && (
        <Badge appearance="tint" color="warning">
          {texts.invitationStates.PendingAcceptance}
        </Badge>
      )}
      {user.externalUserState === 'Accepted' && (
        <Badge appearance="tint" color="success">
          {texts.invitationStates.Accepted}
        </Badge>
      )}
      {!user.accountEnabled && (
        <Badge appearance="tint" color="danger">
          {texts.signInBlocked}
        </Badge>
      )}
    </span>
  )
}

function UserCommands({ user, again }: { user: User; again(): void }) {
  const actions = useUserActions()
  const pane = usePane()
  const go = useNavigate()
  const remove = async () => {
    const outcome = await actions.remove([user])
    if (outcome && outcome.failures.length === 0) void go(paths.users())
  }
  return (
    <>
      {user.accountEnabled ? (
        <Button appearance="subtle" icon={<ProhibitedRegular />} onClick={() => void actions.block([user])}>
          {texts.block}
        </Button>
      ) : (
        <Button appearance="subtle" icon={<LockOpenRegular />} onClick={() => void actions.unblock([user])}>
          {texts.unblock}
        </Button>
      )}
      <Button appearance="subtle" icon={<ArrowExitRegular />} onClick={() => void actions.revoke([user])}>
        {texts.revoke}
      </Button>
      {!isExternal(user) && (
        <Button appearance="subtle" icon={<KeyResetRegular />} onClick={() => pane.show('password')}>
          {texts.resetPassword}
        </Button>
      )}
      <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => void remove()}>
        {texts.remove}
      </Button>
      <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={again}>
        {texts.refresh}
      </Button>
    </>
  )
}
