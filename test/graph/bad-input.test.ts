import assert from 'node:assert/strict'
import { test } from 'node:test'
import { role } from '../../src/directory/role-templates.ts'
import { groupResource } from '../../src/graph/model/group.ts'
import { userResource } from '../../src/graph/model/user.ts'
import type { GraphRoute } from '../../src/graph/route.ts'
import { routes } from '../../src/graph/routes.ts'
import { startServer } from '../harness/index.ts'
import { allScopes, tokenOf } from './people.ts'

/** Every route with bad keys, options and bodies: a 4xx in Graph's form, never a 5xx, and nothing changes. */

const badKeys = [
  '%00',
  '%zz',
  '%E0%A4',
  "'",
  '%27%20or%201%3D1--',
  '..',
  '%2e%2e',
  '%2f',
  '%ff',
  '()',
  "('')",
  '$x',
  '😀'.repeat(40),
  'a'.repeat(3000),
  '__proto__',
  'constructor',
  'null',
  '0',
  '-1',
  '%F0%9F',
  ' ',
  '%20',
  '<script>',
]
const badOptions = [
  '$top=0',
  '$top=-1',
  '$top=1000000',
  '$top=1.5',
  '$top=x',
  '$top=',
  '$top=1&$top=2',
  '$select=,,,',
  '$select=%00',
  '$filter=',
  '$filter=%00',
  '$filter=x',
  "$filter=displayName eq '\u{10FFFF}%00'",
  '$filter=((((((',
  `$filter=${'('.repeat(500)}`,
  '$orderby=',
  '$orderby=x',
  '$orderby=id;drop',
  '$search=',
  '$search=x',
  '$search="a:b"',
  '$search=%22displayName:%00%22',
  '$count=maybe',
  '$skip=x',
  '$skip=-1',
  '$skip=99999999999999999999',
  '$skiptoken=x',
  '$skiptoken=1.AAAA',
  '$skiptoken=',
  '$expand=members',
  '$expand=%00',
  '$format=xml',
  '$nothing=1',
  '$deltatoken=x',
  '%00=1',
  '%zz',
  '=',
  '&&&',
  'a'.repeat(9000),
]
const badBodies: [body: string, type: string | undefined][] = [
  ['', 'application/json'],
  ['{', 'application/json'],
  ['null', 'application/json'],
  ['[]', 'application/json'],
  ['"x"', 'application/json'],
  ['1', 'application/json'],
  ['{}', undefined],
  ['{}', 'text/plain'],
  ['a=b', 'application/x-www-form-urlencoded'],
  ['{}', 'application/json;charset=utf-16'],
  ['{}', 'multipart/form-data; boundary=x'],
  ['{}', 'nonsense'],
  ['{"displayName":"\\u0000"}', 'application/json'],
  ['{"displayName":"\\ud800"}', 'application/json'],
  ['[[[['.repeat(20_000), 'application/json'],
  [`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'application/json'],
  ['{"__proto__":{"x":1}}', 'application/json'],
  ['{"constructor":1}', 'application/json'],
  ['{"displayName":"a","displayName":"b","DISPLAYNAME":"c"}', 'application/json'],
  ['\u{FEFF}{}', 'application/json'],
  [JSON.stringify({ displayName: 'a'.repeat(400_000) }), 'application/json'],
  [JSON.stringify({ displayName: 'a'.repeat(1_200_000) }), 'application/json'],
]
const wrongValues = [
  null,
  true,
  1,
  -1e308,
  '',
  ' ',
  'x'.repeat(5000),
  '😀',
  [],
  [null],
  [[]],
  ['x'],
  {},
  { x: 1 },
  [{ x: 1 }],
  '<script>',
]

const urlOf = (route: GraphRoute, key: string): string =>
  `/${(route.at ?? ['v1.0'])[0]}${route.path
    .replace('microsoft.graph.{cast}', 'microsoft.graph.user')
    .replaceAll(/=\{\w+\}/g, `='${key}'`)
    .replaceAll(/\{\w+\}/g, key)}`

const unknown = '0d15ea5e-0000-4000-8000-00000000dead'

test('bad input of every route', async (t) => {
  const server = await startServer(t)
  const token = await server.graphToken('contoso')
  const headers = { authorization: `Bearer ${token}`, consistencylevel: 'eventual' }
  const before = (await server.graph('contoso').get('/v1.0/users?$top=999')).body.value
  let asked = 0
  const faults: string[] = []
  async function ask(method: string, path: string, init: RequestInit = {}): Promise<number> {
    asked++
    const answer = await server.fetch(path, { ...init, method, headers: { ...headers, ...init.headers } })
    const text = await answer.text()
    if (answer.status >= 500)
      faults.push(`${method} ${path.slice(0, 120)} ${JSON.stringify(init.body)?.slice(0, 60)}: ${answer.status}`)
    if (answer.status >= 400) {
      const { error } = JSON.parse(text)
      if (!error?.code || !error.message || !error.innerError?.['request-id'])
        faults.push(`${method} ${path}: ${text.slice(0, 100)}`)
    }
    return answer.status
  }

  await t.test('keys', async () => {
    for (const route of routes.filter((one) => /\{(?!cast)\w+\}/.test(one.path))) {
      const body =
        route.method === 'GET' || route.method === 'DELETE'
          ? {}
          : { body: '{}', headers: { 'content-type': 'application/json' } }
      for (const key of badKeys) {
        const status = await ask(route.method, urlOf(route, key), body)
        if (route.method === 'DELETE' && status < 400) faults.push(`DELETE ${route.path} with ${key}: ${status}`)
      }
    }
    assert.deepEqual(faults, [])
  })

  await t.test('options', async () => {
    for (const route of routes.filter((one) => one.method === 'GET')) {
      for (const option of badOptions) await ask('GET', `${urlOf(route, unknown)}?${option}`)
    }
    assert.deepEqual(faults, [])
  })

  await t.test('bodies', async () => {
    for (const route of routes.filter((one) => ['POST', 'PATCH', 'PUT'].includes(one.method))) {
      for (const [body, type] of badBodies) {
        // The long ones cost time and are stopped before any route: a few are enough.
        if (body.length > 50_000 && !/^\/(users|groups|invitations)/.test(route.path)) continue
        await ask(route.method, urlOf(route, unknown), {
          body: Buffer.from(body),
          headers: type === undefined ? {} : { 'content-type': type },
        })
      }
      for (const value of wrongValues) {
        const body = JSON.stringify({
          '@odata.id': value,
          ids: value,
          groupIds: value,
          securityEnabledOnly: value,
          principalId: value,
        })
        await ask(route.method, urlOf(route, unknown), { body, headers: { 'content-type': 'application/json' } })
      }
    }
    assert.deepEqual(faults, [])
  })

  await t.test('each property of users and groups', async () => {
    const json = { 'content-type': 'application/json' }
    const domain = server.demo.tenants.contoso.domain
    const member = server.demo.tenants.contoso.people.member?.id ?? ''
    const user = {
      accountEnabled: true,
      displayName: 'B',
      mailNickname: 'b',
      userPrincipalName: `b@${domain}`,
      passwordProfile: { password: 'Very-Long-4-You' },
    }
    const group = { displayName: 'B', mailNickname: 'b', mailEnabled: false, securityEnabled: true }
    for (const value of wrongValues) {
      for (const { name } of userResource.properties) {
        if (name === 'passwordProfile' && value === null) continue
        await ask('PATCH', `/v1.0/users/${member}`, {
          body: JSON.stringify({ [name]: value, nothing: 1 }),
          headers: json,
        })
        const status = await ask('POST', '/v1.0/users', {
          body: JSON.stringify({ ...user, [name]: value, nothing: 1 }),
          headers: json,
        })
        assert.equal(status, 400, name)
      }
      for (const { name } of groupResource.properties) {
        const status = await ask('POST', '/v1.0/groups', {
          body: JSON.stringify({ ...group, [name]: value, nothing: 1 }),
          headers: json,
        })
        assert.equal(status, 400, name)
      }
      for (const key of ['members@odata.bind', 'owners@odata.bind', 'nothing@odata.bind', '@odata.bind']) {
        await ask('POST', '/v1.0/groups', {
          body: JSON.stringify({ ...group, [key]: value, nothing: 1 }),
          headers: json,
        })
      }
    }
    assert.deepEqual(faults, [])
  })

  await t.test('one property at a time is checked, and says which', async () => {
    const graph = server.graph('contoso')
    const member = server.demo.tenants.contoso.people.member?.id ?? ''
    const cases: [body: object, message: RegExp][] = [
      [{ displayName: null }, /displayName/],
      [{ displayName: ' ' }, /displayName/],
      [{ displayName: 'x'.repeat(257) }, /displayName.*256/],
      [{ displayName: 5 }, /displayName.*Edm\.String/],
      [{ accountEnabled: 'yes' }, /accountEnabled.*Edm\.Boolean/],
      [{ accountEnabled: null }, /accountEnabled/],
      [{ userType: 'Robot' }, /userType.*Member, Guest/],
      [{ mail: 'nobody' }, /mail/],
      [{ mail: 'a b@c.d' }, /mail/],
      [{ mail: 'a@b.c\r\nBcc: x@y.z' }, /mail/],
      [{ otherMails: 'a@b.test' }, /otherMails/],
      [{ otherMails: ['nobody'] }, /otherMails/],
      [{ otherMails: [5] }, /otherMails/],
      [{ businessPhones: ['1', '2'] }, /businessPhones/],
      [{ usageLocation: 'XYZ' }, /usageLocation/],
      [{ mailNickname: 'a b' }, /mailNickname/],
      [{ userPrincipalName: 'nobody' }, /userPrincipalName/],
      [{ userPrincipalName: 'a@elsewhere.test' }, /domain portion/],
      [{ userPrincipalName: 'inviter@contoso.gatehouse.test' }, /userPrincipalName already exists/],
      [{ mail: 'inviter@contoso.gatehouse.test' }, /proxyAddresses already exists/],
      [{ id: unknown }, /'id' is read-only/],
      [{ createdDateTime: '2020-01-01T00:00:00Z' }, /createdDateTime/],
      [{ externalUserState: 'Accepted' }, /externalUserState/],
      [{ proxyAddresses: ['SMTP:a@b.c'] }, /proxyAddresses/],
      [{ nothing: 1 }, /'nothing'/],
      [{ emailVerified: true }, /emailVerified/],
      [{ passwordProfile: 'x' }, /passwordProfile/],
      [{ passwordPolicies: 'Anything' }, /passwordPolicies/],
      [{ preferredLanguage: 'x'.repeat(65) }, /preferredLanguage/],
    ]
    for (const [body, message] of cases) {
      const answer = await graph.patch(`/v1.0/users/${member}`, body)
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.match(answer.body.error.message, message)
    }
    const after = (await graph.get('/v1.0/users?$top=999')).body.value
    assert.deepEqual(after, before, 'nothing was changed')
  })

  await t.test('passwords are never told back', async () => {
    const admin = server.demo.tenants.contoso.people.admin?.id ?? ''
    const canary = 'canary-weak'
    const answer = await server.fetch('/v1.0/users', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(server, 'contoso', admin, allScopes)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        accountEnabled: true,
        displayName: 'C',
        mailNickname: 'c',
        userPrincipalName: 'c@contoso.gatehouse.test',
        passwordProfile: { password: canary },
      }),
    })
    assert.equal(answer.status, 400)
    assert.doesNotMatch(await answer.text(), new RegExp(canary))
    assert.ok(!JSON.stringify(server.log).includes(canary))
  })

  assert.ok(asked > 8000, `${asked} requests`)
  assert.deepEqual(
    server.log.filter((line) => line.level === 'error'),
    [],
  )
  const roles = await server.graph('contoso').get(`/v1.0/directoryRoles/${role.globalAdministrator}/members`)
  assert.equal(roles.body.value.length, 1)
})
