import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import Schema from 'typebox/schema'
import { readWorld } from '../../src/demo/read-world.ts'
import { blockOf } from '../harness/guide.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const guide = 'test-double.md'

test("the guide's world file is one, for the schema that it names and for the reader", () => {
  const world: { $schema: string } = JSON.parse(blockOf(guide, 'A world of your own', 'json'))
  // Where the package is installed, this is its own folder.
  const inPackage = './node_modules/gatehouse/'
  assert.ok(world.$schema.startsWith(inPackage), world.$schema)
  const file = join(root, world.$schema.slice(inPackage.length))
  assert.ok(Schema.Check(JSON.parse(readFileSync(file, 'utf8')), world))
  assert.deepEqual(
    readWorld(world, 'gatehouse.test').tenants.map(({ key }) => key),
    ['acme', 'globex'],
  )
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  assert.ok(files.includes(`${dirname(world.$schema.slice(inPackage.length))}/*.schema.json`))
})
