import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type AuthenticationResult, ConfidentialClientApplication, CryptoProvider, LogLevel } from '@azure/msal-node'
import { type Browser, browserSessions } from './browsers.ts'
import { type Person, personPage, plainPage, refusedPage, style, welcomePage } from './pages.ts'
import { refusalOfRedirect, refusalOfThrown } from './refusal.ts'
import type { PortalDemo } from './world.ts'

/** Handles every request of the portal that is reached at `url` (no slash at the end). */
export function portalApp(demo: PortalDemo, url: string): RequestListener {
  const { contoso } = demo.tenants
  const { portal, api } = contoso.apps
  if (!portal?.secret || !api?.identifierUri) throw new Error('demo.json has no portal app with a secret, or no API')
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: portal.appId,
      clientSecret: portal.secret,
      authority: `${demo.origin}/${contoso.id}`,
      // Without it MSAL asks the public cloud whether this host is an authority.
      knownAuthorities: [new URL(demo.origin).host],
    },
    system: { loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => undefined } },
  })
  const crypto = new CryptoProvider()
  const redirectUri = `${url}/auth/callback`
  const scopes = [`${api.identifierUri}/Orders.Read`]
  // Browsers share cookies across the ports of a host: two demos side by side must not take each other's.
  const sessions = browserSessions(`portal-${new URL(url).port}`)

  async function signIn(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const { verifier, challenge } = await crypto.generatePkceCodes()
    const pending = { state: randomBytes(16).toString('base64url'), nonce: crypto.createNewGuid(), verifier }
    const prompt = query.get('prompt') === 'select_account' ? { prompt: 'select_account' } : {}
    const loginHint = query.get('login_hint')
    const location = await msal.getAuthCodeUrl({
      scopes,
      redirectUri,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state: pending.state,
      nonce: pending.nonce,
      ...prompt,
      ...(loginHint === null ? {} : { loginHint }),
    })
    redirect(response, location, sessions.start({ pending }))
  }

  async function callback(query: URLSearchParams, browser: Browser | undefined, response: ServerResponse) {
    const pending = browser?.pending
    const code = query.get('code')
    if (code === null && !query.has('error')) return redirect(response, '/') // Back from signing out.
    if (!browser || !pending || query.get('state') !== pending.state) {
      const says = 'This answer belongs to no sign-in that was begun in this browser. Please sign in again.'
      return send(response, 400, plainPage(contoso, 'Please sign in again', says))
    }
    browser.pending = undefined
    if (code === null) return send(response, 403, refusedPage(contoso, refusalOfRedirect(query)))
    const { state, nonce, verifier } = pending
    const result = await msal.acquireTokenByCode(
      { code, scopes, redirectUri, codeVerifier: verifier, state, nonce },
      { code, state },
    )
    if (!result.account) throw new Error('the token service named no account')
    sessions.end(browser)
    const signedIn = { account: result.account, person: personOf(result, null), refused: null }
    redirect(response, '/', sessions.start({ signedIn }))
  }

  async function refresh(browser: Browser | undefined, response: ServerResponse): Promise<void> {
    const signedIn = browser?.signedIn
    if (!signedIn) return redirect(response, '/')
    try {
      const result = await msal.acquireTokenSilent({ account: signedIn.account, scopes, forceRefresh: true })
      signedIn.person = personOf(result, new Date())
      signedIn.refused = null
    } catch (thrown) {
      signedIn.refused = refusalOfThrown(thrown)
    }
    redirect(response, '/')
  }

  async function signOut(browser: Browser | undefined, response: ServerResponse): Promise<void> {
    if (!browser?.signedIn) return redirect(response, '/')
    const { account } = browser.signedIn
    sessions.end(browser)
    await msal.getTokenCache().removeAccount(account)
    const location = new URL(`${demo.origin}/${contoso.id}/oauth2/v2.0/logout`)
    location.searchParams.set('post_logout_redirect_uri', redirectUri)
    location.searchParams.set('client_id', portal?.appId ?? '')
    const hint = account.idTokenClaims?.login_hint ?? account.username
    location.searchParams.set('logout_hint', hint)
    redirect(response, location.href, sessions.start({ notice: 'signedOut' }))
  }

  function home(browser: Browser | undefined, response: ServerResponse): void {
    const { signedIn, notice = null } = browser ?? {}
    if (browser) browser.notice = undefined
    send(
      response,
      200,
      signedIn ? personPage(contoso, signedIn.person, signedIn.refused) : welcomePage(contoso, notice),
    )
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const browser = sessions.find(request.headers.cookie)
    const route = `${request.method} ${pathname}`
    if (request.method === 'POST' && request.headers.origin !== url) {
      return send(response, 403, plainPage(contoso, 'Not allowed', 'This request came from another site.'))
    }
    if (route === 'GET /') return home(browser, response)
    if (route === 'GET /sign-in') return signIn(searchParams, response)
    if (route === 'GET /auth/callback') return callback(searchParams, browser, response)
    if (route === 'POST /refresh') return refresh(browser, response)
    if (route === 'POST /sign-out') return signOut(browser, response)
    if (route === `GET ${style.path}`) return sendStyle(response)
    send(response, 404, plainPage(contoso, 'Not found', 'The portal has no such page.'))
  }

  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    // Signing out is a POST here that ends at the token service: Chromium follows it only where this list allows.
    `form-action 'self' ${new URL(demo.origin).origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')

  function send(response: ServerResponse, status: number, body: string): void {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    response.end(body)
  }

  return (request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      if (response.headersSent) return response.end()
      send(response, 502, refusedPage(contoso, refusalOfThrown(thrown)))
    })
  }
}

function personOf(result: AuthenticationResult, refreshedAt: Date | null): Person {
  return {
    idClaims: result.idTokenClaims as Record<string, unknown>,
    // A client must not read tokens made for an API; a demo may, to show what the API will see.
    accessClaims: claimsOf(result.accessToken),
    scopes: result.scopes,
    refreshedAt,
  }
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    return {}
  }
}

function redirect(response: ServerResponse, location: string, cookie?: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store', ...(cookie ? { 'set-cookie': cookie } : {}) })
  response.end()
}

function sendStyle(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  response.end(style.text)
}
