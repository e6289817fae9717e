import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'
import { visitor } from '../sign-in/visitor.ts'
import { corpus, good, wildcard } from './redirect-corpus.ts'

/** attacks.md 14 and 15, over HTTPS: nothing but a registered address is ever redirected to. */

const server = await fileServer()
const { contoso } = server.demo.tenants

const made = await server.graph().post('/v1.0/applications', {
  displayName: 'Redirected',
  web: { redirectUris: [good, 'https://bare.contoso.test', 'http://localhost/app', 'http://localhost:8080/exact'] },
})
assert.equal(made.status, 201, JSON.stringify(made.body))
assert.equal((await server.graph().post('/v1.0/servicePrincipals', { appId: made.body.appId })).status, 201)

const open = (redirect: string, raw = encodeURIComponent(redirect), more: Record<string, string> = {}) =>
  server.fetch(
    `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: made.body.appId,
      response_type: 'code',
      scope: 'openid',
      state: 's',
      prompt: 'none',
      ...more,
    })}&redirect_uri=${raw}`,
  )

/** Such variants are the same address to every reader, so they are registered as well. */
const same = new Set([
  'http://localhost:8081/exact', // the port of a loopback address does not count (RFC 8252)
])

test('an address that is not registered is never redirected to: each error is shown here', async () => {
  const faults: string[] = []
  for (const redirect of corpus.filter((one) => !same.has(one))) {
    // As a careful client writes it, and as a careless one does.
    const written = [encodeURIComponent(redirect), redirect.replaceAll(/[\s#&%\0]/g, encodeURIComponent)]
    for (const raw of new Set(written)) {
      for (const mode of ['query', 'form_post']) {
        const answer = await open(redirect, raw.replaceAll(/[^\x21-\x7e]/g, encodeURIComponent), {
          response_mode: mode,
        })
        const html = await answer.text()
        if (answer.status !== 400) faults.push(`${redirect}: ${answer.status}`)
        if (answer.headers.has('location') || answer.headers.has('refresh')) faults.push(`${redirect}: redirected`)
        const target = /(href|src|action)="?[^" >]*evil|http-equiv="?refresh/i
        if (target.test(html)) faults.push(`${redirect}: linked`)
        if (!/AADSTS(50011|90102|900144|500113)\b/.test(html)) faults.push(`${redirect}: ${html.slice(-400)}`)
      }
    }
  }
  assert.deepEqual(faults, [])
})

test('what is registered is answered exactly there, and with errors too', async () => {
  const reached: [redirect: string, starts: string][] = [
    [good, `${good}?error=login_required`],
    ['HTTPS://PORTAL.CONTOSO.TEST/auth/callback', 'HTTPS://PORTAL.CONTOSO.TEST/auth/callback?error='],
    ['https://bare.contoso.test', 'https://bare.contoso.test/?error='],
    ['https://bare.contoso.test/', 'https://bare.contoso.test/?error='],
    ['http://localhost/app', 'http://localhost/app?error='],
    ['http://localhost:51234/app', 'http://localhost:51234/app?error='],
    ['http://localhost:8081/exact', 'http://localhost:8081/exact?error='],
  ]
  for (const [redirect, starts] of reached) {
    const location = (await open(redirect)).headers.get('location') ?? ''
    assert.ok(location.startsWith(starts), `${redirect}: ${location}`)
  }
})

test('addresses that are dangerous or patterns cannot be registered', async () => {
  for (const redirect of [
    'javascript:alert(1)',
    'data:text/html,x',
    wildcard,
    'https://*/cb',
    'https://a@portal.contoso.test/',
    `${good}#x`,
    'http://portal.contoso.test/plain',
    'https://portal.contoso.test\\@evil.example/',
    '/relative',
    'x'.repeat(5000),
  ]) {
    const answer = await server
      .graph()
      .patch(`/v1.0/applications/${made.body.id}`, { web: { redirectUris: [redirect] } })
    assert.equal(answer.status, 400, redirect)
    assert.match(JSON.stringify(answer.body), /redirectUris/)
  }
})

test('no other parameter of any page leads away', async () => {
  const away = 'https://evil.example/'
  const names = [
    'redirect',
    'redirect_uri',
    'returnTo',
    'return_to',
    'returnUrl',
    'next',
    'continue',
    'url',
    'target',
    'post_logout_redirect_uri',
    'inviteRedirectUrl',
    'sid',
    'flow',
    'tenant',
    'user',
    'ticket',
    'RelayState',
    'ru',
  ]
  const pages = [
    '/',
    '/myapps',
    '/redeem',
    '/redeem/continue',
    '/redeem/accept',
    '/redeem/new-link',
    '/error',
    `/${contoso.id}/sign-in`,
    `/${contoso.id}/oauth2/v2.0/logout`,
    `/${contoso.id}/oauth2/logout`,
    '/gatehouse/outbox',
  ]
  for (const page of pages) {
    for (const value of [away, '//evil.example/', '/\\evil.example/', 'javascript:alert(1)']) {
      const query = new URLSearchParams(names.map((name) => [name, value]))
      for (const method of ['GET', 'POST']) {
        const answer = await server.fetch(`${page}?${query}`, {
          method,
          ...(method === 'POST' ? { body: query, headers: { origin: server.origin } } : {}),
        })
        const html = await answer.text()
        const location = answer.headers.get('location') ?? ''
        assert.ok(!/^(https:\/\/evil|\/\/|\/\\|javascript:)/i.test(location), `${method} ${page}: ${location}`)
        assert.ok(answer.status < 500, `${method} ${page}: ${answer.status}`)
        assert.ok(
          !/(href|src|action)="?(https:\/\/evil|\/\/evil|\/\\evil|javascript:)/i.test(html),
          `${method} ${page}`,
        )
      }
    }
  }
  const visit = visitor(server)
  await visit.open(`/${contoso.id}/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(good)}`)
  assert.equal(visit.page.title, 'Signed out', 'an address of an app that nobody was signed in to is not followed')
})
