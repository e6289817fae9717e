import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import type { DemoApp } from '../../src/demo/world.ts'
import { decoded, described, type Page, type Place, textOf, type Visitor, visitor } from './visitor.ts'

export { type Page, type Place, type Visitor, visitor } from './visitor.ts'

export type Account = { userPrincipalName: string; password: string }

/** An app as its developer knows it. */
export type AppAt = { tenant: string; app: DemoApp; scope?: string }
/** What of it a browser knows. */
type Entrance = Omit<AppAt, 'app'> & { app: Pick<DemoApp, 'appId' | 'redirectUris'> }

/** What the browser was sent to the app with, or the page at which the way there ended. */
export type Arrival = { code: string; verifier: string; page: Page } | { code: null; page: Page }

export type EnterOptions = { scope?: string; parameters?: Record<string, string> }

/** A person with their account and one browser. `server` may be any process of the deployment. */
export type Person = {
  account: Account
  visitor: Visitor
  /** Name, password and "stay signed in?", from whichever of these pages is shown. */
  signIn(): Promise<Page>
  /** Opens the app's sign-in and goes along with whatever is asked (acceptance and consent too), as far as it leads. */
  enter(app: Entrance, options?: EnterOptions): Promise<Arrival>
  /** The whole way to tokens. Fails the test when a page refuses. */
  signInTo(app: AppAt, options?: EnterOptions): Promise<SignedIn>
  /** Tries to enter, and must be refused on a page. */
  refusedAt(app: AppAt, options?: EnterOptions): Promise<RefusalPage>
}

export function person(place: Place, account: Account): Person {
  const browser = visitor(place)

  async function signIn(): Promise<Page> {
    if (browser.page.title === 'Pick an account') {
      const label = browser.page.html.includes(account.userPrincipalName) ? tileOf(browser, account) : 'Use another'
      await browser.press(label)
    }
    // The name was typed ahead (a login hint), for somebody else.
    const isForAnother =
      browser.page.title === 'Enter password' && !browser.page.html.includes(account.userPrincipalName)
    if (isForAnother) await browser.press('Not you?')
    if (browser.page.title === 'Sign in') await browser.press('Next', { username: account.userPrincipalName })
    if (browser.page.title === 'Enter password') await browser.press('Sign in', { password: account.password })
    return browser.page.title === 'Stay signed in?' ? browser.press('No') : browser.page
  }

  async function enter({ tenant, app, scope: usual }: Entrance, options: EnterOptions = {}): Promise<Arrival> {
    const verifier = randomBytes(32).toString('base64url')
    const state = randomBytes(8).toString('hex')
    const query = new URLSearchParams({
      client_id: app.appId,
      response_type: 'code',
      redirect_uri: redirectUriOf(app),
      scope: options.scope ?? usual ?? signInScope,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...options.parameters,
    })
    await browser.open(`/${tenant}/oauth2/v2.0/authorize?${query}`)
    for (let steps = 0; steps < 8 && browser.page.leaves === null; steps++) {
      const { title } = browser.page
      if (['Pick an account', 'Sign in', 'Enter password', 'Stay signed in?'].includes(title)) await signIn()
      else if (title === 'Review permissions' || title === 'Permissions requested') await browser.press('Accept')
      else break
    }
    const { page } = browser
    if (page.leaves === null) return { code: null, page }
    const answer = new URL(page.leaves).searchParams
    assert.equal(answer.get('state'), state, 'the app gets its state back')
    const code = answer.get('code')
    return code === null ? { code, page } : { code, verifier, page }
  }

  return {
    account,
    visitor: browser,
    signIn,
    enter,
    async signInTo(app, options) {
      const arrival = await enter(app, options)
      if (arrival.code === null) return assert.fail(`${account.userPrincipalName} ended at ${described(arrival.page)}`)
      const { status, body } = await redeemCode(place, app, arrival)
      assert.equal(status, 200, JSON.stringify(body))
      return signedIn(place, app, body as TokenBody)
    },
    async refusedAt(app, options) {
      const { code, page } = await enter(app, options)
      assert.equal(code, null, 'refused')
      return refusalPage(page)
    },
  }
}

