import { lazy, Suspense, useState } from 'react'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import type { InviteAgain } from './invite-again-pane.tsx'
import { isExternal, type User } from './user.ts'

const InviteAgainPane = lazy(async () => ({ default: (await import('./invite-again-pane.tsx')).InviteAgainPane }))
const ConvertInternalPane = lazy(async () => ({
  default: (await import('./convert-internal-pane.tsx')).ConvertInternalPane,
}))
const PasswordPane = lazy(async () => ({ default: (await import('./password-pane.tsx')).PasswordPane }))

const agains: readonly InviteAgain[] = ['resend', 'reset', 'convert']

/** What can be opened over any tab of a user; a pane that does not fit the user's state stays shut. */
export function UserPanes({ user }: { user: User }) {
  const { open, close } = usePane()
  const now = isExternal(user)
  // As it was when the pane was opened: a conversion changes the state, and its result is still to be shown.
  const [at, setAt] = useState({ open, external: now })
  if (at.open !== open) setAt({ open, external: now })
  const { external } = at
  return (
    <Suspense fallback={null}>
      <UntilClosed>{paneOf(open, user, external, close)}</UntilClosed>
    </Suspense>
  )
}

function paneOf(open: string | null, user: User, external: boolean, close: () => void) {
  if (open === 'internal') return <ConvertInternalPane user={user} onClose={close} />
  if (open === 'password' && !external) return <PasswordPane user={user} onClose={close} />
  const how = agains.find((one) => one === open)
  if (how === undefined || external === (how === 'convert')) return null
  return <InviteAgainPane how={how} user={user} onClose={close} />
}
