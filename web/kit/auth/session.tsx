import {
  type AccountInfo,
  InteractionRequiredAuthError,
  type PublicClientApplication,
  type RedirectRequest,
  ServerError,
} from '@azure/msal-browser'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { config } from '../config.ts'
import {
  authorityOf,
  currentAccount,
  forgetTenant,
  graphScopes,
  knownAccounts,
  rememberTenant,
  type WebApp,
  wantedTenant,
} from './client.ts'

/** Who is signed in, in which directory, and what changes that. */
export type Session = {
  account: AccountInfo
  /** Of the directory that is being managed: not always the account's home. */
  tenantId: string
  /** All accounts that are signed in in this browser. */
  accounts: AccountInfo[]
  /** A token for Graph, renewed as needed; `fresh`: not the one that was refused just now; `ask` false: no window. Asks the person in a pop-up window when only she can help, so that what is being edited stays. */
  token(options?: { fresh?: boolean; ask?: boolean }): Promise<string>
  switchTenant(tenantId: string): Promise<void>
  switchAccount(account: AccountInfo): Promise<void>
  addAccount(): Promise<void>
  signOut(): Promise<void>
  /** After the sign-in has ended elsewhere: forgets the account here and signs in anew. */
  startOver(): Promise<void>
}

const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession is used outside SessionProvider')
  return session
}

/**
 * Signs in before anything is shown: takes the answer of a redirect, else uses the account that is here, else leaves for
 * the sign-in page and never resolves.
 */
export async function openSession(client: PublicClientApplication, app: WebApp): Promise<Session> {
  const answer = await client.handleRedirectPromise()
  if (answer) {
    client.setActiveAccount(answer.account)
    rememberTenant(answer.tenantId)
  }
  const session = takeFromAddress()
  if (!answer && session) {
    // An invitation was accepted in this browser: with the account of that session, whichever others are signed in.
    return leave(() =>
      client.loginRedirect({
        ...interactive(app, false),
        redirectStartPage: location.href,
        extraQueryParameters: { sid: session },
      }),
    )
  }
  const account = currentAccount(client)
  if (!account) return leave(() => client.loginRedirect(interactive(app, knownAccounts(client).length > 1)))
  client.setActiveAccount(account)
  const here = await enter(client, app, account)
  client.setActiveAccount(here)
  rememberTenant(here.tenantId)
  return sessionOf(client, app, here)
}

/** What counts once: MSAL's `state` after a sign-out, and the session that an invitation was accepted in, which is answered. */
function takeFromAddress(): string | null {
  const address = new URL(location.href)
  const session = address.searchParams.get('sid')
  if (session === null && !address.searchParams.has('state')) return null
  for (const name of ['state', 'sid']) address.searchParams.delete(name)
  history.replaceState(history.state, '', address)
  return session !== null && /^[\da-f-]{36}$/i.test(session) ? session : null
}

/**
 * The account as the wanted directory knows it: a token shows that it may be there. MSAL looks for kept tokens by the
 * account's directory, not by the authority, so the account has to say where it is meant to be.
 */
async function enter(client: PublicClientApplication, app: WebApp, account: AccountInfo): Promise<AccountInfo> {
  const wanted = wantedTenant() ?? account.tenantId
  try {
    const answer = await client.acquireTokenSilent({
      scopes: graphScopes,
      account: { ...account, tenantId: wanted },
      authority: authorityOf(wanted),
    })
    return { ...answer.account, tenantId: answer.tenantId }
  } catch (error) {
    // Refused, or silence was not enough: the sign-in page asks, or tells the person who refuses and why.
    if (!(error instanceof InteractionRequiredAuthError || error instanceof ServerError)) throw error
    return leave(() =>
      client.acquireTokenRedirect({ ...interactive(app, false), account, authority: authorityOf(wanted) }),
    )
  }
}

const interactive = ({ base }: WebApp, choose: boolean): RedirectRequest => ({
  scopes: graphScopes,
  redirectUri: `${config.origin}${base}`,
  authority: authorityOf(wantedTenant()),
  ...(choose ? { prompt: 'select_account' } : {}),
})

/** The browser is on its way elsewhere: whoever waits for this waits until the page is gone. */
async function leave(go: () => Promise<unknown>): Promise<never> {
  await go()
  return new Promise(() => undefined)
}

function sessionOf(client: PublicClientApplication, app: WebApp, account: AccountInfo): Session {
  const { tenantId } = account
  const authority = authorityOf(tenantId)
  let asking: Promise<string> | undefined
  const home = `${config.origin}${app.base}`
  return {
    account,
    tenantId,
    accounts: knownAccounts(client),
    async token({ fresh = false, ask = true } = {}) {
      try {
        const wish = { scopes: graphScopes, account, authority, forceRefresh: fresh }
        return (await client.acquireTokenSilent(wish)).accessToken
      } catch (error) {
        if (!(error instanceof InteractionRequiredAuthError) || !ask) throw error
        // One window, however many requests wait for it.
        asking ??= client
          .acquireTokenPopup({ scopes: graphScopes, account, authority })
          .then((answer) => answer.accessToken)
          .finally(() => {
            asking = undefined
          })
        return asking
      }
    },
    async switchTenant(next) {
      location.assign(`${home}?tenant=${encodeURIComponent(next)}`)
    },
    async switchAccount(next) {
      client.setActiveAccount(next)
      forgetTenant()
      location.assign(home)
    },
    async addAccount() {
      forgetTenant()
      await client.loginRedirect({
        scopes: graphScopes,
        redirectUri: home,
        redirectStartPage: home,
        prompt: 'select_account',
        authority: authorityOf(null),
      })
    },
    async signOut() {
      forgetTenant()
      await client.logoutRedirect({ account, authority, postLogoutRedirectUri: home })
    },
    async startOver() {
      forgetTenant()
      await client.clearCache({ account })
      location.assign(home)
    },
  }
}

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  const value = useMemo(() => session, [session])
  return <SessionContext value={value}>{children}</SessionContext>
}
