/** Success of the token endpoint (sts.md 2.12). Times in seconds. */
export type TokenResponse = {
  token_type: 'Bearer'
  scope?: string
  expires_in: number | string
  ext_expires_in: number | string
  access_token: string
  refresh_token?: string
  refresh_token_expires_in?: number
  id_token?: string
  client_info?: string
  /** v1 only. */
  expires_on?: string
  not_before?: string
  resource?: string
}

/** The v1 endpoint sends numbers as text, and when instead of how long. */
export function asV1(response: TokenResponse, token: { exp: number; nbf: number; aud: string }): TokenResponse {
  return {
    ...response,
    expires_in: String(response.expires_in),
    ext_expires_in: String(response.ext_expires_in),
    expires_on: String(token.exp),
    not_before: String(token.nbf),
    resource: token.aud,
  }
}
