import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Action, accepted, actionAt } from './actions.ts'
import type { Step } from './flow.ts'

type At = Step['at']
const steps = Object.keys(accepted) as At[]
const actions = [...new Set(Object.values(accepted).flat())] as Action[]

/** Actions after which somebody is signed in, or has agreed to something. */
const privileged: Partial<Record<Action, At[]>> = {
  password: ['password'],
  'new-password': ['new-password'],
  code: ['code'],
  accept: ['accept', 'consent'],
  choose: ['pick'],
  yes: ['stay'],
  no: ['stay'],
}

for (const [action, places] of Object.entries(privileged) as [Action, At[]][]) {
  test(`'${action}' counts only at ${places.join(' and ')}`, () => {
    const counted = steps.filter((step) => actionAt(step, action) !== undefined)
    assert.deepEqual(counted.toSorted(), places.toSorted())
  })
}

test('no step takes an action that it does not list, nor one that does not exist', () => {
  for (const step of steps) {
    for (const action of actions) {
      assert.equal(actionAt(step, action) !== undefined, accepted[step].includes(action), `${step} ${action}`)
    }
    for (const odd of [undefined, '', 'constructor', '__proto__', 'Password', 'accept ']) {
      assert.equal(actionAt(step, odd), undefined)
    }
  }
})
