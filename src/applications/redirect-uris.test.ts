import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerAddress, formTargetOf, matchRedirectUri, type Registered } from './redirect-uris.ts'

const app = (web: string[], spa: string[] = [], publicClient: string[] = []): Registered => ({
  web: {
    redirectUris: web,
    logoutUrl: null,
    homePageUrl: null,
    implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
  },
  spa: { redirectUris: spa },
  publicClient: { redirectUris: publicClient },
})
const summary = (requested: string | undefined, registered: Registered) => {
  const verdict = matchRedirectUri(requested, registered)
  return verdict.result === 'match' ? verdict.platform : verdict.error
}

const registered = app(
  [
    'https://app.example.com/callback',
    'https://app.example.com',
    'https://app.example.com/q?a=1',
    'http://localhost:3000/web',
  ],
  ['https://spa.example.com/', 'http://localhost:4000/spa', 'http://localhost:3001/web'],
  [
    'http://localhost',
    'http://127.0.0.1/back',
    'msal1234://auth',
    'urn:ietf:wg:oauth:2.0:oob',
    'com.example.app:/done',
  ],
)

const matches: [string, string][] = [
  ['https://app.example.com/callback', 'web'],
  ['HTTPS://APP.example.COM/callback', 'web'],
  ['https://app.example.com', 'web'],
  ['https://app.example.com/', 'web'],
  ['https://app.example.com/q?a=1', 'web'],
  ['https://spa.example.com', 'spa'],
  ['https://spa.example.com/', 'spa'],
  ['http://localhost:3000/web', 'web'],
  ['http://localhost:3001/web', 'spa'],
  ['http://localhost:9/web', 'web'],
  ['http://localhost:4001/spa', 'spa'],
  ['http://localhost', 'publicClient'],
  ['http://localhost/', 'publicClient'],
  ['http://localhost:51234', 'publicClient'],
  ['http://localhost:51234/', 'publicClient'],
  ['http://LOCALHOST:51234/', 'publicClient'],
  ['http://127.0.0.1:51234/back', 'publicClient'],
  ['msal1234://auth', 'publicClient'],
  ['MSAL1234://auth', 'publicClient'],
  ['urn:ietf:wg:oauth:2.0:oob', 'publicClient'],
  ['com.example.app:/done', 'publicClient'],
]
for (const [uri, platform] of matches) {
  test(`the redirect URI ${uri} is registered as ${platform}`, () => assert.equal(summary(uri, registered), platform))
}

