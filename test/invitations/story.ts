import assert from 'node:assert/strict'
import type { GraphAnswer, TestServer } from '../harness/index.ts'
import { type Page, type Visitor, visitor } from '../harness/person.ts'

export const redirectUrl = 'https://portal.contoso.test/welcome'

export type Invited = { id: string; guestId: string; link: string; email: string; body: GraphAnswer['body'] }

/** Invites through Graph, as Contoso's script. */
export async function inviteGuest(
  server: TestServer,
  email: string,
  more: Record<string, unknown> = {},
): Promise<Invited> {
  const answer = await server.graph('contoso').post('/v1.0/invitations', {
    invitedUserEmailAddress: email,
    inviteRedirectUrl: redirectUrl,
    ...more,
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  const { id, inviteRedeemUrl: link, invitedUser } = answer.body
  return { id, guestId: invitedUser.id, link, email, body: answer.body }
}

export async function stateOf(server: TestServer, guestId: string): Promise<string> {
  const { body } = await server
    .graph('contoso')
    .get(`/v1.0/users/${guestId}?$select=id,externalUserState,userType,userPrincipalName,mail`)
  return body.externalUserState
}

export const employee = (server: TestServer) => person(server, 'fabrikam', 'employee')
export const contractor = (server: TestServer) => person(server, 'fabrikam', 'contractor')

export function person(server: TestServer, tenant: 'contoso' | 'fabrikam', key: string) {
  const found = server.demo.tenants[tenant].people[key]
  if (!found) throw new Error(`no ${key} in ${tenant}`)
  return found
}

type Account = { userPrincipalName: string; password: string }

/** From whichever page of the sign-in is shown, as this person, whoever it offers. */
export async function signInAs(browser: Visitor, { userPrincipalName: name, password }: Account): Promise<Page> {
  if (browser.page.title === 'Pick an account') await browser.press('Use another account')
  const offersAnother = browser.page.title === 'Enter password' && !browser.page.html.includes(`<b>${name}</b>`)
  if (offersAnother) await browser.press('Not you?')
  if (browser.page.title === 'Sign in') await browser.press('Next', { username: name })
  await browser.press('Sign in', { password })
  return browser.page.title === 'Stay signed in?' ? browser.press('No') : browser.page
}

/** Opens the link and signs in: stands at the acceptance page, or at the page that says why not. */
export async function signInToRedeem(
  server: TestServer,
  link: string,
  who: Account,
  browser: Visitor = visitor(server),
): Promise<{ browser: Visitor; page: Page }> {
  await browser.open(link)
  assert.equal(browser.page.title, 'Invitation', browser.page.html)
  await browser.press('Continue to sign in')
  const page = await signInAs(browser, who)
  return { browser, page }
}

/** The audit entries of one activity, newest first, by what the store has. */
export async function audits(server: TestServer, tenant: 'contoso' | 'fabrikam', activity: string) {
  const { store } = server.running.deps
  const page = await store.audit.page(store.at(server.demo.tenants[tenant].id as never), { top: 200 })
  return page.items.filter((one) => one.activityDisplayName === activity)
}

export async function signIns(server: TestServer, tenant: 'contoso' | 'fabrikam') {
  const { store } = server.running.deps
  const page = await store.signIns.page(store.at(server.demo.tenants[tenant].id as never), { top: 200 })
  return page.items
}
