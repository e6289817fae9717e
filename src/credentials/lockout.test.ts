import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideLockout, type LockoutState, unlocked } from './lockout.ts'

/** `w1 w2 …` wrong passwords, `r` the right one, `+60` seconds pass. Answers one letter per try. */
function play(script: string): { answers: string; state: LockoutState } {
  let state = unlocked
  let at = 1_000_000
  const answers = script.split(' ').flatMap((move) => {
    if (move.startsWith('+')) {
      at += Number(move.slice(1)) * 1000
      return []
    }
    const outcome = decideLockout(state, { correct: move === 'r', mark: move, at })
    state = outcome.state
    return [outcome.verdict[0]]
  })
  return { answers: answers.join(''), state }
}
const wrong = (from: number, count: number) => Array.from({ length: count }, (_, n) => `w${from + n}`).join(' ')

const cases = [
  { given: 'the right password', script: 'r', expected: 'a' },
  { given: 'nine wrong, then the right one', script: `${wrong(1, 9)} r`, expected: 'wwwwwwwwwa' },
  { given: 'ten wrong', script: `${wrong(1, 10)} r`, expected: 'wwwwwwwwwll' },
  { given: 'ten wrong, and 59 seconds', script: `${wrong(1, 10)} +59 r`, expected: 'wwwwwwwwwll' },
  { given: 'ten wrong, and 60 seconds', script: `${wrong(1, 10)} +60 r`, expected: 'wwwwwwwwwla' },
  {
    given: 'the second lock is twice as long',
    script: `${wrong(1, 10)} +60 ${wrong(11, 10)} +119 r +1 r`,
    expected: 'wwwwwwwwwlwwwwwwwwwlla',
  },
  {
    given: 'the right password starts the count anew',
    script: `${wrong(1, 9)} r ${wrong(20, 9)} r`,
    expected: 'wwwwwwwwwawwwwwwwwwa',
  },
  { given: 'one wrong password repeated', script: `${'w1 '.repeat(30)}r`, expected: `${'w'.repeat(30)}a` },
  { given: 'three wrong ones in turn', script: `${'w1 w2 w3 '.repeat(10)}r`, expected: `${'w'.repeat(30)}a` },
  { given: 'four wrong ones in turn', script: `${'w1 w2 w3 w4 '.repeat(3)}r`, expected: 'wwwwwwwwwllll' },
]
for (const c of cases) test(`lockout after ${c.given}`, () => assert.equal(play(c.script).answers, c.expected))

test('tries during a lock change nothing', () => {
  const locked = play(wrong(1, 10)).state
  assert.deepEqual(decideLockout(locked, { correct: false, mark: 'x', at: 1_000_001 }).state, locked)
  assert.deepEqual(decideLockout(locked, { correct: true, mark: 'x', at: 1_000_001 }).verdict, 'locked')
})

test('a lock never lasts longer than a day', () => {
  const state = { ...unlocked, failures: 9, locks: 400 }
  assert.equal(decideLockout(state, { correct: false, mark: 'x', at: 0 }).state.lockedUntil, 86_400_000)
})
