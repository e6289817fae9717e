import assert from 'node:assert/strict'
import test from 'node:test'
import { shapeOfSegment } from './segment.ts'

const guid = 'AAAAAAAA-1111-4111-8111-111111111111'
const cases: { text: string; expect: string }[] = [
  { text: guid, expect: 'guid' },
  { text: guid.toLowerCase(), expect: 'guid' },
  { text: '9188040D-6C67-4C5B-B112-36A304B66DAD', expect: 'consumers' },
  { text: 'Common', expect: 'common' },
  { text: 'ORGANIZATIONS', expect: 'organizations' },
  { text: 'consumers', expect: 'consumers' },
  { text: 'contoso.gatehouse.test', expect: 'domain' },
  { text: 'Contoso.COM', expect: 'domain' },
  { text: 'xn--mnchen-3ya.example', expect: 'domain' },
  { text: 'contoso', expect: 'invalid' },
  { text: '', expect: 'invalid' },
  { text: '.', expect: 'invalid' },
  { text: '..', expect: 'invalid' },
  { text: 'a..b', expect: 'invalid' },
  { text: '-a.example', expect: 'invalid' },
  { text: 'contoso.com.', expect: 'invalid' },
  { text: 'con toso.com', expect: 'invalid' },
  { text: 'contoso.com\u0000', expect: 'invalid' },
  { text: "contoso.com' or 1=1", expect: 'invalid' },
  { text: `${'a'.repeat(64)}.com`, expect: 'invalid' },
  { text: `${'a.'.repeat(200)}com`, expect: 'invalid' },
  { text: '{tenantid}', expect: 'invalid' },
]
for (const { text, expect } of cases) {
  test(`the tenant segment ${JSON.stringify(text.slice(0, 50))} is ${expect}`, () =>
    assert.equal(shapeOfSegment(text).kind, expect))
}
