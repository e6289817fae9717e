import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { fileServer } from '../sign-in/file-server.ts'
import { visitor } from '../sign-in/visitor.ts'

/**
 * attacks.md 34: requests that cost their sender little and us much. Each is answered, refused or cut off, and meanwhile
 * everybody else is served. How fast is for the bench to say; here only a hang fails.
 */

const server = await fileServer()
/** Milliseconds after which a request has not been slow but has hung. */
const hang = 30_000
const { contoso } = server.demo.tenants
const token = await server.graphToken('contoso')
const json = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
const tokenPath = `/${contoso.id}/oauth2/v2.0/token`

const good = () =>
  server.fetch(tokenPath, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: contoso.apps.daemon!.appId,
      client_secret: contoso.apps.daemon!.secret ?? '',
      scope: 'https://graph.microsoft.com/.default',
    }),
  })

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}${close.repeat(depth)}`
const filter = (text: string) => `/v1.0/users?$count=true&$filter=${encodeURIComponent(text)}`
const many = (count: number, one: (n: number) => string, by = ' or ') =>
  Array.from({ length: count }, (_, n) => one(n)).join(by)

const costly: { what: string; path: string; init?: RequestInit }[] = [
  { what: 'a deep filter', path: filter(`${'('.repeat(2000)}id eq 'x'${')'.repeat(2000)}`) },
  { what: 'a chain of not', path: filter(`${'not '.repeat(2000)}(id eq 'x')`) },
  { what: 'a wide filter', path: filter(many(500, (n) => `startswith(displayName,'${n}')`)) },
  { what: 'a filter of lambdas', path: filter(many(100, () => `otherMails/any(a:startswith(a,'x'))`)) },
  { what: 'a long list', path: filter(`id in (${many(1000, (n) => `'${n}'`, ',')})`) },
  { what: 'a filter for backtracking', path: filter(`displayName eq '${"''".repeat(4000)}`) },
  { what: 'a pattern for LIKE', path: filter(`contains(displayName,'${'%_'.repeat(1500)}')`) },
  {
    what: 'a search of many words',
    path: `/v1.0/users?$search=${encodeURIComponent(`"displayName:${'a '.repeat(3000)}"`)}`,
  },
  { what: 'a deep expand', path: `/v1.0/groups?$expand=${nested(200, 'members($expand=', ')')}` },
  { what: 'a wide select', path: `/v1.0/users?$select=${'id,'.repeat(5000)}id` },
  { what: 'a wide orderby', path: `/v1.0/users?$orderby=${many(1000, () => 'displayName', ',')}` },
  { what: 'a deep path', path: `/v1.0${'/users/x'.repeat(1500)}` },
  { what: 'a deep body', path: '/v1.0/users', init: { method: 'POST', body: nested(200_000, '[', ']') } },
  {
    what: 'a deep object',
    path: '/v1.0/users',
    init: { method: 'POST', body: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
  },
  {
    what: 'a body of equal hashes',
    path: '/v1.0/users',
    init: { method: 'POST', body: `{${many(50_000, (n) => `"${n}":1`, ',')}}` },
  },
  {
    what: 'a body of open quotes',
    path: '/v1.0/users',
    init: { method: 'POST', body: `{"a":"${'\\"'.repeat(400_000)}"}` },
  },
  {
    what: 'many bindings',
    path: '/v1.0/groups',
    init: { method: 'POST', body: JSON.stringify({ 'members@odata.bind': Array(20_000).fill('x') }) },
  },
  {
    what: 'many ids',
    path: '/v1.0/directoryObjects/getByIds',
    init: { method: 'POST', body: JSON.stringify({ ids: Array(20_000).fill(contoso.id) }) },
  },
  {
    what: 'a huge token',
    path: '/v1.0/me',
    init: { headers: { ...json, authorization: `Bearer ${'x.'.repeat(12_000)}` } },
  },
  {
    what: 'a token of nested tokens',
    path: '/v1.0/me',
    init: {
      headers: {
        ...json,
        authorization: `Bearer ${Buffer.from('{"alg":"RS256","kid":"x"}').toString('base64url')}.${Buffer.from(nested(5000, '[', ']')).toString('base64url')}.x`,
      },
    },
  },
]

