import { parseDomainName } from './domain-names.ts'

/**
 * Whose addresses may be invited: "Collaboration restrictions" of the admin center, B2BManagementPolicy on the wire
 * (graph.md 2.11). Kept under this kind in the policy store; a fresh tenant has none and admits every domain.
 */
export const domainRestrictionsKind = 'b2bManagementPolicy'

export type DomainRestrictions = {
  id: string
  displayName: string
  description: string | null
  /** At most one of the two has names. */
  allowedDomains: string[]
  blockedDomains: string[]
  /** Parts of the definition that take no part in decisions here, given back as they came. */
  otherParts: Record<string, unknown>
}

export type DomainList = { kind: 'allow' | 'deny'; domains: readonly string[] }

/** What the decision looks at; null where every domain is admitted. */
export function domainListOf(policy: DomainRestrictions | undefined): DomainList | null {
  if (!policy) return null
  if (policy.allowedDomains.length > 0) return { kind: 'allow', domains: policy.allowedDomains }
  return policy.blockedDomains.length > 0 ? { kind: 'deny', domains: policy.blockedDomains } : null
}

type Parts = Pick<DomainRestrictions, 'allowedDomains' | 'blockedDomains' | 'otherParts'>
const largest = 25 * 1024
const listPart = 'InvitationsAllowedAndBlockedDomainsPolicy'

/** Reads the one JSON text of `definition`. Gives what is wrong with it as a sentence. Pure. */
export function parseDefinition(text: string): Parts | { reason: string } {
  if (Buffer.byteLength(text) > largest) return { reason: 'It is larger than 25 KB.' }
  const policy = objectIn(objectIn(parsed(text))?.B2BManagementPolicy)
  if (!policy) return { reason: 'It must be a JSON text of the form {"B2BManagementPolicy":{…}}.' }
  const { [listPart]: given = {}, Version: version = 1, ...otherParts } = policy
  if (version !== 1) return { reason: 'Version must be 1.' }
  const lists = objectIn(given)
  if (!lists) return { reason: `${listPart} must be an object.` }
  const unknown = Object.keys(lists).find((name) => name !== 'AllowedDomains' && name !== 'BlockedDomains')
  if (unknown !== undefined) return { reason: `${listPart} has no property '${unknown.slice(0, 100)}'.` }
  const allowed = domainNames('AllowedDomains', lists.AllowedDomains ?? [])
  if ('reason' in allowed) return allowed
  const blocked = domainNames('BlockedDomains', lists.BlockedDomains ?? [])
  if ('reason' in blocked) return blocked
  if (allowed.names.length > 0 && blocked.names.length > 0) {
    return { reason: 'AllowedDomains and BlockedDomains cannot both hold domains.' }
  }
  return { allowedDomains: allowed.names, blockedDomains: blocked.names, otherParts }
}

export const definitionOf = ({ allowedDomains, blockedDomains, otherParts }: Parts): string =>
  JSON.stringify({
    B2BManagementPolicy: {
      Version: 1,
      [listPart]: { AllowedDomains: allowedDomains, BlockedDomains: blockedDomains },
      ...otherParts,
    },
  })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const objectIn = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

/** Whole names: a subdomain is listed by itself. */
function domainNames(list: string, value: unknown): { names: string[] } | { reason: string } {
  if (!Array.isArray(value)) return { reason: `${list} must be a list.` }
  const names: string[] = []
  for (const one of value) {
    const name = typeof one === 'string' ? parseDomainName(one.trim()) : undefined
    if (name === undefined) {
      return { reason: `${list} holds ${JSON.stringify(one)?.slice(0, 120)}, which is not a domain name.` }
    }
    if (!names.includes(name)) names.push(name)
  }
  return { names }
}
