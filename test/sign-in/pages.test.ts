import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { startServer, type TestServer } from '../harness/index.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where to leave pictures of every page, to be looked at; none are taken without it. */
const pictures = process.env.SCREENSHOTS

/** An app at `http://localhost` that shows what it was sent. */
async function app(t: TestContext): Promise<string> {
  const listener = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    request.resume()
    request.on('end', () => response.end(`<title>The app</title><h1>${request.method}</h1>`))
  })
  await new Promise<void>((resolve) => listener.listen(0, 'localhost', resolve))
  t.after(() => listener.close())
  return `http://localhost:${(listener.address() as AddressInfo).port}/auth/callback`
}

const link = (server: TestServer, redirect: string, more: Record<string, string> = {}) =>
  `${server.origin}/${server.demo.tenants.contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: server.demo.tenants.contoso.apps.portal!.appId,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid profile User.Read',
    state: 's',
    ...more,
  })}`

type Look = { scheme: 'light' | 'dark'; check(page: Page, name: string): Promise<void> }

/** Accessible (WCAG 2.2 AA), under 20 kB, focus where the work is, nothing wider than the window. */
function inspector(scheme: 'light' | 'dark'): Look {
  return {
    scheme,
    async check(page, name) {
      await page.evaluate(axe)
      const found =
        await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then((result) => result.violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`)
      assert.deepEqual(found, [], `${name}, ${scheme}`)
      assert.ok(Buffer.byteLength(await page.content()) < 20_000, `${name} is too heavy`)
      const wider = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
      assert.equal(wider, false, `${name} scrolls sideways`)
      if (!pictures) return
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), fullPage: true })
    },
  }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function everyPage(server: TestServer, browser: Browser, redirect: string, look: Look, width: number) {
  const { contoso, fabrikam } = server.demo.tenants
  // The checks run in the page, which its own policy forbids; the journey below runs under the policy.
  const options = { bypassCSP: true, colorScheme: look.scheme, viewport: { width, height: 800 } }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(link(server, redirect))
  await look.check(page, 'name')
  assert.equal(await page.evaluate('document.activeElement.name'), 'username')
  await page.getByLabel('Email or sign-in name').fill('nobody')
  await press(page, 'Next')
  await look.check(page, 'name-problem')
  await page.getByLabel('Email or sign-in name').fill('someone@elsewhere.example')
  await press(page, 'Next')
  await look.check(page, 'code-send')
  await press(page, 'Send code')
  await look.check(page, 'code')
  await page.getByLabel('Code').fill('11111111')
  await press(page, 'Sign in')
  await look.check(page, 'code-problem')
  await press(page, 'Not you?')
  const admin = contoso.people.admin!
  await page.getByLabel('Email or sign-in name').fill(admin.userPrincipalName)
  await press(page, 'Next')
  await look.check(page, 'password')
  assert.equal(await page.evaluate('document.activeElement.name'), 'password')
  await page.getByLabel('Password').fill('not it')
  await press(page, 'Sign in')
  await look.check(page, 'password-problem')
  await page.getByLabel('Password').fill(admin.password)
  await press(page, 'Sign in')
  await page.goto(link(server, redirect, { prompt: 'consent' }))
  await look.check(page, 'consent')
  await press(page, 'Accept')
  await page.goto(link(server, redirect, { prompt: 'login', login_hint: admin.userPrincipalName }))
  await page.getByLabel('Password').fill(admin.password)
  await press(page, 'Sign in')
  await look.check(page, 'stay')
  await press(page, 'No')
  assert.equal(await page.title(), 'The app')

  await page.goto(link(server, redirect, { prompt: 'login' }))
  await page.getByLabel('Email or sign-in name').fill(fabrikam.people.employee!.userPrincipalName)
  await press(page, 'Next')
  await page.getByLabel('Password').fill(fabrikam.people.employee!.password)
  await press(page, 'Sign in')
  await look.check(page, 'refused')
  await page.getByRole('link', { name: 'Use another account' }).click()
  await look.check(page, 'pick')
  await page.goto(link(server, 'https://elsewhere.example/'))
  await look.check(page, 'redirect-unknown')
  await page.goto(`${server.origin}/${contoso.id}/sign-in?flow=gone`)
  await look.check(page, 'expired')
  await page.goto(`${server.origin}/${contoso.id}/oauth2/v2.0/logout`)
  await look.check(page, 'sign-out')
  await context.close()

  const member = await browser.newContext(options)
  const other = await member.newPage()
  await other.goto(link(server, redirect, { scope: 'openid User.ReadWrite.All' }))
  await other.getByLabel('Email or sign-in name').fill(contoso.people.member!.userPrincipalName)
  await press(other, 'Next')
  await other.getByLabel('Password').fill(contoso.people.member!.password)
  await press(other, 'Sign in')
  await look.check(other, 'admin-needed')
  await member.close()

  const fresh = await browser.newContext(options)
  const first = await fresh.newPage()
  const name = `fresh-${look.scheme}@${contoso.domain}`
  const made = await server.graph().post('/v1.0/users', {
    accountEnabled: true,
    displayName: 'Fresh',
    mailNickname: `fresh-${look.scheme}`,
    userPrincipalName: name,
    passwordProfile: { password: 'Given-by-admin-1', forceChangePasswordNextSignIn: true },
  })
  assert.equal(made.status, 201)
  await first.goto(link(server, redirect, { login_hint: name }))
  await first.getByLabel('Password').fill('Given-by-admin-1')
  await press(first, 'Sign in')
  await look.check(first, 'new-password')
  await fresh.close()

  const scriptless = await browser.newContext({ ...options, bypassCSP: false, javaScriptEnabled: false })
  const waiting = await scriptless.newPage()
  await waiting.goto(link(server, redirect, { prompt: 'none', response_mode: 'form_post' }))
  if (pictures) await waiting.screenshot({ path: join(pictures, `form-post-${look.scheme}.png`) })
  await press(waiting, 'Continue')
  assert.equal(await waiting.textContent('h1'), 'POST')
  await scriptless.close()
}

test('every page is accessible, light and dark, wide and narrow', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const redirect = await app(t)
  await everyPage(server, browser, redirect, inspector('light'), 1000)
  await server.advance('PT2H')
  await everyPage(server, browser, redirect, inspector('dark'), 360)
})

test('the whole journey works by keyboard, without scripts, under the strict policy', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const redirect = await app(t)
  const member = server.demo.tenants.contoso.people.member!
  await page.goto(link(server, redirect))
  await page.locator('input[name=username]:focus').waitFor()
  await page.keyboard.type(member.userPrincipalName)
  await page.keyboard.press('Enter')
  await page.locator('input[type=password]:focus').waitFor()
  await page.keyboard.type(member.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
  const accept = page.getByRole('button', { name: 'Accept' })
  await accept.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Stay signed in?' }).waitFor()
  await page.getByRole('button', { name: 'Yes' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/auth\/callback\?code=/)
  assert.equal(await page.title(), 'The app')
})

test('form_post hands the answer over by itself where scripts run, and by the button where they do not', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const redirect = await app(t)
  const page = await (await browser.newContext()).newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await page.goto(link(server, redirect, { prompt: 'none', response_mode: 'form_post' }))
  await page.waitForURL(/auth\/callback/)
  assert.equal(await page.textContent('h1'), 'POST')
  assert.deepEqual(
    problems.filter((text) => !text.includes('favicon')),
    [],
  )
})

test('no sign-in page can be framed', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser(t)
  const page = await (await browser.newContext()).newPage()
  const free = await app(t)
  await page.goto(await app(t))
  /** Where a frame for this address ends up; the browser puts a page of its own into one that forbids it. */
  const framed = async (address: string) => {
    await page.evaluate(
      `document.body.innerHTML = '<iframe></iframe>'; document.querySelector('iframe').src = ${JSON.stringify(address)}`,
    )
    for (let tries = 0; tries < 200; tries += 1) {
      const url = page.frames()[1]?.url() ?? ''
      if (url !== '' && url !== 'about:blank') return url
      await page.waitForTimeout(25)
    }
    return assert.fail('the frame went nowhere')
  }
  assert.equal(await framed(free), free, 'a page that does not mind is framed')
  for (const address of [
    link(server, 'http://localhost/auth/callback'),
    link(server, 'https://elsewhere.example/'),
    `${server.origin}/redeem/?tenant=x`,
    `${server.origin}/${server.demo.tenants.contoso.id}/oauth2/v2.0/logout`,
  ]) {
    assert.match(await framed(address), /^chrome-error:/, address)
  }
})
