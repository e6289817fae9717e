import { csrfField } from '../csrf.ts'
import { attributes, html, linkTo } from './html.ts'
import type { Tile } from './identify.ts'
import { page, type RenderedPage } from './layout.ts'

/** What the end of a sign-out shows. */
export type SignedOutView = {
  tenantName?: string | null | undefined
  /** Names of the accounts that were signed out; none when nobody was signed in. */
  accounts: readonly string[]
  /** Accounts that are still signed in, in this browser. */
  remaining?: readonly string[] | undefined
  /** A proven address of the app, for a link. */
  continueTo?: string | null | undefined
}

export function signedOutPage({ tenantName, accounts, remaining = [], continueTo }: SignedOutView): RenderedPage {
  const back = linkTo(continueTo)
  return page({
    title: 'Signed out',
    tenantName,
    body: html`<h1>You are signed out</h1>
${accounts.length > 0 && html`<ul>${accounts.map((name) => html`<li>${name}</li>`)}</ul>`}
<p>It is a good idea to close all browser windows.</p>
${remaining.length > 0 && html`<p class="note">Still signed in here: ${remaining.join(', ')}</p>`}
${back && html`<p class="actions"><a class="button" href="${back}">Back to the app</a></p>`}`,
  })
}

export type SignOutForm = {
  /** Path that the form posts to, with everything that the request asked for in its query. */
  action: string
  csrf: string
  tenantName?: string | null | undefined
  /** `form-action` beside this server: the proven address that the sign-out leads to. */
  formTargets: string[]
}

/** "Which account do you want to sign out of?" The form sends `account=<session id>`, or `account=all`. */
export function signOutPickPage(form: SignOutForm, tiles: readonly Tile[]): RenderedPage {
  const tile = (value: string, body: ReturnType<typeof html>) =>
    html`<li><form method="post" action="${form.action}"><input type="hidden" name="${csrfField}" value="${form.csrf}"><button${attributes({ type: 'submit', name: 'account', value })}>${body}</button></form></li>`
  return page({
    title: 'Sign out',
    tenantName: form.tenantName,
    csp: { formTargets: form.formTargets },
    body: html`<h1>Which account do you want to sign out of?</h1>
<ul class="tiles">${tiles.map(({ sid, displayName, name, organization }) =>
      tile(sid, html`<b>${displayName}</b><span>${name}</span><span class="soft">${organization}</span>`),
    )}${tile('all', html`<b>All of them</b>`)}</ul>`,
  })
}
