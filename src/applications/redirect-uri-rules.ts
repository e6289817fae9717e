import type { Application, SignInAudience } from './application.ts'

/** Which redirect URIs may be registered (sts.md 7.1). How a request's URI is compared with them is redirect-uris.ts. */

export type Platform = 'web' | 'spa' | 'publicClient'

const longest = 256
const loopback = new Set(['localhost', '127.0.0.1'])
/** Schemes that a browser runs or reads itself, in place of leaving for an app. */
const unsafeSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:', 'view-source:', 'ftp:'])

const personal = (audience: SignInAudience): boolean =>
  audience === 'AzureADandPersonalMicrosoftAccount' || audience === 'PersonalMicrosoftAccount'

/** Why this URI cannot be registered, in a sentence, or undefined. */
export function redirectUriProblem(uri: string, platform: Platform, audience: SignInAudience): string | undefined {
  if (uri === '' || uri.length > longest) return `A redirect URI has 1 to ${longest} characters.`
  // Before parsing: the URL parser forgives these, and other programs read them in other ways.
  if (!/^[!-~]+$/.test(uri)) return 'It may hold printable ASCII characters only; escape the others.'
  if (/[\\<>"`{}|^!$'(),;]/.test(uri)) return 'It may not hold any of: \\ < > " ` { } | ^ ! $ \' ( ) , ;'
  if (uri.includes('#')) return 'It may not have a fragment.'
  if (uri.includes('*')) return 'Wildcards are not supported. Register each URI.'
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  if (!url) return 'It must be an absolute URI.'
  if (url.username !== '' || url.password !== '' || /^[a-z][a-z\d+.-]*:\/\/[^/?]*@/i.test(uri)) {
    return 'It may not hold a user name or password.'
  }
  if (/(?:^|\/)(?:\.|%2e){1,2}(?:[/?]|$)/i.test(uri)) return "It may not hold the path segments '.' or '..'."
  if (url.search !== '' && personal(audience)) return 'A query is not allowed when personal accounts may sign in.'
  return schemeProblem(uri, url, platform)
}

function schemeProblem(uri: string, url: URL, platform: Platform): string | undefined {
  if (url.protocol === 'https:' || url.protocol === 'http:') {
    // `https:host` and `https:/host` parse as well.
    if (!/^https?:\/\/[^/]/i.test(uri)) return 'It must have the form https://host/path.'
    if (url.protocol === 'http:' && !loopback.has(url.hostname)) {
      return 'It must start with https; http is for localhost and 127.0.0.1.'
    }
    return undefined
  }
  if (platform !== 'publicClient') return 'It must start with https.'
  return unsafeSchemes.has(url.protocol) ? `The scheme ${url.protocol} is not allowed.` : undefined
}

/** What is wrong with all redirect URIs of an app together: how many, and on which platforms. */
export function redirectUrisProblem(
  app: Pick<Application, 'web' | 'spa' | 'publicClient' | 'signInAudience'>,
): { platform: Platform; reason: string } | undefined {
  const platforms = ['web', 'spa', 'publicClient'] as const
  const most = personal(app.signInAudience) ? 100 : 256
  const seen = new Map<string, Platform>()
  for (const platform of platforms) {
    for (const uri of app[platform].redirectUris) {
      const reason = redirectUriProblem(uri, platform, app.signInAudience)
      if (reason) return { platform, reason: `${reason} (${uri.slice(0, 100)})` }
      const before = seen.get(uri)
      if (before === platform) return { platform, reason: `It holds ${uri} twice.` }
      if (before) return { platform, reason: `${uri} is registered for another platform already.` }
      seen.set(uri, platform)
    }
    if (seen.size > most) return { platform, reason: `An app has at most ${most} redirect URIs.` }
  }
  return undefined
}

/** `logoutUrl`: one, https or http on localhost. */
export function logoutUrlProblem(uri: string): string | undefined {
  if (uri.length > 255) return 'It has at most 255 characters.'
  return redirectUriProblem(uri, 'web', 'AzureADMyOrg')
}
