import type { CatalogueEntry } from '../entry.ts'

/** Rules between two tenants. sts.md 4.2; external-identities.md 3.6. */
export const crossTenant = {
  outboundPolicyBlocks: {
    aadsts: 500212,
    name: 'NotAllowedByOutboundPolicyTenant',
    oauth: 'invalid_grant',
    authorizeOauth: 'access_denied',
    interactive: 'page',
    status: 400,
    says: "The user's administrator has an outbound access policy that does not allow access to the resource tenant.",
    cause:
      "The home organization's outbound cross-tenant access settings refuse this person, this app or the whole organization.",
    fix: 'An admin of the home organization changes the outbound settings for the other organization (B2B collaboration).',
    source: 'documented',
    seeAlso: [{ code: 500213, why: "The resource organization's inbound settings refuse." }],
  },
  inboundPolicyBlocks: {
    aadsts: 500213,
    name: 'NotAllowedByInboundPolicyTenant',
    oauth: 'invalid_grant',
    authorizeOauth: 'access_denied',
    interactive: 'page',
    status: 400,
    says: "The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
    cause:
      "The resource organization's inbound cross-tenant access settings refuse this person, this app or the whole organization.",
    fix: 'An admin of the resource organization changes the inbound settings for the home organization (B2B collaboration).',
    source: 'documented',
    seeAlso: [{ code: 500212, why: "The home organization's outbound settings refuse." }],
  },
  crossCloudConfidentialClient: {
    aadsts: 900432,
    name: 'ConfidentialClientNotSupportedCrossCloud',
    oauth: 'invalid_request',
    interactive: 'page',
    status: 400,
    says: 'Confidential Client is not supported in Cross Cloud request.',
    cause: 'An app that holds a secret asked for a token across two clouds.',
    fix: "Use an app that is registered in the user's own cloud.",
    source: 'captured',
    note: 'Some guides say that this code means a cross-tenant access block. It does not: such blocks have numbers of their own.',
    seeAlso: [
      { code: 500212, why: "The home organization's outbound settings refuse a guest." },
      { code: 500213, why: "The resource organization's inbound settings refuse a guest." },
    ],
  },
  assertionOutsideItsTime: {
    aadsts: 500133,
    name: 'AssertionOutsideValidTimeRange',
    oauth: 'invalid_grant',
    status: 400,
    says: 'Assertion is not within its valid time range. Current time: {now}, expiry time of assertion {expires}.',
    cause: 'A server passed on a user token that has expired or is not valid yet.',
    fix: "Get a fresh token before the exchange. If the token is fresh, compare the clocks: clock skew of the calling server or of the token's issuer has the same effect.",
    source: 'captured',
    note: "Some guides say that this code means clock skew on a guest's device. The time that counts is that of the servers and of the passed-on token.",
    seeAlso: [
      { code: 700024, why: 'The clock skew of a server that signs its own client assertion shows under this number.' },
    ],
  },
} as const satisfies Record<string, CatalogueEntry>
