/** "Collaboration restrictions": a list of domains that may be invited, or of those that may not, or none. */
export type Restrictions = { kind: 'any' | 'deny' | 'allow'; domains: string[] }

const listPart = 'InvitationsAllowedAndBlockedDomainsPolicy'

type Lists = { AllowedDomains?: string[]; BlockedDomains?: string[] }
type Definition = { B2BManagementPolicy?: { [listPart]?: Lists } & Record<string, unknown> }

export function parseDefinition(text: string): Restrictions {
  const lists = (JSON.parse(text) as Definition).B2BManagementPolicy?.[listPart] ?? {}
  const { AllowedDomains: allowed = [], BlockedDomains: blocked = [] } = lists
  if (allowed.length > 0) return { kind: 'allow', domains: allowed }
  return blocked.length > 0 ? { kind: 'deny', domains: blocked } : { kind: 'any', domains: [] }
}

/** The definition with another list: what else it holds is not ours to drop. */
export function definitionWith(before: string | null, { kind, domains }: Restrictions): string {
  const policy = before === null ? {} : ((JSON.parse(before) as Definition).B2BManagementPolicy ?? {})
  const lists: Lists = {
    ...(kind === 'allow' ? { AllowedDomains: domains } : {}),
    ...(kind === 'deny' ? { BlockedDomains: domains } : {}),
  }
  return JSON.stringify({ B2BManagementPolicy: { Version: 1, ...policy, [listPart]: lists } })
}

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?'
const domain = new RegExp(`^(?:${label}\\.)+(?=.*\\p{L})${label}$`, 'u')

/** Domains out of whatever was pasted: lines, commas, `@` before them. What is none is given back, to be shown. */
export function parseDomains(text: string): { domains: string[]; wrong: string[] } {
  const words = text
    .split(/[\s,;]+/)
    .map((word) =>
      word
        .replace(/^["']?@?/, '')
        .replace(/["']$/, '')
        .toLowerCase(),
    )
    .filter((word) => word !== '')
  const isDomain = (word: string) => word.length <= 253 && domain.test(word)
  return { domains: [...new Set(words.filter(isDomain))], wrong: words.filter((word) => !isDomain(word)) }
}
