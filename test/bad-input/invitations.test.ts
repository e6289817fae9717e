import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileServer } from '../sign-in/file-server.ts'
import { type BodyCase, faultsOf, faultsOfWhole, type Kind, refusesAll } from './graph-bodies.ts'
import { huge } from './texts.ts'

const server = await fileServer()
const { contoso, fabrikam } = server.demo.tenants
const at = { method: 'POST', path: '/v1.0/invitations' } as const
const address = '"invitedUserEmailAddress":"a@nowhere.example"'
const landing = '"inviteRedirectUrl":"https://portal.contoso.test/"'
const least = `${address},${landing}`
const message = (member: string) => `"invitedUserMessageInfo":{${member}}`
const unknown = '00000000-0000-4000-8000-00000000dead'
const foreign = fabrikam.people.admin?.id ?? ''

const one = (what: string, member: string, names: string, expect = 400): BodyCase => ({
  ...at,
  what,
  body: `{${least},${member}}`,
  names,
  expect,
})

const properties: [property: string, kind: Kind, inside?: (json: string) => string, hugeToo?: boolean][] = [
  ['invitedUserDisplayName', 'string'],
  ['invitedUserType', 'string'],
  ['sendInvitationMessage', 'boolean'],
  ['resetRedemption', 'boolean'],
  ['invitedUser', 'object'],
  ['invitedUserMessageInfo', 'object'],
  ['invitedUserMessageInfo/customizedMessageBody', 'string', (json) => message(`"customizedMessageBody":${json}`)],
  ['invitedUserMessageInfo/messageLanguage', 'string', (json) => message(`"messageLanguage":${json}`)],
  ['invitedUserMessageInfo/ccRecipients', 'list', (json) => message(`"ccRecipients":${json}`)],
  ['invitedUserSponsors', 'list'],
  ['invitedUserSponsors@odata.bind', 'list'],
]

