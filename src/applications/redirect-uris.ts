import type { Application } from './application.ts'

export type RedirectPlatform = 'web' | 'spa' | 'publicClient'
export type Registered = Pick<Application, 'web' | 'spa' | 'publicClient'>

export type RedirectVerdict =
  | {
      result: 'match'
      /** As the client wrote it: the code is bound to this text. */
      uri: string
      platform: RedirectPlatform
    }
  | { result: 'refused'; error: 'uriInvalid' | 'replyAddressUnknown' | 'replyAddressMissing' | 'replyAddressNotGiven' }

const platforms: RedirectPlatform[] = ['web', 'spa', 'publicClient']
const longest = 2048
/** Never leads anywhere, whatever is registered. */
const forbiddenSchemes = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'filesystem',
  'view-source',
])

/**
 * Pure. The text decides, not what a URL parser makes of it: exact, but for the case of scheme and host, for the path
 * `/` that may be left out, and for the port of `http://localhost` and `http://127.0.0.1` (sts.md 7.1). An exact port
 * wins over an ignored one. Wildcards are never patterns.
 */
export function matchRedirectUri(requested: string | undefined, registered: Registered): RedirectVerdict {
  const listed = platforms.flatMap((platform) => registered[platform].redirectUris.map((uri) => ({ platform, uri })))
  if (requested === undefined || requested === '') {
    const first = listed.find(({ uri }) => dissect(uri))
    return first ? { result: 'match', ...first } : { result: 'refused', error: 'replyAddressNotGiven' }
  }
  if (!isAbsolute.test(requested)) return { result: 'refused', error: 'uriInvalid' }
  if (listed.length === 0) return { result: 'refused', error: 'replyAddressMissing' }
  const wanted = dissect(requested)
  const found =
    wanted &&
    (listed.find(({ uri }) => equal(wanted, dissect(uri))) ??
      listed.find(({ uri }) => equalButPort(wanted, dissect(uri))))
  return found
    ? { result: 'match', uri: requested, platform: found.platform }
    : { result: 'refused', error: 'replyAddressUnknown' }
}

/** Where an answer goes: a URI without a path is answered at `/`. */
export function answerAddress(uri: string): string {
  const parts = dissect(uri)
  if (parts?.path !== '' || parts.host === '' || !isWeb(parts.scheme)) return uri
  const [head = '', query] = splitOnce(uri, '?')
  return query === undefined ? `${head}/` : `${head}/?${query}`
}

/** What `form-action` must list so that a form may lead there: an origin, or a scheme. */
export function formTargetOf(uri: string): string | null {
  const parts = dissect(uri)
  if (!parts) return null
  return isWeb(parts.scheme) ? `${parts.scheme}://${parts.host}${parts.port}` : `${parts.scheme}:`
}

type Parts = { scheme: string; host: string; port: string; path: string; query: string }

const isAbsolute = /^[a-z][a-z0-9+.-]*:./i
// Printable ASCII without space, quotes, backslash, angle brackets, braces, caret, backtick, bar; no fragment, no `*`.
const allowed = /^[!$%&'()+,\-./0-9:;=?@A-Z_a-z~]+$/
const form = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?]*))?([^?]*)(\?.*)?$/i
const authority = /^([a-z0-9._-]*)(:\d{1,5})?$/i

/** Undefined for what is never a redirect URI: userinfo, fragment, IPv6, controls, non-ASCII, wildcards. */
function dissect(uri: string): Parts | undefined {
  if (uri.length > longest || !allowed.test(uri)) return undefined
  const [, scheme = '', place, path = '', query = ''] = form.exec(uri) ?? []
  if (scheme === '' || forbiddenSchemes.has(scheme.toLowerCase())) return undefined
  const [whole, host = '', port = ''] = authority.exec(place ?? '') ?? []
  if (whole === undefined || Number(port.slice(1)) > 65_535) return undefined
  const web = isWeb(scheme.toLowerCase())
  if (web && (host === '' || host.endsWith('.') || !(path === '' || path.startsWith('/')))) return undefined
  // Dot segments would be resolved by the browser to another path than the one that was compared.
  if (/(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) return undefined
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), port, path, query }
}

function equal(a: Parts, b: Parts | undefined): boolean {
  return b !== undefined && a.port === b.port && sameButPort(a, b)
}

function equalButPort(a: Parts, b: Parts | undefined): boolean {
  const loopback = a.scheme === 'http' && (a.host === 'localhost' || a.host === '127.0.0.1')
  return b !== undefined && loopback && sameButPort(a, b)
}

const sameButPort = (a: Parts, b: Parts): boolean =>
  a.scheme === b.scheme && a.host === b.host && rooted(a) === rooted(b) && a.query === b.query

const rooted = ({ scheme, path }: Parts): string => (path === '' && isWeb(scheme) ? '/' : path)
const isWeb = (scheme: string): boolean => scheme === 'https' || scheme === 'http'

function splitOnce(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
