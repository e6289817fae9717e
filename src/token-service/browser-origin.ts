import type { Application } from '../applications/application.ts'
import { refuse } from '../errors/index.ts'
import type { Authentication } from './client-authentication/index.ts'
import type { RedirectKind } from './store.ts'

/** Origins of the app's registered single-page redirect URIs: the only pages that may read an answer. */
export const isSpaOrigin = ({ spa }: Application, origin: string): boolean =>
  spa.redirectUris.some((uri) => URL.parse(uri)?.origin === origin && origin !== 'null')

/**
 * Whether a code or refresh token of this kind may be redeemed so: from a page of a browser or not, with a credential
 * or without (sts.md 2.4 and 7.1). Pure. Refuses with originRequired, originNotAllowed, credentialOnPublicClient,
 * credentialMissing.
 */
export function checkRedeemer(
  kind: RedirectKind,
  application: Application,
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
