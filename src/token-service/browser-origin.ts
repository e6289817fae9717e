import type { Application } from '../applications/application.ts'
import { refuse } from '../errors/index.ts'
import type { Authentication } from './client-authentication/index.ts'
import type { RedirectKind } from './store.ts'

/**
 * Origins of the app's registered single-page redirect URIs: the only pages that may read an answer. As with the URIs
 * themselves, any port of this machine will do (sts.md 7.1).
 */
export function isSpaOrigin({ spa }: Pick<Application, 'spa'>, origin: string): boolean {
  const page = URL.parse(origin)
  if (!page || page.origin !== origin) return false
  return spa.redirectUris.some((uri) => {
    const registered = URL.parse(uri)
    if (!registered || registered.origin === 'null') return false
    const isLocal = registered.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(registered.hostname)
    const isSameHost = page.protocol === registered.protocol && page.hostname === registered.hostname
    return isLocal ? isSameHost : registered.origin === origin
  })
}

/**
 * Whether a code or refresh token of this kind may be redeemed so: from a page of a browser or not, with a credential
 * or without (sts.md 2.4 and 7.1). Pure. Refuses with originRequired, originNotAllowed, credentialOnPublicClient,
 * credentialMissing.
 */
export function checkRedeemer(
  kind: RedirectKind,
  application: Pick<Application, 'spa'>,
  browserOrigin: string | null,
  { method }: Authentication,
): void {
  if (kind === 'spa') {
    if (browserOrigin === null) refuse('originRequired')
    if (!isSpaOrigin(application, browserOrigin)) refuse('originNotAllowed', { origin: browserOrigin })
    if (method !== 'none') refuse('credentialOnPublicClient')
    return
  }
  if (browserOrigin !== null) refuse('originNotAllowed', { origin: browserOrigin })
  if (kind === 'web' && method === 'none') refuse('credentialMissing')
  if (kind === 'publicClient' && method !== 'none') refuse('credentialOnPublicClient')
}
