import type { ConsentFacts } from '../access/index.ts'
import { type Judgement, judge } from '../access/judge.ts'
import { type ConsentState, consentState, type ResolvedScopes, resolveScopes } from '../consent/index.ts'
import type { Deps } from '../deps.ts'
import type { AppId, TenantId, UserId } from '../ids.ts'
import type { Account } from '../sign-in/index.ts'
import { tenantSegment } from '../tenants/segment.ts'
import { mayConsentForAll, personOf, userIdIn } from './authorize-person.ts'
import type { AuthorizeRequest } from './authorize-request.ts'
import { type Caller, callerAt } from './caller.ts'

/** Everything about one person, one app and one tenant at this moment. */
export type Standing = {
  tenant: TenantId
  caller: Caller
  resolved: ResolvedScopes
  /** The person's object in the tenant. */
  userId: UserId | null
  consent: ConsentState
  /** The person may grant what only an administrator can. */
  isConsentAdmin: boolean
  judgement: Judgement
}

/** Steps 8 to 16 of sts.md 2.1. Reads only; refuses what is wrong with the request at this tenant. */
export async function standingOf(
  deps: Deps,
  request: AuthorizeRequest,
  account: Account,
  { tenant, provenMailbox }: { tenant: TenantId; provenMailbox: string | null },
): Promise<Standing> {
  const segment = await tenantSegment(deps, tenant)
  const caller = await callerAt(deps, segment, request.appId, false)
  const { application, servicePrincipal } = caller
  const resolved = await resolveScopes(deps, tenant, application, request.scope, segment.view)
  const userId = await userIdIn(deps, account, tenant)
  const consent = await consentState(deps, tenant, { application, servicePrincipal }, resolved, userId, segment.view)
  const isConsentAdmin = consent.missing.length > 0 && (await mayConsentForAll(deps, tenant, userId))
  const judgement = await judge(deps, {
    stage: 'signIn',
    resourceTenant: tenant,
    client: application,
    resourceAppIds: resourcesOf(resolved),
    person: personOf(account, tenant, provenMailbox),
    silent: request.prompt === 'none',
    consent: factsOf(consent, isConsentAdmin),
  })
  return { tenant, caller, resolved, userId, consent, isConsentAdmin, judgement }
}

const resourcesOf = ({ resource, others }: ResolvedScopes): AppId[] =>
  [resource, ...others].flatMap((api) => (api ? [api.application.appId] : []))

/** An administrator's own consent is enough for what needs one. */
const factsOf = ({ missing }: ConsentState, isConsentAdmin: boolean): ConsentFacts =>
  missing.length === 0
    ? { granted: true }
    : {
        granted: false,
        missing: missing.map(({ scope }) => scope.value),
        adminOnly: !isConsentAdmin && missing.some(({ adminOnly }) => adminOnly),
      }

/** The first API of the request, for the log. */
export const resourceForLog = ({ resolved }: Pick<Standing, 'resolved'>) =>
  resolved.resource
    ? { appId: resolved.resource.application.appId, displayName: resolved.resource.servicePrincipal.displayName }
    : undefined
