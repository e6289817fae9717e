import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { Refusal, refusal, refuse } from '../../errors/index.ts'
import {
  acceptanceView,
  acceptInvitation,
  declineInvitation,
  type Landing,
  landingOf,
  type OpenedLink,
  openLink,
  type RedemptionQuestion,
  recordLinkFailure,
  recordRefusedRedemption,
  redemptionClient,
  renewInvitation,
  wayToProve,
} from '../../invitations/index.ts'
import { isRecorded } from '../../logs/record.ts'
import { type RequestContext, requestContext } from '../../request-context.ts'
import { beginSignIn, withSession } from '../begin.ts'
import { checkCsrf, csrfToken, fieldOf } from '../csrf.ts'
import { type Account, accountOfSession } from '../sessions.ts'
import { detailsOf, sendErrorPage } from './error-page.ts'
import { sendPage } from './layout.ts'
import { findRedemption, type OpenRedemption, openRedemption } from './redemption-flow.ts'
import {
  acceptancePage,
  declinedPage,
  endedPage,
  invitationPage,
  type LinkFields,
  landingText,
  linkNotFoundPage,
  newLinkRefusedPage,
  newLinkSentPage,
} from './redemption-pages.ts'
import { refusedFacts } from './redemption-refused.ts'

/**
 * From the link in the mail to the app: GET /redeem tells, POST /redeem/continue signs in, GET /redeem/review asks,
 * POST /redeem/review accepts. Only the last one changes the guest.
 */
export function registerRedemption(app: FastifyInstance, deps: Deps): void {
  type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
  /** Refusals become pages here, and a link that leads nowhere always the same one. */
  const paged =
    (handler: Handler): Handler =>
    async (request, reply) => {
      try {
        return await handler(request, reply)
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown
        if (thrown.error === 'linkNotFound') return sendNotFound(reply)
        return sendErrorPage(deps, request, reply, thrown, { appId: redemptionClient.appId })
      }
    }

  app.get(
    '/redeem',
    paged((request, reply) => showLink(deps, request, reply)),
  )
  app.post(
    '/redeem/continue',
    paged((request, reply) => continueToSignIn(deps, request, reply)),
  )
  app.post(
    '/redeem/new-link',
    paged((request, reply) => sendNewLink(deps, request, reply)),
  )
  app.get(
    '/redeem/sign-in',
    paged((request, reply) => signInAgain(deps, request, reply)),
  )
  app.get(
    '/redeem/review',
    paged((request, reply) => review(deps, request, reply)),
  )
  app.post(
    '/redeem/review',
    paged((request, reply) => answer(deps, request, reply)),
  )
}

// A new cookie would tell this answer from another of its kind.
function sendNotFound(reply: FastifyReply): FastifyReply {
  reply.removeHeader('set-cookie')
  return sendPage(reply, linkNotFoundPage)
}

async function showLink(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = requestContext(request, deps)
  const link = await openLink(deps, request.query, ctx)
  if (link.state === 'accepted') return land(reply, landing(deps, link))
  if (link.state !== 'open') return showEnd(deps, request, reply, link, request.query)
  const { tenant, invitation } = link
  const [way, domains] = await Promise.all([
    wayToProve(deps, invitation.email),
    deps.store.tenants.domains(deps.store.at(tenant.id)),
  ])
  const view = {
    organization: tenant.displayName,
    primaryDomain: domains.find((one) => one.isDefault)?.name ?? tenant.initialDomain,
    inviter: invitation.inviter.displayName,
    address: invitation.email,
    landing: landingText(landing(deps, link)),
    home: way.kind === 'home' ? way.tenant.displayName : null,
    expiresAt: invitation.expiresAt,
  }
  return sendPage(reply, invitationPage(view, linkFields(deps, request, reply, link, request.query)))
}

/** A link that has come to its end: told on its page, and to both sides' logs. */
async function showEnd(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  link: OpenedLink,
  given: unknown,
): Promise<FastifyReply> {
  const ctx = requestContext(request, deps)
  const kind = link.state === 'superseded' ? 'superseded' : 'expired'
  const refused = refusal(kind === 'expired' ? 'invitationExpired' : 'invitationSuperseded')
  ctx.correlationId = await recordLinkFailure(deps, link, ctx, { activity: 'redeem', refused })
  const ended = endedPage({
    kind,
    name: refused.entry.name,
    says: refused.message,
    organization: link.tenant.displayName,
    inviter: link.invitation.inviter.displayName,
    link: linkFields(deps, request, reply, link, given),
    details: linkDetails(refused, link, ctx),
  })
  return sendPage(reply, ended)
}

/** By its correlation id alone: openings of a link within an hour share one entry of the log. */
const linkDetails = (refused: Refusal, { tenant }: OpenedLink, { correlationId, at }: RequestContext) =>
  detailsOf(refused, { traceId: null, correlationId, at }, { tenantId: tenant.id, appId: redemptionClient.appId })

async function continueToSignIn(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = requestContext(request, deps)
  const link = await openLink(deps, request.body, ctx)
  checkCsrf(deps, request, csrfScope(link))
  if (link.state === 'accepted') return land(reply, landing(deps, link))
  if (link.state !== 'open') return showEnd(deps, request, reply, link, request.body)
  const { tenant, invitation, guest } = link
  const way = await wayToProve(deps, invitation.email)
  const open = await openRedemption(deps, request, reply, tenant.id, {
    kind: 'redemption',
    invitationId: invitation.id,
    guestId: guest.id,
    mailbox: way.kind === 'code' ? invitation.email : null,
    startedAt: deps.clock.now(),
    correlationId: ctx.correlationId,
  })
  return signIn(deps, request, reply, open, invitation.email)
}

