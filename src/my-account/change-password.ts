import { checkPassword, longestPassword, setPassword } from '../credentials/index.ts'
import type { Deps } from '../deps.ts'
import { isStrongPassword } from '../directory/password-rules.ts'
import type { User } from '../directory/user.ts'
import type { Unit } from '../door.ts'
import type { RequestContext } from '../request-context.ts'
import { auditPasswordChange } from '../sign-in/password-audit.ts'
import type { Self } from './home-account.ts'

export type PasswordChange = { current: string; fresh: string }
export type PasswordVerdict = 'changed' | 'elsewhere' | 'weak' | 'same' | 'wrong' | 'locked'

/** Guests sign in elsewhere; whoever was invited and has not accepted has nothing to sign in with yet. */
export const hasPasswordHere = ({ home, externalUserState }: Pick<User, 'home' | 'externalUserState'>): boolean =>
  home === null && externalUserState === null

/**
 * The person gives the current password and a new one. Wrong ones count towards the lockout as at sign-in. Every other
 * session of the account ends, and with the old password what public clients obtained by it; the session in which it
 * happens goes on, since its owner has just proven who they are.
 */
export async function changeOwnPassword(
  deps: Deps,
  ctx: RequestContext,
  { tenant, user, sessionId }: Self,
  { current, fresh }: PasswordChange,
): Promise<PasswordVerdict> {
  const { store } = deps
  if (!hasPasswordHere(user)) return 'elsewhere'
  // Before anything is compared: a new password that cannot be costs no guess, and tells nothing of the old one.
  if (fresh.length > longestPassword || !isStrongPassword(fresh, user.userPrincipalName)) return 'weak'
  const before = await store.passwords.find(store.at(tenant), user.id)
  const verdict = await checkPassword(deps, { tenant, name: user.userPrincipalName, user, password: current })
  if (verdict !== 'accepted') {
    await store.write(tenant, (tx) => auditPasswordChange(deps, tx, ctx, user, failures[verdict]))
    return verdict
  }
  if (fresh === current) return 'same'
  const hash = await deps.passwords.hash(fresh)
  return store.write(tenant, async (tx) => {
    const record = await store.passwords.find(tx, user.id)
    const account = await store.users.find(tx, user.id)
    // Replaced while the new one was hashed: what was typed is nobody's password any more.
    if (!record || record.hash !== before?.hash || !account?.accountEnabled) return 'wrong'
    await setPassword(deps, tx, user.id, hash)
    await store.users.update(tx, user.id, (old) => ({ ...old, forceChangePassword: false }))
    await endOtherSessions(deps, tx, user, sessionId)
    await auditPasswordChange(deps, tx, ctx, user)
    return 'changed'
  })
}

const failures = {
  wrong: 'The current password was wrong.',
  locked: 'The account is locked after too many wrong passwords.',
} as const

async function endOtherSessions({ store, clock }: Deps, tx: Unit, { id }: User, current: string | null): Promise<void> {
  for (const session of await store.sessions.ofUser(tx, id)) {
    if (session.id !== current) await store.sessions.remove(tx, session.id)
    else await store.sessions.put(tx, { ...session, authenticatedAt: clock.now() })
  }
}
