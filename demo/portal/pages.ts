import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Html, html, written } from './html.ts'
import type { Refusal } from './refusal.ts'

const stylesheet = readFileSync(new URL('./style.css', import.meta.url), 'utf8')
const styleTag = createHash('sha256').update(stylesheet).digest('base64url').slice(0, 12)

export const style = { path: `/style-${styleTag}.css`, text: stylesheet }

type Claims = Readonly<Record<string, unknown>>

/** What the portal knows of the person in this browser. */
export type Person = { idClaims: Claims; accessClaims: Claims; scopes: readonly string[]; refreshedAt: Date | null }

export type Organization = { displayName: string; id: string }

export function welcomePage({ displayName }: Organization, notice: 'signedOut' | null): string {
  return page(displayName, null, [
    html`<h1>Welcome to the ${displayName} partner portal</h1>
<p>This is a sample app: it belongs to ${displayName}, is written with MSAL Node, and knows Gatehouse by its URLs only.
Employees sign in with their own account, guests with the account of their own organization.</p>
${notice === 'signedOut' && html`<p class="card done" role="status">You are signed out.</p>`}
<div class="actions"><a class="button" href="/sign-in">Sign in</a>
<a class="button second" href="/sign-in?prompt=select_account">Sign in with another account</a></div>`,
  ])
}

export function personPage(organization: Organization, person: Person, refused: Refusal | null): string {
  const { idClaims, accessClaims, scopes, refreshedAt } = person
  const name = textOf(idClaims.name) ?? textOf(idClaims.preferred_username) ?? 'somebody'
  const idp = textOf(idClaims.idp) ?? textOf(accessClaims.idp)
  const guest = idp !== undefined || idClaims.acct === 1
  return page(organization.displayName, name, [
    html`<h1>Hello, ${name}</h1>
<p class="soft">You are ${guest ? 'a guest' : 'a member'} of ${organization.displayName}.</p>`,
    refused && refusalCard(organization.displayName, 'The refresh was refused', refused),
    refreshedAt !== null &&
      refused === null &&
      html`<p class="card done" role="status">New tokens at ${refreshedAt.toISOString().slice(11, 19)} UTC: nothing forbids this sign-in.</p>`,
    html`<section class="card" aria-labelledby="who"><h2 id="who">Who you are here</h2><dl>
${fact('Name', 'name', name)}
${fact('Account', 'preferred_username', textOf(idClaims.preferred_username))}
${fact('Directory (tid)', 'tid', textOf(idClaims.tid))}
${fact('Object in it (oid)', 'oid', textOf(idClaims.oid))}
${fact('Signed in by (idp)', 'idp', idp ?? 'this directory itself')}
${fact('Scopes', 'scp', scopes.join(' '))}
</dl></section>
<div class="actions">
<form method="post" action="/refresh"><button>Refresh my tokens</button></form>
<form method="post" action="/sign-out"><button class="second">Sign out</button></form>
</div>
<p class="soft">Refreshing asks Gatehouse again, as every app does each hour. When a policy has changed meanwhile, the answer
is a refusal, and its code appears here.</p>
${claimsCard('Claims of the ID token', idClaims)}
${claimsCard('Claims of the access token for the Orders API', accessClaims)}`,
  ])
}

export function refusedPage({ displayName }: Organization, refused: Refusal): string {
  return page(displayName, null, [
    html`<h1>You could not be signed in</h1>`,
    refusalCard(displayName, 'What Gatehouse answered', refused),
    html`<div class="actions"><a class="button" href="/sign-in?prompt=select_account">Try another account</a>
<a class="button second" href="/">Back to the portal</a></div>`,
  ])
}

export function plainPage({ displayName }: Organization, title: string, says: string): string {
  return page(displayName, null, [
    html`<h1>${title}</h1><p>${says}</p><div class="actions"><a class="button" href="/">Back to the portal</a></div>`,
  ])
}

function refusalCard(organization: string, title: string, refused: Refusal): Html {
  const { code, error, message, correlationId, traceId, help } = refused
  const asked = correlationId ?? traceId ?? code
  return html`<section class="card refused" role="alert"><h2>${title}: <span class="code" data-claim="error">${code}</span></h2>
<p>${message}</p><dl>${fact('Error', 'error_word', error)}${fact('Correlation id', 'correlation_id', correlationId)}
${fact('Request id', 'trace_id', traceId)}</dl>
${
  code.startsWith('AADSTS') &&
  html`<p class="soft">An administrator of ${organization} sees the whole reason with:</p><pre>npx gatehouse explain ${asked}</pre>`
}
${help !== undefined && /^https:\/\//.test(help) && html`<p><a href="${help}">About this code</a></p>`}</section>`
}

const fact = (label: string, claim: string, value: string | undefined): Html | null =>
  value === undefined || value === '' ? null : html`<dt>${label}</dt><dd data-claim="${claim}">${value}</dd>`

const claimsCard = (title: string, claims: Claims): Html =>
  html`<details class="card"><summary>${title}</summary><dl>${Object.entries(claims).map(([name, value]) =>
    fact(name, `all-${name}`, typeof value === 'string' ? value : JSON.stringify(value)),
  )}</dl></details>`

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

function page(organization: string, who: string | null, body: (Html | null | false)[]): string {
  return written(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${organization} partner portal</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style.path}">
</head>
<body>
<header><div><p class="brand">${organization} <span>partner portal</span></p>${who !== null && html`<span>${who}</span>`}</div></header>
<main>
${body}
</main>
<footer>A sample app of the Gatehouse demo, on MSAL Node. Its source is the folder demo/portal.</footer>
</body>
</html>`)
}