/** Another account, from the acceptance page or from the page about the wrong one. */
async function signInAgain(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const open = await findRedemption(deps, request, (request.query as Record<string, unknown>).flow)
  requestContext(request, deps).correlationId = open.flow.correlationId
  return signIn(deps, request, reply, open, await invitedAddress(deps, open))
}

async function signIn(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { handle, tenant, flow }: OpenRedemption,
  address: string,
): Promise<FastifyReply> {
  const proof = flow.mailbox === null ? {} : { emailProof: { guestId: flow.guestId, address: flow.mailbox } }
  return beginSignIn(deps, request, reply, {
    tenant,
    loginHint: address,
    prompt: 'select_account',
    returnTo: `/redeem/review?flow=${handle}`,
    ...proof,
  })
}

async function invitedAddress(deps: Deps, { tenant, flow }: OpenRedemption): Promise<string> {
  const invitation = await deps.store.invitations.find(deps.store.at(tenant), flow.invitationId)
  return invitation?.email ?? refuse('linkNotFound')
}

type Standing = { open: OpenRedemption; question: RedemptionQuestion }

/** Who stands before which invitation: the flow of this browser, and a session that this browser holds. */
async function standing(deps: Deps, request: FastifyRequest, handle: unknown, sid: unknown): Promise<Standing> {
  const open = await findRedemption(deps, request, handle)
  // From the link to the acceptance all is one correlation, as in the sign-in in between.
  requestContext(request, deps).correlationId = open.flow.correlationId
  const account = typeof sid === 'string' ? await accountOfSession(deps, request, sid) : undefined
  if (!account) return refuse('signInPageExpired')
  const { flow, tenant } = open
  return {
    open,
    question: {
      tenant,
      guestId: flow.guestId,
      invitationId: flow.invitationId,
      account,
      mailbox: isFresh(account, open) ? (flow.mailbox ?? undefined) : undefined,
      ctx: requestContext(request, deps),
    },
  }
}

const isFresh = ({ session }: Account, { flow }: OpenRedemption): boolean =>
  session.methods.includes('otp') && session.authenticatedAt >= flow.startedAt

async function review(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { flow, sid } = request.query as Record<string, unknown>
  const { open, question } = await standing(deps, request, flow, sid)
  return refusable(deps, request, reply, open, question, async () => {
    const view = await acceptanceView(deps, question)
    if (view.already) return land(reply, view.landing, question.account)
    // The form posts to its own address, so that the session it was shown for comes along.
    const context = {
      action: `/redeem/review?${new URLSearchParams({ sid: question.account.session.id })}`,
      handle: open.handle,
      csrf: csrfToken(deps, request, reply, open.handle),
      formTargets: view.landing.kind === 'elsewhere' ? [new URL(view.landing.url).origin] : [],
      tenantName: view.organization.displayName,
      appName: null,
      cancellable: true,
    }
    return sendPage(reply, acceptancePage(context, view))
  })
}

async function answer(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const handle = fieldOf(request, 'flow')
  const { open, question } = await standing(deps, request, handle, (request.query as Record<string, unknown>).sid)
  return refusable(deps, request, reply, open, question, async () => {
    checkCsrf(deps, request, open.handle)
    switch (fieldOf(request, 'action')) {
      case 'accept':
        return land(reply, (await acceptInvitation(deps, question)).landing, question.account)
      case 'decline': {
        await declineInvitation(deps, question)
        const tenant = await deps.store.tenants.get(deps.store.at(open.tenant))
        return sendPage(reply, declinedPage(tenant?.displayName ?? ''))
      }
      case 'switch':
        return reply.code(303).redirect(`/redeem/sign-in?flow=${open.handle}`)
      default:
        return refuse('signInRequestStale')
    }
  })
}

/** What stands against this account is told on its own page, with a way to another one. */
async function refusable(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenRedemption,
  question: RedemptionQuestion,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    if (!isRecorded(question.ctx)) await recordRefusedRedemption(deps, question, thrown)
    if (thrown.error === 'linkNotFound') throw thrown
    const facts = await refusedFacts(deps, question, thrown)
    return sendErrorPage(deps, request, reply, thrown, { ...facts, switchHref: `/redeem/sign-in?flow=${open.handle}` })
  }
}

async function sendNewLink(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = requestContext(request, deps)
  const link = await openLink(deps, request.body, ctx)
  checkCsrf(deps, request, csrfScope(link))
  if (link.state === 'accepted') return land(reply, landing(deps, link))
  const { displayName } = link.tenant
  try {
    await renewInvitation(deps, link, ctx)
    return sendPage(reply, newLinkSentPage(displayName))
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.error === 'linkNotFound') throw thrown
    const { entry, message: says } = thrown
    const details = linkDetails(thrown, link, ctx)
    return sendPage(reply, newLinkRefusedPage(displayName, { status: entry.status, name: entry.name, says, details }))
  }
}

const csrfScope = ({ invitation }: OpenedLink): string => `redeem:${invitation.id}`

function linkFields(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  link: OpenedLink,
  given: unknown,
): LinkFields {
  const { ticket } = given as { ticket: string }
  const csrf = csrfToken(deps, request, reply, csrfScope(link))
  return { tenant: link.tenant.id, user: link.invitation.id, ticket, csrf }
}

const landing = (deps: Deps, { invitation, tenant }: OpenedLink): Landing =>
  landingOf(invitation.redirectUrl, { origin: deps.config.origin, tenant: tenant.id })

/** Only ever to what the invitation has stored. My Apps goes on with the account that accepted, of several in this browser. */
function land(reply: FastifyReply, to: Landing, account?: Account): FastifyReply {
  const myApps = (path: string) => (account ? withSession(path, account.session.id) : path)
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .code(303)
    .redirect(to.kind === 'myApps' ? myApps(to.path) : to.url)
}
