import { createHash } from 'node:crypto'
import type { Address } from './address.ts'

const mark = '#EXT#'
/** Of the part before the last @ (external-identities.md 2.13). */
const longest = 64

/**
 * The guest's names in the inviting tenant: `amy@fabrikam.test` → `amy_fabrikam.test#EXT#@<initial domain>`, in lower
 * case. What is too long is cut and gets a hash of the whole, so that different addresses keep different names.
 * `clash` counts from 0; later ones append digits.
 */
export function guestNames(
  { local, domain }: Pick<Address, 'local' | 'domain'>,
  initialDomain: string,
  clash = 0,
): { userPrincipalName: string; mailNickname: string } {
  const digits = clash === 0 ? '' : String(clash + 1)
  const room = longest - mark.length - digits.length
  const whole = `${local}_${domain}`.toLowerCase()
  const mailNickname = `${whole.length <= room ? whole : shortened(local.toLowerCase(), domain, room)}${digits}${mark}`
  return { userPrincipalName: `${mailNickname}@${initialDomain}`, mailNickname }
}

/** Cuts the local part; a domain that leaves it no room is cut too. */
function shortened(local: string, domain: string, room: number): string {
  const hash = createHash('sha256').update(`${local}@${domain}`).digest('hex').slice(0, 8)
  const tail = `-${hash}_${domain}`
  if (tail.length < room) return `${trimmed(local.slice(0, room - tail.length))}${tail}`
  return `${trimmed(`${local}_${domain}`.slice(0, room - hash.length - 1))}-${hash}`
}

const trimmed = (text: string): string => text.replace(/[.-]+$/, '')
