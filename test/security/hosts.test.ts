import assert from 'node:assert/strict'
import https from 'node:https'
import { test } from 'node:test'
import { startServer } from '../harness/index.ts'
import { fileServer } from '../sign-in/file-server.ts'

/** attacks.md 22: names in the request's head never get into a link, an issuer, a cookie or a redirect. */

const server = await fileServer()
const { contoso } = server.demo.tenants
const { port, host } = new URL(server.origin)
const evil = 'evil.example'

type Answer = { status: number; text: string; head: string }

/** `fetch` does not let anybody write a Host header. */
function ask(
  path: string,
  headers: Record<string, string | string[]>,
  body?: string,
  at: string = port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: '127.0.0.1',
        port: at,
        servername: 'localhost',
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers,
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, head: answer.rawHeaders.join('\n') }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const token = await server.graphToken('contoso')
const json = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
const invitation = (email: string) =>
  JSON.stringify({
    invitedUserEmailAddress: email,
    inviteRedirectUrl: 'https://portal.contoso.test/',
    sendInvitationMessage: true,
  })
const authorize = `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
  client_id: contoso.apps.portal!.appId,
  response_type: 'code',
  redirect_uri: contoso.apps.portal!.redirectUris.web[0] ?? '',
  scope: 'openid',
})}`
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const credentials = new URLSearchParams({
  grant_type: 'client_credentials',
  client_id: contoso.apps.daemon!.appId,
  client_secret: contoso.apps.daemon!.secret ?? '',
  scope: 'https://graph.microsoft.com/.default',
}).toString()

const places: [path: string, headers: Record<string, string>, body?: string][] = [
  [`/${contoso.id}/v2.0/.well-known/openid-configuration`, {}],
  [
    '/common/discovery/instance?api-version=1.1&authorization_endpoint=https://localhost/common/oauth2/v2.0/authorize',
    {},
  ],
  [authorize, {}],
  [`/${contoso.id}/oauth2/v2.0/token`, form, credentials],
  [`/${contoso.id}/oauth2/v2.0/token`, form, 'grant_type=nonsense'],
  ['/v1.0/users?$top=1', json],
  ['/v1.0/nothing', {}],
  ['/error?code=50020', {}],
  ['/myapps', {}],
  ['/', {}],
]

test('a request for another host is 421 everywhere, before anything is done', async () => {
  const wrong = [
    evil,
    `${evil}:${port}`,
    `localhost.${evil}:${port}`,
    `localhost:${port}.${evil}`,
    'localhost:1',
    '',
    `localhost:${port}@${evil}`,
    `${evil}#localhost:${port}`,
    `localhost.:${port}`,
    `127.0.0.1.nip.io:${port}`,
  ]
  for (const name of wrong) {
    for (const [path, headers, body] of places) {
      const answer = await ask(path, { ...headers, host: name }, body)
      assert.ok(answer.status === 421 || answer.status === 400, `${name} ${path}: ${answer.status}`)
      assert.ok(!`${answer.head}${answer.text}`.includes(evil), `${name} ${path} is repeated`)
      assert.ok(!/^(set-cookie|location)$/im.test(answer.head), `${name} ${path}`)
    }
    const invited = await ask('/v1.0/invitations', { ...json, host: name }, invitation('h@nowhere.example'))
    assert.ok(invited.status === 421 || invited.status === 400)
  }
  assert.equal((await server.letters('h@nowhere.example')).length, 0)
})

test('the name of TLS and an address in absolute form do not choose the host, nor does a second header', async () => {
  for (const [path, headers, body] of places) {
    for (const given of [
      { address: `https://${evil}${path}`, host },
      { address: `http://${evil}${path}`, host },
      { address: `https://${host}${path}`, host: evil },
      { address: path, host: [host, evil] },
      { address: path, host: [evil, host] },
    ]) {
      const answer = await ask(given.address, { ...headers, host: given.host }, body)
      assert.equal(answer.status, 421, `${given.address} ${given.host}: ${answer.status}`)
      assert.ok(!`${answer.head}${answer.text}`.includes(evil), `${given.address} is repeated`)
    }
  }
  const whole = await ask(`https://${host}/gatehouse/health`, { host })
  assert.equal(whole.status, 200, 'our own address may be written in full')
})

