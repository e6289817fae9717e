import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Static } from 'typebox'
import { demoSchema } from '../../scripts/generate-demo-schema.ts'
import type { AnyWorld } from '../../src/demo/world.ts'
import type { demoWorldSchema } from '../../src/demo/world-schema.ts'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

test('the published JSON Schema of demo.json is the one that the code has', () => {
  const published = readFileSync(new URL('../../docs/reference/demo.schema.json', import.meta.url), 'utf8')
  assert.equal(published, demoSchema(), 'run scripts/generate-demo-schema.ts')
})

test('the schema says what the type says', () => {
  // Does not compile when they part ways.
  const same: Same<Static<typeof demoWorldSchema>, AnyWorld> = true
  assert.ok(same)
})
