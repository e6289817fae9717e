/** Names under which scripts know the public cloud's My Apps: they mean ours (design.md 4). */
const myAppsHosts = new Set(['myapps.microsoft.com', 'myapplications.microsoft.com', 'myapps.azure.com'])
const longest = 2048

/** Why a redirect URL is refused, as a sentence; undefined when it is good. Absolute http(s) only (attacks.md 15). */
export function redirectUrlFault(text: string): string | undefined {
  if (text.length > longest) return `It is longer than ${longest} characters.`
  // What browsers and parsers read differently: spaces, control characters, backslashes.
  if (/[\s\p{C}\\]/u.test(text)) return 'It holds a space, a control character or a backslash.'
  const url = URL.parse(text)
  if (!url || !/^https?:\/\/[^/]/i.test(text)) return 'Give an absolute URL that starts with https:// or http://.'
  if (url.username !== '' || url.password !== '') return 'It must not hold a user name or password.'
  return undefined
}

/** Where redemption ends: the stored URL, or a path of ours for My Apps. Never anything from the request. */
export function landingOf(
  stored: string,
  place: { origin: string; tenant: string },
): { kind: 'myApps'; path: string } | { kind: 'elsewhere'; url: string } {
  const path = `/myapps?tenantId=${place.tenant}`
  const url = URL.parse(stored)
  if (!url || redirectUrlFault(stored) !== undefined) return { kind: 'myApps', path }
  const ours = url.origin === new URL(place.origin).origin && /^\/myapps\/?$/i.test(url.pathname)
  return ours || myAppsHosts.has(url.hostname) ? { kind: 'myApps', path } : { kind: 'elsewhere', url: url.href }
}
