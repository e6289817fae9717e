import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributes, html, linkTo, raw, written } from './html.ts'

const polyglot = `"'><svg/onload=alert(1)>&amp;</title><script>`

test('text in a template is escaped, in content and in attributes', () => {
  const page = written(html`<p title="${polyglot}">${polyglot}</p>`)
  assert.equal(page.match(/</g)?.length, 2)
  assert.ok(!page.includes('<svg') && !page.includes('<script'))
  assert.equal(page.match(/"/g)?.length, 2)
})

test('a name cannot turn the direction of what stands around it; scripts that run from right to left are kept', () => {
  for (const sign of ['\u202a', '\u202e', '\u2066', '\u2069']) {
    assert.equal(written(html`<b>Payroll${sign}osotnoC</b>`), '<b>Payroll\ufffdosotnoC</b>')
  }
  assert.equal(written(html`<b>${'شركة עברית'}</b>`), '<b>شركة עברית</b>')
  assert.equal(written(attributes({ value: 'state\u202e' })), ' value="state\u202e"', 'what goes back to an app')
})

test('markup nests without being escaped twice, lists join, nothing is nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`)
  assert.equal(
    written(html`<ul>${items}</ul>${null}${undefined}${false}${0}`),
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>0',
  )
  assert.equal(written(html`${raw('<br>')}`), '<br>')
})

test('attributes are escaped, left out, or bare, and handlers are refused', () => {
  assert.equal(
    written(attributes({ id: 'x', required: true, hidden: false, value: '"<', title: null })),
    ' id="x" required value="&quot;&lt;"',
  )
  assert.throws(() => attributes({ onclick: 'x' }))
  assert.throws(() => attributes({ 'a b': 'x' }))
})

const links = [
  { given: 'https://example.com/a', expected: 'https://example.com/a' },
  { given: '/myapps', expected: '/myapps' },
  { given: '//evil.example', expected: undefined },
  { given: '/\\evil.example', expected: undefined },
  { given: 'javascript:alert(1)', expected: undefined },
  { given: 'data:text/html,x', expected: undefined },
  { given: 'not a url', expected: undefined },
  { given: null, expected: undefined },
]
for (const c of links) test(`a link to ${c.given} is ${c.expected}`, () => assert.equal(linkTo(c.given), c.expected))
