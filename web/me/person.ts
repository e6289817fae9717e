import { useGraphGet } from '../kit/graph/hooks.tsx'

/** Paths of what is read, once: a change makes them stale by these. */
export const read = {
  me: '/v1.0/me?$select=id,displayName,userPrincipalName,mail,userType,jobTitle,companyName,createdDateTime,externalUserState',
  methods: '/v1.0/me/authentication/methods',
  apps: '/gatehouse/v1/me/apps',
  organizations: '/gatehouse/v1/me/organizations',
  sessions: '/gatehouse/v1/me/sessions',
  signIns: '/gatehouse/v1/me/signIns?$top=25',
} as const

export type Me = {
  id: string
  displayName: string
  userPrincipalName: string
  mail: string | null
  userType: 'Member' | 'Guest' | null
  jobTitle: string | null
  companyName: string | null
  createdDateTime: string | null
  externalUserState: string | null
}

export type Organization = {
  tenantId: string
  displayName: string
  defaultDomain: string
  kind: 'workforce' | 'external'
  userType: 'Member' | 'Guest'
  memberSince: string | null
  isHome: boolean
  isCurrent: boolean
  canLeave: boolean
  leaveBlockedBy: 'homeOrganization' | 'leavingNotAllowed' | 'accountDisabled' | 'lastAdministrator' | null
  privacyContact: string | null
  privacyStatementUrl: string | null
}

export type App = { id: string; appId: string; displayName: string; homePageUrl: string | null }

export type BrowserSession = {
  id: string
  startedDateTime: string
  lastUsedDateTime: string
  expiresDateTime: string
  isPersistent: boolean
  isCurrent: boolean
  ipAddress: string | null
  userAgent: string | null
}

export type Method =
  | { '@odata.type': '#microsoft.graph.passwordAuthenticationMethod'; id: string; createdDateTime: string }
  | { '@odata.type': '#microsoft.graph.emailAuthenticationMethod'; id: string; emailAddress: string }

export type Why = { code: number | null; happened: string; organization: string; ask: string }

export type SignIn = {
  id: string
  createdDateTime: string
  correlationId: string
  appDisplayName: string
  organization: string | null
  outcome: 'allow' | 'deny' | 'require'
  ipAddress: string | null
  userAgent: string | null
  why: Why | null
}

export type Values<T> = { value: T[] }

export const useMe = () => useGraphGet<Me>(read.me)
export const useOrganizations = () => useGraphGet<Values<Organization>>(read.organizations)

/** The organization of this tab, and the home of the account where that is another one. */
export function usePlace(): { here: Organization | undefined; home: Organization | undefined } {
  const { data } = useOrganizations()
  return { here: data?.value.find((one) => one.isCurrent), home: data?.value.find((one) => one.isHome) }
}
