import type { FastifyReply } from 'fastify'
import { type PersonView, personView, refusalOf } from '../access/index.ts'
import { Refusal, refusal, refuse, renderAuthorizeError } from '../errors/index.ts'
import type { TenantId } from '../ids.ts'
import {
  type AcceptanceView,
  acceptanceView,
  acceptInvitation,
  declineInvitation,
  type RedemptionQuestion,
} from '../invitations/index.ts'
import { isRecorded, recordSignIn } from '../logs/record.ts'
import { requestContext } from '../request-context.ts'
import type { SignInFlow, Step } from '../sign-in/flow.ts'
import type { Account } from '../sign-in/index.ts'
import { sendErrorPage } from '../sign-in/pages/error-page.ts'
import { asksToStay, openStep } from '../sign-in/pages/journey.ts'
import { recordOfKnown, tenantConcerned } from '../sign-in/pages/known-person.ts'
import { sendPage } from '../sign-in/pages/layout.ts'
import { acceptancePage } from '../sign-in/pages/redemption-pages.ts'
import { formContext, nameOf, tenantName } from '../sign-in/pages/show-step.ts'
import type { PurposeHandler, Visit } from '../sign-in/purposes.ts'
import { type AnswerAddress, sendAnswer } from './authorize-answer.ts'
import { acceptConsent, showConsent } from './authorize-consent.ts'
import { issueAnswer } from './authorize-issue.ts'
import { resourceForLog, type Standing, standingOf } from './authorize-judgement.ts'
import { type AuthorizeRequest, authorizeLink } from './authorize-request.ts'
import { originOf } from './origins.ts'

/** What the authorization endpoint does with a person who is known: decide, ask, issue. */
export const authorizing: PurposeHandler = {
  async arrive(visit, account) {
    const wish = wishOf(visit.open.flow)
    try {
      return await goOn(visit, account, wish)
    } catch (thrown) {
      if (thrown instanceof Refusal) return refuseArrival(visit, thrown, wish, account)
      throw thrown
    }
  },

  async show(visit, account) {
    const wish = wishOf(visit.open.flow)
    const standing = await standingFor(visit, account, wish)
    if (visit.open.flow.step.at === 'consent') return showConsent(visit, account, standing)
    let view: AcceptanceView
    try {
      view = await acceptanceView(visit.deps, redemptionOf(visit, account, standing))
    } catch (thrown) {
      // It has its log rows already.
      if (thrown instanceof Refusal) return showRefusal(visit, thrown, wish, account)
      throw thrown
    }
    // Who came by the app goes on to the app, wherever the invitation would have led.
    const landing = { kind: 'elsewhere' as const, url: standing.caller.application.displayName }
    return sendPage(visit.reply, acceptancePage(await formContext(visit, standing.tenant), { ...view, landing }))
  },

  async answer(visit, account, action) {
    const { flow } = visit.open
    const wish = wishOf(flow)
    const standing = await standingFor(visit, account, wish)
    if (flow.step.at === 'accept') {
      const question = redemptionOf(visit, account, standing)
      if (action === 'decline') {
        await declineInvitation(visit.deps, question)
        return showRefusal(visit, refusal('invitationDeclined'), wish, account)
      }
      // The acceptance and the sign-in that it was for are two rows of the log.
      await acceptInvitation(visit.deps, question, visit.deps.random.uuid())
      return authorizing.arrive(visit, account)
    }
    if (action === 'decline') {
      const declined = refusal('consentDeclined')
      await recordStanding(visit, wish, standing, { error: declined })
      return sendError(visit, declined, wish)
    }
    // Between the page and its button a rule may have changed: what would be refused now is refused.
    if (standing.judgement.decision.outcome === 'deny') return denied(visit, wish, account, standing)
    // What is asked for is not what was read: it is asked again.
    if (!(await acceptConsent(visit, account, standing))) return authorizing.arrive(visit, account)
    return authorizing.arrive({ ...visit, open: { ...visit.open, flow: { ...flow, consented: true } } }, account)
  },

  async cancel(visit) {
    const cancelled = refusal('signInCancelled')
    await recordOfKnown(visit, cancelled)
    return sendError(visit, cancelled, wishOf(visit.open.flow))
  },

  switchAccount: (flow) => authorizeLink(wishOf(flow), { prompt: 'select_account', loginHint: null }),

  async refused(visit, thrown) {
    await recordOfKnown(visit, thrown)
    const tenantId = tenantConcerned(visit.open.flow)
    return showRefusal(visit, thrown, wishOf(visit.open.flow), null, { tenantId })
  },
}

/** One more thing to ask, or the code. Called again after each answer, with everything as it is then. */
async function goOn(visit: Visit, account: Account, wish: AuthorizeRequest): Promise<FastifyReply> {
  const isSilent = wish.prompt === 'none'
  if (needsCredentials(visit, wish, account)) {
    return isSilent ? refuse('noSession') : openStep(visit, credentialStep(account))
  }
  const standing = await standingFor(visit, account, wish)
  const { decision } = standing.judgement
  if (decision.outcome === 'deny') return denied(visit, wish, account, standing)
  const required = decision.outcome === 'require' ? decision.requirements : []
  const reference = { tenant: account.tenant, sessionId: account.session.id }
  if (required.includes('redemption')) return openStep(visit, { at: 'accept', account: reference })
  if (required.includes('consent') || (wish.prompt === 'consent' && !visit.open.flow.consented)) {
    const { appId, displayName: appName } = standing.caller.application
    await recordStanding(visit, wish, standing, { interrupt: refusal('consentMissing', { appId, appName }) })
    return openStep(visit, { at: 'consent', account: reference })
  }
  if (!isSilent && asksToStay(visit, account)) {
    await recordStanding(visit, wish, standing, { interrupt: refusal('staySignedInAsked') })
    return openStep(visit, { at: 'stay', account: reference })
  }
  return issueAnswer(visit, wish, account, standing)
}