test('browsers are told to use https only for names that are not this machine’s', async (t) => {
  const name = 'login.contoso.test'
  const elsewhere = await startServer(t, { environment: { GATEHOUSE_HOSTS: name } })
  const { port: its, host: local } = new URL(elsewhere.origin)
  const told = async (host: string) => {
    const { head, status } = await ask('/gatehouse/health', { host }, undefined, its)
    assert.equal(status, 200, host)
    return /^strict-transport-security$/im.test(head)
  }
  assert.deepEqual([await told(`${name}:${its}`), await told(local)], [true, false])
})

const forwarded: Record<string, string> = {
  'x-forwarded-host': evil,
  'x-forwarded-server': evil,
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '1',
  'x-forwarded-prefix': `//${evil}`,
  'x-host': evil,
  'x-original-host': evil,
  'x-original-url': `https://${evil}/`,
  'x-rewrite-url': `/${evil}`,
  forwarded: `for=1.2.3.4;host=${evil};proto=http`,
  'x-forwarded-for': `1.2.3.4, ${evil}`,
  via: `1.1 ${evil}`,
  origin: `https://${evil}`,
  referer: `https://${evil}/`,
}

/** What differs from request to request by itself. */
const steady = ({ status, head, text }: Answer): string =>
  `${status}\n${head}\n${text}`
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'GUID')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:]+Z?/g, 'TIME')
    .replaceAll(/date\n[^\n]+/gi, 'date')
    .replaceAll(/content-length\n\d+/gi, 'length')
    .replaceAll(/__Host-[^;]+/g, 'COOKIE')
    .replaceAll(/(name="(?:flow|csrf)" value=")[^"]*/g, '$1')
    .replaceAll(/flow=[\w.-]+/g, 'FLOW')
    .replaceAll(/nonce-[^']+|"nonce":"[^"]+/g, 'NONCE')
    .replaceAll(/skiptoken=[\w.-]+/g, 'PAGE')
    .replaceAll(/"access_token":"[^"]*/g, 'TOKEN')
    .replaceAll(/access-control-allow-origin\n[^\n]+/gi, 'cors')

test('X-Forwarded-Host, Forwarded and their like change no answer and no link in a mail', async () => {
  for (const [path, headers, body] of places) {
    const plain = steady(await ask(path, { ...headers, host }, body))
    for (const [name, value] of Object.entries(forwarded)) {
      // A page of another origin may not read a token's answer; that it is told so is no repetition.
      if (name === 'origin' && path.endsWith('/token')) continue
      const answer = await ask(path, { ...headers, host, [name]: value }, body)
      assert.ok(!`${answer.head}${answer.text}`.includes(evil), `${name} at ${path}: ${answer.text.slice(0, 300)}`)
      assert.equal(steady(answer), plain, `${name} at ${path}`)
    }
  }
  const { origin: _, referer: __, ...hops } = forwarded
  const invited = await ask('/v1.0/invitations', { ...json, host, ...hops }, invitation('mail@nowhere.example'))
  assert.equal(invited.status, 201, invited.text)
  assert.ok(!invited.text.includes(evil))
  const letter = await server.letter('mail@nowhere.example')
  assert.ok(letter.links.length > 0)
  for (const link of letter.links) assert.ok(link.startsWith(`${server.origin}/`), link)
  assert.ok(!JSON.stringify(letter).includes(evil))
  // Nobody but a trusted proxy says where a request came from.
  const { store } = server.running.deps
  const { items } = await store.audit.page(store.at(contoso.id as never), { top: 50 })
  assert.ok(!JSON.stringify(items).includes('1.2.3.4'))
})
