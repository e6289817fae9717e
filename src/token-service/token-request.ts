import type { RequestContext } from '../request-context.ts'
import type { Form } from './form.ts'

/** A request to the token endpoint, read but not checked. */
export type TokenRequest = {
  /** 1 for `/oauth2/token`, 2 for `/oauth2/v2.0/token`: decides the id_token's version and the form of the answer. */
  version: 1 | 2
  /** First part of the path, as it was sent. */
  segment: string
  form: Form
  basic: { clientId: string; secret: string } | null
  /** The Origin header: present when a page of a browser asks. */
  browserOrigin: string | null
  /** Our own origin on the host that was called, without a slash at the end. */
  origin: string
  ctx: RequestContext
}

/** `Basic base64(urlencode(id):urlencode(secret))`; null for every other scheme and for what cannot be read. */
export function parseBasic(header: string | undefined): TokenRequest['basic'] {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) return null
  return { clientId: urlDecoded(text.slice(0, colon)), secret: urlDecoded(text.slice(colon + 1)) }
}

/** Some clients do not encode; what cannot be an encoding is taken as it is. */
function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
