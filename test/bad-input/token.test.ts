import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'
import {
  codeFor,
  member,
  portal,
  redeem,
  redirectOf,
  signIn,
  type TokenBody,
  verifier,
} from '../token-service/client.ts'
import { contentOf } from './content.ts'
import { huge, oddTexts } from './texts.ts'

/**
 * Every parameter of the token endpoint, for each grant: absent, empty, doubled, huge, of the wrong kind and in the
 * wrong characters. An outcome is `<status> <error> <code>` of the JSON body, or `200`.
 */

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const app = contoso.apps.portal!
const daemon = contoso.apps.daemon!
const script = fabrikam.apps['admin-script']!
const visit = await signIn(server, member, portal)
// What the first token of an instance makes once is there before anything is compared.
await redeem(server, portal, (await codeFor(server, portal, { visit })).code)

type Wrong = 'absent' | 'empty' | 'doubled' | 'huge' | 'odd'
/** `wrong`: values of the parameter's own and what they come to. */
type Row = Record<Wrong, string> & { wrong: Record<string, string> }
type Grant = {
  grant: string
  good(): Promise<Record<string, string>>
  rows: Record<string, Row>
  /** What a refused code leaves behind by design: it is spent. */
  changes: string[]
}

const twice = '400 invalid_request 9000411'
const missing = '400 invalid_request 900144'
const optional = (huge: string, odd: string, wrong: Record<string, string> = {}): Row => ({
  absent: '200',
  empty: '200',
  doubled: twice,
  huge,
  odd,
  wrong,
})
const needed = (huge: string, odd = huge, wrong: Record<string, string> = {}): Row => ({
  absent: missing,
  empty: missing,
  doubled: twice,
  huge,
  odd,
  wrong,
})
const ignored = optional('200', '200')
const unknownApp = '400 unauthorized_client 700016'
const noGrant = '400 unsupported_grant_type 70003'
const noCredential = '401 invalid_client 7000218'
const badGrant = '400 invalid_grant 70000'

const grantType = needed(noGrant, noGrant, {
  Client_Credentials: noGrant,
  password: noGrant,
  'urn:ietf:params:oauth:grant-type:device_code': noGrant,
  hasOwnProperty: noGrant,
})
const clientId = needed(unknownApp, unknownApp, {
  [script.appId]: unknownApp,
  '00000000-0000-4000-8000-00000000dead': unknownApp,
  [app.objectId]: unknownApp,
})
const secret: Row = {
  absent: noCredential,
  empty: noCredential,
  doubled: twice,
  huge: '401 invalid_client 7000215',
  odd: '401 invalid_client 7000215',
  wrong: { [script.secret ?? '']: '401 invalid_client 7000215', [app.objectId]: '401 invalid_client 7000215' },
}
/** Beside a secret: two credentials are no credential. */
const assertion = optional('400 invalid_request', '400 invalid_request')

