import type { AcceptanceView } from '../../invitations/index.ts'
import { csrfField } from '../csrf.ts'
import { button, type FormContext, stepForm } from './form.ts'
import { type Html, html, linkTo } from './html.ts'
import { page, type RenderedPage } from './layout.ts'

/** A link as its forms carry it on. */
export type LinkFields = { tenant: string; user: string; ticket: string; csrf: string }

export type InvitationView = {
  organization: string
  primaryDomain: string
  inviter: string
  /** The invited address. */
  address: string
  landing: string
  /** Null: by a code that is sent to the address; else the organization at which the person signs in. */
  home: string | null
  expiresAt: number | null
}

/** What the link in the mail opens. It only tells: mail filters open links too. */
export function invitationPage(view: InvitationView, link: LinkFields): RenderedPage {
  return page({
    title: 'Invitation',
    tenantName: view.organization,
    wide: true,
    body: html`<h1>${view.inviter} invites you to ${view.organization}</h1>
<p>You are asked to use apps and resources of <b>${view.organization}</b> (${view.primaryDomain}) as a guest. Go on only if you expect this invitation.</p>
<dl>
<dt>Invited</dt><dd>${view.address}</dd>
<dt>Leads to</dt><dd>${view.landing}</dd>
${view.expiresAt !== null && html`<dt>Works until</dt><dd>${day(view.expiresAt)}</dd>`}
</dl>
<p>${
      view.home === null
        ? html`To prove that the mailbox is yours, you will be sent a code to <b>${view.address}</b>.`
        : html`You sign in with your account at <b>${view.home}</b>. No new password is needed.`
    }</p>
<p class="soft">Nothing is shared and nothing changes before you accept on a later page.</p>
${linkForm('/redeem/continue', link, html`<div class="actions"><button type="submit">Continue to sign in</button></div>`)}`,
  })
}

/** 2.11 of external-identities.md. Used by the redemption link and by the first visit of an app. */
export function acceptancePage(context: FormContext, view: AcceptanceView): RenderedPage {
  const { displayName, primaryDomain, privacyStatementUrl } = view.organization
  const privacy = linkTo(privacyStatementUrl)
  return page({
    title: 'Review permissions',
    tenantName: displayName,
    wide: true,
    csp: { formTargets: context.formTargets },
    body: html`${stepForm(context, html`<p class="who"><b>${view.account}</b> ${button('switch', 'Use another account', 'link')}</p>`)}
<h1>Review permissions</h1>
<p>Permission requested by <b>${displayName}</b> (${primaryDomain})${view.inviter !== null && html`, on the invitation of <b>${view.inviter}</b>`}.</p>
<p>If you accept, ${displayName} will</p>
<ul>
<li>receive your name, your e-mail address, your photo if you have one, and the identifiers of your account;</li>
<li>keep a guest account for you, which its administrators control and can remove;</li>
<li>be able to log what you do in its apps and resources.</li>
</ul>
<p class="soft">Accept only if you trust ${displayName}. ${
      privacy
        ? html`See its <a href="${privacy}" rel="noreferrer">privacy statement</a>.`
        : html`${displayName} has not given a privacy statement.`
    } To have the guest account removed later, ask an administrator of ${displayName}.</p>
<dl><dt>Then you go to</dt><dd>${landingText(view.landing)}</dd></dl>
${stepForm(context, html`<div class="actions">${button('accept', 'Accept')}${button('decline', 'Cancel', 'second')}</div>`)}`,
  })
}

export const landingText = (landing: AcceptanceView['landing']): string =>
  landing.kind === 'myApps' ? 'My Apps' : landing.url

