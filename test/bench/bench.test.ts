import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guestSignIns } from '../../bench/decisions.ts'
import { type Figure, verdict } from '../../bench/figure.ts'
import { names, parseOptions } from '../../bench/options.ts'
import { adminRoutes, firstRoute, nameOf, ownRoutes } from '../../bench/routes.ts'
import { median, quantile } from '../../bench/statistics.ts'
import { amount, table } from '../../bench/table.ts'
import { decide } from '../../src/access/index.ts'

const limit = { title: 'limit', value: 100 }
const verdicts: { given: Pick<Figure, 'value' | 'limit' | 'goal'>; expected: ReturnType<typeof verdict> }[] = [
  { given: { value: 5 }, expected: { ratio: null, met: null } },
  { given: { value: 50, limit }, expected: { ratio: 0.5, met: null } },
  { given: { value: 80, limit, goal: { kind: 'ratioAtLeast', bound: 0.8 } }, expected: { ratio: 0.8, met: true } },
  { given: { value: 79, limit, goal: { kind: 'ratioAtLeast', bound: 0.8 } }, expected: { ratio: 0.79, met: false } },
  { given: { value: 200, limit, goal: { kind: 'ratioAtMost', bound: 2 } }, expected: { ratio: 2, met: true } },
  { given: { value: 201, limit, goal: { kind: 'ratioAtMost', bound: 2 } }, expected: { ratio: 2.01, met: false } },
  { given: { value: 105, limit, goal: { kind: 'ratioNear', bound: 0.1 } }, expected: { ratio: 1.05, met: true } },
  { given: { value: 85, limit, goal: { kind: 'ratioNear', bound: 0.1 } }, expected: { ratio: 0.85, met: false } },
  { given: { value: 20, goal: { kind: 'below', bound: 20 } }, expected: { ratio: null, met: false } },
  { given: { value: 19, limit, goal: { kind: 'below', bound: 20 } }, expected: { ratio: 0.19, met: true } },
]
for (const { given, expected } of verdicts) {
  test(`the verdict on ${JSON.stringify(given)}`, () => assert.deepEqual(verdict(given), expected))
}

test('a goal for a ratio without a limit is a mistake of the bench', () => {
  assert.throws(() => verdict({ value: 1, goal: { kind: 'ratioAtLeast', bound: 1 } }), /needs a limit/)
})

test('medians and quantiles', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(median([4, 1, 2, 3]), 2.5)
  assert.equal(median([7]), 7)
  assert.equal(quantile([10, 30, 20], 0), 10)
  assert.equal(quantile([10, 30, 20], 0.99), 30)
  assert.throws(() => quantile([], 0.5), /nothing was measured/)
})

test('amounts show three digits', () => {
  const shown = [amount(12345.6, '/s'), amount(12.34, 'ms'), amount(0.456, 's'), amount(155.4, 'MB')]
  assert.deepEqual(shown, ['12,346/s', '12.3 ms', '0.46 s', '155 MB'])
  assert.equal(amount(6, 'requests'), '6 requests')
})

test('the table says what was missed, and its notes once', () => {
  const text = table([
    { name: 'bare', title: 'Bare', value: 200, unit: '/s', note: 'Why.' },
    { name: 'refresh', title: 'Refresh', value: 90, unit: '/s', limit, goal: { kind: 'ratioAtLeast', bound: 1 } },
    { name: 'code', title: 'Code', value: 1, unit: 'ms', goal: { kind: 'below', bound: 2 }, note: 'Why.' },
  ])
  assert.equal(
    text,
    [
      '| figure   | measured | limit of the same cores | ratio | goal         | met |',
      '| -------- | -------- | ----------------------- | ----- | ------------ | --- |',
      '| Bare [1] | 200/s    |                         |       |              |     |',
      '| Refresh  | 90.0/s   | limit: 100/s            | 0.90  | ratio ≥ 1.00 | NO  |',
      '| Code [1] | 1.00 ms  |                         |       | < 2 ms       | yes |',
      '',
      '1. Why.',
    ].join('\n'),
  )
})

test('options', () => {
  assert.deepEqual([...parseOptions([]).only], [...names])
  assert.deepEqual([...parseOptions(['--only', 'code', '--only', 'memory']).only], ['code', 'memory'])
  assert.equal(parseOptions(['--full']).users.at(-1), 1_000_000)
  for (const words of [['--only', 'cod'], ['--quick', '--full'], ['--slow'], ['extra']]) {
    assert.throws(() => parseOptions(words), TypeError)
  }
})

test('the sign-ins that are timed are admitted, after every list was read', () => {
  for (const facts of guestSignIns(3, 10)) {
    const { outcome, trace } = decide(facts)
    assert.equal(outcome, 'allow')
    assert.ok(trace.some(({ check, result }) => check === 'inboundAccess' && result === 'pass'))
    assert.ok(trace.some(({ check, result }) => check === 'outboundAccess' && result === 'pass'))
  }
})

test('every page is measured once, under a name without the ids of one run', () => {
  const samples = {
    user: 'a-user',
    group: 'a-group',
    organization: 'a-partner',
    application: 'an-app',
    servicePrincipal: 'a-principal',
    role: 'a-role',
  }
  const routes = [...adminRoutes(samples), ...ownRoutes()]
  assert.equal(new Set(routes).size, routes.length)
  assert.ok(routes.includes(firstRoute))
  assert.ok(routes.includes('/myapps') && routes.includes('/myaccount/sessions'))
  for (const id of Object.values(samples)) {
    assert.ok(routes.some((route) => route.includes(id)))
    assert.ok(!routes.some((route) => nameOf(route, samples).includes(id)))
  }
})
