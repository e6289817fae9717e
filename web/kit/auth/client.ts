import { type AccountInfo, PublicClientApplication } from '@azure/msal-browser'
import { config } from '../config.ts'

/** Everything that this app may do for the person: what it really allows is decided by the person's roles. */
export const graphScopes = ['https://graph.microsoft.com/.default']

const tenantKey = 'gatehouse.tenant'

/** The directory of this tab: `?tenant=` of the address, else what was last used here, else where the account is at home. */
export function wantedTenant(): string | null {
  const asked = new URL(location.href).searchParams.get('tenant')
  if (asked) rememberTenant(asked)
  return asked ?? sessionStorage.getItem(tenantKey) ?? localStorage.getItem(tenantKey)
}

export function rememberTenant(tenant: string): void {
  sessionStorage.setItem(tenantKey, tenant)
  localStorage.setItem(tenantKey, tenant)
}

export function forgetTenant(): void {
  sessionStorage.removeItem(tenantKey)
  localStorage.removeItem(tenantKey)
}

export const authorityOf = (tenant: string | null): string => `${config.origin}/${tenant ?? 'organizations'}`

/** The app that signs in: its client id, and where it lives. `${base}/auth` takes the answers of silent sign-ins. */
export type WebApp = { clientId: string; base: '/admin' | '/myapps' }

/** MSAL as any single-page app uses it. */
export async function startClient({ clientId, base }: WebApp): Promise<PublicClientApplication> {
  const client = new PublicClientApplication({
    auth: {
      clientId,
      authority: authorityOf(wantedTenant()),
      knownAuthorities: [new URL(config.origin).host],
      redirectUri: `${config.origin}${base}/auth`,
      postLogoutRedirectUri: `${config.origin}${base}`,
    },
    cache: { cacheLocation: 'localStorage' },
    system: { loggerOptions: { piiLoggingEnabled: false, logLevel: 0 } },
  })
  await client.initialize()
  return client
}

/** The account that this tab works as: the active one, else the only one that is signed in here. */
export function currentAccount(client: PublicClientApplication): AccountInfo | null {
  const active = client.getActiveAccount()
  if (active) return active
  const accounts = client.getAllAccounts()
  return accounts.length === 1 ? (accounts[0] ?? null) : null
}
