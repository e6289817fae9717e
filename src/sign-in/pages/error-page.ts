import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PersonView } from '../../access/index.ts'
import type { Deps } from '../../deps.ts'
import { codedSentence, pageStatus, type Refusal } from '../../errors/index.ts'
import type { RequestContext } from '../../request-context.ts'
import { requestContext } from '../../request-context.ts'
import { type Html, html, linkTo } from './html.ts'
import { page, type RenderedPage, sendPage } from './layout.ts'

/** What is known about the sign-in that failed. All of it is optional: a page comes in any case. */
export type ErrorFacts = {
  /** Shown above the page. */
  tenantName?: string | null | undefined
  tenantId?: string | null | undefined
  appId?: string | null | undefined
  appName?: string | null | undefined
  /** Of a decision: whose side it is and whom to ask. */
  view?: PersonView | undefined
  /** Where "use another account" leads. */
  switchHref?: string | null | undefined
  /** Who is signed in, so that the person sees which account was refused. */
  account?: string | null | undefined
  /** What the page that failed has to add, in place of general advice. */
  note?: Html | undefined
  heading?: string | undefined
}

export function sendErrorPage(
  deps: Pick<Deps, 'clock' | 'random'>,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  facts: ErrorFacts = {},
): FastifyReply {
  return sendPage(reply, errorPage(refusal, requestContext(request, deps), facts))
}

/**
 * The page of a refusal: what happened, whose side it is, whom to ask, one thing to press, and a block to copy. It never
 * shows a list, a setting or a value: those are in the sign-in log, for the admin who may read it.
 */
function errorPage(refusal: Refusal, ctx: RequestContext, facts: ErrorFacts = {}): RenderedPage {
  const { view, switchHref, account, tenantName, note, heading } = facts
  const switchTo = linkTo(switchHref)
  const coded = codedSentence(refusal)
  return page({
    title: refusal.error === 'pageNotFound' ? 'Not found' : 'Sign-in problem',
    wide: true,
    tenantName,
    status: refusal.entry.status >= 500 ? 500 : pageStatus(refusal),
    body: html`<h1>${heading ?? headingOf(refusal)}</h1>
${account && html`<p class="who"><span class="soft">Signed in as</span> <b>${account}</b></p>`}
<p class="alert" role="alert" id="message">${coded}</p>
${note ?? (view ? sideOf(view) : html`<p>${adviceOf(refusal)}</p>`)}
${refusal.error === 'pageNotFound' && html`<p><a href="/myapps">My Apps</a></p>`}
${switchTo && html`<p class="actions"><a class="button" href="${switchTo}">Use another account</a></p>`}
${refusal.error === 'notInTenant' && whyUnknown}
${detailsOf(refusal, ctx, facts)}`,
  })
}

type Happening = { traceId: string | null; correlationId: string; at: number }

/** The block to copy. Its ids are those of the log: `traceId` is null where several tries share one entry. */
export const detailsOf = (
  refusal: Refusal,
  ctx: Happening,
  facts: Pick<ErrorFacts, 'tenantId' | 'appId'>,
): Html => html`<h2 id="details">Details for support</h2>
<p class="soft" id="details-hint">Select the block to copy it, and send it along when you ask for help.</p>
<pre tabindex="0" aria-labelledby="details" aria-describedby="details-hint">${blockOf(refusal, ctx, facts)}</pre>`

const headings: Partial<Record<Refusal['error'], string>> = {
  pageNotFound: 'There is nothing here',
  linkNotFound: 'This link does not work',
  invitationExpired: 'This invitation has expired',
  invitationSuperseded: 'A newer invitation was sent',
  invitationDeclined: 'You did not accept',
  adminConsentNeeded: 'Need admin approval',
  signInPageExpired: 'This sign-in page is no longer valid',
  signInRequestStale: 'This page cannot be used any more',
}

const headingOf = (refusal: Refusal): string => headings[refusal.error] ?? 'Sorry, we cannot sign you in'

const sideOf = (view: PersonView): Html =>
  html`<p>This was decided by <strong>${view.organization}</strong>, ${
    view.side === 'home' ? 'the organization of your account' : 'the organization that you want to enter'
  }.</p>
<p>${view.ask}</p>`

/** Without a decision it is the request that is wrong, and the way to mend it is no secret. */
const adviceOf = (refusal: Refusal): string => refusal.entry.fix

/** external-identities.md 2.12. */
const whyUnknown = html`<details><summary>Why does this happen?</summary>
<ul>
<li>This account was never invited: ask the person who shared the app with you to invite it.</li>
<li>Another account of this browser was used: choose "Use another account".</li>
<li>The invitation went to another address: sign in with the account that has that address.</li>
<li>The app is open to its own organization only, or was opened through a link for another organization.</li>
<li>You were a guest before and your account was made anew: an administrator can reset the redemption.</li>
</ul></details>`

const blockOf = (refusal: Refusal, ctx: Happening, { tenantId, appId }: ErrorFacts): string =>
  [
    `Error: ${refusal.code === undefined ? refusal.entry.name : `AADSTS${refusal.code}`}`,
    ...(ctx.traceId === null ? [] : [`Request id: ${ctx.traceId}`]),
    `Correlation id: ${ctx.correlationId}`,
    ...(tenantId ? [`Tenant id: ${tenantId}`] : []),
    ...(appId ? [`Application id: ${appId}`] : []),
    `Time: ${new Date(ctx.at).toISOString()}`,
  ].join('\n')
