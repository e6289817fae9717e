import type { Deps } from '../deps.ts'
import type { User } from '../directory/user.ts'
import { newBrowserCookie } from '../sign-in/browser.ts'
import { openSession, type Proof } from '../sign-in/sessions.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { type Body, refuseBecause, tenantNamed, userNamed } from './requests.ts'

/**
 * A browser in which somebody is signed in, as its cookie: the session is a real one, of the account's home. What the
 * person may do with it is decided as ever.
 */
export async function openBrowser(deps: Deps, body: Body) {
  const tenant = await tenantNamed(deps, body)
  const user = await userNamed(deps, tenant.id, body)
  const proof = await proofOf(deps, tenant, user)
  const { name, value, browser } = newBrowserCookie(deps)
  const { session } = await openSession(deps, browser.sessions, proof, { persistent: false, ip: null, userAgent: null })
  return {
    sessionId: session.id,
    // In the form of Playwright's `storageState`; -1: until the browser is closed.
    cookie: {
      name,
      value,
      domain: new URL(deps.config.origin).hostname,
      path: '/',
      expires: -1,
      httpOnly: true,
      secure: true,
      sameSite: 'None' as const,
    },
  }
}

/** Guests of a tenant are signed in there; those by mailbox where they are guests; everybody else at home. */
async function proofOf({ store }: Deps, tenant: Tenant, user: User): Promise<Proof> {
  const { home } = user
  if (user.externalUserState === 'PendingAcceptance') refuseBecause('user', 'This guest has not accepted yet.')
  if (home?.kind === 'email') return { tenant: tenant.id, user, methods: ['otp'] }
  if (home?.kind === 'federated') return refuseBecause('user', 'This person signs in at a federated organization.')
  const at = home?.kind === 'tenant' ? home.tenantId : tenant.id
  const account = home?.kind === 'tenant' ? await store.users.find(store.at(at), home.objectId) : user
  if (!account || !(await store.passwords.find(store.at(at), account.id))) {
    return refuseBecause('user', 'This person has no password to have signed in with.')
  }
  return { tenant: at, user: account, methods: ['pwd'] }
}
