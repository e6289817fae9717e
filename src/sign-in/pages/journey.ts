import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { Refusal, refusal, refuse } from '../../errors/index.ts'
import { recordSignIn } from '../../logs/record.ts'
import { requestContext } from '../../request-context.ts'
import { type Action, actionAt } from '../actions.ts'
import { stepOfRealm, withSession } from '../begin.ts'
import { checkCsrf, fieldOf } from '../csrf.ts'
import { endFlow, findFlow, flowField, moveFlow, type OpenFlow, openFlow, promoteFlow, type Step } from '../flow.ts'
import { handlePurpose, handlerOf, type PurposeHandler, type Visit } from '../purposes.ts'
import { realmOf } from '../realm.ts'
import { type Account, keepSession } from '../sessions.ts'
import { giveNewPassword, giveOneTimeCode, givePassword, sendOneTimeCode } from './credential-steps.ts'
import { sendErrorPage } from './error-page.ts'
import { recordOfKnown, tenantConcerned } from './known-person.ts'
import { accountOfStep, csrfScope, pickable, showStep, tenantName } from './show-step.ts'

/** The pages of the journey: `GET /{tenant}/sign-in?flow=` shows where the flow stands, `POST` takes it one step on. */
export function registerSignIn(app: FastifyInstance, deps: Deps): void {
  handlePurpose(deps, 'return', returning)
  app.get('/:tenant/sign-in', (request, reply) => {
    const handle = (request.query as Record<string, unknown>)[flowField]
    return inFlow(deps, request, reply, typeof handle === 'string' ? handle : undefined, (visit) => showStep(visit))
  })
  app.post('/:tenant/sign-in', (request, reply) => {
    const handle = fieldOf(request, flowField)
    return inFlow(deps, request, reply, handle, (visit) => {
      checkCsrf(deps, request, csrfScope(visit.open.handle))
      return take(visit)
    })
  })
}

async function inFlow(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  handle: string | undefined,
  work: (visit: Visit) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  let open: OpenFlow | undefined
  try {
    open = await findFlow(deps, request, handle)
    if (open.flow.segment !== (request.params as { tenant: string }).tenant.toLowerCase()) refuse('signInPageExpired')
    // The whole journey is one correlation: the pages have no client that could say so.
    requestContext(request, deps).correlationId = open.flow.correlationId
    return await work({ deps, request, reply, open })
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return open
      ? handlerOf(deps, open.flow).refused({ deps, request, reply, open }, thrown)
      : sendErrorPage(deps, request, reply, thrown)
  }
}

/** One button of one page. */
function take(visit: Visit): Promise<FastifyReply> {
  const { step } = visit.open.flow
  const action = actionAt(step.at, fieldOf(visit.request, 'action')) ?? refuse('signInRequestStale')
  switch (step.at) {
    case 'password':
      if (action === 'password') return givePassword(visit, step)
      break
    case 'new-password':
      if (action === 'new-password') return giveNewPassword(visit, step)
      break
    case 'code':
      if (action === 'send') return sendOneTimeCode(visit, step)
      if (action === 'code') return giveOneTimeCode(visit, step)
      break
    case 'stay':
      return answerStay(visit, action === 'yes')
    case 'accept':
    case 'consent':
      if (action === 'accept' || action === 'decline') return answerPage(visit, action)
      break
  }
  return identify(visit, action)
}

async function identify(visit: Visit, action: Action): Promise<FastifyReply> {
  const { deps, request, reply, open } = visit
  const go = async (step: Step) => showStep({ ...visit, open: await moveFlow(deps, request, open, { step }) })
  switch (action) {
    case 'choose':
      return choose(visit)
    case 'other':
    case 'rename':
      if (open.flow.purpose.kind === 'return' && open.flow.purpose.emailProof) refuse('signInRequestStale')
      return go({ at: 'name', hint: null })
    case 'switch': {
      const step: Step = { at: 'pick' }
      return showStep({ ...visit, open: await promoteFlow(deps, request, reply, open, { step, consented: false }) })
    }
    case 'name':
      return giveName(visit, go)
    case 'cancel':
      return handlerOf(deps, open.flow).cancel(visit)
    default:
      return refuse('signInRequestStale')
  }
}

