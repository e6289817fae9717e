import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newApplication } from './application.ts'
import { type Platform, redirectUriProblem, redirectUrisProblem } from './redirect-uri-rules.ts'

const good: [string, Platform][] = [
  ['https://app.example/signin', 'web'],
  ['https://app.example', 'spa'],
  ['https://app.example/cb?x=1', 'web'],
  ['http://localhost:3000/cb', 'web'],
  ['http://127.0.0.1/cb', 'publicClient'],
  ['http://localhost', 'publicClient'],
  ['urn:ietf:wg:oauth:2.0:oob', 'publicClient'],
  ['msal12345://auth', 'publicClient'],
]
for (const [uri, platform] of good) {
  test(`${uri} may be registered for ${platform}`, () =>
    assert.equal(redirectUriProblem(uri, platform, 'AzureADMyOrg'), undefined))
}

const bad: [string, Platform, RegExp][] = [
  ['', 'web', /1 to 256/],
  [`https://app.example/${'x'.repeat(256)}`, 'web', /1 to 256/],
  ['app.example/cb', 'web', /absolute/],
  ['http://app.example/cb', 'web', /https/],
  ['http://[::1]/cb', 'web', /https/],
  ['http://localhost.evil.example/cb', 'web', /https/],
  ['https://good.example@evil.example/', 'web', /user name/],
  ['https://@evil.example/', 'web', /user name/],
  ['https://good.example\\@evil.example/', 'web', /may not hold/],
  ['https:app.example/cb', 'web', /form/],
  ['https:///app.example/cb', 'web', /form/],
  ['https://app.example/#x', 'web', /fragment/],
  ['https://app.example/\tcb', 'web', /ASCII/],
  ['https://äpp.example/cb', 'web', /ASCII/],
  ['https://*.example.com/cb', 'web', /Wildcard/],
  ['https://app.example/../cb', 'web', /segments/],
  ['https://app.example/%2E%2e/cb', 'web', /segments/],
  ["https://app.example/'", 'web', /may not hold/],
  ['msal12345://auth', 'spa', /https/],
  ['javascript:alert', 'publicClient', /scheme/],
  ['data:text/html', 'publicClient', /scheme/],
]
for (const [uri, platform, reason] of bad) {
  test(`${JSON.stringify(uri.slice(0, 50))} may not be registered for ${platform}`, () =>
    assert.match(redirectUriProblem(uri, platform, 'AzureADMyOrg') ?? 'no problem', reason))
}

test('one URI belongs to one platform, once', () => {
  const app = (web: string[], spa: string[]) =>
    redirectUrisProblem({
      ...newApplication({ id: '' as never, appId: '' as never, displayName: '', createdAt: 0 }),
      ...{
        web: {
          redirectUris: web,
          logoutUrl: null,
          homePageUrl: null,
          implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
        },
        spa: { redirectUris: spa },
      },
    })?.reason
  assert.equal(app(['https://a.example/'], ['https://b.example/']), undefined)
  assert.match(app(['https://a.example/'], ['https://a.example/']) ?? '', /another platform/)
  assert.match(app(['https://a.example/', 'https://a.example/'], []) ?? '', /twice/)
  assert.match(
    app(
      Array.from({ length: 257 }, (_, i) => `https://a.example/${i}`),
      [],
    ) ?? '',
    /at most 256/,
  )
})
