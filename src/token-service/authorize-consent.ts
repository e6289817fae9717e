import type { FastifyReply } from 'fastify'
import type { InstalledApp } from '../applications/installed.ts'
import { grantConsent, permissionsToGrant, type ResolvedScopes } from '../consent/index.ts'
import type { Deps } from '../deps.ts'
import { systemTenant } from '../ids.ts'
import { requestContext } from '../request-context.ts'
import { type Account, fieldOf } from '../sign-in/index.ts'
import { type ConsentView, consentPage } from '../sign-in/pages/agree.ts'
import { sendPage } from '../sign-in/pages/layout.ts'
import { formContext, nameOf } from '../sign-in/pages/show-step.ts'
import type { Visit } from '../sign-in/purposes.ts'
import type { Standing } from './authorize-judgement.ts'
import { mayConsentForAll } from './authorize-person.ts'

export async function showConsent(visit: Visit, account: Account, standing: Standing): Promise<FastifyReply> {
  const { application, owner } = standing.caller
  const view: ConsentView = {
    account: nameOf(account),
    appName: application.displayName,
    publisher: await publisherOf(visit, standing),
    foreign: owner !== standing.tenant && owner !== systemTenant,
    mayConsentForAll: await mayConsentForAll(deps(visit), standing.tenant, standing.userId),
    permissions: await permissionsShown(visit, standing),
    shown: await digestOf(visit, standing),
    termsUrl: application.info.termsOfServiceUrl,
    privacyUrl: application.info.privacyStatementUrl,
  }
  return sendPage(visit.reply, consentPage(await formContext(visit, standing.tenant), view))
}

const deps = (visit: Visit): Deps => visit.deps

async function publisherOf(visit: Visit, { caller }: Standing): Promise<ConsentView['publisher']> {
  const { application, owner } = caller
  // The system tenant has no domain that would tell anybody anything.
  if (owner === systemTenant) return 'gatehouse'
  const publisher = await deps(visit).store.tenants.get(deps(visit).store.at(owner))
  const domain = application.publisherDomain ?? publisher?.initialDomain
  return domain === undefined ? null : { domain }
}

/** Exactly what accepting grants; when the app asks for the page although nothing is missing, what it asks for. */
async function permissionsShown(visit: Visit, standing: Standing): Promise<ConsentView['permissions']> {
  const { tenant, consent, resolved } = standing
  const granted = await permissionsToGrant(deps(visit), tenant, resolved, consent)
  const asked = consent.missing.length > 0 ? granted : requestedAgain(resolved)
  return asked.map(({ resource, scope, adminOnly }) => ({
    title: scope.userConsentDisplayName ?? scope.adminConsentDisplayName,
    description: scope.userConsentDescription ?? scope.adminConsentDescription,
    api: resource.servicePrincipal.displayName,
    adminOnly,
  }))
}

function requestedAgain({ resource, others }: ResolvedScopes) {
  return [resource, ...others].flatMap((api) =>
    api === null
      ? []
      : scopesOf(
          api,
          api.requested.map(({ value }) => value),
        ),
  )
}

const scopesOf = (resource: InstalledApp, values: readonly string[]) =>
  resource.application.api.oauth2PermissionScopes
    .filter(({ value }) => values.includes(value))
    .map((scope) => ({ resource, scope, adminOnly: false }))

/** Names what the page lists: an app whose owner adds a permission between page and button gets nothing that was not read. */
async function digestOf(visit: Visit, { tenant, resolved, consent }: Standing): Promise<string> {
  const permissions = await permissionsToGrant(deps(visit), tenant, resolved, consent)
  const names = permissions.map(({ resource, scope }) => `${resource.servicePrincipal.id} ${scope.id} ${scope.value}`)
  return deps(visit).vault.mac('consent', names.sort().join('\n'))
}

/**
 * Accept was pressed: the grant and its audit entry. Who may not consent for everybody consents for themselves. False
 * when the permissions are not those of the page any more: then the page is to be shown again.
 */
export async function acceptConsent(visit: Visit, account: Account, standing: Standing): Promise<boolean> {
  const { tenant, caller, userId, resolved, consent } = standing
  if (userId === null || consent.missing.length === 0) return true
  if (fieldOf(visit.request, 'shown') !== (await digestOf(visit, standing))) return false
  const { store } = visit.deps
  const wanted = fieldOf(visit.request, 'everybody') === 'yes'
  const forEverybody = wanted && (await mayConsentForAll(visit.deps, tenant, userId))
  const permissions = await permissionsToGrant(visit.deps, tenant, resolved, consent)
  const ctx = requestContext(visit.request, visit.deps)
  await store.write(tenant, async (tx) => {
    const principal = await grantConsent(tx, visit.deps, {
      client: { application: caller.application, tenant: caller.owner },
      userId,
      forEverybody,
      permissions,
    })
    const user = await store.users.find(tx, userId)
    await store.audit.add(tx, {
      id: visit.deps.random.uuid(),
      createdAt: ctx.at,
      correlationId: ctx.correlationId,
      activityDisplayName: 'Consent to application',
      category: 'ApplicationManagement',
      operationType: 'Assign',
      loggedByService: 'Core Directory',
      result: 'success',
      resultReason: null,
      initiatedBy: {
        kind: 'user',
        id: userId,
        displayName: user?.displayName ?? account.user.displayName,
        userPrincipalName: user?.userPrincipalName ?? null,
        ipAddress: ctx.ip,
      },
      targetResources: [
        {
          id: principal.id,
          displayName: principal.displayName,
          type: 'ServicePrincipal',
          userPrincipalName: null,
          modifiedProperties: [
            {
              displayName: 'ConsentContext.IsAdminConsent',
              oldValue: null,
              newValue: forEverybody ? 'True' : 'False',
            },
            {
              displayName: 'ConsentAction.Permissions',
              oldValue: null,
              newValue: permissions.map(({ scope }) => scope.value).join(' '),
            },
          ],
        },
      ],
      additionalDetails: [],
    })
  })
  return true
}
