import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'
import { problemOf } from '../sign-in/visitor.ts'
import { contentOf } from './content.ts'
import { huge, oddTexts } from './texts.ts'

/**
 * Every parameter of the authorization endpoint, absent, empty, doubled, huge, of the wrong kind and in the wrong
 * characters. An outcome is `page <code>` (told here, sent nowhere), `app <error> <code>` (told to the proven redirect
 * URI), `sign in` (the parameter may be so) or `http <status>`.
 */

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const portal = contoso.apps.portal!
const [redirectUri = ''] = portal.redirectUris.web
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const good: Record<string, string> = {
  client_id: portal.appId,
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid profile',
  state: 'state-1',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}

type Wrong = 'absent' | 'empty' | 'doubled' | 'huge' | 'odd'
type Row = Record<Wrong, string> & { wrong: Record<string, string> }
const free: Row = {
  absent: 'sign in',
  empty: 'sign in',
  doubled: 'page 9000411',
  huge: 'sign in',
  odd: 'sign in',
  wrong: {},
}

/** What each parameter's faults come to (sts.md 2.1). `odd`: bytes that are no UTF-8, NUL, UTF-16, lone halves. */
const rows: Record<string, Row> = {
  client_id: {
    absent: 'page 900144',
    empty: 'page 900144',
    doubled: 'page 9000411',
    huge: 'page 700038',
    odd: 'page 700038',
    wrong: {
      portal: 'page 700038',
      [fabrikam.apps['admin-script']!.appId]: 'page 700016',
      '00000000-0000-4000-8000-00000000dead': 'page 700016',
      [`{${portal.appId}}`]: 'page 700038',
      [portal.objectId]: 'page 700016',
    },
  },
  response_type: {
    absent: 'app invalid_request 900144',
    empty: 'app invalid_request 900144',
    doubled: 'page 9000411',
    huge: 'app unsupported_response_type 70005',
    odd: 'app unsupported_response_type 70005',
    wrong: {
      'code code': 'app unsupported_response_type 70005',
      CODE: 'app unsupported_response_type 70005',
      token: 'app unsupported_response_type 700051',
      id_token: 'app unsupported_response_type 700054',
    },
  },
  redirect_uri: {
    absent: 'sign in',
    empty: 'sign in',
    doubled: 'page 9000411',
    huge: 'page 90102',
    odd: 'page 90102',
    wrong: { 'https://evil.example/': 'page 50011', '/auth/callback': 'page 90102' },
  },
  response_mode: {
    ...free,
    huge: 'app invalid_request 70007',
    odd: 'app invalid_request 70007',
    wrong: { web_message: 'app invalid_request 70007', QUERY: 'app invalid_request 70007' },
  },
  scope: {
    ...free,
    absent: 'app invalid_request 900144',
    empty: 'app invalid_request 900144',
    huge: 'app invalid_scope 650053',
    // What is no word of a scope, or a word that nothing is named by.
    odd: 'app invalid_scope 70011 | app invalid_scope 650053',
    wrong: {
      'User.Nothing': 'app invalid_scope 650053',
      'api://nobody/x': 'app invalid_resource 500011',
      'a"b': 'app invalid_scope 70011',
    },
  },
  state: free,
  nonce: free,
  prompt: {
    ...free,
    huge: 'app invalid_request 90023',
    odd: 'app invalid_request 90023',
    wrong: { create: 'app invalid_request 90023', 'login consent': 'app invalid_request 90023' },
  },
  login_hint: free,
  domain_hint: free,
  sid: free,
  max_age: {
    ...free,
    huge: 'app invalid_request 90023',
    odd: 'app invalid_request 90023',
    wrong: {
      '-1': 'app invalid_request 90023',
      '1.5': 'app invalid_request 90023',
      '1e3': 'app invalid_request 90023',
    },
  },
  code_challenge: {
    ...free,
    absent: 'app invalid_request 50147',
    empty: 'app invalid_request 50147',
    huge: 'app invalid_request 501491',
    odd: 'app invalid_request 501491',
    wrong: { short: 'app invalid_request 501491' },
  },
  code_challenge_method: {
    ...free,
    huge: 'app invalid_request 50148',
    odd: 'app invalid_request 50148',
    wrong: { s256: 'app invalid_request 50148', S512: 'app invalid_request 50148' },
  },
  claims: {
    ...free,
    huge: 'app invalid_request 9002313',
    odd: 'app invalid_request 9002313',
    wrong: {
      '[]': 'app invalid_request 9002313',
      '{': 'app invalid_request 9002313',
      null: 'app invalid_request 9002313',
    },
  },
  client_info: free,
  resource: { ...free, huge: 'app invalid_request 901002', odd: 'app invalid_request 901002', wrong: {} },
}

