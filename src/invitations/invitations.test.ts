import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAddress, sameAddress } from './address.ts'
import { guestNames } from './guest-name.ts'
import { landingOf, redirectUrlFault } from './redirect-url.ts'

const addresses: { given: string; expected: string }[] = [
  { given: 'amy@fabrikam.test', expected: 'amy@fabrikam.test' },
  { given: 'Amy.Doe@FABRIKAM.Test', expected: 'Amy.Doe@fabrikam.test' },
  { given: 'amy+contoso@fabrikam.test', expected: 'amy+contoso@fabrikam.test' },
  { given: '_a_@fabrikam.test', expected: '_a_@fabrikam.test' },
  { given: "o'neil@fabrikam.test", expected: "o'neil@fabrikam.test" },
  { given: 'amy@bücher.test', expected: 'amy@xn--bcher-kva.test' },
  { given: 'amy@sub.fabrikam.co.test', expected: 'amy@sub.fabrikam.co.test' },
  { given: `${'a'.repeat(64)}@fabrikam.test`, expected: `${'a'.repeat(64)}@fabrikam.test` },
  { given: `${'a'.repeat(65)}@fabrikam.test`, expected: 'tooLong' },
  { given: `a@${'b.'.repeat(123)}testing`, expected: 'tooLong' },
  { given: `a@${'b'.repeat(64)}.test`, expected: 'domain' },
  { given: 'x'.repeat(100_000), expected: 'tooLong' },
  { given: '', expected: 'empty' },
  { given: 'amy', expected: 'notOne' },
  { given: 'amy@', expected: 'domain' },
  { given: '@fabrikam.test', expected: 'local' },
  { given: 'amy@bob@fabrikam.test', expected: 'notOne' },
  { given: 'amy@fabrikam.test,bob@fabrikam.test', expected: 'notOne' },
  { given: 'Amy <amy@fabrikam.test>', expected: 'characters' },
  { given: 'amy@fabrikam.test\r\nBcc: x', expected: 'characters' },
  { given: 'amy\u202e@fabrikam.test', expected: 'characters' },
  { given: 'a\u0000@fabrikam.test', expected: 'characters' },
  { given: '.amy@fabrikam.test', expected: 'local' },
  { given: 'amy-@fabrikam.test', expected: 'local' },
  { given: 'a..b@fabrikam.test', expected: 'local' },
  { given: 'аmy@fabrikam.test', expected: 'local' },
  { given: 'amy@localhost', expected: 'domain' },
  { given: 'amy@127.0.0.1', expected: 'domain' },
  { given: 'amy@-x.test', expected: 'domain' },
  { given: 'amy@a_b.test', expected: 'domain' },
  { given: 'amy@fabrikam..test', expected: 'domain' },
  { given: 'amy@fabrikam.test.', expected: 'domain' },
]
for (const c of addresses) {
  test(`the address ${JSON.stringify(c.given.slice(0, 60))}`, () => {
    const parsed = parseAddress(c.given)
    assert.equal('fault' in parsed ? parsed.fault : parsed.address, c.expected)
  })
}
for (const character of '~!#$%^&*()=[]{}\\/|;:"<>?,') {
  test(`an address with ${character} is refused`, () =>
    assert.deepEqual(parseAddress(`a${character}b@fabrikam.test`), { fault: 'characters' }))
}

test('addresses are compared without case and in one spelling of the domain', () => {
  assert.ok(sameAddress('AMY@Bücher.test', 'amy@xn--bcher-kva.test'))
  assert.ok(!sameAddress('amy+x@fabrikam.test', 'amy@fabrikam.test'))
  assert.ok(!sameAddress(null, 'amy@fabrikam.test'))
})

const initial = 'contoso.gatehouse.test'
const names: { given: [local: string, domain: string, clash?: number]; expected: string }[] = [
  { given: ['amy', 'fabrikam.test'], expected: 'amy_fabrikam.test#EXT#' },
  { given: ['Amy.Doe', 'fabrikam.test'], expected: 'amy.doe_fabrikam.test#EXT#' },
  { given: ['amy', 'fabrikam.test', 1], expected: 'amy_fabrikam.test2#EXT#' },
  { given: ['amy', 'fabrikam.test', 9], expected: 'amy_fabrikam.test10#EXT#' },
]
for (const c of names) {
  test(`the guest name of ${c.given.join(' ')}`, () => {
    const [local, domain, clash] = c.given
    const { userPrincipalName, mailNickname } = guestNames({ local, domain }, initial, clash)
    assert.equal(mailNickname, c.expected)
    assert.equal(userPrincipalName, `${c.expected}@${initial}`)
  })
}
test('long names are cut to 64 characters, keep the domain while it fits, and stay different', () => {
  const seen = new Set<string>()
  for (const local of ['a'.repeat(63), 'a'.repeat(64), `${'a'.repeat(62)}.b`]) {
    for (const domain of ['fabrikam.test', `${'d'.repeat(60)}.test`, `${'e.'.repeat(80)}test`]) {
      for (const clash of [0, 1, 99]) {
        const { mailNickname } = guestNames({ local, domain }, initial, clash)
        assert.ok(mailNickname.length <= 64, mailNickname)
        assert.ok(mailNickname.endsWith('#EXT#'))
        if (domain === 'fabrikam.test') assert.match(mailNickname, /_fabrikam\.test\d*#EXT#$/)
        seen.add(mailNickname)
      }
    }
  }
  assert.equal(seen.size, 27)
})

const redirects: { given: string; good: boolean }[] = [
  { given: 'https://app.contoso.test/path?x=1#y', good: true },
  { given: 'http://localhost:3000/', good: true },
  { given: 'http://intranet/', good: true },
  { given: 'https://myapps.microsoft.com', good: true },
  { given: 'app.contoso.test', good: false },
  { given: '/relative', good: false },
  { given: '//evil.test', good: false },
  { given: 'https:evil.test', good: false },
  { given: 'https:///evil.test', good: false },
  { given: 'javascript:alert(1)', good: false },
  { given: 'data:text/html,x', good: false },
  { given: 'myapp://x', good: false },
  { given: 'https://contoso.test@evil.test/', good: false },
  { given: 'https://evil.test\\@contoso.test/', good: false },
  { given: 'https://contoso.test/\r\nSet-Cookie: x', good: false },
  { given: ' https://contoso.test/', good: false },
  { given: '\thttps://contoso.test/', good: false },
  { given: `https://contoso.test/${'a'.repeat(2048)}`, good: false },
  { given: '', good: false },
]
for (const c of redirects) {
  test(`the redirect URL ${JSON.stringify(c.given.slice(0, 60))} is ${c.good ? 'taken' : 'refused'}`, () =>
    assert.equal(redirectUrlFault(c.given) === undefined, c.good))
}

const place = { origin: 'https://localhost:8443', tenant: 't1' }
const landings: { given: string; expected: string }[] = [
  { given: 'https://app.contoso.test/x', expected: 'https://app.contoso.test/x' },
  { given: 'https://myapps.microsoft.com/?tenantid=x', expected: '/myapps?tenantId=t1' },
  { given: 'https://localhost:8443/myapps/', expected: '/myapps?tenantId=t1' },
  { given: 'https://localhost:8443/admin', expected: 'https://localhost:8443/admin' },
  { given: 'https://myapps.microsoft.com.evil.test/', expected: 'https://myapps.microsoft.com.evil.test/' },
]
for (const c of landings) {
  test(`redemption with ${c.given} lands at ${c.expected}`, () => {
    const landing = landingOf(c.given, place)
    assert.equal(landing.kind === 'myApps' ? landing.path : landing.url, c.expected)
  })
}
