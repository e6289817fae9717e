import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApplicationId, TenantId } from '../../src/ids.ts'
import { fileServer } from '../sign-in/file-server.ts'
import type { Visitor } from '../sign-in/visitor.ts'
import { appOf, claimsOf, codeFor, member, portal, redeem, redirectOf, refresh, signIn, summary } from './client.ts'

const server = await fileServer()
const { contoso } = server.demo.tenants
const back = redirectOf(server, portal)
const logoutUrl = (fields: Record<string, string> = {}, segment = contoso.id) =>
  `/${segment}/oauth2/v2.0/logout?${new URLSearchParams(fields)}`

/** True when the browser still has a session: a silent request gets a code. */
async function isSignedIn(visit: Visitor): Promise<boolean> {
  const fields = {
    client_id: appOf(server, portal).appId,
    response_type: 'code',
    redirect_uri: back,
    scope: 'openid',
    prompt: 'none',
  }
  await visit.open(`/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams(fields)}`)
  return visit.landed.params.has('code')
}

test('the only account is signed out at once, and the browser goes back with the state; tokens stay good', async () => {
  const visit = await signIn(server, member)
  const { code } = await codeFor(server, portal, { visit })
  const { body } = await redeem(server, portal, code)
  assert.ok(await isSignedIn(visit))
  await visit.open(logoutUrl({ post_logout_redirect_uri: back, state: 's 1' }))
  assert.equal(visit.landed.location, `${back}?state=s+1`)
  assert.ok(!(await isSignedIn(visit)))
  assert.equal(summary(await refresh(server, portal, body.refresh_token)), '200 ok')
})

const bad = [
  'https://evil.example/',
  `${back}/more`,
  `${back}@evil.example`,
  '//evil.example',
  'javascript:alert(1)',
  'http://localhost.evil.example/auth/callback',
  `${back}#x`,
  'x',
]
for (const uri of bad) {
  test(`signing out never leads to ${uri}`, async () => {
    const visit = await signIn(server, member)
    await visit.open(logoutUrl({ post_logout_redirect_uri: uri, client_id: appOf(server, portal).appId }))
    assert.equal(visit.page.title, 'Signed out')
    assert.ok(!visit.page.html.includes('evil.example'))
    assert.ok(!(await isSignedIn(visit)))
  })
}

test('an id_token says who and for whom, even without a session; a forged one says nothing', async () => {
  const visit = await signIn(server, member)
  const { code } = await codeFor(server, portal, { visit })
  const { body } = await redeem(server, portal, code)
  await visit.open(logoutUrl({ post_logout_redirect_uri: back }))
  await visit.open(logoutUrl({ post_logout_redirect_uri: back, id_token_hint: body.id_token }))
  assert.equal(visit.landed.location, back)
  const forged = `${body.id_token.slice(0, -8)}AAAAAAAA`
  await visit.open(logoutUrl({ post_logout_redirect_uri: back, id_token_hint: forged }))
  assert.equal(visit.page.title, 'Signed out')
})

test('with two accounts the person is asked, unless a hint names one', async () => {
  const visit = await signIn(server, member)
  const { code } = await codeFor(server, portal, { visit })
  const hint = String(claimsOf((await redeem(server, portal, code)).body.id_token).login_hint)
  const admin = contoso.people.admin!
  await codeFor(server, portal, { visit, person: { tenant: 'contoso', key: 'admin' }, extra: { prompt: 'login' } })
  await visit.open(logoutUrl({ post_logout_redirect_uri: back }))
  assert.equal(visit.page.title, 'Sign out')
  assert.ok(visit.page.html.includes(admin.displayName))
  // A form of another site cannot press the button.
  const forged = await visit.send(logoutUrl().split('?')[0] ?? '', {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'account=all',
  })
  assert.equal(forged.status, 400)
  assert.ok((await forged.text()).includes('AADSTS165900'))
  await visit.open(logoutUrl({ logout_hint: hint }))
  assert.equal(visit.page.title, 'Signed out')
  // One account is left, so nobody is asked.
  await visit.open(logoutUrl({ post_logout_redirect_uri: back }))
  assert.equal(visit.landed.location, back)
})

test('apps with a front channel are told, from the signed-out page', async () => {
  const { store } = server.running.deps
  await store.write(contoso.id as TenantId, (tx) =>
    store.applications.update(tx, contoso.apps.portal!.objectId as ApplicationId, (old) => ({
      ...old,
      web: { ...old.web, logoutUrl: 'https://portal.example/out' },
    })),
  )
  const visit = await signIn(server, member)
  const { code } = await codeFor(server, portal, { visit })
  const claims = claimsOf((await redeem(server, portal, code)).body.id_token)
  await visit.open(logoutUrl({ post_logout_redirect_uri: back }))
  const { html, headers } = visit.page
  const iss = encodeURIComponent(`${server.origin}/${contoso.id}/v2.0`)
  assert.ok(html.includes(`https://portal.example/out?iss=${iss}&amp;sid=${claims.sid}`), html)
  assert.match(headers.get('content-security-policy') ?? '', /frame-src https:\/\/portal\.example;/)
  assert.ok(html.includes(`content="2;url=${back}"`))
})

test('requests that cannot be read get a page that says why', async () => {
  const cases: [string, RequestInit | undefined, string][] = [
    ['/nobody.example/oauth2/v2.0/logout', undefined, '90002'],
    [`${logoutUrl()}state=a&state=b`, undefined, '9000411'],
    [logoutUrl(), { method: 'DELETE' }, '900561'],
  ]
  for (const [path, init, code] of cases) {
    const answer = await server.fetch(path, init)
    assert.equal(answer.status, 400)
    assert.ok((await answer.text()).includes(code), path)
  }
})

test('the error page explains every number and survives every other text', async () => {
  const known = await (await server.fetch('/error?code=500213')).text()
  assert.ok(known.includes('AADSTS500213'))
  const named = await (await server.fetch('/error?error=AADSTS50020')).text()
  assert.ok(named.includes('AADSTS50020'))
  for (const odd of ['1', '"><script>alert(1)</script>', 'x'.repeat(5000), '%00', '']) {
    const answer = await server.fetch(`/error?code=${encodeURIComponent(odd)}`)
    assert.equal(answer.status, 200)
    assert.ok(!(await answer.text()).includes('<script>alert'))
  }
})
