import type { Account } from '../sign-in/index.ts'
import { html, linkTo } from '../sign-in/pages/html.ts'
import { page, type RenderedPage } from '../sign-in/pages/layout.ts'
import type { LogoutWish } from './logout-wish.ts'

/** Several accounts are signed in and nothing says which one is meant. */
export function pickerPage(given: {
  action: string
  wish: Pick<LogoutWish, 'returnTo' | 'state' | 'clientId'>
  csrf: { name: string; value: string }
  accounts: readonly Account[]
  tenantName: string | null
}): RenderedPage {
  const { action, wish, csrf, accounts, tenantName } = given
  const kept = [
    [csrf.name, csrf.value],
    ['post_logout_redirect_uri', wish.returnTo],
    ['state', wish.state],
    ['client_id', wish.clientId],
  ] as const
  const target = URL.parse(wish.returnTo ?? '')?.origin
  return page({
    title: 'Sign out',
    tenantName,
    csp: { formTargets: target === undefined || target === 'null' ? [] : [target] },
    body: html`<h1>Which account do you want to sign out of?</h1>
<form method="post" action="${action}">
${kept.map(([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`)}
<ul class="tiles">${accounts.map(
      ({ user, session }) =>
        html`<li><button type="submit" name="account" value="${session.id}">${user.displayName}<br><span class="soft">${
          user.home?.kind === 'email' ? user.home.address : user.userPrincipalName
        }</span></button></li>`,
    )}</ul>
<div class="actions"><button type="submit" name="account" value="all">Sign out of all</button></div>
</form>`,
  })
}

/** The end. `frames` tell the apps that the session is over; then the browser goes on by itself. */
export function signedOutPage(given: {
  returnTo: string | null
  frames: readonly string[]
  tenantName: string | null
}): RenderedPage {
  const { returnTo, frames, tenantName } = given
  const next = linkTo(returnTo)
  return page({
    title: 'Signed out',
    tenantName,
    csp: { frames: frames.map((url) => new URL(url).origin) },
    body: html`<h1>You signed out</h1>
${next ? html`<p class="actions"><a class="button" href="${next}">Go on</a></p>` : html`<p>It is a good idea to close all browser windows.</p>`}
${frames.map((url) => html`<iframe src="${url}" title="Sign-out of an app" hidden></iframe>`)}
${next && html`<meta http-equiv="refresh" content="2;url=${next}">`}`,
  })
}