// Attack 14: whatever a parser somewhere would take for the registered address.
const unknown = [
  'https://app.example.com/Callback',
  'https://app.example.com/callback/',
  'https://app.example.com/callback/..',
  'https://app.example.com/callback/../callback',
  'https://app.example.com/./callback',
  'https://app.example.com/%2e/callback',
  'https://app.example.com/x/%2E%2e/callback',
  'https://app.example.com/%63allback',
  'https://app.example.com/callback?',
  'https://app.example.com/callback?x=1',
  'https://app.example.com/callback#',
  'https://app.example.com/callback#x',
  'https://app.example.com/callback%23',
  'https://app.example.com/callback;x',
  'https://app.example.com/callback\\',
  'https://app.example.com\\callback',
  'https://app.example.com//callback',
  'https:/app.example.com/callback',
  'https:app.example.com/callback',
  'https:///app.example.com/callback',
  'https:\\\\app.example.com\\callback',
  'https://app.example.com./callback',
  'https://app.example.com:443/callback',
  'https://app.example.com:/callback',
  'https://app.example.com:8443/callback',
  'http://app.example.com/callback',
  'https://user@app.example.com/callback',
  'https://app.example.com@evil.example/callback',
  'https://app.example.com:x@evil.example/callback',
  'https://evil.example\\@app.example.com/callback',
  'https://a@b@app.example.com/callback',
  'https://evil.example/?https://app.example.com/callback',
  'https://evil.example#@app.example.com/callback',
  'https://app.example.com.evil.example/callback',
  'https://xapp.example.com/callback',
  'https://x.app.example.com/callback',
  'https://app.example.com%2eevil.example/callback',
  'https://app.example.com%00.evil.example/callback',
  'https://app.example.com\t/callback',
  'https://app.example.com/call\tback',
  'https://app.example.com/callback\n',
  ' https://app.example.com/callback',
  'https://app.example.com/callback ',
  'https://app.example.com/call​back',
  'https://аpp.example.com/callback',
  'https://app。example.com/callback',
  'https://[::1]/callback',
  'http://[::1]:51234/',
  'http://localhost:51234/other',
  'https://localhost:51234/',
  'http://localhost.evil.example/',
  'http://localhost@evil.example/',
  'http://localhost:80@evil.example/',
  'http://localhost:999999/',
  'http://localhost:65536/',
  'http://127.0.0.1:51234/',
  'http://127.1/back',
  'http://0x7f000001/back',
  'http://2130706433/back',
  'http://127.0.0.2/back',
  'msal1234://auth/',
  'msal1234://auth2',
  'msal1234:auth',
  'msal12345://auth',
  'urn:ietf:wg:oauth:2.0:oob:auto',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//https://app.example.com/callback',
  'data:text/html,<script>alert(1)</script>',
  'https://*.example.com/callback',
  `https://app.example.com/callback${'a'.repeat(3000)}`,
]
for (const uri of unknown) {
  test(`the redirect URI ${JSON.stringify(uri).slice(0, 90)} is refused`, () =>
    assert.notEqual(matchRedirectUri(uri, registered).result, 'match'))
}

const refusals: { given: string; requested: string | undefined; registered: Registered; expected: string }[] = [
  { given: 'no URI asked for', requested: undefined, registered, expected: 'web' },
  { given: 'an empty URI', requested: '', registered, expected: 'web' },
  { given: 'no URI at all', requested: undefined, registered: app([]), expected: 'replyAddressNotGiven' },
  {
    given: 'an app without URIs',
    requested: 'https://a.example/',
    registered: app([]),
    expected: 'replyAddressMissing',
  },
  { given: 'a path', requested: '/callback', registered, expected: 'uriInvalid' },
  { given: 'a host', requested: '//app.example.com/callback', registered, expected: 'uriInvalid' },
  { given: 'words', requested: 'not a uri', registered, expected: 'uriInvalid' },
  { given: 'another URI', requested: 'https://evil.example/', registered, expected: 'replyAddressUnknown' },
]
for (const c of refusals) {
  test(`redirect URI: ${c.given}`, () => assert.equal(summary(c.requested, c.registered), c.expected))
}

test('a registered wildcard, script or fragment never matches, not even itself', () => {
  const odd = ['https://*.example.com/cb', 'javascript:alert(1)', 'https://a.example/#x', 'https://a@b.example/']
  for (const uri of odd) assert.equal(summary(uri, app([uri])), 'replyAddressUnknown')
  assert.equal(summary('https://a.example.com/cb', app(odd)), 'replyAddressUnknown')
  assert.equal(summary(undefined, app(odd)), 'replyAddressNotGiven')
})

test('answers go to the address as asked for, with a path', () => {
  assert.equal(answerAddress('https://a.example'), 'https://a.example/')
  assert.equal(answerAddress('https://a.example:8080?x=1'), 'https://a.example:8080/?x=1')
  assert.equal(answerAddress('https://a.example/cb'), 'https://a.example/cb')
  assert.equal(answerAddress('msal1234://auth'), 'msal1234://auth')
})

test('form targets are origins, or schemes', () => {
  assert.equal(formTargetOf('https://A.example:8080/cb'), 'https://a.example:8080')
  assert.equal(formTargetOf('http://localhost:3000'), 'http://localhost:3000')
  assert.equal(formTargetOf('msal1234://auth'), 'msal1234:')
  assert.equal(formTargetOf('javascript:x'), null)
})