test('every property of an invitation: absent, empty, of another kind, huge, in characters that cannot be kept, twice', async () => {
  const cases: BodyCase[] = [
    ...faultsOfWhole(at, `{${least}}`),
    ...faultsOf(at, 'invitedUserEmailAddress', 'string', { rest: landing }),
    ...faultsOf(at, 'inviteRedirectUrl', 'string', { rest: address }),
    ...properties.flatMap(([property, kind, inside]) =>
      faultsOf(at, property, kind, { rest: least, ...(inside ? { inside } : {}) }),
    ),
    // Required: absent, null, empty, blank.
    ...['', '"invitedUserEmailAddress":null', '"invitedUserEmailAddress":""', '"invitedUserEmailAddress":"  "'].map(
      (member): BodyCase => ({
        ...at,
        what: `address: ${member || 'absent'}`,
        body: `{${[landing, member].filter(Boolean).join(',')}}`,
        names: 'invitedUserEmailAddress',
      }),
    ),
    ...['', '"inviteRedirectUrl":null', '"inviteRedirectUrl":""'].map(
      (member): BodyCase => ({
        ...at,
        what: `landing: ${member || 'absent'}`,
        body: `{${[address, member].filter(Boolean).join(',')}}`,
        names: 'inviteRedirectUrl',
      }),
    ),
    ...[
      'a',
      '@',
      'a@',
      '@b.example',
      'a b@c.example',
      'a@b@c.example',
      'a@b..example',
      `${'a'.repeat(400)}@b.example`,
      'a@b.example\\r\\nBcc: x@y.example',
      '<a@b.example>',
      'a@[127.0.0.1]',
      'a@localhost',
      `a@${'b'.repeat(300)}.example`,
    ].map(
      (text): BodyCase => ({
        ...at,
        what: `address ${text.slice(0, 40)}`,
        body: `{${landing},"invitedUserEmailAddress":"${text}"}`,
        names: 'invitedUserEmailAddress',
      }),
    ),
    ...[
      'x',
      '/relative',
      '//evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://a.example/',
      'https://',
      'https://a@b.example/',
      'https://a.example\\\\@b.example/',
      'https://a.example/\\r\\nx: y',
      'file:///etc/passwd',
    ].map(
      (text): BodyCase => ({
        ...at,
        what: `landing ${text}`,
        body: `{${address},"inviteRedirectUrl":"${text}"}`,
        names: 'inviteRedirectUrl',
      }),
    ),
    one('a type that is none', '"invitedUserType":"Owner"', 'invitedUserType'),
    one('a language that is none', message('"messageLanguage":"en us"'), 'messageLanguage'),
    one('a name with a line break', '"invitedUserDisplayName":"a\\nb"', 'invitedUserDisplayName'),
    one('a name that turns the text around', '"invitedUserDisplayName":"a\u202eb"', 'invitedUserDisplayName'),
    one(
      'two copies',
      message('"ccRecipients":[{"emailAddress":{"address":"a@b.example"}},{"emailAddress":{"address":"c@b.example"}}]'),
      'ccRecipients',
    ),
    one('a copy to nobody', message('"ccRecipients":[{"emailAddress":{"address":"nobody"}}]'), 'address'),
    one('read-only: id', '"id":"x"', 'id'),
    one('read-only: inviteRedeemUrl', '"inviteRedeemUrl":"https://evil.example/"', 'inviteRedeemUrl'),
    one('read-only: status', '"status":"Completed"', 'status'),
    one('a user that is no id', '"invitedUser":{"id":"x"}', 'invitedUser'),
    one('a reset of nobody', '"resetRedemption":true', 'invitedUser'),
    one('a reset of an unknown user', `"resetRedemption":true,"invitedUser":{"id":"${unknown}"}`, unknown, 404),
    one('a reset of another tenant’s user', `"resetRedemption":true,"invitedUser":{"id":"${foreign}"}`, foreign, 404),
    one('an unknown sponsor', `"invitedUserSponsors":[{"id":"${unknown}"}]`, 'ponsor'),
    one('another tenant’s sponsor', `"invitedUserSponsors":[{"id":"${foreign}"}]`, 'ponsor'),
    one(
      'a sponsor by a reference to nothing',
      '"invitedUserSponsors@odata.bind":["https://evil.example/x"]',
      'invitedUserSponsors@odata.bind',
    ),
    one(
      'a huge list of sponsors',
      `"invitedUserSponsors":[${Array(6)
        .fill(0)
        .map((_, n) => `{"id":"00000000-0000-4000-8000-00000000000${n}"}`)}]`,
      'invitedUserSponsors',
    ),
    one('a huge unknown property', `"nonsense":"${huge}"`, 'nonsense'),
  ]
  assert.ok(cases.length > 150, `${cases.length} cases`)
  await refusesAll(server, cases)
  assert.equal((await server.letters('a@nowhere.example')).length, 0)
})

test('invitations by other verbs, at other addresses, without a token of this tenant', async () => {
  const token = await server.graphToken('contoso')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
    const init = method === 'GET' ? { method, headers } : { method, headers, body: `{${least}}` }
    assert.equal((await server.fetch(at.path, init)).status, 405, method)
  }
  for (const query of ['$filter=x', '$top=1&$top=2', '%ff', `x=${'y'.repeat(9000)}`]) {
    const { status } = await server.fetch(`${at.path}?${query}`, { method: 'POST', headers, body: '{}' })
    assert.ok(status >= 400 && status < 500, `${query.slice(0, 20)}: ${status}`)
  }
  for (const authorization of ['', 'Bearer', 'Bearer x', 'Bearer %00', `Bearer ${'x'.repeat(20_000)}`]) {
    const answer = await server.fetch(at.path, {
      method: 'POST',
      headers: { ...headers, authorization },
      body: `{${least}}`,
    })
    assert.equal(answer.status, 401, authorization.slice(0, 20))
  }
  const { value } = (await server.graph('contoso').get('/v1.0/users?$top=999')).body
  assert.ok(!JSON.stringify(value).includes('nowhere.example'))
  assert.equal(contoso.people.admin?.id.length, 36)
})
