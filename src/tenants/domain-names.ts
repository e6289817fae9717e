import { Resolver } from 'node:dns/promises'
import { domainToASCII } from 'node:url'
import type { Config } from '../config.ts'
import type { Domain } from './tenant.ts'

/** A DNS name in lower case and ASCII with at least two labels, or undefined. Takes Unicode names, gives their ASCII form. */
export function parseDomainName(text: string): string | undefined {
  if (text.length > 253 || /[^\p{L}\p{M}\p{N}.-]/u.test(text)) return undefined
  const name = domainToASCII(text).toLowerCase()
  const labels = name.split('.')
  if (name.length > 253 || labels.length < 2) return undefined
  if (!labels.every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(label))) return undefined
  // An IPv4 address is no domain.
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : name
}

/** What the TXT record of a domain must hold, as one of its records. */
export const verificationText = ({ verificationToken }: Pick<Domain, 'verificationToken'>): string =>
  `gatehouse-verification=${verificationToken}`

const absent = new Set(['ENODATA', 'ENOTFOUND'])

/**
 * Looks for the record in DNS. Answers the reason when it is not there or DNS cannot be asked. Never inside a unit of
 * work: it may take seconds.
 */
export async function findVerification(
  config: Pick<Config, 'dnsServers'>,
  domain: Domain,
): Promise<{ found: true } | { found: false; reason: string }> {
  const resolver = new Resolver({ timeout: 3000, tries: 2 })
  if (config.dnsServers.length > 0) resolver.setServers(config.dnsServers)
  const wanted = verificationText(domain)
  try {
    const records = await resolver.resolveTxt(domain.name)
    if (records.some((parts) => parts.join('').trim() === wanted)) return { found: true }
    return { found: false, reason: `DNS has ${records.length} TXT records for ${domain.name}, none is '${wanted}'.` }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return absent.has(code)
      ? { found: false, reason: `DNS has no TXT record for ${domain.name}. Add one that holds '${wanted}'.` }
      : { found: false, reason: `DNS could not be asked for ${domain.name} (${code}). Try again later.` }
  }
}

/** A domain as it is when somebody adds it. */
export const newDomain = (name: string, verificationToken: string, at: number): Domain => ({
  name,
  isInitial: false,
  isDefault: false,
  verifiedAt: null,
  verificationToken,
  createdAt: at,
})
