import assert from 'node:assert/strict'
import { test } from 'node:test'
import { age, plain, table } from './terminal.ts'

const wide = { style: (_: unknown, text: string) => text, width: 80 }

test('a table keeps its columns, whatever is in the cells', () => {
  const text = table(
    ['Name', 'Age'],
    [
      ['Åsa', '3 d'],
      ['evil\u001b[31m\u202e', '1 h'],
    ],
    wide,
  )
  assert.deepEqual(text.split('\n'), ['Name        Age', 'Åsa         3 d', 'evil\ufffd[31m\ufffd  1 h'])
})

test('a table is cut where the terminal ends', () => {
  const lines = table(['Name', 'Address'], [['x'.repeat(60), 'y'.repeat(60)]], { ...wide, width: 40 }).split('\n')
  assert.ok(lines.every((line) => line.length <= 40))
  assert.match(lines[1] ?? '', /^x+… {2}y+…$/)
})

test('text from elsewhere keeps its lines, and nothing that steers a terminal', () => {
  assert.equal(plain('a\r\nb\tc\u0007\u2066'), 'a\ufffd\nb\tc\ufffd\ufffd')
})

for (const [ms, words] of [
  [-5, 'just now'],
  [59_000, 'just now'],
  [61_000, '1 min'],
  [47 * 3600_000, '47 h'],
  [31 * 86_400_000, '31 d'],
] as const)
  test(`${ms} ms is ${words}`, () => assert.equal(age(ms), words))
