import { refusalOf } from '../../access/index.ts'
import { type Judgement, judge, type PersonQuestion } from '../../access/judge.ts'
import { firstPartyApps } from '../../applications/first-party.ts'
import { installedApp } from '../../applications/installed.ts'
import {
  type ConsentState,
  consentAnswer,
  consentState,
  type ResolvedScopes,
  resolveScopes,
} from '../../consent/index.ts'
import type { Deps } from '../../deps.ts'
import type { User } from '../../directory/user.ts'
import { errorTimestamp, refuse } from '../../errors/index.ts'
import { recordSignIn } from '../../logs/record.ts'
import type { Attempt } from '../attempt.ts'
import type { Audience } from '../claims/access-token.ts'
import { loadPersonFacts } from '../claims/person.ts'
import type { Authentication } from '../client-authentication/index.ts'
import { issueTokens } from '../issue.ts'
import type { TokenRequest } from '../token-request.ts'
import type { TokenResponse } from '../token-response.ts'
import type { Begun } from './begun.ts'

/**
 * What every grant on behalf of a person does after its code or token was found good: scopes, the access decision anew,
 * revocation, then spending and the log in one unit, then signing (steps 11 to 13 of sts.md 2.2).
 */
export async function personGrant(
  deps: Deps,
  request: TokenRequest,
  authentication: Authentication,
  begun: Begun,
  attempt: Attempt,
): Promise<TokenResponse> {
  const { caller } = begun
  attempt.tenant = caller.at.tenant
  const resolved = await resolve(deps, request, begun)
  const audience = await audienceOf(deps, begun, resolved)
  const resource = { appId: audience.application.appId, displayName: audience.servicePrincipal.displayName }
  attempt.resource = resource
  const state = await consentState(deps, caller.at.tenant, caller, resolved, begun.account.userId, caller.at.view)
  const judgement = await judgeAgain(deps, begun, resolved, state)
  attempt.judgement = judgement
  const user = admitted(judgement, caller)
  await refuseRevoked(deps, begun, judgement, user)
  const person = await loadPersonFacts(deps, caller.at.view, {
    tenant: judgement.resourceTenant,
    user,
    home: judgement.home?.user ? { tenant: judgement.home.tenant, user: judgement.home.user } : null,
    account: { ...begun.account, userId: user.id },
  })
  const spent = await deps.store.write(begun.holder, async (tx) => {
    const outcome = await begun.spend(tx, keepsRefreshToken(begun, resolved))
    if (!outcome.refusal) {
      await recordSignIn(deps, tx, {
        ctx: request.ctx,
        resourceTenant: caller.at.tenant,
        client: caller.application,
        resource,
        judgement,
        grant: attempt.grant,
        isInteractive: false,
      })
    }
    return outcome
  })
  if (spent.refusal) throw spent.refusal
  return issueTokens(deps, {
    request,
    begun,
    authentication,
    resolved,
    audience,
    granted: state.granted,
    person,
    spent,
  })
}

/** The request may narrow what was asked for at first, to one API; otherwise the first API of that is meant. */
async function resolve(deps: Deps, { version, form }: TokenRequest, begun: Begun): Promise<ResolvedScopes> {
  const { at, application } = begun.caller
  const named = form.get('resource')
  if (version === 2 && named !== undefined) refuse('resourceParameterOnV2')
  const given = version === 1 && named !== undefined ? `openid profile ${named}/.default` : form.get('scope')
  const resolved = await resolveScopes(deps, at.tenant, application, given ?? begun.firstScope, at.view)
  if (given !== undefined && resolved.others.length > 0) refuse('scopeOfTwoResources')
  return { ...resolved, others: [] }
}

/** Without any API a token is for Graph: userinfo. */
async function audienceOf(deps: Deps, { caller }: Begun, { resource }: ResolvedScopes): Promise<Audience> {
  if (resource) return resource
  const graph = await installedApp(deps, caller.at.view, firstPartyApps.graph)
  if (!graph) refuse('resourcePrincipalMissing', { resource: 'Microsoft Graph', tenant: caller.at.tenant })
  return { ...graph, requestedAs: null }
}

async function judgeAgain(deps: Deps, begun: Begun, resolved: ResolvedScopes, state: ConsentState): Promise<Judgement> {
  const { caller } = begun
  return judge(deps, {
    stage: 'refresh',
    silent: true,
    resourceTenant: caller.at.tenant,
    client: caller.application,
    resourceAppIds: [resolved.resource?.application.appId ?? firstPartyApps.graph],
    person: await personQuestion(deps, begun),
    consent: consentAnswer(state),
  })
}

/** By what the sign-in has proven. Whom nobody knows any more is judged as a member who is gone. */
async function personQuestion(deps: Deps, { caller, account }: Begun): Promise<PersonQuestion> {
  const { tenant, view } = caller.at
  if (account.home) return { kind: 'fromTenant', homeTenant: account.home.tenantId, homeObject: account.home.objectId }
  if (account.userId === null) refuse('userNotFound', { user: '', tenant })
  const user = await deps.store.users.findEvenDeleted(view.door, account.userId)
  if (!user) return { kind: 'member', userId: account.userId }
  if (!user.home) return { kind: 'member', userId: user.id, object: user }
  const address = user.home.kind === 'email' ? user.home.address : (user.mail ?? user.userPrincipalName)
  return { kind: 'byEmail', guestId: user.id, address, object: user }
}

/** Nothing can be asked of anybody here, so what a page would ask for is a refusal. */
function admitted({ decision, user }: Judgement, { application, at }: Begun['caller']): User {
  if (decision.outcome === 'deny') throw refusalOf(decision)
  if (decision.outcome === 'require') {
    if (decision.requirements.includes('redemption')) refuse('guestPending', {}, { trace: decision.trace })
    refuse('consentMissing', { appId: application.appId, appName: application.displayName }, { trace: decision.trace })
  }
  return user ?? refuse('userNotFound', { user: '', tenant: at.tenant })
}

/**
 * Sign-ins from before a revocation are over (sts.md 9.3). For guests the home tenant's word counts. A changed password
 * ends what was obtained with the old one, except at confidential clients.
 */
async function refuseRevoked(deps: Deps, begun: Begun, { home }: Judgement, user: User): Promise<void> {
  const { account, kind } = begun
  const owner = home?.user ?? user
  let validFrom = owner.sessionsValidFrom
  if (kind !== 'web' && account.methods.includes('pwd')) {
    const door = deps.store.at(home?.tenant.id ?? begun.caller.at.tenant)
    validFrom = Math.max(validFrom, (await deps.store.passwords.find(door, owner.id))?.changedAt ?? 0)
  }
  if (account.authenticatedAt >= validFrom) return
  const issued = errorTimestamp(account.authenticatedAt)
  refuse('grantRevoked', { issued, validFrom: errorTimestamp(validFrom) })
}

/** The app asked for it at sign-in or asks for it now. */
const keepsRefreshToken = ({ firstScope }: Begun, { oidc }: ResolvedScopes): boolean =>
  oidc.includes('offline_access') || firstScope.toLowerCase().split(' ').includes('offline_access')
