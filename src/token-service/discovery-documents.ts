import { issuer } from './claims/common.ts'

/** Where a document is about: `segment` as it stands in its URLs, `tenant` null at `common` and `organizations`. */
export type DiscoveryPlace = { origin: string; segment: string; tenant: string | null; region: string | null }

const claimsSupported = [
  'sub',
  'iss',
  'cloud_instance_name',
  'cloud_instance_host_name',
  'cloud_graph_host_name',
  'msgraph_host',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'acr',
  'nonce',
  'preferred_username',
  'name',
  'tid',
  'ver',
  'at_hash',
  'c_hash',
  'email',
]

/** Names our cloud: the same here and beside each key (sts.md 1.6). */
export const cloudName = (origin: string): string => new URL(origin).hostname

/** sts.md 1.5, fields in the recorded order; `code_challenge_methods_supported` helps generic clients. */
export function openIdConfiguration(place: DiscoveryPlace): Record<string, unknown> {
  const { origin, segment } = place
  const base = `${origin}/${segment}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuerAt(place, 2),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: claimsSupported,
    code_challenge_methods_supported: ['S256', 'plain'],
    ...cloud(place),
  }
}

/** The v1 document: v1 paths and the v1 issuer. Microsoft.Identity.Web reads it beside the other one. */
export function openIdConfigurationV1(place: DiscoveryPlace): Record<string, unknown> {
  const { origin, segment } = place
  const base = `${origin}/${segment}`
  return {
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: issuerAt(place, 1),
    microsoft_multi_refresh_token: true,
    authorization_endpoint: `${base}/oauth2/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/logout`,
    claims_supported: claimsSupported,
    userinfo_endpoint: `${base}/openid/userinfo`,
    ...cloud(place),
  }
}

/** The literal `{tenantid}` where no tenant is named: clients put the token's `tid` there. */
export const issuerAt = ({ origin, tenant }: Pick<DiscoveryPlace, 'origin' | 'tenant'>, version: 1 | 2): string =>
  issuer(origin, tenant ?? '{tenantid}', version)

const cloud = ({ origin, region }: DiscoveryPlace) => ({
  tenant_region_scope: region,
  cloud_instance_name: cloudName(origin),
  cloud_graph_host_name: new URL(origin).host,
  msgraph_host: new URL(origin).host,
  rbac_url: origin,
})
