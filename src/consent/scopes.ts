import { refuse } from '../errors/index.ts'

export type OidcScope = 'openid' | 'profile' | 'email' | 'offline_access'

/** One word of a scope parameter, before anything was looked up. */
export type ScopeWord =
  | { kind: 'oidc'; raw: string; name: OidcScope }
  /** `resource` null: a bare name, which means Microsoft Graph. */
  | { kind: 'permission'; raw: string; resource: string | null; value: string }

const oidcNames: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])
const ignored: ReadonlySet<string> = new Set(['address', 'phone'])
const mostWords = 200
/** scope-token of RFC 6749, appendix A.4. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * Reads a scope parameter (sts.md 6.1): words repeated in any case count once, in their first spelling; `address` and
 * `phone` mean nothing here. Refuses with scopeInvalid.
 */
export function parseScopes(text: string): ScopeWord[] {
  const words = text.split(' ').filter((word) => word !== '')
  if (words.length > mostWords) refuse('scopeInvalid', { scope: `${words.length} words` })
  const seen = new Set<string>()
  const parsed: ScopeWord[] = []
  for (const raw of words) {
    if (!scopeToken.test(raw)) refuse('scopeInvalid', { scope: raw })
    const folded = raw.toLowerCase()
    if (seen.has(folded) || ignored.has(folded)) continue
    seen.add(folded)
    parsed.push(oidcNames.has(folded) ? { kind: 'oidc', raw, name: folded as OidcScope } : parsePermission(raw))
  }
  return parsed
}

function parsePermission(raw: string): ScopeWord {
  const slash = raw.lastIndexOf('/')
  if (slash < 0) return { kind: 'permission', raw, resource: null, value: raw }
  // `https://x.example//.default` names the resource `https://x.example/`: one slash belongs to its name.
  const resource = raw.slice(0, slash)
  const value = raw.slice(slash + 1)
  const isWhole = value !== '' && resource !== '' && !resource.endsWith(':/') && !resource.endsWith(':')
  if (!isWhole) refuse('scopeInvalid', { scope: raw })
  return { kind: 'permission', raw, resource, value }
}

export const isDefaultScope = (value: string): boolean => value.toLowerCase() === '.default'
