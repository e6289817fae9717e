import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { hasTest, readClaims } from '../architecture/parity.ts'

test('every attack of docs/security/attacks.md names tests that exist', () => {
  const claims = readClaims(readFileSync('docs/security/attacks.md', 'utf8'))
  const missing = claims.flatMap(({ claim, witnesses }) =>
    witnesses.length === 0
      ? [claim]
      : witnesses
          .filter(({ file, title }) => !existsSync(file) || !hasTest(readFileSync(file, 'utf8'), title))
          .map(({ file, title }) => `${file} › ${title}`),
  )
  assert.deepEqual(missing, [])
  const numbers = claims.flatMap(({ claim }) => /^(\d+)\./.exec(claim)?.[1] ?? [])
  assert.deepEqual(
    numbers.map(Number),
    [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 22, 23, 24, 25, 26, 27, 28, 29, 30, 33, 34, 35],
  )
})
