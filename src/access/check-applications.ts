import { defaultAppRole } from '../consent/grant.ts'
import { advice, call, notApplicable, objects, passes, requires, type Voice } from './answers.ts'
import type { Answer, CheckName } from './decision.ts'
import type { ClientCredentialsFacts, InviteFacts, RedeemFacts, SignInFacts } from './facts.ts'
import { hrefs } from './hrefs.ts'
import { personId, personName } from './person.ts'

/** Checks on the resource tenant and the application: whether the door exists, and whether it is open to this person. */

type AnyFacts = InviteFacts | RedeemFacts | SignInFacts | ClientCredentialsFacts
const resource = (check: CheckName, { resourceTenant }: AnyFacts): Voice => ({
  check,
  side: 'resource',
  tenantId: resourceTenant.id,
})

export function tenantActive(facts: AnyFacts): Answer {
  const voice = resource('tenantActive', facts)
  const { resourceTenant } = facts
  if (!resourceTenant.suspended) return passes(voice, 'The organization is active.')
  return objects(
    voice,
    'tenantNotFound',
    { tenant: resourceTenant.id },
    'The operator has suspended the organization.',
    undefined,
    advice('Ask the operator to lift the suspension.'),
  )
}

export function applicationEnabled(facts: SignInFacts | ClientCredentialsFacts): Answer {
  const voice = resource('applicationEnabled', facts)
  const { application, resourceTenant } = facts
  const { appId, displayName: appName, servicePrincipal } = application
  if (!application.openToTenant)
    return objects(
      voice,
      'appUnknown',
      { appId, tenant: resourceTenant.displayName },
      `${appName} belongs to another organization and is not open to others.`,
      undefined,
      advice(`The owner of ${appName} changes its supported account types.`),
    )
  if (servicePrincipal === null) {
    if (facts.stage === 'clientCredentials')
      return objects(
        voice,
        'servicePrincipalMissing',
        { appId, tenant: resourceTenant.id },
        `${appName} was never added to the organization.`,
        undefined,
        call(`Add ${appName} to the organization.`, 'POST', '/v1.0/servicePrincipals', { appId }),
      )
    return passes(voice, `${appName} is not in the organization yet; the first consent adds it.`)
  }
  const rule = {
    setting: 'servicePrincipal.accountEnabled',
    id: servicePrincipal.id,
    value: servicePrincipal.enabled,
    href: hrefs.enterpriseApplication(servicePrincipal.id, 'properties'),
  }
  if (servicePrincipal.enabled) return passes(voice, `${appName} is enabled for sign-in.`, rule)
  return objects(
    voice,
    'appDisabled',
    { appId, appName },
    `${appName} is disabled for sign-in in this organization.`,
    rule,
    call(`Enable ${appName} for sign-in.`, 'PATCH', `/v1.0/servicePrincipals/${servicePrincipal.id}`, {
      accountEnabled: true,
    }),
  )
}

export function assignment(facts: SignInFacts): Answer {
  const voice = resource('assignment', facts)
  const { application, person, assigned } = facts
  const { servicePrincipal, displayName: appName, appId } = application
  if (!servicePrincipal?.assignmentRequired) return notApplicable(voice, `${appName} does not require assignment.`)
  const rule = {
    setting: 'servicePrincipal.appRoleAssignmentRequired',
    id: servicePrincipal.id,
    value: true,
    href: hrefs.enterpriseApplication(servicePrincipal.id, 'assignments'),
  }
  if (assigned) return passes(voice, `The person is assigned to ${appName}.`, rule)
  const user = personName(person)
  return objects(
    voice,
    'notAssigned',
    { appId, appName, user },
    `${appName} requires assignment, and neither the person nor a group that holds them directly is assigned.`,
    rule,
    call(`Assign ${user} to ${appName}.`, 'POST', `/v1.0/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo`, {
      principalId: personId(person),
      resourceId: servicePrincipal.id,
      appRoleId: defaultAppRole,
    }),
  )
}

export function consent(facts: SignInFacts): Answer {
  const voice = resource('consent', facts)
  const { application, consent: state, interactive, stage } = facts
  const { appId, displayName: appName, servicePrincipal } = application
  if (state.granted) return passes(voice, `Everything that ${appName} asks for has been granted.`)
  const rule = {
    setting: 'oauth2PermissionGrants',
    id: servicePrincipal?.id ?? appId,
    value: { missing: state.missing, adminOnly: state.adminOnly },
    href: servicePrincipal
      ? hrefs.enterpriseApplication(servicePrincipal.id, 'permissions')
      : hrefs.enterpriseApplications(),
  }
  const scopes = state.missing.join(', ')
  const fix = advice(`An administrator grants ${appName} these permissions: ${scopes}.`)
  if (stage === 'refresh' || !interactive)
    return objects(voice, 'consentMissing', { appId, appName }, `No grant covers: ${scopes}.`, rule, fix)
  if (state.adminOnly)
    return objects(voice, 'adminConsentNeeded', { appName }, `Only an administrator can grant: ${scopes}.`, rule, fix)
  return requires(voice, 'consent', `The person is asked to consent to: ${scopes}.`, rule)
}

export function applicationAssignment(facts: ClientCredentialsFacts): Answer {
  const voice = resource('applicationAssignment', facts)
  const { application, resource: api } = facts
  if (!api.assignmentRequired) return notApplicable(voice, `${api.displayName} does not require assignment.`)
  if (api.roleHeld) return passes(voice, `${application.displayName} holds a role of ${api.displayName}.`)
  return objects(
    voice,
    'appNotAssigned',
    { appId: application.appId, appName: application.displayName, resource: api.appId, resourceName: api.displayName },
    `${api.displayName} requires assignment, and ${application.displayName} holds none of its roles.`,
    undefined,
    advice(`Assign an app role of ${api.displayName} to ${application.displayName}.`),
  )
}
