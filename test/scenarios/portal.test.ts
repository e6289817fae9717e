import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '../harness/browser.ts'
import { startServer } from '../harness/index.ts'
import { acceptOnScreen, signInOnScreen } from '../harness/screen.ts'

test('a member signs in to the portal, signs out there and at the token service, and must sign in anew', async (t) => {
  const server = await startServer(t, { portal: true })
  const portal = server.running.portalUrl ?? assert.fail('the portal runs')
  const member = server.demo.tenants.contoso.people.member ?? assert.fail('no member')
  const browser = await launchBrowser(t)
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)

  await page.goto(portal)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await signInOnScreen(page, member)
  await acceptOnScreen(page, 'Permissions requested')
  await page.getByRole('button', { name: 'No', exact: true }).click()
  await page.getByRole('heading', { name: `Hello, ${member.displayName}` }).waitFor()
  await page.getByText('You are a member of Contoso').waitFor()
  assert.equal(await page.locator('dd[data-claim="oid"]').first().textContent(), member.id)

  await page.goto(`${server.origin}/myapps`)
  await page.getByRole('link', { name: 'Contoso Portal' }).click()
  await page.getByRole('heading', { name: `Hello, ${member.displayName}` }).waitFor()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('status').filter({ hasText: 'You are signed out' }).waitFor()
  assert.equal(new URL(page.url()).origin, portal)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Email or sign-in name').waitFor()
})

test('the portal takes no answer and no change that was not begun in this browser, and shows text as text', async (t) => {
  const server = await startServer(t, { portal: true })
  const portal = server.running.portalUrl ?? assert.fail('the portal runs')
  const ask = (path: string, init: RequestInit = {}) => fetch(`${portal}${path}`, { redirect: 'manual', ...init })

  const planted = await ask('/auth/callback?code=stolen&state=guessed')
  assert.equal(planted.status, 400)
  const begun = await ask('/sign-in')
  const cookie = begun.headers.getSetCookie()[0] ?? ''
  assert.match(cookie, /HttpOnly; SameSite=Lax$/)
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  assert.equal((await ask('/auth/callback?code=stolen&state=guessed', { headers })).status, 400)

  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state')
  const words = new URLSearchParams({ error: 'access_denied', error_description: '<script>alert(1)</script>' })
  const refused = await ask(`/auth/callback?state=${state}&${words}`, { headers })
  assert.equal(refused.status, 403)
  assert.match(await refused.text(), /&lt;script&gt;alert\(1\)&lt;\/script&gt;/)
  assert.match(refused.headers.get('content-security-policy') ?? '', /default-src 'none'/)

  for (const path of ['/refresh', '/sign-out']) {
    const foreign = await ask(path, { method: 'POST', headers: { ...headers, origin: 'https://evil.example' } })
    assert.equal(foreign.status, 403)
  }
})
