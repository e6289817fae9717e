import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import type { BrowserState, DemoApp, Gatehouse } from '../../src/testing/index.ts'

type Cookies = BrowserState['cookies']
type App = Pick<DemoApp, 'appId' | 'secret' | 'redirectUris'>

const authorizeUrl = (tenant: string, { appId, redirectUris }: App, more: Record<string, string>) =>
  `/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: appId,
    response_type: 'code',
    redirect_uri: redirectUris.web[0] ?? '',
    scope: 'openid profile User.Read',
    ...more,
  })}`

const header = (cookies: Cookies) => ({ cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') })

/** A browser with these cookies in front of Contoso's portal. */
export async function person(
  gatehouse: Gatehouse,
  cookies: Cookies = [],
  tenant: { id: string; apps: { portal: App } } = gatehouse.world.tenants.contoso,
) {
  const open = (more: Record<string, string> = {}) =>
    gatehouse.fetch(authorizeUrl(tenant.id, tenant.apps.portal, more), { headers: header(cookies) })
  const silent = await open({ prompt: 'none' })
  const error = new URL(silent.headers.get('location') ?? 'http://none').searchParams.get('error')
  return {
    // Consent is still to be given: the person is known.
    isSignedIn: error === 'consent_required' || error === 'interaction_required',
    signInPage: async () => {
      let answer = await open()
      const location = answer.headers.get('location')
      if (location)
        answer = await gatehouse.fetch(location, {
          headers: { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
        })
      return answer.text()
    },
  }
}

/** The real way to tokens of somebody who is signed in: consent, code, token endpoint. */
export async function redeem(gatehouse: Gatehouse, cookies: Cookies, app: App, scope: string) {
  const { contoso } = gatehouse.world.tenants
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const headers = header(cookies)
  const url = authorizeUrl(contoso.id, app, { scope, code_challenge: challenge, code_challenge_method: 'S256' })
  let answer = await gatehouse.fetch(url, { headers })
  for (let hops = 0; hops < 5; hops++) {
    const location = answer.headers.get('location')
    if (location && !location.startsWith(gatehouse.origin) && !location.startsWith('/')) break
    if (location) answer = await gatehouse.fetch(location, { headers })
    else answer = await accept(gatehouse, await answer.text(), headers)
  }
  const code =
    new URL(answer.headers.get('location') ?? 'http://none').searchParams.get('code') ?? assert.fail('no code')
  const tokens = await gatehouse.fetch(`/${contoso.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: app.appId,
      client_secret: app.secret ?? '',
      redirect_uri: app.redirectUris.web[0] ?? '',
      code,
      code_verifier: verifier,
    }),
  })
  return (await tokens.json()) as { access_token: string; id_token: string }
}

async function accept(gatehouse: Gatehouse, html: string, headers: Record<string, string>): Promise<Response> {
  const text = (given: string) => given.replaceAll('&amp;', '&')
  const forms = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
  const form = forms.find(([, , inside]) => inside?.includes('>Accept<')) ?? assert.fail('nothing to accept')
  const inputs = [...(form[2] ?? '').matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)]
  const [, name = '', value = ''] =
    /<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"[^>]*>Accept</.exec(form[2] ?? '') ?? []
  const body = new URLSearchParams([...inputs.map(([, key = '', one = '']) => [key, text(one)]), [name, value]])
  return gatehouse.fetch(text(form[1] ?? ''), {
    method: 'POST',
    body,
    headers: { ...headers, origin: gatehouse.origin },
  })
}
