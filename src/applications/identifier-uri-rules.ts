import type { AppId, TenantId } from '../ids.ts'

export type IdentifierFacts = { appId: AppId; tenant: TenantId; verifiedDomains: readonly string[] }

export type IdentifierProblem = { kind: 'form'; reason: string } | { kind: 'host' }

/**
 * Which identifier URIs an app may have (sts.md 7.2): each form holds something that only this app or this tenant can
 * have, so that nobody can name his API like another's.
 */
export function identifierUriProblem(uri: string, facts: IdentifierFacts): IdentifierProblem | undefined {
  if (uri === '' || uri.length > 255) return form('An identifier URI has 1 to 255 characters.')
  if (!/^[!-~]+$/.test(uri) || /[\\<>"`{}|^#?*]/.test(uri)) {
    return form('It may hold plain URI characters only, without query, fragment or wildcard.')
  }
  if (uri.endsWith('/')) return form("It may not end with '/'.")
  const custom = /^api:\/\/([^/]+)(?:\/([^/]+))?$/i.exec(uri)
  if (custom) return apiProblem(custom[1] ?? '', custom[2], facts)
  const web = /^https:\/\/([^/:@]+)(?:\/.*)?$/i.exec(uri)
  if (!web || !URL.canParse(uri)) {
    return form(
      'It must have one of the forms api://{appId}, api://{tenantId}/{text}, https://{verified domain}/{text}.',
    )
  }
  const host = (web[1] ?? '').toLowerCase()
  const owned = facts.verifiedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
  return owned ? undefined : { kind: 'host' }
}

function apiProblem(first: string, second: string | undefined, facts: IdentifierFacts): IdentifierProblem | undefined {
  const is = (text: string | undefined, id: string) => text?.toLowerCase() === id.toLowerCase()
  if (second === undefined ? is(first, facts.appId) : is(first, facts.tenant) || is(second, facts.appId)) {
    return undefined
  }
  // `api://{verified domain}/…` is not a documented form, but the domain makes it as good as https.
  const host = first.toLowerCase()
  return facts.verifiedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
    ? undefined
    : { kind: 'host' }
}

const form = (reason: string): IdentifierProblem => ({ kind: 'form', reason })
