import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { showAgo, showDateTime } from '../../../kit/format.ts'
import type { Page } from '../../../kit/graph/client.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { GuestState } from './guest-state.tsx'
import { Sponsors } from './sponsors.tsx'
import { useUserActions } from './use-user-actions.ts'
import { invitationState, isExternal, issuersOf, signsInWith, type User } from './user.ts'
import { useUser } from './user-page.tsx'
import type { SignIn } from './user-sign-ins.tsx'

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalXL, minWidth: 0 },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    minHeight: '9rem',
    overflowWrap: 'anywhere',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginTop: 'auto' },
  title: { margin: 0 },
})

/** Where the user stands, what has to happen next, and what can be done about it. */
export function UserOverview() {
  const styles = useStyles()
  const { user } = useUser()
  return (
    <div className={styles.page}>
      <GuestState user={user} />
      <div className={styles.tiles}>
        <AccountStatus user={user} />
        <Collaboration user={user} />
        <LastSignIn user={user} />
        <Memberships user={user} />
      </div>
      <section aria-label={texts.basics}>
        <Facts
          facts={[
            [
              texts.userPrincipalName,
              <Copyable key="name" value={user.userPrincipalName} what={texts.userPrincipalName} />,
            ],
            [texts.objectId, <Copyable key="id" value={user.id} what={texts.objectId} />],
            [texts.mail, user.mail],
            [texts.userType, user.userType === 'Guest' ? texts.guest : texts.member],
            [texts.created, showDateTime(user.createdDateTime)],
            [texts.sponsors, <Sponsors key="sponsors" user={user} />],
          ]}
        />
      </section>
    </div>
  )
}

function Tile({ title, children, actions }: { title: string; children: ReactNode; actions?: ReactNode }) {
  const styles = useStyles()
  return (
    <section className={styles.tile} aria-label={title}>
      <Subtitle2 as="h2" className={styles.title}>
        {title}
      </Subtitle2>
      <div>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </section>
  )
}

function AccountStatus({ user }: { user: User }) {
  const actions = useUserActions()
  return (
    <Tile
      title={texts.accountStatus}
      actions={
        <Button
          size="small"
          onClick={() => void (user.accountEnabled ? actions.block([user]) : actions.unblock([user]))}
        >
          {user.accountEnabled ? texts.block : texts.unblock}
        </Button>
      }
    >
      {user.accountEnabled ? texts.accountEnabledSays : texts.accountBlockedSays}
    </Tile>
  )
}

function Collaboration({ user }: { user: User }) {
  const pane = usePane()
  if (!isExternal(user)) {
    return (
      <Tile
        title={texts.collaboration}
        actions={
          <Button size="small" onClick={() => pane.show('convert')}>
            {texts.convertToExternal}
          </Button>
        }
      >
        {texts.internalSays}
      </Tile>
    )
  }
  return (
    <Tile
      title={texts.collaboration}
      actions={
        <>
          {user.externalUserState === 'PendingAcceptance' && (
            <Button size="small" onClick={() => pane.show('resend')}>
              {texts.resend}
            </Button>
          )}
          <Button size="small" onClick={() => pane.show('reset')}>
            {texts.resetRedemption}
          </Button>
          <Button size="small" onClick={() => pane.show('internal')}>
            {texts.convertToInternal}
          </Button>
        </>
      }
    >
      <div>
        {texts.invitationState}: {invitationState(user) ?? '–'}
      </div>
      <div>
        {texts.identities}: {issuersOf(user)}
      </div>
      {user.externalUserState !== 'PendingAcceptance' && <div>{signsInWith(user)}</div>}
    </Tile>
  )
}

function LastSignIn({ user }: { user: User }) {
  const last = useGraphGet<Page<SignIn>>(
    `/beta/auditLogs/signIns?$top=1&$filter=${encodeURIComponent(`userId eq '${user.id}'`)}`,
  )
  const [row] = last.data?.value ?? []
  return (
    <Tile
      title={texts.lastSignIn}
      actions={<PageLink to={paths.user(user.id, 'sign-ins')}>{texts.allSignIns}</PageLink>}
    >
      {last.isPending
        ? '…'
        : last.error
          ? texts.signInsDenied
          : row
            ? texts.lastSignInSays(
                showAgo(row.createdDateTime, Date.now()),
                row.appDisplayName ?? '–',
                row.status.errorCode === 0 ? null : row.status.errorCode,
              )
            : texts.neverSignedIn}
    </Tile>
  )
}

function Memberships({ user }: { user: User }) {
  const eventual = { ConsistencyLevel: 'eventual' }
  const of = (cast: string) => `/v1.0/users/${user.id}/memberOf/microsoft.graph.${cast}?$top=999&$select=id`
  const groups = useGraphGet<Page<unknown>>(of('group'), eventual)
  const roles = useGraphGet<Page<unknown>>(of('directoryRole'), eventual)
  const apps = useGraphGet<Page<unknown>>(`/v1.0/users/${user.id}/appRoleAssignments?$top=999`)
  const count = (list: typeof groups) => (list.data ? String(list.data.value.length) : list.error ? '–' : '…')
  return (
    <Tile title={texts.memberships}>
      <div>
        <PageLink to={paths.user(user.id, 'groups')}>{texts.groups}</PageLink>: {count(groups)}
      </div>
      <div>
        <PageLink to={paths.user(user.id, 'roles')}>{texts.assignedRoles}</PageLink>: {count(roles)}
      </div>
      <div>
        <PageLink to={paths.user(user.id, 'applications')}>{texts.applications}</PageLink>: {count(apps)}
      </div>
    </Tile>
  )
}
