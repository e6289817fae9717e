import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDomainName } from './domain-names.ts'

const cases: [given: string, then: string | undefined][] = [
  ['contoso.example', 'contoso.example'],
  ['Contoso.Example', 'contoso.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['a.b.c.example', 'a.b.c.example'],
  ['contoso', undefined],
  ['', undefined],
  ['.example', undefined],
  ['contoso.example.', undefined],
  ['-a.example', undefined],
  ['a_b.example', undefined],
  ['a b.example', undefined],
  ['a.example/x', undefined],
  ['a@b.example', undefined],
  ['127.0.0.1', undefined],
  ['contoso.example:443', undefined],
  [`${'a'.repeat(64)}.example`, undefined],
  [`${'a.'.repeat(140)}example`, undefined],
]
for (const [given, then] of cases) {
  test(`'${given.slice(0, 40)}' as a domain name is ${then ?? 'refused'}`, () =>
    assert.equal(parseDomainName(given), then))
}
