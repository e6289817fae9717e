import assert from 'node:assert/strict'
import { test } from 'node:test'
import { warningsIn } from '../../web/kit/graph/warnings.ts'

const cases = [
  { given: 'no header', header: null, texts: [] },
  { given: 'one warning', header: '299 gatehouse "mind this"', texts: ['mind this'] },
  { given: 'several, with commas in them', header: '299 gatehouse "a, b", 299 gatehouse "c"', texts: ['a, b', 'c'] },
  { given: 'quotes and backslashes', header: String.raw`299 gatehouse "say \"no\" to \\"`, texts: ['say "no" to \\'] },
  { given: 'something else', header: 'nonsense', texts: [] },
]
for (const { given, header, texts } of cases) {
  test(`warnings of ${given}`, () => assert.deepEqual(warningsIn(header), texts))
}