const tileOf = ({ forms }: Visitor, { userPrincipalName }: Account): string =>
  forms()
    .flatMap((form) => form.buttons)
    .find((button) => button.label.includes(userPrincipalName))?.label ?? 'Use another'

const signInScope = 'openid profile offline_access User.Read'

export const redirectUriOf = ({ redirectUris: { web, publicClient } }: Entrance['app']): string =>
  web[0] ?? publicClient[0] ?? assert.fail('the app has no redirect URI that a person without scripts can use')

export type TokenBody = {
  access_token: string
  refresh_token?: string
  id_token?: string
  expires_in: number
  scope: string
  token_type: string
}
export type TokenAnswer = { status: number; body: Partial<TokenBody> & Partial<TokenError> }
export type TokenError = { error: string; error_description: string; error_codes: number[]; correlation_id: string }

/** A POST to the token endpoint, with the app's own credential when it has one. */
export async function askToken(place: Place, { tenant, app }: AppAt, fields: Record<string, string>) {
  const answer = await fetch(`${place.origin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: app.appId,
      ...(app.secret ? { client_secret: app.secret } : {}),
      ...fields,
    }),
  })
  return { status: answer.status, body: (await answer.json()) as TokenAnswer['body'] }
}

function redeemCode(place: Place, at: AppAt, { code, verifier }: { code: string; verifier: string }) {
  const redirect_uri = redirectUriOf(at.app)
  return askToken(place, at, { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier })
}

/** A person inside an app. */
export type SignedIn = {
  tokens: TokenBody
  idToken: Claims
  accessToken: Claims
  /** The next refresh, at this process or another one; a success carries the newer refresh token on. */
  refresh(at?: Place): Promise<TokenAnswer>
}
export type Claims = Record<string, unknown>

function signedIn(place: Place, app: AppAt, tokens: TokenBody): SignedIn {
  let current = tokens.refresh_token ?? ''
  return {
    tokens,
    idToken: claimsOf(tokens.id_token ?? ''),
    accessToken: claimsOf(tokens.access_token),
    async refresh(at = place) {
      const answer = await askToken(at, app, { grant_type: 'refresh_token', refresh_token: current })
      current = answer.body.refresh_token ?? current
      return answer
    },
  }
}

/** Reads without verifying: what apps verify is tested with `jose`, MSAL and openid-client in test/clients/. */
export const claimsOf = (jwt: string): Claims =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString() || '{}')

/** What a refused person sees, and can copy. */
export type RefusalPage = {
  page: Page
  /** The number after AADSTS, or the name where a refusal has no number. */
  code: string
  message: string
  /** The copyable block: `request id`, `correlation id`, `tenant id`, `application id`, `time`, `error`. */
  block: Record<string, string>
  text: string
}

export function refusalPage(page: Page): RefusalPage {
  assert.equal(page.leaves, null, 'a page, not a redirect')
  const message = decoded(/id="message"[^>]*>([^<]*)</.exec(page.html)?.[1] ?? '')
  assert.notEqual(message, '', `no refusal on ${described(page)}`)
  const block = decoded(/<pre[^>]*>([^<]*)<\/pre>/.exec(page.html)?.[1] ?? '')
  const lines = block.split('\n').flatMap((line) => {
    const [, name, value] = /^([^:]+): (.*)$/.exec(line) ?? []
    return name && value ? [[name.toLowerCase(), value] as const] : []
  })
  const code = /AADSTS(\d+)/.exec(message)?.[1] ?? /\((\w+)\)$/.exec(message)?.[1] ?? ''
  return { page, code, message, block: Object.fromEntries(lines), text: textOf(page.html) }
}
