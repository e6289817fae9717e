/** Mail providers whose mailboxes belong to people rather than to organizations. A hint, so it need not be complete. */
const consumerDomains = new Set([
  'aol.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.ru',
  'msn.com',
  'orange.fr',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'web.de',
  'yahoo.com',
])

/** design.md 8, Domains: inviting such an address into a workforce tenant deserves a warning. */
export const isConsumerDomain = (domain: string): boolean => consumerDomains.has(domain)
