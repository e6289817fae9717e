import { domainToASCII } from 'node:url'

/** A mailbox address in the one form that is stored and compared: the domain in lower-case ASCII. */
export type Address = { address: string; local: string; domain: string }

export type AddressFault = 'empty' | 'tooLong' | 'notOne' | 'characters' | 'local' | 'domain'

// graph.md 2.2 forbids these and `+`. Plus addresses are in wide use and are taken as addresses of their own.
const forbidden = /[~!#$%^&*()=[\]{}\\/|;:"<>?,\s\p{C}]/u
const longestLocal = 64
const longestAddress = 254
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/**
 * Reads the address of one mailbox. International domains become their ASCII form, so that two spellings are one
 * guest; the local part keeps its case and is ASCII, since few mail systems take anything else.
 */
export function parseAddress(text: string): Address | { fault: AddressFault } {
  if (text === '') return { fault: 'empty' }
  if (text.length > 1000) return { fault: 'tooLong' }
  const at = text.lastIndexOf('@')
  const [local, given] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 0 || local.includes('@')) return { fault: 'notOne' }
  if (forbidden.test(text)) return { fault: 'characters' }
  if (!isLocalPart(local)) return { fault: 'local' }
  const domain = asciiDomain(given)
  if (domain === undefined) return { fault: 'domain' }
  if (local.length > longestLocal || local.length + 1 + domain.length > longestAddress) return { fault: 'tooLong' }
  return { address: `${local}@${domain}`, local, domain }
}

/** In the words that go into a refusal. */
export const addressFaults: Record<AddressFault, string> = {
  empty: 'It is empty.',
  tooLong: `An address has at most ${longestAddress} characters, ${longestLocal} of them before the @.`,
  notOne: 'Give the address of one mailbox, with one @.',
  characters: 'It holds a character that is not allowed in an address.',
  local: 'The part before the @ is made of ASCII characters, and does not start or end with a dot or a hyphen.',
  domain: 'The part after the @ is not a domain name.',
}

/** True for two spellings of one mailbox: mail systems compare without case. */
export const sameAddress = (left: string | null, right: string): boolean =>
  left !== null && canonical(left) === canonical(right)

const canonical = (text: string): string => {
  const parsed = parseAddress(text)
  return 'fault' in parsed ? text.toLowerCase() : parsed.address.toLowerCase()
}

const isLocalPart = (local: string): boolean =>
  /^[\x21-\x7e]+$/.test(local) && !/^[.-]|[.-]$/.test(local) && !local.includes('..')

function asciiDomain(given: string): string | undefined {
  const ascii = domainToASCII(given).toLowerCase()
  const labels = ascii.split('.')
  if (labels.length < 2 || ascii.length > 253 || !labels.every((one) => label.test(one))) return undefined
  // An address literal is no domain.
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : ascii
}
