import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
} from '@fluentui/react-components'
import { useState } from 'react'
import { config } from '../../../kit/config.ts'
import { showDay } from '../../../kit/format.ts'
import { useGraph, useGraphGet } from '../../../kit/graph/hooks.tsx'
import { Copyable } from '../../../kit/ui/facts.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import type { Invitation } from './invite.ts'
import { myAppsUrl, useUserActions } from './use-user-actions.ts'
import { isExternal, signsInWith, type User } from './user.ts'

/** In one box: what state somebody is in, and what has to happen next. People of this directory who can sign in need none. */
export function GuestState({ user }: { user: User }) {
  if (!user.accountEnabled) return <Blocked user={user} />
  if (user.externalUserState === 'PendingAcceptance') return <Pending user={user} />
  if (isExternal(user)) return <Accepted user={user} />
  return null
}

function Blocked({ user }: { user: User }) {
  const actions = useUserActions()
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle style={{ display: 'block' }}>{texts.blockedTitle}</MessageBarTitle>
        {texts.blockedNext(user.displayName)}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void actions.unblock([user])}>{texts.unblock}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Pending({ user }: { user: User }) {
  const pane = usePane()
  const graph = useGraph()
  const notify = useNotify()
  const [link, setLink] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // Not everybody may read it: then the sentence goes without.
  const policy = useGraphGet<{ redemptionLinkDays: number | null }>('/gatehouse/v1/policies/redemption')
  const makeLink = async () => {
    setBusy(true)
    try {
      // Without a mail the earlier links go on working: this is one more, for handing over.
      const { inviteRedeemUrl } = await graph.post<Invitation>('/v1.0/invitations', {
        invitedUserEmailAddress: user.mail,
        inviteRedirectUrl: myAppsUrl,
        sendInvitationMessage: false,
        invitedUser: { id: user.id },
      })
      setLink(inviteRedeemUrl)
    } catch (error) {
      notify.error(texts.linkFailed, error)
    }
    setBusy(false)
  }
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle style={{ display: 'block' }}>{texts.pendingTitle}</MessageBarTitle>
        {texts.pendingNext(user.displayName, user.mail ?? '–', showDay(user.externalUserStateChangeDateTime))}{' '}
        {policy.data && texts.linkDays(policy.data.redemptionLinkDays)}{' '}
        {config.demo && <PageLink to={paths.outbox()}>{texts.nextOutbox}</PageLink>}
        {link && (
          <div>
            <Copyable value={link} what={texts.redeemLinkOf(user.mail ?? user.displayName)} />
          </div>
        )}
      </MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" onClick={() => pane.show('resend')}>
          {texts.resend}
        </Button>
        {!link && user.mail && (
          <Button disabled={busy} icon={busy ? <Spinner size="tiny" /> : null} onClick={() => void makeLink()}>
            {texts.showLink}
          </Button>
        )}
      </MessageBarActions>
    </MessageBar>
  )
}

function Accepted({ user }: { user: User }) {
  return (
    <MessageBar intent="success" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle style={{ display: 'block' }}>{texts.acceptedTitle}</MessageBarTitle>
        {texts.acceptedNext(showDay(user.externalUserStateChangeDateTime), signsInWith(user))}{' '}
        <PageLink to={paths.user(user.id, 'applications')}>{texts.assignApps}</PageLink>
      </MessageBarBody>
    </MessageBar>
  )
}
