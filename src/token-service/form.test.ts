import assert from 'node:assert/strict'
import test from 'node:test'
import { Refusal } from '../errors/index.ts'
import { parseForm } from './form.ts'

const form = 'application/x-www-form-urlencoded'
const cases: { given: string; type?: string | undefined; body: string | Uint8Array; expect: unknown }[] = [
  { given: 'a form', body: 'a=1&b=2', expect: { a: '1', b: '2' } },
  { given: 'escapes, blanks and quotes', body: 'a=x%20y+%22z%22&b=%C3%A9', expect: { a: 'x y "z"', b: 'é' } },
  { given: 'an empty value', body: 'a=&b', expect: {} },
  { given: 'nothing', body: '', expect: {} },
  { given: 'a name twice', body: 'a=1&b=2&a=1', expect: 'parameterRepeated a' },
  { given: 'a name twice, once empty', body: 'a=1&a=', expect: 'parameterRepeated a' },
  { given: 'names of Object', body: '__proto__=1&constructor=2', expect: { ['__proto__']: '1', constructor: '2' } },
  { given: 'JSON', type: 'application/json', body: '{"a":"1"}', expect: {} },
  { given: 'no content type', type: '', body: 'a=1', expect: {} },
  { given: 'a charset', type: `${form}; charset=UTF-8`, body: 'a=1', expect: { a: '1' } },
  { given: 'another charset', type: `${form};charset=utf-16`, body: 'a=1', expect: {} },
  { given: 'bytes that are not UTF-8', body: new Uint8Array([0x61, 0x3d, 0xff]), expect: 'requestMalformed' },
  {
    given: 'a thousand parameters',
    body: Array.from({ length: 1000 }, (_, i) => `p${i}=1`).join('&'),
    expect: 'requestMalformed',
  },
]
for (const { given, type = form, body, expect } of cases) {
  test(`a token request with ${given}`, () => {
    assert.deepEqual(read(type, typeof body === 'string' ? Buffer.from(body) : body), expect)
  })
}

function read(type: string, body: Uint8Array): unknown {
  try {
    return Object.fromEntries(parseForm(type, body))
  } catch (thrown) {
    if (thrown instanceof Refusal) return [thrown.error, thrown.params.parameter].filter(Boolean).join(' ')
    throw thrown
  }
}
