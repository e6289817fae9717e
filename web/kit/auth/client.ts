import { type AccountInfo, PublicClientApplication } from '@azure/msal-browser'
import { config } from '../config.ts'

/** Everything that this app may do for the person: what it really allows is decided by the person's roles. */
export const graphScopes = ['https://graph.microsoft.com/.default']

/** A person's own pages and the admin center may be open in different directories. */
const tenantKey = location.pathname.startsWith('/admin') ? 'gatehouse.tenant' : 'gatehouse.tenant.own'

const isTenant = (text: string): boolean => /^[\w.-]{1,253}$/.test(text)

/** `?tenant=`: where the same account goes. `?tenantId=`: where an invitation led, with whatever account it was for. */
function asked(name: 'tenant' | 'tenantId'): string | null {
  const value = new URL(location.href).searchParams.get(name)
  return value !== null && isTenant(value) ? value.toLowerCase() : null
}

/** What the address calls an organization and can be none. */
export function noTenant(): string | null {
  const { searchParams } = new URL(location.href)
  const said = [...searchParams.getAll('tenant'), ...searchParams.getAll('tenantId')]
  return said.find((value) => value.trim() !== '' && !isTenant(value)) ?? null
}

/** The directory of this tab: of the address, else what was last used here, else where the account is at home. */
export const wantedTenant = (): string | null =>
  asked('tenant') ?? asked('tenantId') ?? sessionStorage.getItem(tenantKey) ?? localStorage.getItem(tenantKey)

/** Only once a token has shown that the account may be there: nobody is led to a closed door twice. */
export function rememberTenant(tenant: string): void {
  sessionStorage.setItem(tenantKey, tenant)
  localStorage.setItem(tenantKey, tenant)
}

export function forgetTenant(): void {
  sessionStorage.removeItem(tenantKey)
  localStorage.removeItem(tenantKey)
}

export const authorityOf = (tenant: string | null): string => `${config.origin}/${tenant ?? 'organizations'}`

/** The directory of this tab, where this server has none of that name. Asked only when signing in to it did not work. */
export async function missingTenant(): Promise<string | null> {
  const tenant = wantedTenant()
  if (tenant === null) return null
  const answer = await fetch(`${authorityOf(tenant)}/v2.0/.well-known/openid-configuration`).catch(() => null)
  return answer?.status === 400 ? tenant : null
}

/** The app that signs in: its client id, and where it lives. `${base}/auth` takes the answers of silent sign-ins. */
export type WebApp = {
  clientId: string
  base: '/admin' | '/myapps' | '/myaccount'
  /** Where it shows the organizations of the account. */
  organizations: string
}

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

/**
 * The account that this tab works as: the active one, else the only one that is signed in here. Where an invitation led,
 * only one that is known there; where none is, the sign-in page finds or asks which.
 */
export function currentAccount(client: PublicClientApplication): AccountInfo | null {
  const accounts = knownAccounts(client)
  const active = client.getActiveAccount()
  const invitedTo = asked('tenantId')
  const fit = invitedTo ? accounts.filter((account) => isIn(account, invitedTo)) : accounts
  if (active && fit.some(({ homeAccountId }) => homeAccountId === active.homeAccountId)) return active
  return fit.length === 1 ? (fit[0] ?? null) : null
}

/** MSAL counts an account once for each directory that it has been to; a person has one. */
export const knownAccounts = (client: PublicClientApplication): AccountInfo[] => [
  ...new Map(client.getAllAccounts().map((account) => [account.homeAccountId, account])).values(),
]

const isIn = ({ tenantId, tenantProfiles }: AccountInfo, tenant: string): boolean =>
  tenantId === tenant || tenantProfiles?.has(tenant) === true
