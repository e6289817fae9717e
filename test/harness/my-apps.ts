import { createHash } from 'node:crypto'
import { firstPartyApps } from '../../src/applications/first-party.ts'
import type { Place } from './visitor.ts'

const verifier = 'a-verifier-that-is-long-enough-for-pkce-0123456789'

/** The sign-in that the scripts of My Apps begin in one organization: for visitors without scripts. */
export const myAppsSignIn = ({ origin }: Place, tenant: string, more: Record<string, string> = {}): string =>
  `/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: firstPartyApps.myApps,
    response_type: 'code',
    redirect_uri: `${origin}/myapps`,
    scope: 'openid profile offline_access https://graph.microsoft.com/.default',
    response_mode: 'fragment',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  })}`
