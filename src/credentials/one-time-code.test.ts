import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { decideCode, decideSend, drawCode, parseCode } from './one-time-code.ts'

const code = { key: 'k', mac: 'm', sentAt: 0, expiresAt: 1_800_000, wrongTries: 0 }
const tries = [
  { given: 'no code', code: undefined, equal: true, at: 0, expected: 'none' },
  { given: 'the right code', code, equal: true, at: 1, expected: 'right' },
  { given: 'the right code at its last millisecond', code, equal: true, at: 1_799_999, expected: 'right' },
  { given: 'the right code when it has expired', code, equal: true, at: 1_800_000, expected: 'none' },
  { given: 'a wrong code', code, equal: false, at: 1, expected: 'wrong' },
  { given: 'the fifth wrong code', code: { ...code, wrongTries: 4 }, equal: false, at: 1, expected: 'spent' },
  { given: 'the right code at the fifth try', code: { ...code, wrongTries: 4 }, equal: true, at: 1, expected: 'right' },
  {
    given: 'the right code after five wrong ones',
    code: { ...code, wrongTries: 5 },
    equal: true,
    at: 1,
    expected: 'none',
  },
]
for (const c of tries) {
  test(`one-time code: ${c.given}`, () => assert.equal(decideCode(c.code, c.equal, c.at).verdict, c.expected))
}

const sendings = [
  { given: 'the first', last: undefined, counts: { ofAddress: 1, ofIp: 1 }, at: 0, expected: { verdict: 'send' } },
  {
    given: 'again after 59 s',
    last: code,
    counts: { ofAddress: 2, ofIp: 2 },
    at: 59_000,
    expected: { verdict: 'tooSoon', seconds: 1 },
  },
  {
    given: 'again after 60 s',
    last: code,
    counts: { ofAddress: 2, ofIp: 2 },
    at: 60_000,
    expected: { verdict: 'send' },
  },
  {
    given: 'the sixth in an hour',
    last: code,
    counts: { ofAddress: 6, ofIp: 6 },
    at: 900_000,
    expected: { verdict: 'tooMany', first: true },
  },
  {
    given: 'the 51st of an IP',
    last: undefined,
    counts: { ofAddress: 1, ofIp: 51 },
    at: 0,
    expected: { verdict: 'tooMany', first: true },
  },
]
for (const c of sendings) {
  test(`sending a code: ${c.given}`, () => assert.deepEqual(decideSend(c.last, c.counts, c.at), c.expected))
}

test('codes have eight digits, and no draw is biased', () => {
  for (let n = 0; n < 2000; n += 1) assert.match(drawCode(randomBytes), /^\d{8}$/)
  const draws = [Buffer.from('ffffffff', 'hex'), Buffer.from('00000007', 'hex')]
  assert.equal(
    drawCode(() => draws.shift() ?? Buffer.alloc(4)),
    '00000007',
  )
})

const typed = [
  { given: '12345678', expected: '12345678' },
  { given: ' 1234 5678\n', expected: '12345678' },
  { given: '1234-5678', expected: '12345678' },
  { given: '１２３４５６７８', expected: '12345678' },
  { given: '1234567', expected: undefined },
  { given: '123456789', expected: undefined },
  { given: '1234567a', expected: undefined },
  { given: '', expected: undefined },
]
for (const c of typed) test(`'${c.given.trim()}' typed as a code`, () => assert.equal(parseCode(c.given), c.expected))