const grants: Grant[] = [
  {
    grant: 'client_credentials',
    good: async () => ({
      grant_type: 'client_credentials',
      client_id: daemon.appId,
      client_secret: daemon.secret ?? '',
      scope: `${contoso.apps.api!.identifierUri}/.default`,
    }),
    changes: [],
    rows: {
      grant_type: grantType,
      client_id: clientId,
      client_secret: secret,
      scope: needed('400 invalid_scope 1002012', '400 invalid_scope 70011 | 400 invalid_scope 1002012', {
        'User.Read': '400 invalid_scope 1002012',
        'api://nobody/.default': '400 invalid_resource 500011',
        [`${script.appId}/.default`]: '400 invalid_resource 500011',
        'a"b': '400 invalid_scope 70011',
      }),
      client_assertion: assertion,
      client_assertion_type: ignored,
      code: ignored,
      refresh_token: ignored,
      redirect_uri: ignored,
      client_info: ignored,
      claims: ignored,
      'client-request-id': ignored,
    },
  },
  {
    grant: 'authorization_code',
    good: async () => ({
      grant_type: 'authorization_code',
      client_id: app.appId,
      client_secret: app.secret ?? '',
      code: (await codeFor(server, portal, { visit })).code,
      redirect_uri: redirectOf(server, portal),
      code_verifier: verifier,
    }),
    changes: ['codes', 'refresh_families', 'sessions'],
    rows: {
      grant_type: grantType,
      client_id: clientId,
      client_secret: { ...secret, absent: noCredential, empty: noCredential },
      code: needed(badGrant),
      redirect_uri: needed('400 invalid_grant 500112', '400 invalid_grant 500112', {
        'https://evil.example/': '400 invalid_grant 500112',
      }),
      code_verifier: {
        ...needed('400 invalid_grant 501481'),
        absent: '400 invalid_grant 501481',
        empty: '400 invalid_grant 501481',
      },
      scope: optional('400 invalid_scope 650053', '400 invalid_scope 70011 | 400 invalid_scope 650053', {
        'api://nobody/x': '400 invalid_resource 500011',
      }),
      resource: optional('400 invalid_request 901002', '400 invalid_request 901002'),
      client_assertion: assertion,
    },
  },
  {
    grant: 'refresh_token',
    good: async () => {
      const { code } = await codeFor(server, portal, { visit })
      const { body } = await redeem(server, portal, code)
      return {
        grant_type: 'refresh_token',
        client_id: app.appId,
        client_secret: app.secret ?? '',
        refresh_token: body.refresh_token,
      }
    },
    changes: ['codes', 'refresh_families', 'sessions'],
    rows: {
      grant_type: grantType,
      client_id: clientId,
      client_secret: secret,
      refresh_token: needed(badGrant),
      scope: optional('400 invalid_scope 650053', '400 invalid_scope 70011 | 400 invalid_scope 650053', {
        'api://nobody/x': '400 invalid_resource 500011',
      }),
      resource: optional('400 invalid_request 901002', '400 invalid_request 901002'),
    },
  },
]

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const path = (tenant: string = contoso.id) => `/${tenant}/oauth2/v2.0/token`

async function ask(body: string | Uint8Array, init: RequestInit = {}, tenant?: string) {
  const answer = await server.fetch(path(tenant), { method: 'POST', headers: form, body, ...init })
  const text = await answer.text()
  // Everything is told in JSON, also what the framework refuses.
  const told = JSON.parse(text) as Partial<TokenBody>
  const outcome =
    answer.status === 200 ? '200' : `${answer.status} ${told.error} ${told.error_codes?.join() ?? ''}`.trim()
  return { outcome, told: told.error_description ?? '' }
}

/** Codes whose sentence is filled with the parameter's name. */
const naming = new Set(['900144', '9000411', '70000'])

for (const { grant, good, rows, changes } of grants) {
  test(`every parameter of ${grant}: absent, empty, doubled, huge, wrong, in wrong characters`, async () => {
    const before = await contentOf(server, changes)
    const faults: string[] = []
    let fields = await good()
    let asked = 0
    for (const [parameter, row] of Object.entries(rows)) {
      const raw = (text: string | null, more = '') => {
        const { [parameter]: _, ...others } = fields
        return `${new URLSearchParams(others)}${text === null ? '' : `&${parameter}=${text}`}${more}`
      }
      const once = () => encodeURIComponent(fields[parameter] ?? 'x')
      const cases: [what: string, body: () => string, expect: string][] = [
        ['absent', () => raw(null), row.absent],
        ['empty', () => raw(''), row.empty],
        ['doubled', () => raw(once(), `&${parameter}=${once()}`), row.doubled],
        ['doubled with another value', () => raw(once(), `&${parameter}=other`), row.doubled],
        ['huge', () => raw(huge), row.huge],
        ...Object.entries(oddTexts).map(([what, text]): [string, () => string, string] => [
          what,
          () => raw(text),
          row.odd,
        ]),
        ...Object.entries(row.wrong).map(([value, expect]): [string, () => string, string] => [
          `'${value}'`,
          () => raw(encodeURIComponent(value)),
          expect,
        ]),
      ]
      for (const [what, body, expect] of cases) {
        asked += 1
        const { outcome, told } = await ask(body())
        if (!expect.split(' | ').includes(outcome)) {
          faults.push(`${parameter} ${what}: ${outcome} instead of ${expect}: ${told.slice(0, 120)}`)
        }
        const [code = ''] = /\d+$/.exec(outcome) ?? []
        if (naming.has(code) && !told.includes(`'${parameter}'`)) faults.push(`${parameter} ${what}: ${told}`)
        // A code that came back wrong is spent: the next case gets another one.
        if (grant === 'authorization_code') fields = await good()
      }
    }
    assert.deepEqual(faults, [])
    assert.ok(asked > 60, `${asked} requests`)
    assert.deepEqual(await contentOf(server, changes), before)
    assert.deepEqual(
      server.log.filter(({ level }) => level === 'error'),
      [],
    )
  })
}