async function giveName(visit: Visit, go: (step: Step) => Promise<FastifyReply>): Promise<FastifyReply> {
  const { deps, request, open } = visit
  if (open.flow.purpose.kind === 'return' && open.flow.purpose.emailProof) refuse('signInRequestStale')
  const typed = (fieldOf(request, 'username') ?? '').slice(0, 400)
  const realm = await realmOf(deps, typed, open.flow.tenant)
  const step = stepOfRealm(realm)
  if (step) return go(step)
  const back = { ...visit, open: await moveFlow(deps, request, open, { step: { at: 'name', hint: typed } }) }
  return showStep(back, { name: realm.kind === 'malformed' ? 'malformed' : 'unknown' })
}

async function choose(visit: Visit): Promise<FastifyReply> {
  const sid = fieldOf(visit.request, 'account')
  const account = (await pickable(visit)).find(({ session }) => session.id === sid)
  if (!account) return refuse('accountChoiceInvalid')
  await endFlow(visit.deps, visit.open)
  return handlerOf(visit.deps, visit.open.flow).arrive(visit, account)
}

async function answerPage(visit: Visit, action: 'accept' | 'decline'): Promise<FastifyReply> {
  const account = await accountOfStep(visit)
  await endFlow(visit.deps, visit.open)
  return handlerOf(visit.deps, visit.open.flow).answer(visit, account, action)
}

/** "Stay signed in?" comes once, after a password given just now, to people at home. */
export function asksToStay({ open }: Visit, { session, tenant }: Account): boolean {
  const { fresh, stayAsked } = open.flow
  const here = open.flow.tenant === null || open.flow.tenant === tenant
  return fresh && !stayAsked && here && !session.persistent && session.methods.includes('pwd')
}

/** Opens the flow anew, its handle being spent, at a step about this account. */
export async function openStep(visit: Visit, step: Step): Promise<FastifyReply> {
  const { deps, request, reply, open } = visit
  return showStep({ ...visit, open: await openFlow(deps, request, reply, open.tenant, { ...open.flow, step }) })
}

async function answerStay(visit: Visit, stays: boolean): Promise<FastifyReply> {
  const { deps, request, reply, open } = visit
  const account = await accountOfStep(visit)
  await endFlow(deps, open)
  const kept = stays ? await keepSession(deps, request, reply, account) : account
  const answered = { ...visit, open: { ...open, flow: { ...open.flow, stayAsked: true } } }
  return handlerOf(deps, open.flow).arrive(answered, kept)
}

/** Sign-ins that a page of ours asked for: `beginSignIn`. */
const returning: PurposeHandler = {
  async arrive(visit, account) {
    const { purpose } = visit.open.flow
    if (purpose.kind !== 'return') throw new Error('not a sign-in for a page of ours')
    if (asksToStay(visit, account)) {
      await recordSignIn(visit.deps, undefined, {
        ctx: requestContext(visit.request, visit.deps),
        resourceTenant: account.tenant,
        client: visit.open.flow.client,
        person: { user: account.user, home: null },
        interrupt: refusal('staySignedInAsked'),
        grant: 'interactive',
        isInteractive: true,
      })
      return openStep(visit, { at: 'stay', account: { tenant: account.tenant, sessionId: account.session.id } })
    }
    return visit.reply
      .code(303)
      .header('cache-control', 'no-store')
      .redirect(withSession(purpose.to, account.session.id))
  },
  show: () => refuse('signInRequestStale'),
  answer: () => refuse('signInRequestStale'),
  cancel: () => refuse('signInRequestStale'),
  switchAccount: () => null,
  async refused(visit, refused) {
    const { deps, request, reply, open } = visit
    const { client } = open.flow
    const tenant = tenantConcerned(open.flow)
    await recordOfKnown(visit, refused)
    return sendErrorPage(deps, request, reply, refused, {
      tenantName: tenant && (await tenantName(visit, tenant)),
      tenantId: tenant,
      appId: client.appId,
    })
  },
}