test('costly requests are refused or answered, and others are served meanwhile', async () => {
  assert.equal((await good()).status, 200)
  const faults: string[] = []
  for (const { what, path, init = {} } of costly) {
    const headers = { ...json, consistencylevel: 'eventual', ...init.headers }
    const [answer, other] = await Promise.all([
      server.fetch(path, { ...init, headers, signal: AbortSignal.timeout(hang) }),
      good(),
    ])
    await answer.text()
    if (answer.status >= 500) faults.push(`${what}: ${answer.status}`)
    if (other.status !== 200) faults.push(`${what}: another request got ${other.status}`)
  }
  assert.deepEqual(faults, [])
  assert.deepEqual(
    server.log.filter(({ level }) => level === 'error'),
    [],
  )
})

test('forms of every size and shape at the token endpoint come to an end', async () => {
  const bodies = [
    'a=1&'.repeat(60_000),
    many(60_000, (n) => `k${n}`, '&'),
    `scope=${'a%20'.repeat(60_000)}`,
    `client_assertion=${'e30.'.repeat(60_000)}`,
    `code=${'%'.repeat(200_000)}`,
    `__proto__[x]=1&${'a[b]'.repeat(50_000)}=1`,
    'x'.repeat(5_000_000),
  ]
  for (const body of bodies) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await server
      .fetch(tokenPath, { method: 'POST', headers, body, signal: AbortSignal.timeout(hang) })
      .catch((error: Error) => (error.name === 'TimeoutError' ? Promise.reject(error) : null))
    assert.ok(
      answer === null || (answer.status >= 400 && answer.status < 500),
      `${body.slice(0, 20)}: ${answer?.status}`,
    )
  }
  assert.equal((await good()).status, 200)
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false)
})

test('a flood of wrong passwords leaves tokens and pages to everybody else', async () => {
  const link = `/${contoso.id}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: contoso.apps.portal!.appId,
    response_type: 'code',
    redirect_uri: contoso.apps.portal!.redirectUris.web[0] ?? '',
    scope: 'openid',
  })}`
  let over = false
  let tried = 0
  const flood = Promise.all(
    Array.from({ length: 12 }, async (_, n) => {
      while (!over) {
        const visit = visitor(server)
        await visit.open(link)
        await visit.press('name', { username: `flood${n}-${tried}@${contoso.domain}` })
        await visit.press('password', { password: 'wrong-in-a-flood' })
        tried += 1
      }
    }),
  )
  let served = 0
  while (served < 40 || (tried < 24 && served < 5000)) {
    assert.equal((await good()).status, 200)
    served += 1
  }
  const meanwhile = tried
  over = true
  await flood
  assert.ok(meanwhile >= 24, `${meanwhile} wrong passwords`)
  // One after another, each behind a dozen hashes, tokens would come out far fewer than passwords.
  assert.ok(served > meanwhile, `${served} tokens beside ${meanwhile} wrong passwords`)
})

test('connections that say nothing, or never stop talking, do not keep others out', async () => {
  const { port } = new URL(server.origin)
  const open = (say: string) =>
    new Promise<import('node:tls').TLSSocket>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), servername: 'localhost' }, () => {
        socket.write(say)
        resolve(socket)
      })
      socket.on('error', reject)
    })
  const head = `POST ${tokenPath} HTTP/1.1\r\nHost: ${new URL(server.origin).host}\r\n`
  const sockets = await Promise.all([
    ...Array.from({ length: 60 }, () => open('')),
    ...Array.from({ length: 30 }, () => open(head)),
    ...Array.from({ length: 30 }, () => open(`${head}Content-Length: 100000\r\n\r\na`)),
    ...Array.from({ length: 10 }, () => open(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`)),
  ])
  for (let n = 0; n < 5; n += 1) assert.equal((await good()).status, 200)
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    socket.destroy()
  }
  // Two lengths at once are how requests are smuggled past a proxy.
  for (const bad of [
    `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /`,
    `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    'GET / HTTP/9.9\r\n\r\n',
    `${head}${'x: y\r\n'.repeat(10_000)}\r\n`,
    '\0\0\0\0\r\n\r\n',
  ]) {
    const socket = await open(bad)
    let told = ''
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (part: string) => {
      told += part
    })
    await Promise.race([
      new Promise((resolve) => socket.once('close', resolve)),
      new Promise((resolve) => setTimeout(resolve, 3000).unref()),
    ])
    socket.destroy()
    assert.match(told, /^(HTTP\/1\.1 4\d\d|$)/, bad.slice(0, 60))
  }
  assert.equal((await good()).status, 200)
})
