/** Every address of a person's own pages. The two bases are pages of their own for the browser. */
export const bases = { apps: '/myapps', account: '/myaccount' } as const

/** Below `/myaccount`. */
export const paths = {
  overview: () => '/',
  organizations: () => '/organizations',
  security: () => '/security-info',
  sessions: () => '/sessions',
  signIns: () => '/sign-ins',
} as const

const within = (base: string, tenant: string | null) =>
  tenant === null ? base : `${base}?tenant=${encodeURIComponent(tenant)}`

/** My Apps or My Account, as the same account in one organization. */
export const appsOf = (tenant: string | null): string => within(bases.apps, tenant)
export const accountOf = (tenant: string | null, path = ''): string => within(`${bases.account}${path}`, tenant)
