import { object, type Place, place, record } from '../cross-tenant-access/parse-parts.ts'
import { refuse } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import type { Application, SignInAudience } from './application.ts'
import { admitEntitlementChange, entitlementProblem } from './entitlements.ts'
import { identifierUriProblem } from './identifier-uri-rules.ts'
import { logoutUrlProblem, redirectUrisProblem } from './redirect-uri-rules.ts'
import {
  apiOf,
  appRolesOf,
  boolOrNull,
  infoOf,
  kept,
  keptNames,
  optionalClaimsOf,
  requiredAccessOf,
  textOrNull,
  uris,
  webOf,
} from './registration-parts.ts'

const audiences: readonly SignInAudience[] = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
]

const readOnly = [
  'id',
  'appId',
  'publisherDomain',
  'createdDateTime',
  'deletedDateTime',
  'certification',
  'verifiedPublisher',
  'applicationTemplateId',
  'createdByAppId',
  'disabledByMicrosoftStatus',
]

export type RegistrationFacts = {
  tenant: TenantId
  tenantKind: 'workforce' | 'external'
  verifiedDomains: readonly string[]
  /** Read-only properties as they are shown, so that a client may send back what it has read. */
  shown?: object
}

/**
 * The application after a POST or PATCH. Complex properties keep the members that were not sent, as OData says of PATCH.
 * Credentials are read by the caller (credential-wishes.ts). Refuses with the property's name; changes nothing.
 */
export function parseRegistration(body: unknown, before: Application, facts: RegistrationFacts): Application {
  const at = place('Application')
  const writable = [...Object.keys(parsers), ...keptNames.application, 'passwordCredentials', 'keyCredentials']
  const wish = object(body, at, writable, facts.shown ?? {}, readOnly)
  const after = { ...before, other: { ...before.other } }
  for (const [name, parse] of Object.entries(parsers)) {
    if (wish.has(name)) Object.assign(after, { [name]: parse(wish.get(name), at.in(name), before) })
  }
  for (const name of keptNames.application) {
    if (wish.has(name)) Object.assign(after.other, { [name]: kept(wish.get(name), at.in(name)) })
  }
  if (after.displayName.trim() === '') refuse('propertyRequired', { property: 'displayName', resource: 'Application' })
  admitRegistration(before, after, facts, at)
  return after
}

type Parser = (value: unknown, at: Place, before: Application) => unknown

const parsers: Record<string, Parser> = {
  displayName: (value, at) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= 256
      ? value
      : at.refuse('It must be a text of 1 to 256 characters.'),
  description: (value, at) => textOrNull(value, at, 1024),
  notes: (value, at) => textOrNull(value, at, 1024),
  tags: (value, at) => uris(value, at, 256),
  signInAudience: (value, at) =>
    value === null
      ? 'AzureADMyOrg'
      : (audiences.find((one) => one === value) ?? at.refuse(`It must be one of: ${audiences.join(', ')}.`)),
  identifierUris: (value, at) => uris(value, at, 255),
  uniqueName: (value, at) => textOrNull(value, at, 120),
  isFallbackPublicClient: boolOrNull,
  web: (value, at, before) => webOf(value, at, before.web),
  spa: (value, at) => redirectUrisOf(value, at),
  publicClient: (value, at) => redirectUrisOf(value, at),
  api: (value, at, before) => apiOf(value, at, before.api),
  appRoles: appRolesOf,
  requiredResourceAccess: requiredAccessOf,
  groupMembershipClaims: (value, at) => textOrNull(value, at, 100),
  optionalClaims: optionalClaimsOf,
  info: (value, at, before) => infoOf(value, at, before.info),
}

function redirectUrisOf(value: unknown, at: Place): { redirectUris: string[] } {
  const given = value === null ? {} : record(value, at)
  object(given, at, ['redirectUris'])
  return { redirectUris: uris(given.redirectUris ?? [], at.in('redirectUris'), 2048) }
}

/** The rules that look at the whole application. */
function admitRegistration(before: Application, after: Application, facts: RegistrationFacts, at: Place): void {
  const changed = (name: keyof Application) => JSON.stringify(before[name]) !== JSON.stringify(after[name])
  if (changed('signInAudience') && facts.tenantKind === 'external' && after.signInAudience !== 'AzureADMyOrg') {
    at.in('signInAudience').refuse('Apps of an external tenant are for that tenant only: AzureADMyOrg.')
  }
  const uriProblem = redirectUrisProblem(after)
  if (uriProblem) at.in(uriProblem.platform).in('redirectUris').refuse(uriProblem.reason)
  const logout = after.web.logoutUrl === null ? undefined : logoutUrlProblem(after.web.logoutUrl)
  if (logout) at.in('web').in('logoutUrl').refuse(logout)
  if (after.identifierUris.length > 50) at.in('identifierUris').refuse('An app has at most 50 identifier URIs.')
  for (const uri of after.identifierUris) {
    // What was accepted stays acceptable, also after its domain has gone.
    if (before.identifierUris.includes(uri)) continue
    const problem = identifierUriProblem(uri, { ...facts, appId: after.appId })
    if (problem?.kind === 'host') refuse('identifierUriHost')
    if (problem?.kind === 'form') at.in('identifierUris').refuse(problem.reason)
  }
  admitEntitlementChange(before, after)
  const entitlement = entitlementProblem(after)
  if (entitlement) at.in(entitlement.property).refuse(entitlement.reason)
  if (after.signInAudience.includes('Personal') && after.api.requestedAccessTokenVersion !== 2) {
    if (changed('signInAudience') || changed('api')) {
      at.in('api').refuse('Apps for personal accounts need requestedAccessTokenVersion 2.')
    }
  }
}