/** Codes whose sentence is filled with the parameter's name. */
const naming = new Set(['900144', '9000411', '90023', '9002313'])

type Case = { name: string; parameter: string; query: string; method?: 'GET' | 'POST'; expect: string }

const encoded = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()
const without = (name: string): Record<string, string> => {
  const { [name]: _, ...others } = good
  return others
}
const withRaw = (name: string, raw: string): string => `${encoded(without(name))}&${name}=${raw}`

function casesOf(parameter: string, row: Row): Case[] {
  const named = (what: string) => `${parameter} ${what}`
  const once = encodeURIComponent(good[parameter] ?? 'x')
  return [
    { name: named('absent'), parameter, query: encoded(without(parameter)), expect: row.absent },
    { name: named('empty'), parameter, query: withRaw(parameter, ''), expect: row.empty },
    {
      name: named('doubled'),
      parameter,
      query: `${withRaw(parameter, once)}&${parameter}=${once}`,
      expect: row.doubled,
    },
    { name: named('huge in the address'), parameter, query: withRaw(parameter, huge), expect: 'http 431' },
    { name: named('huge in a form'), parameter, query: withRaw(parameter, huge), method: 'POST', expect: row.huge },
    ...Object.entries(oddTexts).flatMap(([what, raw]): Case[] => [
      { name: named(what), parameter, query: withRaw(parameter, raw), expect: row.odd },
      { name: named(`${what} in a form`), parameter, query: withRaw(parameter, raw), method: 'POST', expect: row.odd },
    ]),
    ...Object.entries(row.wrong).map(
      ([value, expect]): Case => ({
        name: named(`'${value}'`),
        parameter,
        query: withRaw(parameter, encodeURIComponent(value)),
        expect,
      }),
    ),
  ]
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const path = (tenant: string) => `/${tenant}/oauth2/v2.0/authorize`

const ask = (query: string, method: 'GET' | 'POST' = 'GET', tenant: string = contoso.id): Promise<Response> =>
  method === 'GET'
    ? server.fetch(`${path(tenant)}?${query}`)
    : server.fetch(path(tenant), { method, headers: form, body: query })

async function outcomeOf(answer: Response): Promise<{ outcome: string; told: string }> {
  const html = await answer.text()
  const location = answer.headers.get('location')
  if (location !== null) {
    assert.ok(location.startsWith(redirectUri), `redirected to ${location}`)
    // An answer of an implicit flow stands in the fragment.
    const [, query = '', fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(location) ?? []
    const told = new URLSearchParams(query || fragment)
    const description = told.get('error_description') ?? ''
    return { outcome: `app ${told.get('error')} ${/AADSTS(\d+)/.exec(description)?.[1]}`, told: description }
  }
  const problem = problemOf(html)
  const code = /^AADSTS(\d+)/.exec(problem)?.[1]
  if (code) return { outcome: `page ${code}`, told: problem }
  const isSignIn = answer.status === 200 && /<title>(Sign in|Enter password|Sign in by code)/.test(html)
  return { outcome: isSignIn ? 'sign in' : `http ${answer.status}`, told: html.slice(0, 300) }
}

test('every parameter of authorize: absent, empty, doubled, huge, wrong, in wrong characters', async () => {
  const before = await contentOf(server)
  const cases = Object.entries(rows).flatMap(([parameter, row]) => casesOf(parameter, row))
  assert.ok(cases.length > 250, `${cases.length} cases`)
  const faults: string[] = []
  for (const { name, parameter, query, method, expect } of cases) {
    const { outcome, told } = await outcomeOf(await ask(query, method))
    if (!expect.split(' | ').includes(outcome))
      faults.push(`${name}: ${outcome} instead of ${expect}: ${told.slice(0, 120)}`)
    const [code = ''] = /\d+$/.exec(outcome) ?? []
    if (naming.has(code) && !told.includes(`'${parameter}'`)) faults.push(`${name}: not named in ${told.slice(0, 120)}`)
  }
  assert.deepEqual(faults, [])
  assert.deepEqual(await contentOf(server), before)
  assert.deepEqual(
    server.log.filter(({ level }) => level === 'error'),
    [],
  )
})

const elsewhere: [tenant: string, expect: string][] = [
  [fabrikam.id, 'page 700016'],
  ['00000000-0000-4000-8000-00000000dead', 'page 90002'],
  ['nobody.example', 'page 90002'],
  ['no~name', 'page 900023'],
  ['%00', 'page 900023'],
  ['%ff', 'http 404'],
  ['..%2f..', 'page 900023'],
  ['x'.repeat(400), 'page 900023'],
  ['x'.repeat(600), 'http 404'],
  ['common', 'page 50194'],
  ['organizations', 'page 50194'],
  ['consumers', 'page 9002332'],
]

test('authorize at unknown, foreign and unspeakable tenants, by other verbs, in other content types', async () => {
  const before = await contentOf(server)
  const faults: string[] = []
  for (const [tenant, expect] of elsewhere) {
    const { outcome, told } = await outcomeOf(await ask(encoded(good), 'GET', tenant))
    if (outcome !== expect)
      faults.push(`${tenant.slice(0, 40)}: ${outcome} instead of ${expect}: ${told.slice(0, 200)}`)
  }
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const answer = await server.fetch(`${path(contoso.id)}?${encoded(good)}`, { method })
    const body = await answer.text()
    if (answer.status !== 400 || !body.includes('AADSTS900561')) faults.push(`${method}: ${answer.status} ${body}`)
  }
  const bodies: [type: string, body: string | Uint8Array, expect: string][] = [
    ['application/json', JSON.stringify(good), 'page 900144'],
    ['text/plain', encoded(good), 'page 900144'],
    ['multipart/form-data; boundary=x', `--x\r\n\r\n${encoded(good)}\r\n--x--`, 'http 415'],
    ['application/x-www-form-urlencoded; charset=utf-16', Buffer.from(encoded(good), 'utf16le'), 'page 900144'],
    ['application/x-www-form-urlencoded', Buffer.from(encoded(good), 'utf16le'), 'page 900144'],
    ['application/x-www-form-urlencoded', Buffer.from([0xff, 0xfe, 0x00]), 'page 900144'],
    ['nonsense', encoded(good), 'http 415'],
    ['', encoded(good), 'http 415'],
    ['application/x-www-form-urlencoded', 'a=1&'.repeat(100_000), 'page 9000411'],
    ['application/x-www-form-urlencoded', 'x'.repeat(1_100_000), 'http 413'],
  ]
  for (const [type, body, expect] of bodies) {
    const { outcome, told } = await outcomeOf(
      await server.fetch(path(contoso.id), { method: 'POST', headers: { 'content-type': type }, body }),
    )
    if (outcome !== expect)
      faults.push(`${type} ${String(body).slice(0, 20)}: ${outcome} instead of ${expect}: ${told}`)
  }
  assert.deepEqual(faults, [])
  assert.deepEqual(await contentOf(server), before)
  assert.deepEqual(
    server.log.filter(({ level }) => level === 'error'),
    [],
  )
})
