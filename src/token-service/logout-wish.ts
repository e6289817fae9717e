import { refuse } from '../errors/index.ts'

/** What a sign-out request says. */
export type LogoutWish = {
  returnTo: string | undefined
  state: string | undefined
  clientId: string | undefined
  hint: string | undefined
  idToken: string | undefined
  /** From our own picker: a session id, or `all`. */
  chosen: string | undefined
}

/** Refuses with parameterRepeated. Parameters of other kinds are ignored. */
export function parseLogout(fields: unknown): LogoutWish {
  const given = asRecord(fields)
  const read = (name: string): string | undefined => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (Array.isArray(value)) refuse('parameterRepeated', { parameter: name })
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    returnTo: read('post_logout_redirect_uri'),
    state: read('state'),
    clientId: read('client_id'),
    hint: read('logout_hint'),
    idToken: read('id_token_hint'),
    chosen: read('account'),
  }
}

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
