import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerLocation } from './authorize-answer.ts'

const cases = [
  { to: 'https://a.example/cb', mode: 'query' as const, expected: 'https://a.example/cb?code=x&state=s#' },
  { to: 'https://a.example/cb?p=1', mode: 'query' as const, expected: 'https://a.example/cb?p=1&code=x&state=s#' },
  { to: 'https://a.example/cb?', mode: 'query' as const, expected: 'https://a.example/cb?code=x&state=s#' },
  { to: 'https://a.example/cb?p=1', mode: 'fragment' as const, expected: 'https://a.example/cb?p=1#code=x&state=s' },
  { to: 'msal1://auth', mode: 'query' as const, expected: 'msal1://auth?code=x&state=s#' },
]
for (const c of cases) {
  test(`an answer to ${c.to} by ${c.mode}`, () =>
    assert.equal(answerLocation(c.to, c.mode, { code: 'x', state: 's' }), c.expected))
}

test('a state comes back once encoded, whatever is in it', () => {
  const state = `a b&c=d#e?f%20"<script>'\r\n\u2028é\ud800`
  const location = answerLocation('https://a.example/', 'query', { state })
  assert.match(location, /^[\x21-\x7e]+$/)
  const read = new URL(location).searchParams.get('state')
  assert.equal(read, state.toWellFormed())
})