/** Shown in place of advice when another account is signed in than the one that was invited. */
export function wrongAccountNote(facts: {
  account: string
  address: string
  organization: string
  inviter: { kind: 'user' | 'application'; displayName: string; mail: string | null }
}): Html {
  const { account, address, organization, inviter } = facts
  const ask = inviter.mail === null ? undefined : askHref(inviter.mail, facts)
  return html`<p>You are signed in as <b>${account}</b>. The invitation of <b>${organization}</b> is for <b>${address}</b>, and this account does not prove that address.</p>
<ul>
<li>Sign in with the account that has the address ${address}.</li>
<li>Or ask ${inviter.kind === 'user' ? inviter.displayName : `an administrator of ${organization}`} to invite ${account}${ask !== undefined && html`: <a href="${ask}">write a mail</a>`}.</li>
</ul>
<p class="soft">The invitation stays open.</p>`
}

function askHref(mail: string, facts: { account: string; address: string; organization: string }): string {
  const subject = `Invitation to ${facts.organization}`
  const body = `You invited ${facts.address} to ${facts.organization}. Please invite ${facts.account} instead.`
  return `mailto:${encodeURIComponent(mail)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}

/** A link that came to its end: expired, or replaced by a newer one. */
export function endedPage(facts: {
  kind: 'expired' | 'superseded'
  /** `invitationExpired` or `invitationSuperseded`. */
  name: string
  says: string
  organization: string
  inviter: string
  link: LinkFields
  /** The block to copy. */
  details: Html
}): RenderedPage {
  const { kind, name, says, organization, inviter, link, details } = facts
  return page({
    title: kind === 'expired' ? 'Invitation expired' : 'Newer invitation',
    tenantName: organization,
    status: 410,
    body: html`<h1>${kind === 'expired' ? 'This invitation has expired' : 'A newer invitation was sent'}</h1>
<p class="alert" role="alert" id="message">${says} (${name})</p>
<p>${
      kind === 'expired'
        ? html`We can send a new link to the address that was invited, if ${inviter} may still invite.`
        : html`Look into the mailbox for the newest mail from ${organization}. If it is gone, we can send a new one.`
    }</p>
${linkForm('/redeem/new-link', link, html`<div class="actions"><button type="submit">Send me a new link</button></div>`)}
${details}`,
  })
}

export const newLinkSentPage = (organization: string): RenderedPage =>
  page({
    title: 'New link sent',
    tenantName: organization,
    body: html`<h1>A new link is on its way</h1>
<p class="note" role="status">It was sent to the address that was invited. Open the newest mail; earlier links do not work any more.</p>`,
  })

/** No more is told than that: whether the inviter is gone, or what forbids it, concerns the organization alone. */
export const newLinkRefusedPage = (
  organization: string,
  facts: { status: number; name: string; says: string; details: Html },
): RenderedPage =>
  page({
    title: 'No new link',
    tenantName: organization,
    status: facts.status,
    body: html`<h1>No new link was sent</h1>
<p class="alert" role="alert" id="message">${facts.says} (${facts.name})</p>
<p>Ask the person who invited you.</p>
${facts.details}`,
  })

export const declinedPage = (organization: string): RenderedPage =>
  page({
    title: 'Invitation not accepted',
    tenantName: organization,
    body: html`<h1>You did not accept</h1>
<p class="note" role="status">Nothing was shared with ${organization}. The link in the mail keeps working, should you change your mind.</p>`,
  })

/**
 * One page, byte for byte, for every link that leads nowhere: forged, altered, for another tenant, revoked, its guest
 * deleted. Nothing of the request may be in it.
 */
export const linkNotFoundPage: RenderedPage = page({
  title: 'Link not found',
  status: 404,
  body: html`<h1>This link does not work</h1>
<p class="alert" role="alert" id="message">Check that it was copied whole, or ask the person who invited you for a new one. (linkNotFound)</p>
<p>An invitation that was withdrawn looks the same.</p>`,
})

const linkForm = (action: string, { tenant, user, ticket, csrf }: LinkFields, body: Html): Html =>
  html`<form method="post" action="${action}">
<input type="hidden" name="tenant" value="${tenant}"><input type="hidden" name="user" value="${user}"><input type="hidden" name="ticket" value="${ticket}"><input type="hidden" name="${csrfField}" value="${csrf}">
${body}
</form>`

const day = (at: number): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at)
