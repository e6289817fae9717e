import { lazy, Suspense, useState } from 'react'
import { usePane } from '../../../kit/ui/url-state.ts'
import { isExternal, type User } from './user.ts'

const InviteAgainPane = lazy(async () => ({ default: (await import('./invite-again-pane.tsx')).InviteAgainPane }))
const ConvertInternalPane = lazy(async () => ({
  default: (await import('./convert-internal-pane.tsx')).ConvertInternalPane,
}))
const PasswordPane = lazy(async () => ({ default: (await import('./password-pane.tsx')).PasswordPane }))

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
      {open === 'resend' && external && <InviteAgainPane how="resend" user={user} onClose={close} />}
      {open === 'reset' && external && <InviteAgainPane how="reset" user={user} onClose={close} />}
      {open === 'convert' && !external && <InviteAgainPane how="convert" user={user} onClose={close} />}
      {open === 'internal' && <ConvertInternalPane user={user} onClose={close} />}
      {open === 'password' && !external && <PasswordPane user={user} onClose={close} />}
    </Suspense>
  )
}
