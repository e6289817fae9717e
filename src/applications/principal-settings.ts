import { boolean, object, place } from '../cross-tenant-access/parse-parts.ts'
import type { Application, ServicePrincipal } from './application.ts'
import { kept, keptNames, textOrNull, uris } from './registration-parts.ts'

const readOnly = [
  'id',
  'appId',
  'appDescription',
  'appDisplayName',
  'appOwnerOrganizationId',
  'appRoles',
  'applicationTemplateId',
  'createdDateTime',
  'deletedDateTime',
  'disabledByMicrosoftStatus',
  'oauth2PermissionScopes',
  'replyUrls',
  'resourceSpecificApplicationPermissions',
  'servicePrincipalType',
  'signInAudience',
  'verifiedPublisher',
]

/**
 * A tenant's own settings of an app after a POST or PATCH (graph.md 2.8). Names can only be those that the app has: with
 * another's name it would receive tokens that are meant for the other. Refuses with the property's name.
 */
export function parsePrincipalSettings(
  body: unknown,
  before: ServicePrincipal,
  facts: { application: Application | undefined; shown: object },
): ServicePrincipal {
  const at = place('ServicePrincipal')
  const own = [
    'accountEnabled',
    'appRoleAssignmentRequired',
    'displayName',
    'keyCredentials',
    'notes',
    'passwordCredentials',
    'servicePrincipalNames',
    'tags',
  ]
  const wish = object(body, at, [...own, ...keptNames.servicePrincipal], facts.shown, readOnly)
  const after: ServicePrincipal = { ...before, other: { ...before.other } }
  if (wish.has('accountEnabled')) after.accountEnabled = boolean(wish.get('accountEnabled'), at.in('accountEnabled'))
  if (wish.has('appRoleAssignmentRequired')) {
    after.appRoleAssignmentRequired = boolean(wish.get('appRoleAssignmentRequired'), at.in('appRoleAssignmentRequired'))
  }
  if (wish.has('displayName')) {
    const name = textOrNull(wish.get('displayName'), at.in('displayName'), 256)
    after.displayName = name?.trim() ? name : at.in('displayName').refuse('It must be a text of 1 to 256 characters.')
  }
  if (wish.has('notes')) after.notes = textOrNull(wish.get('notes'), at.in('notes'), 1024)
  if (wish.has('tags')) after.tags = uris(wish.get('tags') ?? [], at.in('tags'), 256)
  if (wish.has('servicePrincipalNames')) {
    const here = at.in('servicePrincipalNames')
    const names = uris(wish.get('servicePrincipalNames') ?? [], here, 255)
    const allowed = [before.appId, ...(facts.application?.identifierUris ?? []), ...before.servicePrincipalNames]
    const strange = names.find((name) => !allowed.some((one) => one.toLowerCase() === name.toLowerCase()))
    if (strange !== undefined) here.refuse(`${strange} is no identifier URI of the application.`)
    if (!names.includes(before.appId)) here.refuse('It must hold the appId.')
    after.servicePrincipalNames = names
  }
  for (const name of keptNames.servicePrincipal) {
    if (!wish.has(name)) continue
    const value = kept(wish.get(name), at.in(name))
    // My Apps and the consent page open them.
    if (
      ['homepage', 'loginUrl', 'logoutUrl'].includes(name) &&
      value !== null &&
      !/^https?:\/\/[^/]/i.test(String(value))
    ) {
      at.in(name).refuse('It must be a URL of http or https.')
    }
    Object.assign(after.other ?? {}, { [name]: value })
  }
  return after
}
