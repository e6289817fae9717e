import type { User } from './user.ts'

/**
 * The addresses that an account proves to be its own: those in domains verified in its own tenant. Whatever else stands
 * in `mail` was written by somebody who may write anything there (design 8, Domains). Lower case.
 */
export function provenAddresses(
  user: Pick<User, 'userPrincipalName' | 'mail' | 'proxyAddresses'>,
  verifiedDomains: readonly string[],
): string[] {
  const verified = new Set(verifiedDomains.map((name) => name.toLowerCase()))
  const proxies = user.proxyAddresses.map((address) => address.replace(/^smtp:/i, ''))
  const all = [user.userPrincipalName, user.mail ?? '', ...proxies].map((address) => address.toLowerCase())
  return [...new Set(all)].filter((address) => verified.has(address.slice(address.lastIndexOf('@') + 1)))
}