const wishOf = (flow: SignInFlow): AuthorizeRequest => {
  if (flow.purpose.kind !== 'authorize') throw new Error('not a sign-in for an app')
  return flow.purpose.request as AuthorizeRequest
}

/** `prompt=login` and `max_age` want credentials that were given in this flow. */
function needsCredentials({ deps, open }: Visit, wish: AuthorizeRequest, { session }: Account): boolean {
  if (open.flow.fresh) return false
  const age = (deps.clock.now() - session.authenticatedAt) / 1000
  return wish.prompt === 'login' || (wish.maxAge !== null && age > wish.maxAge)
}

function credentialStep(account: Account): Step {
  if (!account.session.methods.includes('otp')) {
    return { at: 'password', name: account.user.userPrincipalName, home: account.tenant }
  }
  return { at: 'code', address: nameOf(account), tenant: account.tenant, guestId: account.user.id, sent: false }
}

const standingFor = (visit: Visit, account: Account, wish: AuthorizeRequest): Promise<Standing> =>
  standingOf(visit.deps, wish, account, {
    tenant: visit.open.flow.tenant ?? account.tenant,
    provenMailbox: visit.open.flow.provenMailbox,
  })

const redemptionOf = ({ deps, request, open }: Visit, account: Account, standing: Standing): RedemptionQuestion => ({
  tenant: standing.tenant,
  guestId: standing.judgement.user?.id ?? refuse('signInPageExpired'),
  account,
  ctx: requestContext(request, deps),
  mailbox: open.flow.provenMailbox ?? undefined,
})

async function denied(
  visit: Visit,
  wish: AuthorizeRequest,
  account: Account,
  standing: Standing,
): Promise<FastifyReply> {
  const { judgement, tenant } = standing
  const { decision } = judgement
  if (decision.outcome !== 'deny') throw new Error('not a denial')
  await recordStanding(visit, wish, standing)
  const refused = refusalOf(decision)
  if (isForTheApp(refused, wish)) return sendError(visit, refused, wish)
  const view = personView(decision, {
    home: judgement.home?.tenant.displayName ?? null,
    resource: judgement.resourceTenant.displayName,
  })
  return showRefusal(visit, refused, wish, account, { view, tenantId: tenant })
}

/** Silent requests are always answered to the app; others only where the error is no page (sts.md 3.2). */
const isForTheApp = ({ entry }: Refusal, { prompt }: AuthorizeRequest): boolean =>
  prompt === 'none' || entry.interactive !== 'page'

async function refuseArrival(
  visit: Visit,
  thrown: Refusal,
  wish: AuthorizeRequest,
  account: Account,
): Promise<FastifyReply> {
  await recordRefusal(visit, wish, account, thrown)
  return isForTheApp(thrown, wish) ? sendError(visit, thrown, wish) : showRefusal(visit, thrown, wish, account)
}

/** What was decided, or else a page that was put before the person or what they answered to it with No: in both tenants. */
async function recordStanding(
  { deps, request }: Visit,
  wish: AuthorizeRequest,
  standing: Standing,
  ending: { interrupt: Refusal } | { error: Refusal } | Record<string, never> = {},
): Promise<void> {
  const { judgement, caller, tenant } = standing
  await recordSignIn(deps, undefined, {
    ctx: requestContext(request, deps),
    resourceTenant: tenant,
    client: caller.application,
    resource: resourceForLog(standing),
    judgement,
    grant: 'interactive',
    isInteractive: wish.prompt !== 'none',
    ...ending,
  })
}

/** A refusal that is no decision: a scope that is not there. */
async function recordRefusal(visit: Visit, wish: AuthorizeRequest, account: Account, error: Refusal): Promise<void> {
  const { deps, request, open } = visit
  if (isRecorded(requestContext(request, deps))) return
  const tenant = open.flow.tenant ?? account.tenant
  const here = account.tenant === tenant
  await recordSignIn(deps, undefined, {
    ctx: requestContext(request, deps),
    resourceTenant: tenant,
    client: open.flow.client,
    person: { user: here ? account.user : null, home: here ? null : { tenantId: account.tenant, user: account.user } },
    error,
    grant: 'interactive',
    isInteractive: wish.prompt !== 'none',
  })
}

/** An error for the app, at its proven redirect URI. */
export function sendError(visit: Omit<Visit, 'open'>, error: Refusal, wish: AnswerAddress): FastifyReply {
  const { deps, request, reply } = visit
  const { traceId, correlationId, at } = requestContext(request, deps)
  const origin = originOf(deps.config, request)
  return sendAnswer(reply, wish, renderAuthorizeError(error, { traceId, correlationId, at, origin }))
}

async function showRefusal(
  visit: Visit,
  refused: Refusal,
  wish: AuthorizeRequest,
  account: Account | null,
  { tenantId, view }: { tenantId?: TenantId | null; view?: PersonView } = {},
): Promise<FastifyReply> {
  const { deps, request, reply, open } = visit
  const shown = tenantId ?? open.flow.tenant ?? account?.tenant ?? null
  return sendErrorPage(deps, request, reply, refused, {
    tenantName: shown && (await tenantName(visit, shown)),
    tenantId: shown,
    appId: wish.appId,
    appName: open.flow.appName,
    account: account && nameOf(account),
    switchHref: authorizing.switchAccount(open.flow),
    view,
  })
}
