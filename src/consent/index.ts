/**
 * Delegated and application grants: what a scope parameter means, what is granted, what is missing and who may grant
 * it, and the records that a consent leaves. Owns no pages (sign-in/pages) and no routes.
 */
export {
  type ConsentFacts,
  type ConsentState,
  consentAnswer,
  consentState,
  type MissingPermission,
} from './consent-state.ts'
export { type ConsentGiven, grantConsent, permissionsToGrant } from './grant-consent.ts'
export { type RequestedScope, type ResolvedScopes, resolveScopes, type ScopeResource } from './resolve.ts'
export { isDefaultScope, type OidcScope, parseScopes } from './scopes.ts'
