import { button, type FormContext, stepForm } from './form.ts'
import { html, linkTo } from './html.ts'
import { page, type RenderedPage } from './layout.ts'

/** Pages on which people agree to something. */

export type ConsentView = {
  account: string
  appName: string
  /** Verified domain of the app's owner, `gatehouse` for an app of ours, or null. */
  publisher: { domain: string } | 'gatehouse' | null
  /** The app belongs to another organization than the one that is entered. */
  foreign: boolean
  /** Asked as an administrator: the box to consent for everybody is offered. */
  mayConsentForAll: boolean
  permissions: { title: string; description: string; api: string | null; adminOnly: boolean }[]
  /** Digest of the list, sent back with the answer. */
  shown: string
  termsUrl: string | null
  privacyUrl: string | null
}

export function consentPage(context: FormContext, view: ConsentView): RenderedPage {
  const terms = linkTo(view.termsUrl)
  const privacy = linkTo(view.privacyUrl)
  return page({
    title: 'Permissions requested',
    tenantName: context.tenantName,
    wide: true,
    csp: { formTargets: context.formTargets },
    body: html`${stepForm(context, html`<p class="who"><b>${view.account}</b> ${button('switch', 'Use another account', 'link')}</p>`)}
<h1>Permissions requested</h1>
<p><b>${view.appName}</b><br><span class="soft">${publisherOf(view)}</span></p>
${view.foreign && html`<p class="note">This app is not published by ${context.tenantName ?? 'your organization'}.</p>`}
<p>This app would like to:</p>
<ul class="plain">${view.permissions.map(
      ({ title, description, api, adminOnly }) =>
        html`<li><details><summary>${title}</summary><p class="soft">${description}${api && html` <span>(${api})</span>`}</p></details>${adminOnly && html`<span class="soft">Needs an administrator's consent.</span>`}</li>`,
    )}</ul>
<p class="soft">By accepting you let this app use your data as listed${terms && html`, under its <a href="${terms}" rel="noreferrer">terms</a>`}${privacy && html` and its <a href="${privacy}" rel="noreferrer">privacy statement</a>`}. An administrator of ${context.tenantName ?? 'your organization'} can take this back later. Accept only if you trust ${view.appName}.</p>
${stepForm(
  context,
  html`<input type="hidden" name="shown" value="${view.shown}">${
    view.mayConsentForAll &&
    html`<label class="check"><input type="checkbox" name="everybody" value="yes"> <span>Consent on behalf of your organization: nobody else in ${context.tenantName ?? 'it'} will be asked.</span></label>`
  }
<div class="actions">${button('accept', 'Accept')}${button('decline', 'Cancel', 'second')}</div>`,
)}`,
  })
}

function publisherOf({ publisher }: ConsentView): string {
  if (publisher === 'gatehouse') return 'Part of Gatehouse, the server that you sign in to'
  return publisher?.domain ?? 'unverified publisher'
}

export function stayPage(context: FormContext, account: string): RenderedPage {
  return page({
    title: 'Stay signed in?',
    tenantName: context.tenantName,
    csp: { formTargets: context.formTargets },
    body: html`<p class="who"><b>${account}</b></p>
<h1>Stay signed in?</h1>
<p>Then you will be asked to sign in less often on this device. Do not choose this on a device that others use.</p>
${stepForm(context, html`<div class="actions">${button('yes', 'Yes')}${button('no', 'No', 'second')}</div>`)}`,
  })
}
