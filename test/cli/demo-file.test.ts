import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { AnyWorld } from '../../src/demo/world.ts'
import type { demoWorldSchema } from '../../src/demo/world-schema.ts'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

test('the schema says what the type says', () => {
  // Does not compile when they part ways.
  const same: Same<Static<typeof demoWorldSchema>, AnyWorld> = true
  assert.ok(same)
})