test('the token endpoint in other content types, character sets, verbs, and at other tenants', async () => {
  const before = await contentOf(server)
  const good = new URLSearchParams(await (grants[0] ?? assert.fail('no grant')).good()).toString()
  const faults: string[] = []
  const check = (what: string, { outcome, told }: { outcome: string; told: string }, expect: string) => {
    if (outcome !== expect) faults.push(`${what}: ${outcome} instead of ${expect}: ${told.slice(0, 160)}`)
  }
  const bodies: [type: string, body: string | Uint8Array, expect: string][] = [
    ['application/json', JSON.stringify(Object.fromEntries(new URLSearchParams(good))), missing],
    ['text/plain', good, missing],
    ['multipart/form-data; boundary=x', good, missing],
    ['application/x-www-form-urlencoded; charset=utf-16', Buffer.from(good, 'utf16le'), missing],
    ['application/x-www-form-urlencoded; charset=iso-8859-1', good, missing],
    ['application/x-www-form-urlencoded', Buffer.from(good, 'utf16le'), missing],
    [
      'application/x-www-form-urlencoded',
      Buffer.concat([Buffer.from(`${good}&x=`), Buffer.of(0xff)]),
      '400 invalid_request 9002313',
    ],
    ['application/x-www-form-urlencoded', '', missing],
    ['application/x-www-form-urlencoded', '&&==&=', '400 invalid_request 9000411'],
    [
      'application/x-www-form-urlencoded',
      'a=1&'.repeat(50_000),
      '400 invalid_request 9002313 | 400 invalid_request 9000411',
    ],
    [
      'application/x-www-form-urlencoded',
      Array.from({ length: 5000 }, (_, n) => `p${n}=1`).join('&'),
      '400 invalid_request 9002313',
    ],
    ['application/x-www-form-urlencoded', 'x'.repeat(300_000), '413 invalid_request'],
    ['nonsense', good, '400 invalid_request 9002313'],
    ['', good, '400 invalid_request 9002313'],
  ]
  for (const [type, body, expect] of bodies) {
    const answered = await ask(body, { headers: { 'content-type': type } })
    check(
      `${type} ${String(body).slice(0, 20)}`,
      answered,
      expect.split(' | ').find((one) => one === answered.outcome) ?? expect,
    )
  }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
    const answer = await server.fetch(path(), { method, headers: form, ...(method === 'GET' ? {} : { body: good }) })
    const told = (await answer.json()) as TokenBody
    check(method, { outcome: `${answer.status} ${told.error_codes}`, told: told.error_description }, '400 900561')
  }
  for (const [tenant, expect] of [
    [fabrikam.id, unknownApp],
    ['00000000-0000-4000-8000-00000000dead', '400 invalid_request 90002'],
    ['nobody.example', '400 invalid_request 90002'],
    ['no~name', '400 invalid_request 900023'],
    ['%00', '400 invalid_request 900023'],
    ['x'.repeat(400), '400 invalid_request 900023'],
    ['common', '400 invalid_request 50059'],
    ['consumers', '400 invalid_request 9002332'],
  ] as const) {
    check(tenant.slice(0, 40), await ask(good, {}, tenant), expect)
  }
  for (const authorization of [
    'Basic',
    'Basic %%%',
    `Basic ${huge.slice(0, 10_000)}`,
    'Basic YTpi',
    'Bearer x',
    'Basic Og==',
  ]) {
    const { outcome } = await ask(good.replace(/client_secret=[^&]*&?/, ''), { headers: { ...form, authorization } })
    if (!/^40[01] invalid_/.test(outcome)) faults.push(`${authorization.slice(0, 20)}: ${outcome}`)
  }
  assert.deepEqual(faults, [])
  assert.deepEqual(await contentOf(server), before)
  assert.deepEqual(
    server.log.filter(({ level }) => level === 'error'),
    [],
  )
})
